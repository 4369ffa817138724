#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The packs of holidays beside those of python3-holidays: holidays-test.py SOURCE_ROOT LIST_HOLIDAYS

Two that were written by different people. Where they differ, one of them is wrong: which one, and
why, stands in DIFFERENCES; any other difference fails, and so does one of the list that is gone.
"""
import datetime
import pathlib
import subprocess
import sys
import unittest

import holidays

PACKS = pathlib.Path(sys.argv[1]) / "data/holidays"
LIST = sys.argv[2]
# The first year that a pack says something of, as README.md has it.
FIRST_YEAR = {"SI": 1992, "UA": 1991, "BE": 1990, "PL": 1990, "AT": 1990, "HR": 1992, "IT": 1990, "DE": 1991}
LAST_YEAR = 2100

OURS = "only in the pack"
THEIRS = "only in python3-holidays"
OLDER = "python3-holidays 0.10.1 is older than this change of the law"


def on(*month_days):
    return lambda day: day.strftime("%m-%d") in month_days


def dates(*texts):
    return lambda day: day.isoformat() in texts


def easter(offset, year_from=0, year_to=9999):
    """So many days after the western Easter, which their Austria tells."""
    def holds(day):
        monday = next(d for d, name in holidays.AT(years=day.year).items() if name == "Ostermontag")
        return year_from <= day.year <= year_to and (day - monday).days + 1 == offset
    return holds


def years(first, last, holds):
    return lambda day: first <= day.year <= last and holds(day)


# Country, regions (None: all), who has it, which days, why.
DIFFERENCES = [
    ("SI", None, OURS, easter(0), "article 2 of the law names Easter Sunday; it is a Sunday anyway"),
    ("SI", None, OURS, easter(49), "article 2 of the law names Whit Sunday; it is a Sunday anyway"),
    ("SI", None, OURS, dates("2023-08-14"), OLDER),

    ("UA", None, OURS, lambda day: made_up_for("UA", day), "python3-holidays 0.10.1 knows nothing of article 67"),
    ("UA", None, OURS, years(2022, 2023, on("07-28")), OLDER),
    ("UA", None, OURS, years(2024, LAST_YEAR, on("07-15", "05-08")), OLDER),
    ("UA", None, OURS, years(2023, LAST_YEAR, on("10-01")), OLDER),
    ("UA", None, THEIRS, years(2024, LAST_YEAR, on("01-07", "05-09")), OLDER),
    ("UA", None, THEIRS, years(2023, LAST_YEAR, on("10-14")), OLDER),

    ("BE", None, THEIRS, easter(0), "the decree has ten days, and Easter Sunday is none of them"),
    ("BE", None, THEIRS, easter(49), "the decree has ten days, and Whit Sunday is none of them"),
    ("BE", None, OURS, dates("2008-05-02"), "in place of Ascension Day, which was on 1 May; they have 1 May alone"),

    ("PL", None, OURS, dates("2018-11-12"), "they do not know the law of 7 November 2018"),
    ("PL", None, OURS, years(2025, LAST_YEAR, on("12-24")), OLDER),

    ("HR", None, OURS, years(1992, 1996, on("01-07")), "the law of 1991 had Orthodox Christmas too"),
    ("HR", None, OURS, years(1992, 2001, on("05-30")), "they know nothing of the years before the law of 2001"),
    ("HR", None, THEIRS, years(1992, 2001, on("06-25", "10-08")), "they know nothing of the years before the law of 2001"),
    ("HR", None, THEIRS, easter(60, 1992, 2001), "Corpus Christi came with the law of 2001"),
    ("HR", None, THEIRS, years(1992, 1995, on("08-05")), "the day came with the law of 1996"),
    ("HR", None, THEIRS, dates("2002-01-06"), "the law of 2001 had left it out, that of 2002 brought it back"),
    ("HR", None, THEIRS, easter(0, 1992, 2008), "Easter Sunday came with the law of 2008"),
    ("HR", None, OURS, years(2020, LAST_YEAR, on("05-30", "11-18")), "they do not know the law of 2019"),
    ("HR", None, THEIRS, years(2020, LAST_YEAR, on("06-25", "10-08")), "they do not know the law of 2019"),

    ("IT", None, THEIRS, easter(0), "the law has each Sunday, and not Easter by its name"),
    ("IT", None, THEIRS, years(1990, 2000, on("06-02")), "it was on the first Sunday of June from 1977 to 2000"),
    ("IT", None, OURS, dates("2011-03-17"), "they do not know the decree of 2011"),
    ("IT", None, OURS, years(2026, LAST_YEAR, on("10-04")), OLDER),
    ("IT", ["BZ"], OURS, easter(50), "they do not have Whit Monday of South Tyrol"),

    ("DE", ["MV"], OURS, years(2023, LAST_YEAR, on("03-08")), OLDER),
    ("DE", ["BE"], OURS, dates("2025-05-08", "2028-06-17"), OLDER),
]


def read_packs():
    """(country, region) → date → name"""
    paths = [str(PACKS / f"{country}.json") for country in FIRST_YEAR]
    found = {}
    done = subprocess.run([LIST, "1990", str(LAST_YEAR), *paths], capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        country, region, day, name = line.split("\t")
        found.setdefault((country, region), {})[datetime.date.fromisoformat(day)] = name
    return found


FOUND = read_packs()


def read_others(country, region):
    options = {} if region == "-" else {"prov": region}
    return getattr(holidays, country)(years=range(1990, LAST_YEAR + 1), **options)


def made_up_for(country, day):
    """Whether the day has the name of one on the weekend before, and is not one of its own."""
    names = FOUND[country, "-"]
    earlier = [names.get(day - datetime.timedelta(n)) for n in range(1, 5)]
    return day.weekday() < 5 and names[day] in earlier


class Holidays(unittest.TestCase):
    def test_each_country_has_a_pack(self):
        self.assertEqual({path.stem for path in PACKS.glob("[A-Z]*.json")}, set(FIRST_YEAR))
        self.assertEqual({country for country, _ in FOUND}, set(FIRST_YEAR))

    def test_differ_where_it_is_known_why(self):
        seen = set()
        for (country, region), ours in sorted(FOUND.items()):
            others = read_others(country, region)
            for who, days in ((OURS, set(ours) - set(others)), (THEIRS, set(others) - set(ours))):
                for day in sorted(days):
                    if day.year < FIRST_YEAR[country]:
                        continue
                    reasons = [
                        number for number, (of, regions, side, holds, _) in enumerate(DIFFERENCES)
                        if of == country and (regions is None or region in regions) and side == who and holds(day)
                    ]
                    self.assertTrue(reasons, f"{country} {region} {day} {ours.get(day) or others.get(day)}: {who}")
                    seen.update(reasons)
        for number, (country, _, who, _, why) in enumerate(DIFFERENCES):
            self.assertIn(number, seen, f"there is no such difference: {country}, {who}: {why}")

    def test_are_the_same_in_most(self):
        for (country, region), ours in FOUND.items():
            shared = set(ours) & set(read_others(country, region))
            self.assertGreater(len(shared), 7 * 100, f"{country} {region}")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
