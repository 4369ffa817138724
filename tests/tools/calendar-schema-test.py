#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Schemas of holiday packs and tariff plans, what is said of them, and their loaders.

calendar-schema-test.py SOURCE_ROOT CHECK_DOCUMENTS
"""
import copy
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest

import jsonschema

DATA = pathlib.Path(sys.argv[1]) / "data"
CHECK = sys.argv[2]

DAY = {"annual": "01-01"}
# Which days: a rule that stands in an object of either document.
GOOD_DAYS = {
    "annual": DAY,
    "leap day": {"annual": "02-29"},
    "date": {"date": "2199-12-31", "days": 366},
    "easter": {"easter": -180, "first_year": 1900, "last_year": 2199},
    "orthodox easter": {"orthodox_easter": 180, "days": 31},
    "n-th weekday": {"weekday": "sunday", "month": 12, "nth": 5},
    "last weekday": {"weekday": "monday", "month": 1, "nth": -1, "last_year": 2000},
    "weekday from": {"weekday": "wednesday", "from": "11-16", "first_year": 1995},
}
BAD_DAYS = {
    "none": {},
    "two kinds": {"annual": "01-01", "easter": 1},
    "no month and day": {"annual": "1-1"},
    "month": {"annual": "13-01"},
    "day": {"annual": "01-32"},
    "date as annual": {"annual": "2026-01-01"},
    "annual as date": {"date": "01-01"},
    "date too early": {"date": "1899-12-31"},
    "date too late": {"date": "2200-01-01"},
    "easter too far": {"easter": 181},
    "easter as text": {"easter": "1"},
    "orthodox easter too far": {"orthodox_easter": -181},
    "weekday": {"weekday": "Monday", "month": 1, "nth": 1},
    "weekday alone": {"weekday": "monday"},
    "weekday without month": {"weekday": "monday", "nth": 1},
    "weekday without nth": {"weekday": "monday", "month": 1},
    "nth 0": {"weekday": "monday", "month": 1, "nth": 0},
    "nth 6": {"weekday": "monday", "month": 1, "nth": 6},
    "month 13": {"weekday": "monday", "month": 13, "nth": 1},
    "nth from": {"weekday": "monday", "from": "01-01", "nth": 1},
    "nth of a year": {"annual": "01-01", "nth": 1},
    "from of Easter": {"easter": 1, "from": "01-01"},
    "years of a date": {"date": "2026-01-01", "first_year": 2026},
    "first year": {"annual": "01-01", "first_year": 1899},
    "last year": {"annual": "01-01", "last_year": 2200},
    "days 0": {"annual": "01-01", "days": 0},
    "days 32": {"annual": "01-01", "days": 32},
    "days of a date": {"date": "2026-01-01", "days": 367},
    "unknown member": {"annual": "01-01", "colour": "red"},
}
DAYS_OF_THE_LOADER = {
    "no such day": {"annual": "02-30"},
    "no such date": {"date": "2026-02-29"},
    "years the wrong way": {"annual": "01-01", "first_year": 2020, "last_year": 2019},
}


def drop(document, *names):
    return {name: value for name, value in document.items() if name not in names}


def under(prefix, documents, make):
    return {f"{prefix}: {name}": make(document) for name, document in documents.items()}


class Pack:
    folder = DATA / "holidays"
    schema = "holiday-pack.schema.json"
    arguments = ["pack"]

    @staticmethod
    def make(*holidays, **more):
        base = {"format": 1, "country": "XX", "name": "N", "source": "S", "verified": False}
        return {**base, "holidays": list(holidays) or [Pack.holiday()], **more}

    @staticmethod
    def holiday(days=None, **more):
        return {"id": "a", "name": "A", **(DAY if days is None else days), **more}


P, H = Pack.make, Pack.holiday
Pack.good = {
    "least": P(),
    "all": P(verified=True, regions=["A"], **{"$schema": 1}),
    "of a region": P(H(regions=["A"], observed=True), regions=["A", "B"]),
    "changed": P(H({"annual": "01-01", "last_year": 2000}), H({"easter": 1, "first_year": 2001})),
    "by region": P(H(regions=["A"]), H(regions=["B"]), regions=["A", "B"]),
    **under("days", GOOD_DAYS, lambda days: P(H(days))),
}
Pack.bad = {
    "no object": [],
    "format": P(format=2),
    "country": P(country="SVN"),
    "country of small letters": P(country="si"),
    "no name": drop(P(), "name"),
    "no source": drop(P(), "source"),
    "not said whether verified": drop(P(), "verified"),
    "verified as text": P(verified="yes"),
    "text empty": P(name=""),
    "text too long": P(name="x" * 501),
    "regions": P(regions="A"),
    "too many regions": P(regions=["A"] * 33),
    "no holidays": P(holidays=[]),
    "too many holidays": P(*[H(id=f"h{i}") for i in range(201)]),
    "holiday is text": P("new year"),
    "unknown member": P(laws=[]),
    "no id": P(drop(H(), "id")),
    "id": P(H(id="New")),
    "id too long": P(H(id="a" * 33)),
    "holiday without name": P(drop(H(), "name")),
    "of no region": P(H(regions=[]), regions=["A"]),
    "observed": P(H(observed=1)),
    "day type": P(H(day_type="holiday")),
    **under("days", BAD_DAYS, lambda days: P(H(days))),
}
Pack.only_the_loader = {
    "unknown region": P(H(regions=["A"])),
    "twice": P(H(), H()),
    "twice in a region": P(H(regions=["A", "B"]), H(regions=["B"]), regions=["A", "B"]),
    "twice in a year": P(H({"annual": "01-01", "last_year": 2000}), H({"date": "2000-05-01"})),
    **under("days", DAYS_OF_THE_LOADER, lambda days: P(H(days))),
}

FLAT = {"id": "levy", "name": "L", "price": "0.01"}
SEASON = {"name": "S", "start": "01-01", "day_types": ["workday", "weekend", "holiday"],
          "schedule": [{"at": "00:00", "tariff": "low"}]}
FEE = {"id": "fee", "name": "F", "per_month": "1"}


def season(**more):
    return {**SEASON, **more}


def component(*seasons, **more):
    base = {"id": "energy", "name": "E", "main": True, "prices": {"low": "0.1"}}
    return {**base, "seasons": list(seasons) or [SEASON], **more}


def version(*components, **more):
    return {"from": "2026-01-01", "components": list(components) or [component()], **more}


class Plan:
    folder = DATA / "tariffs"
    schema = "tariff-plan.schema.json"
    arguments = ["plan", str(DATA / "holidays")]

    @staticmethod
    def make(*versions, **more):
        base = {"format": 1, "id": "a", "name": "A", "currency": "EUR", "tariffs": [{"id": "low", "name": "Low"}]}
        return {**base, "versions": list(versions) or [version()], **more}


M = Plan.make


def with_season(**more):
    return M(version(component(season(**more))))


def with_component(**more):
    return M(version(component(**more)))


def with_calendar(**calendar):
    return M(calendar=calendar)


def with_holiday(days):
    return with_calendar(holidays=[{"name": "H", **days}])


def with_type(days):
    return M(version(component(season(day_types=["workday", "weekend", "holiday", "own"]))),
             calendar={"day_types": [{"id": "own", "days": [days]}]})


Plan.good = {
    "least": M(),
    "all of the head": M(source="S", zone="Europe/Kyiv", direction="feed-in", **{"$schema": None}),
    "most tariffs": M(tariffs=[{"id": "low", "name": "Low"}] + [{"id": f"t{i}", "name": "T"} for i in range(63)]),
    "versions": M(version(), version(**{"from": "2027-01-01"}, source="S", fees=[{**FEE, "vat": "9.5"}])),
    "flat component": M(version(component(), {**FLAT, "vat": "22", "main": False})),
    "two with seasons": M(version(component(), component(id="b", main=False))),
    "negative price": with_component(prices={"low": "-0.000000001"}),
    "greatest price": with_component(prices={"low": "999999.999999999"}),
    "no price": with_component(prices={}),
    "most VAT": with_component(vat="1000"),
    "dated start": M(version(component(season(start="2026-01-01")))),
    "each five minutes": with_season(
        schedule=[{"at": f"{m // 60:02}:{m % 60:02}", "tariff": "low"} for m in range(0, 1440, 5)]),
    "weekend": with_calendar(weekend=["friday"]),
    "no weekend": with_calendar(weekend=[]),
    "pack": with_calendar(packs=[{"country": "DE", "region": "BY", "except": ["assumption_day"]}]),
    "some of a pack": with_calendar(packs=[{"country": "SI", "only": ["new_year"]}]),
    "holiday of another type": with_calendar(holidays=[{"name": "H", **DAY, "day_type": "weekend", "observed": True}]),
    "Saturday that is worked on": with_calendar(day_types=[{"id": "workday", "days": [{"date": "2026-12-19"}]}]),
    **under("holiday", GOOD_DAYS, with_holiday),
    **under("type", GOOD_DAYS, with_type),
}
Plan.bad = {
    "no object": "plan",
    "format": M(format=0),
    "id": M(id="si-five"),
    "no name": drop(M(), "name"),
    "source": M(source=""),
    "zone is no text": M(zone=1),
    "currency": M(currency="€"),
    "direction": M(direction="export"),
    "no tariffs": M(tariffs=[]),
    "too many tariffs": M(tariffs=[{"id": f"t{i}", "name": "T"} for i in range(65)]),
    "tariff id": M(tariffs=[{"id": "Low", "name": "Low"}]),
    "unknown member of a tariff": M(tariffs=[{"id": "low", "name": "Low", "price": "1"}]),
    "unknown member": M(prices={}),
    "no versions": M(versions=[]),
    "too many versions": M(*[version(**{"from": f"{1900 + i}-01-01"}) for i in range(101)]),
    "no from": M(drop(version(), "from")),
    "from each year": M(version(**{"from": "01-01"})),
    "no components": M(version(components=[])),
    "too many components": M(version(component(), *[{**FLAT, "id": f"c{i}"} for i in range(16)])),
    "unknown member of a version": M(version(vat="22")),
    "component without name": M(version(drop(component(), "name"))),
    "main without seasons": M(version({**FLAT, "main": True})),
    "neither price nor seasons": M(version(component(), drop(FLAT, "price"))),
    "price and seasons": with_component(price="1"),
    "price and prices": M(version(component(), {**FLAT, "prices": {}})),
    "seasons without prices": M(version(drop(component(), "prices"))),
    "price as number": M(version(component(), {**FLAT, "price": 0.01})),
    "price with a comma": with_component(prices={"low": "0,1"}),
    "price with ten decimals": with_component(prices={"low": "0.0000000001"}),
    "price of a million": with_component(prices={"low": "1000000"}),
    "price of nothing": with_component(prices={"low": ""}),
    "prices of a tariff in capitals": with_component(prices={"LOW": "1"}),
    "VAT as number": with_component(vat=22),
    "VAT below 0": with_component(vat="-1"),
    "VAT with a sign": with_component(vat="22 %"),
    "no season": with_component(seasons=[]),
    "too many seasons": M(version(component(*[season(start=f"2000-{i // 28 + 1:02}-{i % 28 + 1:02}") for i in range(65)]))),
    "start": with_season(start="1 January"),
    "start in month 13": with_season(start="13-01"),
    "season of no days": with_season(day_types=[]),
    "season of days in capitals": with_season(day_types=["Workday"]),
    "no schedule": with_season(schedule=[]),
    "no midnight": with_season(schedule=[{"at": "06:00", "tariff": "low"}]),
    "24:00": with_season(schedule=[{"at": "00:00", "tariff": "low"}, {"at": "24:00", "tariff": "low"}]),
    "no minutes": with_season(schedule=[{"at": "00:00", "tariff": "low"}, {"at": "6", "tariff": "low"}]),
    "entry without tariff": with_season(schedule=[{"at": "00:00"}]),
    "unknown member of the first entry": with_season(schedule=[{"at": "00:00", "tariff": "low", "price": "1"}]),
    "unknown member of a season": with_season(end="03-01"),
    "fee without amount": M(version(fees=[drop(FEE, "per_month")])),
    "unknown member of a fee": M(version(fees=[{**FEE, "per_day": "1"}])),
    "too many fees": M(version(fees=[{**FEE, "id": f"f{i}"} for i in range(17)])),
    "calendar is a list": M(calendar=[]),
    "unknown member of the calendar": with_calendar(country="SI"),
    "weekend day": with_calendar(weekend=["sat"]),
    "pack without country": with_calendar(packs=[{"region": "BY"}]),
    "pack of three letters": with_calendar(packs=[{"country": "SVN"}]),
    "unknown member of a pack": with_calendar(packs=[{"country": "SI", "exclude": []}]),
    "too many packs": with_calendar(packs=[{"country": "SI"}] * 9),
    "holiday without name": with_calendar(holidays=[DAY]),
    "holiday with an id": with_calendar(holidays=[{"id": "h", "name": "H", **DAY}]),
    "type without days": with_calendar(day_types=[{"id": "own", "days": []}]),
    "type in capitals": with_calendar(day_types=[{"id": "Own", "days": [DAY]}]),
    "observed days of a type": with_type({**DAY, "observed": True}),
    **under("holiday", BAD_DAYS, with_holiday),
    **under("type", BAD_DAYS, with_type),
}
Plan.only_the_loader = {
    "unknown zone": M(zone="Europe/Laibach"),
    "two tariffs of one id": M(tariffs=[{"id": "low", "name": "A"}, {"id": "low", "name": "B"}]),
    "versions out of order": M(version(), version()),
    "no main": M(version(component(main=False))),
    "two main": M(version(component(), component(id="b"))),
    "two components of one id": M(version(component(), component(main=False))),
    "two fees of one id": M(version(fees=[FEE, FEE])),
    "price of an unknown tariff": with_component(prices={"high": "1"}),
    "too much VAT": with_component(vat="1000.0001"),
    "unknown tariff": with_season(schedule=[{"at": "00:00", "tariff": "high"}]),
    "entries out of order": with_season(schedule=[{"at": "00:00", "tariff": "low"}] * 2),
    "uncovered type": with_season(day_types=["workday"]),
    "unknown type": with_season(day_types=["workday", "weekend", "holiday", "own"]),
    "start too late": with_season(start="2026-01-02"),
    "two starts": M(version(component(season(), season(name="T")))),
    "start on 31 June": with_season(start="06-31"),
    "unknown country": with_calendar(packs=[{"country": "XX"}]),
    "unknown region": with_calendar(packs=[{"country": "DE", "region": "XX"}]),
    "unknown holiday": with_calendar(packs=[{"country": "SI", "except": ["x"]}]),
    "holiday of an unknown type": with_calendar(holidays=[{"name": "H", **DAY, "day_type": "own"}]),
    "from 31 June": M(version(**{"from": "2026-06-31"})),
    **under("holiday", DAYS_OF_THE_LOADER, with_holiday),
}


def load(kind, documents):
    """What the loader says of each: None, or what is wrong."""
    with tempfile.TemporaryDirectory(prefix="wattle-test-") as folder:
        paths = []
        for number, document in enumerate(documents):
            text = document if isinstance(document, bytes) else json.dumps(document).encode()
            paths.append(pathlib.Path(folder) / f"{number}.json")
            paths[-1].write_bytes(text)
        done = subprocess.run([CHECK, *kind.arguments, *map(str, paths)], capture_output=True, text=True, check=True)
    lines = done.stdout.split("\n")[:-1]
    assert len(lines) == len(paths), done.stdout
    return [line or None for line in lines]


def change(document, dice):
    """The same with something wrong, or at least different, at one place."""
    document = copy.deepcopy(document)
    places = []

    def walk(value):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            places.append((value, key))
            if isinstance(child, (dict, list)):
                walk(child)

    walk(document)
    where, key = dice.choice(places)
    what = dice.randrange(5)
    if what == 0:
        del where[key]
    elif what == 1 and isinstance(where, dict):
        where[dice.choice(["x", "annual", "date", "nth", "from", "price", "main", "id", "days"])] = where.pop(key)
    elif what == 2 and isinstance(where[key], int):
        where[key] += dice.choice([-400, -1, 1, 400])
    else:
        values = [None, True, -1, 0, 1, 1.5, "", "x", "01-01", "2026-06-31", "00:00", "0.1", "-0", "workday", [], ["x"], {}]
        where[key] = dice.choice(values)
    return document


class Documents:
    """What holds for both kinds."""

    @classmethod
    def setUpClass(cls):
        cls.schema = json.loads((cls.kind.folder / cls.kind.schema).read_text("utf-8"))
        cls.readme = (cls.kind.folder / "README.md").read_text("utf-8")
        cls.shipped = sorted(set(cls.kind.folder.glob("*.json")) - {cls.kind.folder / cls.kind.schema})

    def allows(self, document):
        return jsonschema.Draft202012Validator(self.schema).is_valid(document)

    def test_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(self.schema)

    def test_all_that_are_installed_are_right(self):
        self.assertGreaterEqual(len(self.shipped), 8)
        for path in self.shipped:
            jsonschema.validate(json.loads(path.read_text("utf-8")), self.schema)
        self.assertEqual(load(self.kind, [path.read_bytes() for path in self.shipped]), [None] * len(self.shipped))

    def test_schema_agrees_with_the_loader_on_what_is_good(self):
        for (name, document), error in zip(self.kind.good.items(), load(self.kind, self.kind.good.values())):
            self.assertIsNone(error, name)
            self.assertTrue(self.allows(document), name)

    def test_schema_agrees_with_the_loader_on_what_is_bad(self):
        for (name, document), error in zip(self.kind.bad.items(), load(self.kind, self.kind.bad.values())):
            self.assertIsNotNone(error, name)
            self.assertFalse(self.allows(document), name)

    def test_schema_leaves_the_rest_to_the_loader(self):
        rest = self.kind.only_the_loader
        for (name, document), error in zip(rest.items(), load(self.kind, rest.values())):
            self.assertIsNotNone(error, name)
            self.assertTrue(self.allows(document), name)

    def test_schema_refuses_nothing_that_the_loader_takes(self):
        dice = random.Random(10)
        seeds = list(self.kind.good.values())
        changed = [change(dice.choice(seeds), dice) for _ in range(2000)]
        refused = [one for one in changed if not self.allows(one)]
        self.assertGreater(len(refused), 800)
        for document, error in zip(refused, load(self.kind, refused)):
            self.assertIsNotNone(error, json.dumps(document))

    def test_readme_has_an_example_that_is_right(self):
        example = re.search(r"^```json\n(.*?)^```$", self.readme, re.M | re.S)[1]
        self.assertEqual(load(self.kind, [example.encode()]), [None])
        jsonschema.validate(json.loads(example), self.schema)

    def test_readme_names_every_member_and_every_file(self):
        def walk(value):
            if isinstance(value, dict):
                yield from value.get("properties", {})
            for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
                yield from walk(child)

        for name in sorted(set(walk(self.schema)) | {path.name for path in self.shipped}):
            self.assertIn(f"`{name}`", self.readme)


class Packs(Documents, unittest.TestCase):
    kind = Pack

    def test_readme_says_the_same_of_each_as_the_file(self):
        for path in self.shipped:
            pack = json.loads(path.read_text("utf-8"))
            row = re.search(rf"^\| `{path.name}` \| {pack['name']} \| (.*?) \| (.*?) \|", self.readme, re.M)
            self.assertIsNotNone(row, path.name)
            self.assertEqual(row[2].startswith("yes"), pack["verified"], path.name)
            self.assertEqual(row[1] == "none", "regions" not in pack, path.name)


class Plans(Documents, unittest.TestCase):
    kind = Plan


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
