#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Proves that plugins do no input or output: what each module links, and what its sources name.

module-check.py PLUGINS_SOURCE_DIR MODULE… (what does not end in .so is passed over)
"""

import pathlib
import re
import subprocess
import sys

# What a module may need; its own libraries come from the line `libraries:` in its meson.build.
ALLOWED = [
    r"libwattle-1\.0\.so",
    r"libpeas-1\.0\.so",
    r"lib(glib|gobject|gio|gmodule)-2\.0\.so",
    r"libgirepository-1\.0\.so",
    r"libjson-glib-1\.0\.so",
    r"lib(c|m)\.so",
    r"ld-linux",
    r"lib(asan|ubsan|tsan|gcc_s)\.so",
]

# What only the host does: it waits, connects and runs threads.
FORBIDDEN = [
    "g_timeout",
    "g_idle",
    "g_thread",
    "g_main_context",
    "g_main_loop",
    "GTask",
    "g_task",
    "g_socket",
    "GSocket",
    "soup_",
    "Soup",
    "mosquitto_",
    "wattle_clock",
    "pthread_",
    "g_unix_signal",
    "_sync (",
]


def needed(module):
    text = subprocess.run(
        ["readelf", "-d", module], check=True, capture_output=True, text=True
    ).stdout
    return re.findall(r"\(NEEDED\).*\[(.*)\]", text)


def declared(folder):
    """Libraries of its own: `# libraries: libmodbus.so.5 …` in the plugin's meson.build."""
    match = re.search(r"^# libraries:(.*)$", (folder / "meson.build").read_text(), re.MULTILINE)
    return match.group(1).split() if match else []


def check_module(module, folder):
    libraries = needed(module)
    own = declared(folder)
    problems = [
        f"{module} links {library}; a plugin links libwattle and libpeas, "
        f"or what “# libraries:” in its meson.build names"
        for library in libraries
        if library not in own and not any(re.match(rule, library) for rule in ALLOWED)
    ]
    if not any(library.startswith("libwattle-1.0.so") for library in libraries):
        problems.append(f"{module} does not link libwattle: it would bring types of its own")
    return problems


def strip_comments(text):
    """Blanks them out, so that line numbers stay."""
    return re.sub(
        r"/\*.*?\*/", lambda match: re.sub(r"[^\n]", " ", match.group()), text, flags=re.DOTALL
    )


def check_source(source):
    problems = []
    for number, line in enumerate(strip_comments(source.read_text()).splitlines(), 1):
        for word in FORBIDDEN:
            if word in line:
                problems.append(f"{source}:{number}: “{word}”: the host does that, not a plugin")
    return problems


def main():
    plugins = pathlib.Path(sys.argv[1])
    modules = [name for name in sys.argv[2:] if name.endswith(".so")]
    problems = [] if modules else ["no module was given"]

    for module in modules:
        folder = plugins / pathlib.Path(module).parent.name
        sources = sorted(folder.glob("*.[ch]"))
        if not any(re.search(r"-(device|gateway|tariff)\.c$", source.name) for source in sources):
            problems.append(f"{folder}: there is no …-device.c, …-gateway.c or …-tariff.c")
        problems += check_module(module, folder)
        for source in sources:
            problems += check_source(source)
        print(f"{folder.name}: {len(sources)} sources, needs {' '.join(needed(module))}")

    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
