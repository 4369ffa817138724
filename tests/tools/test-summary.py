#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Counts what 'meson test' has run: test-summary.py LOG_FOLDER STATUS_OF_MESON …

Several runs, each of its own folder, are counted together.
Cases of GoogleTest programs count one by one. A skipped case counts as failed: on a machine that
has all packages nothing has a reason to be skipped. The last line is 'N passed, N failed'.
"""
import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

BAD_TAGS = ("failure", "error", "skipped")
GOOD_RESULTS = ("OK", "EXPECTEDFAIL")


def case_is_good(case):
    unrun = case.get("status") == "notrun" or case.get("result") in ("skipped", "suppressed")
    return not unrun and not any(case.find(tag) is not None for tag in BAD_TAGS)


def read_cases(path):
    """Returns (suite and name, whether it is good) of every case in a JUnit file."""
    if not path.exists():
        return []
    return [
        (f"{suite.get('name')}.{case.get('name')}", case_is_good(case))
        for suite in ElementTree.parse(path).iter("testsuite")
        for case in suite.findall("testcase")
    ]


def read_tests(path):
    """Returns (name, result) of every test that Meson itself has run."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as lines:
        return [(test["name"], test["result"]) for test in map(json.loads, lines)]


def count(folder, status):
    """Returns how many passed, failed and were run at all; names those that did not pass."""
    cases = read_cases(folder / "testlog.junit.xml")
    tests = read_tests(folder / "testlog.json")
    bad_cases = [name for name, good in cases if not good]
    bad_tests = [f"{name}: {result}" for name, result in tests if result not in GOOD_RESULTS]

    # A program that crashed or timed out may have left no case behind that says so.
    failed = max(len(bad_cases), len(bad_tests))
    for name in bad_cases + bad_tests:
        print(f"not passed: {name}")
    if status and not failed:
        print(f"meson test ended with status {status}")
        failed = 1
    if not tests and not failed:
        print("no test has run")
    return len(cases) - len(bad_cases), failed, len(tests)


def main():
    counts = [
        count(pathlib.Path(folder), int(status))
        for folder, status in zip(sys.argv[1::2], sys.argv[2::2])
    ]
    passed, failed, _ = map(sum, zip(*counts))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not all(run for _, _, run in counts) else 0


if __name__ == "__main__":
    sys.exit(main())
