#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the skeleton of a device plugin: plugins/new-plugin.py NAME

Copies plugins/example and its seeds for made-up input under the new name, renames files, types and
prefixes in it, and enters the plugin in plugins/meson.build and po/POTFILES.in. NAME is like
'smart-meter': lower-case words and digits, joined by '-'.
"""
import argparse
import pathlib
import re
import sys

MODEL = "example"
NAME_RULE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def rename_text(text, name):
    """Renames the model plugin within a text, each mention in the form it has."""
    words = name.split("-")
    for mention, replacement in (
        (r"EXAMPLE(?=_|\b)", "_".join(words).upper()),
        (r"example(?=_)", "_".join(words)),
        (r"Example(?=[A-Z])", "".join(word.capitalize() for word in words)),
        (r"example", name),
    ):
        text = re.sub(mention, replacement, text)
    return text


def copy_skeleton(plugins, name):
    source, target = plugins / MODEL, plugins / name
    for path in sorted(source.rglob("*")):
        if not path.is_file():
            continue
        relative = path.relative_to(source)
        copy = target / relative.parent / relative.name.replace(MODEL, name)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(rename_text(path.read_text("utf-8"), name), "utf-8")
        yield copy


def copy_seeds(root, name):
    """The harness for its decode fails without any, and those of the model fit its copy."""
    corpus = root / "tests" / "fuzz" / "corpus"
    target = corpus / f"plugin-{name}"
    target.mkdir(exist_ok=True)
    for path in sorted((corpus / f"plugin-{MODEL}").iterdir()):
        copy = target / path.name
        copy.write_bytes(path.read_bytes())
        yield copy


def enter_in_build(plugins, name):
    path = plugins / "meson.build"
    text = path.read_text("utf-8")
    found = re.search(r"plugin_names = \[\n(.*?)\]", text, re.S)
    if not found:
        sys.exit(f"{path}: no list 'plugin_names' to enter '{name}' in")
    lines = sorted(set(found[1].splitlines()) | {f"    '{name}',"})
    path.write_text(
        text[: found.start(1)] + "\n".join(lines) + "\n" + text[found.end(1) :], "utf-8"
    )


def enter_in_translations(root, name):
    path = root / "po" / "POTFILES.in"
    lines = set(path.read_text("utf-8").split())
    lines |= {rename_text(line, name) for line in lines if line.startswith(f"plugins/{MODEL}/")}
    path.write_text("\n".join(sorted(lines)) + "\n", "utf-8")


def main():
    parser = argparse.ArgumentParser(description="Makes the skeleton of a device plugin.")
    parser.add_argument("name", help="such as 'smart-meter'")
    parser.add_argument(
        "--root",
        type=pathlib.Path,
        default=pathlib.Path(__file__).resolve().parent.parent,
        help="the source tree; by default the one this program is in",
    )
    arguments = parser.parse_args()
    name, plugins = arguments.name, arguments.root / "plugins"

    if not NAME_RULE.fullmatch(name) or len(name) > 32:
        parser.error(
            f"'{name}' is no name for a plugin: lower-case words and digits joined by '-', "
            "beginning with a letter, at most 32 characters"
        )
    if (plugins / name).exists():
        parser.error(f"there is a folder {plugins / name} already")

    for path in [*copy_skeleton(plugins, name), *copy_seeds(arguments.root, name)]:
        print(path.relative_to(arguments.root))
    enter_in_build(plugins, name)
    enter_in_translations(arguments.root, name)
    print("Entered in plugins/meson.build and po/POTFILES.in. Next: plugins/README.md.")


if __name__ == "__main__":
    main()
