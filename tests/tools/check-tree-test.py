#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""check-tree.py on small trees with one breach each: check-tree-test.py SOURCE_ROOT"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECKER = pathlib.Path(sys.argv[1]) / "tests/tools/check-tree.py"
C = "/* SPDX-License-Identifier: LGPL-2.1-or-later */\n"
HASH = "# SPDX-License-Identifier: LGPL-2.1-or-later\n"
HEADINGS = ("Device", "Connection", "Options", "Entities", "Commands", "Recordings", "Sources")
README = "# lamp\n" + "".join(f"\n## {heading}\n\nText.\n" for heading in HEADINGS)

# A tree that keeps every rule.
GOOD = {
    "core/base/wattle-clock.c": C + "void\nf (void)\n{\n}\n".replace("f ", "wattle_clock_tick "),
    "core/base/wattle-clock.h": C + "void wattle_clock_tick (void);\n",
    "core/model/wattle-thing.h": C
    + '#include "base/wattle-clock.h"\n'
    + "G_DECLARE_FINAL_TYPE (WattleThing, wattle_thing, WATTLE, THING, GObject)\n",
    "core/model/wattle-thing.c": C
    + '#include "wattle-thing.h"\n/* No goto here, and "goto" is a word. */\n'
    + 'static const char *text = "goto // sprintf";\n\nstatic int\nhelp (void)\n{\n}\n',
    "core/engine/wattle-plugin-loader.c": C + "#include <libpeas/peas.h>\n",
    "core/wattle-plugin.h": C + "#include <libpeas/peas.h>\n",
    "plugins/meson.build": HASH,
    "plugins/lamp/README.md": README,
    "plugins/lamp/meson.build": HASH,
    "plugins/lamp/lamp-device.c": C
    + '#include <math.h>\n#include <wattle.h>\n#include "lamp-device.h"\n'
    + 'const char *label = N_ ("Lamp");\n',
    "plugins/lamp/lamp-device.h": C
    + "G_DECLARE_FINAL_TYPE (LampDevice, lamp_device, LAMP, DEVICE, WattleDevice)\n",
    "plugins/lamp/tests/lamp-test.cc": HASH.replace("#", "//")
    + '#include "model/wattle-thing.h"\nint fine = g_timeout_add (1);\n',
    "po/POTFILES.in": "plugins/lamp/lamp-device.c\n",
    "run": "#!/bin/sh\n" + HASH,
    "tests/tools/meson.build": HASH + "files('../../run')\n",
}


