#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What bash offers for wattle: completion-test.py SOURCE_ROOT WATTLE"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(sys.argv[1]).resolve() / "data/completions/wattle"
WATTLE = pathlib.Path(sys.argv[2]).resolve()

# Commands are those of the program; what a house has is made up.
PROGRAM = f"""#!/bin/sh
case "$*" in
    --list-commands) exec '{WATTLE}' --list-commands ;;
    'tariff list')
        printf 'Plan  Tariff\\nmy_plan  High\\nbroken  –\\n'
        echo '“broken” does not run: why ever' >&2
        ;;
    'devices list') printf 'Id\\nmeter\\n' ;;
esac
"""
ASK = """
. "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_wattle
printf '%s\\n' "${COMPREPLY[@]}"
"""


class Completion(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="wattle-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.program = self.folder / "wattle"
        self.program.write_text(PROGRAM, "utf-8")
        self.program.chmod(0o700)

    def offer(self, *words):
        done = subprocess.run(
            ["bash", "-c", ASK, "bash", SCRIPT, self.program, *words],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=True,
        )
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_plans_are_offered_and_no_words_of_notices(self):
        for command in ("edit", "show", "export", "remove"):
            self.assertEqual(set(self.offer("tariff", command, "")), {"my_plan", "broken", "wattle"})
        self.assertEqual(self.offer("tariff", "import", "school.ics", "--plan", "m"), ["my_plan"])

    def test_zones_are_offered(self):
        self.assertEqual(
            self.offer("tariff", "verify", "my_plan", "--zone", "Europe/Ljubl"),
            ["Europe/Ljubljana"],
        )
        self.assertIn("UTC", self.offer("tariff", "verify", "--zone", ""))

    def test_commands_options_and_devices_are_offered(self):
        self.assertIn("tariff", self.offer("tar"))
        self.assertIn("--plan", self.offer("tariff", "import", "--"))
        self.assertEqual(self.offer("get", "me"), ["meter"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
