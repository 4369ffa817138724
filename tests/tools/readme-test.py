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


class Files(unittest.TestCase):
    """The section about configuring by files, in a home folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="wattle-test-")
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        self.environment = {
            **os.environ,
            "HOME": folder.name,
            "PATH": f"{BUILD / 'core'}:{os.environ['PATH']}",
            "WATTLE_PLUGIN_DIR": str(BUILD / "plugins"),
            "WATTLE_DATA_DIR": str(pathlib.Path(sys.argv[1]) / "data"),
            "GI_TYPELIB_PATH": str(BUILD / "core"),
            "LC_ALL": "C.UTF-8",
        }
        section = README.split("## Files\n")[1].split("\n## ")[0]
        self.device = re.search(r"^```\n(.*?)^```$", section, re.M | re.S)[1]
        self.command = re.search(r"`(wattled [^`]*--check-config[^`]*)`", section)[1]

    def run_in_home(self, command):
        done = subprocess.run(
            ["sh", "-c", command], env=self.environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def write(self, text):
        place = self.home / re.match(r"# ~/(\S+)\n", text)[1]
        place.parent.mkdir(parents=True)
        place.write_text(text, "utf-8")
        return place

    def keep_password(self):
        """What `wattle secret set` does."""
        name = re.search(r"`wattle secret set ([a-z]+)`", README)[1]
        place = self.home / ".local/state/wattle/secrets.conf"
        place.parent.mkdir(parents=True, mode=0o700)
        place.write_text(f"[Secrets]\n{name}=1234\n", "utf-8")
        place.chmod(0o600)

    def check(self, text):
        place = self.write(text)
        self.keep_password()
        status, output = self.run_in_home(self.command)
        return place, status, output

    def test_the_check_praises_the_device(self):
        device, status, output = self.check(self.device)
        self.assertIn("[Link]", device.read_text("utf-8"))
        self.assertEqual(status, 0, output)
        self.assertIn("is fine", output)

    def test_the_check_names_file_group_and_key(self):
        device, status, output = self.check(self.device.replace("http://", "ftp://"))
        self.assertEqual(status, 1, output)
        self.assertIn(f"{device}: [Link] Http", output)


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
