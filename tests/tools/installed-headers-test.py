#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Plugins built outside the tree find all they need: installed-headers-test.py BUILD PREFIX MESON COMPILER…"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

BUILD, PREFIX, MESON = sys.argv[1:4]
COMPILER = sys.argv[4:]


class InstalledHeaders(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="wattle-test-")
        cls.addClassCleanup(folder.cleanup)
        subprocess.run(
            [MESON, "install", "-C", BUILD, "--no-rebuild", "--quiet", "--tags", "devel",
             "--destdir", folder.name],
            check=True,
        )
        cls.prefix = pathlib.Path(folder.name + PREFIX)
        descriptions = [str(path.parent) for path in cls.prefix.rglob("wattle-1.0.pc")]
        flags = subprocess.check_output(
            ["pkg-config", "--cflags", "wattle-1.0"],
            env={**os.environ, "PKG_CONFIG_PATH": ":".join(descriptions)},
            text=True,
        )
        cls.flags = flags.replace(f"-I{PREFIX}/", f"-I{cls.prefix}/").split()

    def compile(self, text):
        return subprocess.run(
            [*COMPILER, "-std=gnu11", "-fsyntax-only", "-Wall", "-Werror", "-xc", "-", *self.flags],
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )

    def test_each_can_be_included_alone(self):
        headers = sorted(self.prefix.glob("include/wattle-1.0/**/*.h"))
        self.assertGreater(len(headers), 30)
        for header in headers:
            name = header.relative_to(self.prefix / "include/wattle-1.0")
            result = self.compile(f"#include <{name}>\n")
            self.assertEqual(result.returncode, 0, result.stderr)

    def test_a_plugin_of_either_kind_compiles(self):
        for kind in ("DEVICE", "TARIFF"):
            base = kind.capitalize()
            result = self.compile(
                "#include <wattle.h>\n"
                f"G_DECLARE_FINAL_TYPE (Lamp, lamp, LAMP, THING, Wattle{base})\n"
                f"struct _Lamp {{ Wattle{base} parent_instance; }};\n"
                f"G_DEFINE_FINAL_TYPE (Lamp, lamp, WATTLE_TYPE_{kind})\n"
                "static void lamp_class_init (LampClass *klass) {}\n"
                "static void lamp_init (Lamp *self) {}\n"
            )
            self.assertEqual(result.returncode, 0, result.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
