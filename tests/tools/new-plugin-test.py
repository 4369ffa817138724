#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""new-plugin.py in a copy of the tree: new-plugin-test.py SOURCE_ROOT COMPILER…"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv[1])
COMPILER = sys.argv[2:]
NAME = "heat-pump-2"
PACKAGES = ("gio-2.0", "json-glib-1.0", "libpeas-1.0")


class NewPlugin(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="wattle-test-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for part in ("plugins", "po", "tests/fuzz/corpus/plugin-example"):
            shutil.copytree(ROOT / part, self.root / part)
        self.plugin = self.root / "plugins" / NAME

    def generate(self, name=NAME):
        return subprocess.run(
            [sys.executable, ROOT / "plugins/new-plugin.py", "--root", self.root, name],
            capture_output=True,
            text=True,
            check=False,
        )

    def test_leaves_no_trace_of_the_old_name(self):
        self.assertEqual(self.generate().returncode, 0)
        for path in self.plugin.rglob("*"):
            self.assertNotIn("example", path.name)
            if path.is_file():
                self.assertNotIn("example", path.read_text("utf-8").lower(), path)

    def test_has_a_file_for_each_of_the_skeleton(self):
        self.assertEqual(self.generate().returncode, 0)
        skeleton = ROOT / "plugins/example"
        wanted = {
            str(path.relative_to(skeleton)).replace("example", NAME)
            for path in skeleton.rglob("*")
        }
        self.assertEqual(wanted, {str(p.relative_to(self.plugin)) for p in self.plugin.rglob("*")})

    def test_names_are_mechanical(self):
        self.assertEqual(self.generate().returncode, 0)
        header = (self.plugin / f"{NAME}-device.h").read_text("utf-8")
        self.assertIn("G_DECLARE_FINAL_TYPE (HeatPump2Device, heat_pump_2_device,", header)
        self.assertIn("#define HEAT_PUMP_2_TYPE_DEVICE (heat_pump_2_device_get_type ())", header)

    def test_is_entered_in_build_and_translations(self):
        self.assertEqual(self.generate().returncode, 0)
        build = (self.root / "plugins/meson.build").read_text("utf-8")
        self.assertIn(f"    '{NAME}',\n", build)
        self.assertIn("    'example',\n", build)
        files = (self.root / "po/POTFILES.in").read_text("utf-8").split()
        self.assertIn(f"plugins/{NAME}/{NAME}-device.c", files)
        self.assertIn(f"plugins/{NAME}/{NAME}.plugin.desktop.in", files)
        self.assertEqual(files, sorted(files))

    def test_has_a_seed_for_its_harness(self):
        result = self.generate()
        self.assertEqual(result.returncode, 0, result.stderr)
        seeds = self.root / f"tests/fuzz/corpus/plugin-{NAME}"
        self.assertTrue(any(path.stat().st_size > 0 for path in seeds.iterdir()))
        self.assertIn(f"corpus/plugin-{NAME}/", result.stdout)

    def test_compiles_without_a_warning(self):
        self.assertEqual(self.generate().returncode, 0)
        flags = subprocess.check_output(["pkg-config", "--cflags", *PACKAGES], text=True).split()
        result = subprocess.run(
            [*COMPILER, "-std=gnu11", "-fsyntax-only", "-Wall", "-Wmissing-prototypes", "-Werror",
             "-DGETTEXT_PACKAGE=\"wattle\"",
             f"-I{ROOT / 'core'}", *flags, self.plugin / f"{NAME}-device.c"],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_refuses_names_that_do_not_do(self):
        for name in ("Heat", "2heat", "heat_pump", "heat-", "a" * 33, "../heat"):
            result = self.generate(name)
            self.assertEqual(result.returncode, 2, name)
            self.assertIn("is no name for a plugin", result.stderr)

    def test_refuses_to_overwrite(self):
        self.assertEqual(self.generate().returncode, 0)
        result = self.generate()
        self.assertEqual(result.returncode, 2)
        self.assertIn("already", result.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