class CheckTree(unittest.TestCase):
    def check(self, changes):
        with tempfile.TemporaryDirectory(prefix="wattle-test-") as folder:
            for name, text in {**GOOD, **changes}.items():
                path = pathlib.Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                if text is not None:
                    path.write_text(text, "utf-8")
            done = subprocess.run(
                [sys.executable, CHECKER, folder], capture_output=True, text=True, check=False
            )
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout

    def assert_finds(self, place, words, changes):
        """The one breach is told with 'file:line:' and @words."""
        status, output = self.check(changes)
        lines = output.splitlines()
        self.assertEqual(status, 1, output)
        self.assertEqual(len(lines), 1, output)
        self.assertTrue(lines[0].startswith(f"{place}: "), output)
        self.assertIn(words, lines[0])

    def test_a_good_tree_passes(self):
        self.assertEqual(self.check({}), (0, ""))

    def test_an_empty_tree_is_no_success(self):
        status, _ = self.check({name: None for name in GOOD})
        self.assertEqual(status, 1)

    def test_licence(self):
        self.assert_finds("core/model/wattle-x.c:1", "SPDX", {"core/model/wattle-x.c": "int x;\n"})
        self.assert_finds("plugins/meson.build:1", "SPDX", {"plugins/meson.build": "\n"})

    def test_core_names(self):
        place, header = "core/model/wattle-x.h", "core/model/wattle-x.h"
        self.assert_finds(
            f"{place}:2", "wattle_x_", {header: C + "void wattle_other_run (void);\n"}
        )
        self.assert_finds(
            f"{place}:2",
            "this file is for WattleX with prefix wattle_x",
            {header: C + "G_DECLARE_FINAL_TYPE (WattleY, wattle_y, WATTLE, Y, GObject)\n"},
        )
        self.assert_finds(
            "core/model/wattle-x.c:3",
            "wattle_x_",
            {"core/model/wattle-x.c": C + "int\nrun (void)\n{\n}\n"},
        )
        self.assert_finds("core/model/x.c:1", "is called wattle-", {"core/model/x.c": C})

    def test_functions_of_a_type_in_the_header(self):
        text = C + "typedef struct {\n    int a;\n} WattlePair;\n\nvoid wattle_pair_swap (void);\n"
        self.assertEqual(self.check({"core/model/wattle-x.h": text}), (0, ""))

    def test_plugin_names(self):
        name = "plugins/lamp/lamp-x.h"
        self.assert_finds(f"{name}:2", "lamp_", {name: C + "void run (void);\n"})
        self.assert_finds(
            f"{name}:2",
            "GType names are global",
            {name: C + "G_DECLARE_FINAL_TYPE (Device, device, A, DEVICE, GObject)\n"},
        )
        self.assert_finds("plugins/lamp/x.c:1", "is called lamp-", {"plugins/lamp/x.c": C})

    def test_include_direction(self):
        name = "core/base/wattle-x.c"
        for line, words in (
            ('#include "model/wattle-thing.h"', "base must not know model"),
            ('#include "base/wattle-clock.h"', "bare name"),
            ('#include "wattle-thing.h"', "in this folder"),
            ('#include "model/wattle-nothing.h"', "there is no core/model/wattle-nothing.h"),
            ("#include <libsoup/soup.h>", "base must not use <libsoup/soup.h>"),
            ("#include <mosquitto.h>", "base must not use <mosquitto.h>"),
        ):
            self.assert_finds(f"{name}:2", words, {name: C + line + "\n"})
        self.assert_finds(
            "core/attic/wattle-x.c:1", "has no layer", {"core/attic/wattle-x.c": C}
        )

    def test_client_includes(self):
        name = "core/cli/wattle-cli.c"
        fine = '#include "base/wattle-clock.h"\n#include "wattle-dbus.h"\n'
        self.assertEqual(self.check({name: C + fine}), (0, ""))
        for path in ("model/wattle-thing.h", "wattle-clock.h"):
            self.assert_finds(
                f"{name}:2", "the command line knows", {name: C + f'#include "{path}"\n'}
            )

    def test_calendars_have_one_place(self):
        line = "#include <libical-glib/libical-glib.h>\n"
        for name in ("core/calendar/wattle-x.c", "core/cli/wattle-cli-x.c", "tests/support/x.c"):
            self.assert_finds(f"{name}:2", "wattle-ics alone", {name: C + line})
        self.assertEqual(self.check({"core/calendar/wattle-ical.h": C + line}), (0, ""))
        self.assertEqual(
            self.check(
                {
                    "core/calendar/wattle-ics.h": C,
                    "core/cli/wattle-cli-x.c": C + '#include "calendar/wattle-ics.h"\n',
                }
            ),
            (0, ""),
        )

    def test_plugin_includes(self):
        name = "plugins/lamp/lamp-x.c"
        for line in (
            '#include "model/wattle-thing-private.h"',
            '#include "wattle-counter.h"',
            "#include <wattle-plugin.h>",
            "#include <gio/gio.h>",
            "#include <mosquitto.h>",
        ):
            self.assert_finds(f"{name}:2", "<wattle.h>", {name: C + line + "\n"})
        self.assertEqual(self.check({name: C + "#include <glib/gi18n-lib.h>\n"}), (0, ""))

    def test_no_plugin_includes_another(self):
        other = {
            "plugins/fan/README.md": README,
            "plugins/fan/tests/fan-test.cc": HASH.replace("#", "//")
            + '#include "../../lamp/lamp-device.h"\n',
        }
        self.assert_finds("plugins/fan/tests/fan-test.cc:2", "never includes another", other)

    def test_banned_everywhere(self):
        for code in (
            "goto end;", 'g_error ("x");', 'sprintf (a, "x");', 'snprintf (a, 2, "x");',
            "strtod (a, b);", "atof (a);", "system (a);",
        ):
            for name in ("core/model/wattle-x.c", "tests/support/x.c"):
                self.assert_finds(f"{name}:3", "", {name: f"{C}\n{code}\n"})

    def test_banned_in_the_program(self):
        for code in (
            "x_read_sync (a);", "g_ascii_strtod (a, b);", "g_key_file_set_double (a);",
            "g_key_file_save_to_file (a);", "g_timeout_add_seconds (1);", "g_usleep (1);",
            "g_get_monotonic_time ();", "g_get_real_time ();", "g_date_time_new_now_utc ();",
            "g_source_new (a);", "g_thread_new (a);", "g_socket_send_to (a);", "sendto (a);",
        ):
            name = "plugins/lamp/lamp-x.c"
            self.assert_finds(f"{name}:3", "", {name: f"{C}\n    {code}\n"})
            self.assertEqual(self.check({"tests/support/x.c": C + code + "\n"}), (0, ""), code)

    def test_the_clock_may(self):
        text = GOOD["core/base/wattle-clock.c"] + "int x = g_get_real_time ();\n"
        self.assertEqual(self.check({"core/base/wattle-clock.c": text}), (0, ""))

    def test_comments(self):
        for name in ("core/model/wattle-x.h", "tests/support/x.c"):
            self.assert_finds(f"{name}:2", "/* … */", {name: C + "int x; // why\n"})
        self.assertEqual(self.check({"tests/support/x.h": C + "// why\n"}), (0, ""))

    def test_libpeas(self):
        for code in ("#include <libpeas/peas.h>", "PeasEngine *a;", "int a = peas_b ();"):
            name = "core/engine/wattle-x.c"
            self.assert_finds(f"{name}:2", "libpeas is for", {name: C + code + "\n"})

    def test_readme_headings(self):
        name = "plugins/lamp/README.md"
        without = README.replace("## Options\n\nText.\n\n", "")
        self.assert_finds(f"{name}:11", "'Options' is due", {name: without})
        self.assert_finds(f"{name}:31", "no heading 'More'", {name: README + "\n## More\n"})
        self.assert_finds("plugins/meson.build:1", "no README.md", {name: None})

    def test_plugin_has_a_test(self):
        name = "plugins/lamp/tests/lamp-test.cc"
        self.assert_finds("plugins/lamp/meson.build:1", f"there is no {name}", {name: None})

    def test_a_plugin_in_python_is_tested_in_the_host(self):
        lamp = {"plugins/fan/README.md": README, "plugins/fan/fan.py": HASH}
        self.assert_finds("plugins/meson.build:1", "there is no plugins/fan/tests/", lamp)
        lamp["tests/plugins/python-test.cc"] = HASH.replace("#", "//") + 'const char *a = "fan";\n'
        self.assertEqual(self.check(lamp), (0, ""))

    def test_recordings(self):
        fan = {
            "plugins/fan/README.md": README,
            "plugins/fan/tests/fan-test.cc": HASH.replace("#", "//"),
            "plugins/fan/tests/a.jsonl": "{}\n",
            "plugins/fan/tests/a.expected": "{}\n",
        }
        self.assert_finds("plugins/lamp/meson.build:1", "no recording", fan)
        none = README.replace("## Recordings\n\nText.", "## Recordings\n\nNone: it asks nobody.")
        fan["plugins/lamp/README.md"] = none
        self.assertEqual(self.check(fan), (0, ""))
        self.assert_finds(
            "plugins/fan/tests/a.jsonl:1", "needs an .expected",
            {**fan, "plugins/fan/tests/a.expected": None},
        )
        self.assert_finds(
            "plugins/fan/tests/b.expected:1", "no recording .jsonl",
            {**fan, "plugins/fan/tests/b.expected": "{}\n"},
        )

    def test_searches_have_seeds(self):
        search = {"plugins/lamp/lamp-search.c": C + "\n  wattle_catalog_add_udp_search (catalog);\n"}
        self.assert_finds("plugins/lamp/lamp-search.c:3", "no seeds in tests/fuzz/corpus/", search)
        seeds = {**search, "tests/fuzz/corpus/plugin-match-lamp/reply": "u"}
        self.assertEqual(self.check(seeds), (0, ""))

    def test_translations(self):
        name = "core/model/wattle-x.c"
        self.assert_finds(f"{name}:2", "not in po/POTFILES.in", {name: C + 'char *a = _ ("x");\n'})
        self.assert_finds(
            "plugins/lamp/lamp.plugin.desktop.in:1", "not in po/POTFILES.in",
            {"plugins/lamp/lamp.plugin.desktop.in": "Name=x\n"},
        )
        name = "plugins/lamp/lamp-device.c"
        self.assert_finds(
            f"{name}:7", "up to a macro only",
            {name: GOOD[name] + 'char *a = N_ ("Lamp %" PRIu64);\nchar *b = _ ("Lamp %" "u" UNIT " m");\n'},
        )
        listed = GOOD["po/POTFILES.in"]
        self.assert_finds("po/POTFILES.in:2", "there is no z.c", {"po/POTFILES.in": listed + "z.c\n"})

    def test_names_for_people(self):
        lamp = GOOD["plugins/lamp/lamp-device.c"]
        for code in (
            'static const WattleActionSpec blink = { "blink", "Blink (twice)", NULL };',
            'static const WattleOptionSpec options[] = {\n    { "A", TEXT, N_ ("A, or B"), "x" },'
            '\n    { "B", TEXT,\n"Level" },\n};',
            'static const WattleOptionSpec options[] = { { "A", TEXT }, { "B", .label = "Level" } };',
            'WattleEntitySpec spec = { "level", QUANTITY, 0, 0, 0,\n\n"Level" };',
            'static const Row rows[] = { { "lvl", { "level", QUANTITY, .name = "Level" } } };',
            '    wattle_catalog_add_model (catalog, "lamp", "Lamp", 0);',
            '    wattle_catalog_add_option (f (a, b), "lamp", "A", TEXT, "Level", NULL);',
            '    wattle_device_add_entity (device, "level", QUANTITY, "Level, in %", 0);',
            '    wattle_device_add_plain_action (device, "blink", "Blink", NULL);',
        ):
            number = 6 + code[: max(code.rfind('"Level'), 0)].count("\n")
            self.assert_finds(
                f"plugins/lamp/lamp-device.c:{number}", "that people see",
                {"plugins/lamp/lamp-device.c": f"{lamp}{code}\n"},
            )
        for code in (
            'static const WattleActionSpec blink = { "blink", N_ ("Blink"), "identify" };',
            'static const WattleOptionSpec options[] = { { "A", TEXT, N_ ("Level"), "x" }, { "B" } };',
            'WattleEntitySpec spec = { "level", QUANTITY, .name = name, .options = "a|b" };',
            'static const WattleEntitySpec specs[] = { { .quantity = Q, .phase = 1 } };',
            '    wattle_device_add_entity (device, "level", QUANTITY, NULL, 0);',
        ):
            self.assertEqual(self.check({"plugins/lamp/lamp-device.c": f"{lamp}{code}\n"}), (0, ""))

    def test_shell(self):
        self.assert_finds("walk:1", "shellcheck", {"walk": "#!/bin/bash\n" + HASH})

    def test_paths_of_a_machine(self):
        for text in ("/ho" + "me/me/a", "/wo" + "rk/a", ".." + "/shared/a"):
            self.assert_finds("NOTES.md:2", "path of one machine", {"NOTES.md": f"\nsee {text}\n"})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
