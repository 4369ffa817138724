#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What README.md tells a newcomer to type: readme-test.py SOURCE_ROOT BUILD_ROOT"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv[1]).resolve()
README = (ROOT / "README.md").read_text("utf-8")
BUILD = pathlib.Path(sys.argv[2]).resolve()


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


class Tariffs(unittest.TestCase):
    """What a kWh costs: the commands of that section, as far as they need no host."""

    def setUp(self):
        self.section = README.split("## What a kWh costs\n")[1].split("\n## ")[0]
        self.commands = [
            line.split("#")[0].split()
            for line in re.findall(r"^wattle tariff .*$", self.section, re.M)
        ]
        self.file = next(words[3] for words in self.commands if words[2] == "import")
        self.id = json.loads((ROOT / self.file).read_text("utf-8"))["id"]

    def run_wattle(self, *words):
        environment = {
            **os.environ,
            "WATTLE_DATA_DIR": str(ROOT / "data"),
            "LD_LIBRARY_PATH": str(BUILD / "core"),
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
            "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere",
            "LC_ALL": "C.UTF-8",
        }
        done = subprocess.run(
            [BUILD / "core/wattle", *words],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_the_commands_work(self):
        for words in self.commands:
            words = [self.file if word == self.id else word for word in words[1:]]
            if words[1] == "import":
                words.append("--dry-run")
            if words[1] == "now":
                words.append(self.file)
            self.assertTrue(self.run_wattle(*words))
        self.assertIn(self.id, self.commands[-1])

    def test_the_plan_is_another_one_than_the_demo_house_has(self):
        there = re.search(r"`wattle get tariff_([a-z0-9_]+)`", self.section)[1]
        self.assertIn(f"tariffs/{there}.json", (ROOT / "dev").read_text("utf-8"))
        self.assertNotEqual(there, self.id)


class Commands(unittest.TestCase):
    def test_the_table_has_all_groups_of_commands(self):
        table = README.split("## The command line\n")[1].split("\n## ")[0]
        listed = subprocess.run(
            [BUILD / "core/wattle", "--list-commands"],
            env={**os.environ, "LD_LIBRARY_PATH": str(BUILD / "core")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        groups = {line.split("\t")[0].split()[0] for line in listed.splitlines()}
        self.assertIn("tariff", groups)
        for group in groups:
            self.assertRegex(table, rf"`(wattle )?{group}\b", group)


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
