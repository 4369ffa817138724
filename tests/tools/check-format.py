#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether clang-format would change a C or C++ file: check-format.py SOURCE_ROOT [PROGRAM]"""
import pathlib
import subprocess
import sys

FOLDERS = ("core", "plugins", "ui", "tests")
SUFFIXES = (".c", ".h", ".cc")


def main():
    root = pathlib.Path(sys.argv[1])
    program = sys.argv[2] if len(sys.argv) > 2 else "clang-format"
    files = [
        path.relative_to(root)
        for folder in FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in SUFFIXES
    ]
    if not files:
        sys.exit(f"there is no source in {root}")
    # The layout differs from version to version; the tree is in that of Debian 12.
    version = subprocess.check_output([program, "--version"], text=True)
    if " version 14." not in version:
        sys.exit(f"the tree is formatted by clang-format 14; this is {version.strip()}")
    done = subprocess.run(
        [program, "--dry-run", "-Werror", "--style=file", *files], cwd=root, check=False
    )
    return 1 if done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
