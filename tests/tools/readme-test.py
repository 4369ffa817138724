#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What README.md tells a newcomer to type: readme-test.py SOURCE_ROOT BUILD_ROOT"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

README = (pathlib.Path(sys.argv[1]) / "README.md").read_text("utf-8")
BUILD = pathlib.Path(sys.argv[2])
DEVENV = "meson devenv -C build "


class OwnGateway(unittest.TestCase):
    """The section about one's own gateway, in a home folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="wattle-test-")
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        self.environment = {
            **os.environ,
            "HOME": folder.name,
            "PATH": f"{BUILD / 'core'}:{os.environ['PATH']}",
            "WATTLE_PLUGIN_DIR": str(BUILD / "plugins"),
            "GI_TYPELIB_PATH": str(BUILD / "core"),
            "LC_ALL": "C.UTF-8",
        }
        section = README.split("## Your own Smart Gateway\n")[1].split("\n## ")[0]
        self.commands, self.lock, self.secrets = re.findall(r"^```\n(.*?)^```$", section, re.M | re.S)
        self.check = re.search(rf"`({DEVENV}[^`]*--check-config[^`]*)`", section.replace("\n", " "))

    def run_in_home(self, command):
        done = subprocess.run(
            ["sh", "-c", command], env=self.environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def make(self):
        """All but the last line, which would run until Ctrl-C."""
        commands = self.commands.splitlines()
        self.assertIn("wattled --session", commands[-1])
        self.assertEqual(self.run_in_home("\n".join(commands[:-1])), (0, ""))

    def enable_lock(self):
        [device] = self.home.glob("wattle/devices.d/*.conf")
        device.write_text(device.read_text("utf-8") + self.lock, "utf-8")
        place = self.home / re.match(r"# ~/(\S+)\n", self.secrets)[1]
        place.parent.mkdir(mode=0o700)
        place.write_text(self.secrets, "utf-8")
        place.chmod(0o600)

    def assert_fine(self):
        self.assertIsNotNone(self.check, "no command to check the configuration with")
        status, output = self.run_in_home(self.check[1].removeprefix(DEVENV))
        self.assertEqual(status, 0, output)
        self.assertIn("is fine", output)

    def test_the_check_praises_three_lines(self):
        self.make()
        self.assert_fine()

    def test_the_check_praises_a_lock(self):
        self.make()
        self.enable_lock()
        self.assert_fine()


class Topics(unittest.TestCase):
    def test_the_table_has_those_of_the_host(self):
        source = pathlib.Path(sys.argv[1]) / "core/publish/wattle-hass-payload.c"
        topics = set(re.findall(r'"%s/(bridge/\w+)"', source.read_text("utf-8")))
        table = README.split("## Topics\n")[1].split("\n## ")[0]
        self.assertTrue(topics)
        for topic in topics:
            self.assertIn(f"\n| `wattle/{topic}` |", table)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
