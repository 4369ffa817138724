#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What test-summary.py makes of Meson's logs: test-summary-test.py SOURCE_ROOT"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

SUMMARY = pathlib.Path(sys.argv[1]) / "tests/tools/test-summary.py"
GOOD = '<testcase name="A" status="run" result="completed"/>'
BAD = '<testcase name="B" status="run" result="completed"><failure message="no"/></testcase>'
SKIPPED = '<testcase name="C" status="run" result="skipped"><skipped message="no"/></testcase>'
DISABLED = '<testcase name="D" status="notrun" result="suppressed"/>'


class Summary(unittest.TestCase):
    def write_logs(self, cases, results):
        name = tempfile.TemporaryDirectory(prefix="wattle-test-")
        self.addCleanup(name.cleanup)
        folder = pathlib.Path(name.name)
        (folder / "testlog.junit.xml").write_text(
            f'<testsuites><testsuite name="s">{"".join(cases)}</testsuite></testsuites>'
        )
        (folder / "testlog.json").write_text(
            "".join(json.dumps({"name": "t", "result": r}) + "\n" for r in results)
        )
        return folder

    def run_on(self, *arguments):
        done = subprocess.run(
            [sys.executable, SUMMARY, *arguments], capture_output=True, text=True, check=False
        )
        return done.stdout.splitlines()[-1], done.returncode

    def summarise(self, cases, results, status=0):
        return self.run_on(self.write_logs(cases, results), str(status))

    def test_counts_cases(self):
        self.assertEqual(self.summarise([GOOD, GOOD], ["OK"]), ("2 passed, 0 failed", 0))

    def test_a_failed_case_fails(self):
        self.assertEqual(self.summarise([GOOD, BAD], ["FAIL"], 1), ("1 passed, 1 failed", 1))

    def test_a_skipped_or_disabled_case_fails(self):
        self.assertEqual(self.summarise([GOOD, SKIPPED], ["OK"]), ("1 passed, 1 failed", 1))
        self.assertEqual(self.summarise([GOOD, DISABLED], ["OK"]), ("1 passed, 1 failed", 1))

    def test_a_skipped_program_fails(self):
        self.assertEqual(self.summarise([GOOD], ["OK", "SKIP"]), ("1 passed, 1 failed", 1))

    def test_a_crash_without_cases_fails(self):
        self.assertEqual(self.summarise([GOOD], ["OK", "ERROR"], 1), ("1 passed, 1 failed", 1))

    def test_trouble_of_meson_itself_fails(self):
        self.assertEqual(self.summarise([GOOD], ["OK"], 2), ("1 passed, 1 failed", 1))

    def test_nothing_run_is_no_success(self):
        self.assertEqual(self.summarise([], []), ("0 passed, 0 failed", 1))

    def test_counts_several_runs_together(self):
        good, bad = self.write_logs([GOOD, GOOD], ["OK"]), self.write_logs([GOOD, BAD], ["FAIL"])
        self.assertEqual(self.run_on(good, "0", good, "0"), ("4 passed, 0 failed", 0))
        self.assertEqual(self.run_on(good, "0", bad, "1"), ("3 passed, 1 failed", 1))

    def test_one_of_several_runs_without_a_test_is_no_success(self):
        good, empty = self.write_logs([GOOD], ["OK"]), self.write_logs([], [])
        self.assertEqual(self.run_on(good, "0", empty, "0"), ("1 passed, 0 failed", 1))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
