#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds the source tree to its rules: check-tree.py SOURCE_ROOT

Prints 'file:line: what is wrong' for each breach. CONTRIBUTING.md gives the reasons.
"""
import functools
import pathlib
import re
import sys

LICENCE = "SPDX-License-Identifier: LGPL-2.1-or-later"

# Who may include whom: the same layer or a lower one. calendar and expression stand beside model.
LAYERS = {
    "base": 0,
    "model": 1,
    "calendar": 1,
    "expression": 1,
    "transport": 2,
    "engine": 3,
    "history": 3,
    "publish": 4,
    "service": 5,
}
PUBLIC = ("base", "model", "calendar", "expression")
GENERATED = ("wattle-config.h", "wattle-dbus.h")

# Library → lowest layer that may include it.
LIBRARIES = {
    "libsoup/": 2,
    "modbus": 2,
    "mosquitto.h": 2,
    "archive.h": 3,
    "archive_entry.h": 3,
    "libpeas/": 3,
    "sqlite3.h": 3,
}

README_HEADINGS = (
    "Device", "Connection", "Options", "Entities", "Commands", "Recordings", "Sources",
)

# Pattern, what to say, and the files that may, each with its reason. A reason is not optional.
CLOCK = {"core/base/wattle-clock.c": "the one reader of the system's time and owner of timers"}
WATCH = {"core/base/wattle-wall-watch.c": "how the clock hears that the time was set"}
SERIAL = {"core/transport/wattle-modbus-serial-port.c": "waits for a line in a thread of its own"}
BENCH = {
    "tests/bench/bare-loop.c": "the yardstick, of nothing but C and the two libraries",
    "tests/bench/meter-farm.c": "measures, and so does as little as can be",
}
WALL = {**CLOCK, "core/service/wattle-log.c": "stamps lines with the machine's time, as syslog does"}
ICAL = {"core/calendar/wattle-ical.h": "adds what it lacks; its users are wattle-ics*"}
EVERYWHERE = (
    (r"\bgoto\b", "no goto: g_autoptr and early returns do its work", {}),
    (r"\bg_error \(", "no g_error: it ends the program; set a GError", {}),
    (r"\bv?s(?:n)?printf\b", "no sprintf: g_strdup_printf or GString", BENCH),
    (r"\b(?:strtod|strtof|atof|g_strtod)\b", "follows the locale: use wattle-number", BENCH),
    (r"(?<![\w.])system \(", "no system(): GSubprocess", {}),
    (r"<libical\S+", "calendars are read and written by wattle-ics alone", ICAL),
)
PROGRAM = (
    (r"\w_sync \(", "blocks the main loop: use the asynchronous call", {}),
    (
        r"\bg_ascii_strtod \(",
        "takes nan, inf and trailing text: use wattle-number",
        {"core/base/wattle-number.c": "wraps it, with the checks"},
    ),
    (
        r"\bg_key_file_set_double\b",
        "prints 17 digits: wattle_number_format_exact() and g_key_file_set_string()",
        {},
    ),
    (
        r"\bg_key_file_save_to_file\b",
        "is not durable: g_file_set_contents_full() with G_FILE_SET_CONTENTS_DURABLE",
        {},
    ),
    (r"\bg_timeout_(?:add|source_new)\w*", "timers come from WattleClock", CLOCK),
    (r"\bg_get_(?:monotonic|real)_time\b", "time comes from WattleClock", {**WALL, **SERIAL}),
    (r"\bg_date_time_new_now\w*|\bclock_gettime\b", "time comes from WattleClock", WALL),
    (r"\b(?:g_usleep|usleep|nanosleep)\b|(?<!\w)sleep \(", "nothing here sleeps", {}),
    (r"\bg_source_new\b", "no own sources: a watch or a timer of WattleClock", {**CLOCK, **WATCH}),
    (
        r"\bg_thread_(?:try_)?new\b|\bpthread_create\b",
        "one thread owns everything",
        {"core/transport/wattle-modbus-serial-worker.c": "libmodbus waits for serial lines"},
    ),
    (
        r"\bg_socket_send_(?:to|message)\w*|(?<!\w)send(?:to|m?msg) \(",
        "no datagrams but those of a search: some devices take others as commands",
        {"core/transport/wattle-udp-search.c": "sends what the catalogue of a driver holds"},
    ),
)


def strip_code(text, keep_strings=False):
    """Blanks comments, and strings unless told, keeping every line where it is."""

    def blank(found):
        token = found[0]
        if token[0] in "\"'" and keep_strings:
            return token
        return re.sub(r"[^\n]", " ", token)

    return re.sub(
        r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S
    )


def camel(stem):
    return "".join(word.capitalize() for word in stem.split("-"))


class Source:
    """One file of the tree."""

    def __init__(self, root, path):
        self.name = path.relative_to(root).as_posix()
        self.parts = self.name.split("/")
        self.stem, self.suffix = path.stem, path.suffix
        try:
            self.text = path.read_text("utf-8")
        except UnicodeDecodeError:
            self.text = ""

    @functools.cached_property
    def code(self):
        return strip_code(self.text)

    @functools.cached_property
    def includes(self):
        found = re.finditer(
            r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', strip_code(self.text, True), re.M
        )
        return [(self.line(match.start(2)), match[1], match[2]) for match in found]

    def line(self, position):
        return self.text.count("\n", 0, position) + 1

    def is_in(self, *folders):
        return self.parts[0] in folders

    @property
    def is_test(self):
        return self.is_in("tests") or "tests" in self.parts[2:3]

    @property
    def is_c(self):
        return self.suffix in (".c", ".h")

    @property
    def is_shell(self):
        return re.match(r"#!.*\b(?:ba)?sh\b", self.text) is not None


class Tree:
    def __init__(self, root):
        self.root = root
        self.sources = [
            Source(root, path)
            for path in sorted(root.rglob("*"))
            if path.is_file() and not self.is_foreign(path.relative_to(root).parts)
        ]
        self.by_name = {source.name: source for source in self.sources}
        self.plugins = sorted(
            {source.parts[1] for source in self.sources if source.parts[0] == "plugins"
             and source.name.count("/") > 1}
        )

    @staticmethod
    def is_foreign(parts):
        return parts[0] in (".git", ".dev") or parts[0].startswith("build") or (
            "__pycache__" in parts
        )

    def select(self, *folders, tests=False):
        return [s for s in self.sources if s.is_in(*folders) and (tests or not s.is_test)]


def check_licence(tree):
    for source in tree.sources:
        sort = source.suffix in (".c", ".h", ".cc", ".py") or source.parts[-1] == "meson.build"
        if (sort or source.is_shell) and LICENCE not in "".join(source.text.splitlines()[:3]):
            yield source, 1, f"the first lines lack '{LICENCE}'"


def list_functions(source):
    """Yields (line, name) of the functions that a file shows to others."""
    if source.suffix == ".h":
        pattern = r"^(?!static|typedef|#|else|return)(?:[A-Za-z_][\w ]*[ *]+)?([a-z_]\w*) \("
        yield from ((source.line(m.start(1)), m[1]) for m in re.finditer(pattern, source.code, re.M))
        return
    for found in re.finditer(r"^([^\n]*)\n([a-z_]\w*) \(", source.code, re.M):
        if re.match(r"[A-Za-z]", found[1]) and "static" not in found[1].split():
            yield source.line(found.start(2)), found[2]


DEVICE_PARTS = ("actions", "batch", "children", "entities", "identity", "report", "time")

# Files whose functions speak for a whole family, each with its reason.
FAMILIES = {
    **{
        f"core/model/wattle-device-{part}": (
            "wattle_device", "public functions of the device, beside the part of it they speak to"
        )
        for part in DEVICE_PARTS
    },
    "core/transport/wattle-modbus-frame": ("wattle_modbus", "has the checksum of serial lines too"),
    "core/transport/wattle-mqtt-connect": ("wattle_mqtt", "says what the library's codes mean"),
}


def list_prefixes(tree, source):
    """Returns the prefixes of its own that a file of core may use: that of its name, and those of
    the types in its header and in the headers beside it that this one includes."""
    stem = source.stem.removesuffix("-private")
    folder = source.name.rsplit("/", 1)[0]
    headers = [tree.by_name.get(f"{folder}/{stem}{end}.h") for end in ("", "-private")]
    headers += [
        tree.by_name.get(f"{folder}/{path.split('/')[-1]}")
        for header in headers
        if header is not None
        for _, _, path in header.includes
    ]
    types = {
        name
        for header in headers
        if header is not None
        for name in re.findall(r"^(?:\}|typedef struct \w+) (\w+);", header.code, re.M)
    }
    words = [re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in types]
    # wattle-secrets.h may speak of one secret.
    own = stem.replace("-", "_")
    family = FAMILIES.get(f"{folder}/{stem}", (own, ""))[0]
    return [own, own.removesuffix("s"), family, *words]


def check_core_names(tree):
    for source in tree.select("core"):
        if not source.is_c or source.parts[-1] in ("wattle.h", "wattle-plugin.h", "main.c"):
            continue
        stem = source.stem.removesuffix("-private")
        if not re.fullmatch(r"wattle(-[a-z0-9]+)+", stem):
            yield source, 1, f"a file here is called wattle-….{source.suffix[1:]}, in lower case"
            continue
        prefix = stem.replace("-", "_")
        prefixes = list_prefixes(tree, source)
        for line, name in list_functions(source):
            if not any(f"{name}_".startswith(f"{allowed}_") for allowed in prefixes):
                yield source, line, f"{name}() begins otherwise than its file: {prefix}_"
        for found in re.finditer(r"^G_DECLARE_\w+ \((\w+),\s*(\w+),", source.code, re.M):
            if (found[1], found[2]) != (camel(stem), prefix):
                yield source, source.line(found.start()), (
                    f"{found[1]} with prefix {found[2]} does not belong here; "
                    f"this file is for {camel(stem)} with prefix {prefix}"
                )


def check_plugin_names(tree):
    for source in tree.select("plugins"):
        if not source.is_c:
            continue
        plugin = source.parts[1]
        if not source.stem.startswith(f"{plugin}-"):
            yield source, 1, f"a file of this plugin is called {plugin}-…"
        prefix = plugin.replace("-", "_") + "_"
        for line, name in list_functions(source):
            if not name.startswith(prefix):
                yield source, line, f"{name}() does not begin with {prefix}"
        for found in re.finditer(r"^G_DECLARE_\w+ \((\w+),\s*(\w+),", source.code, re.M):
            if not found[1].startswith(camel(plugin)) or not found[2].startswith(prefix):
                yield source, source.line(found.start()), (
                    f"{found[1]} with prefix {found[2]}: GType names are global; "
                    f"here they begin with {camel(plugin)} and {prefix}"
                )


def judge_core_include(tree, source, path):
    folder = source.parts[1] if len(source.parts) > 2 else None
    layer = LAYERS[folder] if folder else 1
    if "/" not in path:
        here = "/".join((*source.parts[:-1], path))
        return None if here in tree.by_name or path in GENERATED else f"no {path} in this folder"
    target = path.split("/")[0]
    if f"core/{path}" not in tree.by_name or target not in LAYERS:
        return f"there is no core/{path}"
    if target == folder:
        return f"a file of the same folder is included by its bare name: {path.split('/')[-1]}"
    beside = LAYERS[target] == layer and folder in PUBLIC and target == "model"
    if LAYERS[target] > layer or (LAYERS[target] == layer and folder and not beside):
        return f"{folder or 'core'} must not know {target}: layers only look down"
    return None


# What the command line may use of the model, with its reason.
CLIENT_MODEL = {
    "model/wattle-meter-library.h": "whoever writes a definition checks it where no host runs",
    "calendar/wattle-ics.h": "calendars are for people, and the host has no libical",
    "calendar/wattle-holiday-library.h": "plans in files are looked at where no host runs",
    "calendar/wattle-tariff-plan.h": "plans in files are looked at where no host runs",
    "calendar/wattle-tariff-proof.h": "the proof takes too long for a host that has more to do",
}


def judge_client_includes(tree, source):
    """What a client knows of the host comes over the bus."""
    for line, mark, path in source.includes:
        here = "/".join((*source.parts[:-1], path))
        known = here in tree.by_name or path in GENERATED or path.startswith("base/")
        known = known or path in CLIENT_MODEL
        if mark == '"' and not known:
            yield source, line, "the command line knows its own folder, base, and the bus"


def check_core_includes(tree):
    for source in tree.select("core"):
        folder = source.parts[1] if len(source.parts) > 2 else None
        if not source.is_c:
            continue
        if folder == "cli":
            yield from judge_client_includes(tree, source)
            continue
        if folder and folder not in LAYERS:
            yield source, 1, f"the folder '{folder}' has no layer; there are {', '.join(LAYERS)}"
            continue
        for line, mark, path in source.includes:
            lowest = next((at for name, at in LIBRARIES.items() if path.startswith(name)), 0)
            if mark == "<" and lowest > LAYERS.get(folder, 5):
                yield source, line, f"{folder} must not use <{path}>"
            problem = judge_core_include(tree, source, path) if mark == '"' else None
            if problem:
                yield source, line, problem


def check_plugin_includes(tree):
    for source in tree.select("plugins", tests=True):
        if source.suffix not in (".c", ".h", ".cc") or len(source.parts) < 3:
            continue
        plugin = source.parts[1]
        others = [f"{other}-" for other in tree.plugins if other != plugin]
        for line, mark, path in source.includes:
            name = path.split("/")[-1]
            own = name.startswith(f"{plugin}-")
            if not own and any(name.startswith(other) for other in others):
                yield source, line, "a plugin never includes another; shared code goes to core/model"
            elif source.is_test:
                continue
            elif mark == '"' and "/".join((*source.parts[:-1], path)) not in tree.by_name:
                yield source, line, "a plugin includes <wattle.h> and headers of its own folder"
            elif mark == "<" and path not in ("wattle.h", "glib/gi18n-lib.h") and (
                "/" in path or path.startswith("wattle") or path in LIBRARIES
            ):
                yield source, line, f"a plugin gets all it may use from <wattle.h>, not <{path}>"


def check_libpeas(tree):
    allowed = ("core/wattle-plugin.h", "core/engine/wattle-plugin-loader.c")
    for source in tree.select("core", "plugins", "ui"):
        if not source.is_c or source.name in allowed:
            continue
        text = strip_code(source.text, keep_strings=True)
        for found in re.finditer(r"\blibpeas\b|\bpeas_\w+|\bPeas[A-Z]\w+", text):
            yield source, source.line(found.start()), f"libpeas is for {' and '.join(allowed)} alone"


def check_banned(tree):
    for source in tree.sources:
        if source.suffix not in (".c", ".h", ".cc"):
            continue
        program = source.is_in("core", "plugins", "ui") and not source.is_test
        for pattern, message, allowed in EVERYWHERE + (PROGRAM if program else ()):
            if source.name in allowed:
                continue
            for found in re.finditer(pattern, source.code):
                yield source, source.line(found.start()), f"{found[0].strip()}: {message}"


def check_comments(tree):
    for source in tree.sources:
        if source.suffix == ".c" or (source.suffix == ".h" and not source.is_test):
            text = re.sub(
                r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
                lambda found: re.sub(r"[^\n]", " ", found[0]),
                source.text,
                flags=re.S,
            )
            for found in re.finditer("//", text):
                yield source, source.line(found.start()), "comments in C are /* … */"


def check_plugin_readme(tree):
    for plugin in tree.plugins:
        source = tree.by_name.get(f"plugins/{plugin}/README.md")
        if source is None:
            yield tree.by_name["plugins/meson.build"], 1, f"the plugin {plugin} has no README.md"
            continue
        text = re.sub(r"```.*?```", lambda f: "\n" * f[0].count("\n"), source.text, flags=re.S)
        headings = [(source.line(0) + text.count("\n", 0, m.start()), m[1])
                    for m in re.finditer(r"^## (.*?)\s*$", text, re.M)]
        for index, wanted in enumerate(README_HEADINGS):
            if index >= len(headings) or headings[index][1] != wanted:
                line = headings[index][0] if index < len(headings) else text.count("\n") + 1
                yield source, line, (
                    f"here the heading '{wanted}' is due; headings are {' · '.join(README_HEADINGS)}"
                )
                break
        else:
            for line, heading in headings[len(README_HEADINGS):]:
                yield source, line, f"there is no heading '{heading}' in the README of a plugin"


def wants_recording(tree, plugin):
    """A plugin that asks nobody says so: its section Recordings begins with 'None'."""
    readme = tree.by_name.get(f"plugins/{plugin}/README.md")
    return readme is None or not re.search(r"^## Recordings\s+None\b", readme.text, re.M)


def is_tested_in_host(tree, plugin):
    """A plugin in Python runs in the host only; tests/plugins loads it by name."""
    in_python = any(s.name.startswith(f"plugins/{plugin}/") and s.suffix == ".py" for s in tree.sources)
    return in_python and any(
        s.name.startswith("tests/plugins/") and s.suffix == ".cc" and plugin in s.text
        for s in tree.sources
    )


def check_plugin_tests(tree):
    recordings = [s for s in tree.sources if s.is_in("plugins") and s.suffix == ".jsonl"]
    for plugin in tree.plugins:
        build = tree.by_name.get(f"plugins/{plugin}/meson.build") or tree.by_name["plugins/meson.build"]
        folder = f"plugins/{plugin}/tests/"
        if f"{folder}{plugin}-test.cc" not in tree.by_name and not is_tested_in_host(tree, plugin):
            yield build, 1, f"there is no {folder}{plugin}-test.cc"
        own = [s for s in recordings if s.name.startswith(folder)]
        if recordings and not own and wants_recording(tree, plugin):
            yield build, 1, f"there is no recording {folder}*.jsonl"
        for source in own:
            if source.name.removesuffix(".jsonl") + ".expected" not in tree.by_name:
                yield source, 1, "a recording needs an .expected beside it"
    for source in tree.sources:
        if source.suffix == ".expected" and (
            source.name.removesuffix(".expected") + ".jsonl" not in tree.by_name
        ):
            yield source, 1, "there is no recording .jsonl that this belongs to"


def check_plugin_searches(tree):
    """Whatever reads bytes of others has a harness; this one is built where there are seeds."""
    for plugin in tree.plugins:
        corpus = f"tests/fuzz/corpus/plugin-match-{plugin}/"
        if any(name.startswith(corpus) for name in tree.by_name):
            continue
        for source in tree.select("plugins"):
            found = re.search(r"\bwattle_catalog_add_\w+_search \(", source.code)
            if found and source.parts[1] == plugin and source.is_c:
                yield source, source.line(found.start()), (
                    f"searches for devices, but has no seeds in {corpus}"
                )


# What po/meson.build takes sentences from: calls, not definitions.
TRANSLATED = (
    r"\b(?:N_|_|C_|NC_|ngettext) \(|"
    r"\b(?:wattle_error_(?:new|set)|wattle_message_new|wattle_problems_(?:set|note)|"
    r"wattle_store_reader_(?:complain|refuse)) "
    r"\((?!GError|Wattle(?:Error|Problems|StoreReader) |const )"
)


def check_translations(tree):
    potfiles = tree.by_name.get("po/POTFILES.in")
    if potfiles is None:
        return
    listed = {
        text: number
        for number, text in enumerate(potfiles.text.splitlines(), 1)
        if text and not text.startswith("#")
    }
    for name, number in listed.items():
        if name not in tree.by_name:
            yield potfiles, number, f"there is no {name}"
    if list(listed) != sorted(listed):
        yield potfiles, 1, "the list is not sorted"
    for source in tree.select("core", "plugins", "ui", "data"):
        found = re.search(TRANSLATED, source.code) if source.suffix == ".c" else None
        template = re.search(r"\.(desktop|policy|metainfo\.xml)\.in$", source.name)
        if (found or template) and source.name not in listed:
            line = source.line(found.start()) if found else 1
            yield source, line, "has texts to translate, but is not in po/POTFILES.in"


# Such as "%" G_GINT64_FORMAT: the text that is looked up is not the one that was collected.
CUT_TEXT = r'(?<=")\s+#?(?!PRI[diouxX](?:8|16|32|64)\b)[A-Za-z_]\w*'


def check_whole_texts(tree):
    for source in tree.select("core", "plugins", "ui"):
        if source.suffix != ".c":
            continue
        text = strip_code(source.text, keep_strings=True)
        for found in re.finditer(TRANSLATED, text):
            for at, item in split_list(text, text.index("(", found.start())):
                cut = re.search(CUT_TEXT, re.sub(r'"(?:\\.|[^"\\\n])*"', blank_text, item))
                if cut:
                    yield source, source.line(at + cut.start()), (
                        "a text to translate is collected up to a macro only"
                    )


def blank_text(found):
    """Only the quotes of a string stay."""
    return '"' + " " * (len(found[0]) - 2) + '"'


# Names for people: of what, and at which place of a call or of a row (counted from 0).
NAMED_CALLS = {
    "wattle_catalog_add_model": 2,
    "wattle_catalog_add_option": 4,
    "wattle_device_add_counter": 3,
    "wattle_device_add_entity": 3,
    "wattle_device_add_plain_action": 2,
    "wattle_hass_component_new_host": 2,
}
NAMED_ROWS = {"WattleActionSpec": 1, "WattleEntitySpec": 5, "WattleOptionSpec": 2}


def split_list(text, opened):
    """Yields position and text of each item of the list whose bracket is at @opened."""
    depth, start = 0, opened + 1
    for found in re.finditer(r'"(?:\\.|[^"\\])*"|[(){}\[\],]', text[opened:]):
        at = opened + found.start()
        if found[0] in "({[":
            depth += 1
        elif found[0] in ")}]":
            depth -= 1
        if depth == 0 or (depth == 1 and found[0] == ","):
            item = text[start:at]
            yield start + len(item) - len(item.lstrip()), item.strip()
            start = at + 1
        if depth == 0:
            return


def list_rows(text, opened, is_table):
    if not is_table:
        return [opened]
    return [at for at, item in split_list(text, opened) if item.startswith("{")]


def list_names(text):
    """Yields position and text of what people see: names in calls, in rows, and wherever a member
    is called so."""
    calls = re.finditer(rf"\b({'|'.join(NAMED_CALLS)}) (?=\()", text)
    rows = re.finditer(rf"\b({'|'.join(NAMED_ROWS)}) \w+(\[.*?\])? = (?={{)", text)
    lists = [(found.end(), NAMED_CALLS[found[1]]) for found in calls]
    lists += [
        (at, NAMED_ROWS[found[1]])
        for found in rows
        for at in list_rows(text, found.end(), found[2] is not None)
    ]
    for opened, place in lists:
        items = list(split_list(text, opened))[: place + 1]
        if len(items) > place and not any(item.startswith(".") for _, item in items):
            yield items[place]
    for found in re.finditer(r"\.(?:name|label) = ", text):
        yield found.end(), text[found.end() :]


def check_names_for_people(tree):
    for source in tree.select("core", "plugins"):
        if source.suffix != ".c":
            continue
        for at, name in list_names(strip_code(source.text, keep_strings=True)):
            if name.startswith('"'):
                yield source, source.line(at), "a name that people see: N_ (…) lets it be translated"


def check_shell(tree):
    build = tree.by_name.get("tests/tools/meson.build")
    for source in tree.sources:
        if source.is_shell and (build is None or f"'../../{source.name}'" not in build.text):
            yield source, 1, "this script is not in the shellcheck of tests/tools/meson.build"


def check_machine_paths(tree):
    # Written so that this line is none itself.
    pattern = re.compile(r"(?<![\w.@}])/(?:home|root|work)/\w|\.\./" + "shared")
    for source in tree.sources:
        for found in pattern.finditer(source.text):
            yield source, source.line(found.start()), f"'{found[0]}…' is a path of one machine"


RULES = [rule for name, rule in list(globals().items()) if name.startswith("check_")]


def main():
    tree = Tree(pathlib.Path(sys.argv[1]).resolve())
    breaches = sorted(
        {(source.name, line, text) for rule in RULES for source, line, text in rule(tree)}
    )
    for name, line, text in breaches:
        print(f"{name}:{line}: {text}")
    if not tree.sources:
        print(f"there is no file in {tree.root}")
    return 1 if breaches or not tree.sources else 0


if __name__ == "__main__":
    sys.exit(main())
