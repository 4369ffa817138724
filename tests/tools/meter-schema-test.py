#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The schema of definitions, what is said of it, and the loader: meter-schema-test.py SOURCE_ROOT WATTLE

The loader is asked through `wattle devices definition check`.
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

METERS = pathlib.Path(sys.argv[1]) / "data/meters"
WATTLE = sys.argv[2]
SCHEMA = json.loads((METERS / "meter.schema.json").read_text("utf-8"))
README = (METERS / "README.md").read_text("utf-8")
SHIPPED = sorted(set(METERS.glob("*.json")) - {METERS / "meter.schema.json"})

VOLTAGE = {"quantity": "voltage", "function": 3, "address": 0, "type": "uint16"}
WRITABLE = {**VOLTAGE, "access": "read-write", "range": [0, 100]}
COIL = {"quantity": "output", "function": 1, "address": 7}
DOCUMENT = {"quantity": "voltage", "request": "meter", "pointer": "/Data/{device}/U"}


def make(point=None, **more):
    base = {
        "format": 2, "id": "a", "manufacturer": "A", "model": "B", "source": "C", "limits": {},
        "points": [point if point is not None else VOLTAGE],
    }
    return {**base, **more}


def make_http(point=None, **more):
    http = {"requests": {"meter": "/solar_api?Scope=System"}, **more}
    return make(point or DOCUMENT, kind="http-json", http=http)


def probe(**more):
    return {"function": 3, "address": 1, "type": "uint16", **more}


GOOD = {
    "least": make(),
    "all of the product": make(aliases=["x"], phases=3, notes=["n"], **{"$schema": "x"}),
    "serial line": make(defaults={"unit": 0, "baud": 4800, "parity": "even", "stop": 2, "port": 502}),
    "limits": make(limits={"max_registers": 10, "max_hole": 3, "even": True, "gap_ms": 1000, "timeout_ms": 500}),
    "meaning": make({**VOLTAGE, "phase": "l1", "disabled": True, "resolution": 0.5, "group": 60, "key": "u", "name": "U"}),
    "counter": make({**VOLTAGE, "quantity": "energy", "direction": "import", "counter": "resettable"}),
    "register": make({**VOLTAGE, "type": "float64", "address": 65532, "byte_order": "DCBA", "scale": -0.1}),
    "scale register": make({**VOLTAGE, "scale_register": 4, "not_available": "0x8000"}),
    "nan": make({**VOLTAGE, "type": "float32", "not_available": "nan"}),
    "ratios": make({**VOLTAGE, "ratio": ["ct", "pt"]}, ratios={"ct": probe(scale=0.1), "pt": probe()}),
    "identify": make(identify=[probe(any_of=[1, 4294967295])]),
    "sunspec": make(sunspec={"bases": [40000, 0, 65534], "models": [203], "model_address": 40069}),
    "serial": make(serial=probe(type="uint32")),
    "alternative": make(alternative=probe(definition="b")),
    "coil": make(COIL),
    "discrete input": make({**COIL, "function": 2}),
    "writable coil": make({**COIL, "access": "read-write", "write_function": 5}),
    "writable": make(WRITABLE),
    "writable by 16": make({**WRITABLE, "write_function": 16}),
    "writable, two registers": make({**WRITABLE, "type": "uint32", "write_function": 16}),
    "writable float": make({**WRITABLE, "type": "float32", "resolution": 0.5}),
    "read only": make({**VOLTAGE, "access": "read"}),
    "on or off in a register": make({**VOLTAGE, "quantity": "state"}),
    "documents": make_http(),
    "documents, all": {
        **make_http({**DOCUMENT, "scale": 2, "reversible": True}, ok={"pointer": "/a", "equals": 0},
                    reversed={"request": "meter", "pointer": "/b", "equals": 1}),
        "defaults": {"port": 80, "device": "0"},
    },
}

# What both refuse.
BAD = {
    "no object": [],
    "format 1": make(format=1),
    "unknown member": make(colour="red"),
    "kind": make(kind="dlms"),
    "id of capitals": make(id="A"),
    "id with a hyphen first": make(id="-a"),
    "id too long": make(id="a" * 65),
    "no text": make(model=""),
    "text too long": make(source="x" * 501),
    "text is a number": make(manufacturer=1),
    "phases": make(phases=4),
    "aliases": make(aliases=["x"] * 33),
    "notes": make(notes=[1]),
    "unit": make(defaults={"unit": 256}),
    "baud": make(defaults={"baud": 299}),
    "parity": make(defaults={"parity": "mark"}),
    "stop": make(defaults={"stop": 3}),
    "port": make(defaults={"port": 0}),
    "unknown default": make(defaults={"speed": 9600}),
    "max_registers": make(limits={"max_registers": 126}),
    "max_hole": make(limits={"max_hole": -1}),
    "gap_ms": make(limits={"gap_ms": 1001}),
    "timeout_ms": make(limits={"timeout_ms": 9}),
    "even": make(limits={"even": 1}),
    "unknown limit": make(limits={"gap": 1}),
    "no points": make(points=[]),
    "too many points": make(points=[{**VOLTAGE, "key": f"k{i}", "address": i} for i in range(257)]),
    "point is no object": make(points=["voltage"]),
    "no quantity": make({"function": 3, "address": 0, "type": "uint16"}),
    "unknown quantity": make({**VOLTAGE, "quantity": "tension"}),
    "quantity of text": make({**VOLTAGE, "quantity": "text"}),
    "phase": make({**VOLTAGE, "phase": "l4"}),
    "direction": make({**VOLTAGE, "direction": "both"}),
    "counter kind": make({**VOLTAGE, "counter": "lifetime"}),
    "resolution": make({**VOLTAGE, "resolution": -1}),
    "group": make({**VOLTAGE, "group": 86401}),
    "key": make({**VOLTAGE, "key": "U1"}),
    "key too long": make({**VOLTAGE, "key": "k" * 33}),
    "function 5": make({**VOLTAGE, "function": 5}),
    "address below": make({**VOLTAGE, "address": -1}),
    "address of two above": make({**VOLTAGE, "type": "float32", "address": 65535}),
    "address of four above": make({**VOLTAGE, "type": "int64", "address": 65533}),
    "address is text": make({**VOLTAGE, "address": "0"}),
    "type": make({**VOLTAGE, "type": "uint17"}),
    "no type": make({"quantity": "voltage", "function": 3, "address": 0}),
    "byte_order": make({**VOLTAGE, "byte_order": "ACBD"}),
    "scale 0": make({**VOLTAGE, "scale": 0}),
    "scale too large": make({**VOLTAGE, "scale": 1e13}),
    "scale_register": make({**VOLTAGE, "scale_register": 65536}),
    "ratio that there is not": make({**VOLTAGE, "ratio": ["vt"]}),
    "not_available": make({**VOLTAGE, "not_available": "8000"}),
    "not_available too long": make({**VOLTAGE, "not_available": "0x80000"}),
    "unknown member of a point": make({**VOLTAGE, "adress": 1}),
    "ratios called otherwise": make(ratios={"vt": probe()}),
    "ratio without address": make(ratios={"ct": {"function": 3, "type": "uint16"}}),
    "ratio by coils": make(ratios={"ct": probe(function=1)}),
    "identify without any_of": make(identify=[probe()]),
    "identify any_of nothing": make(identify=[probe(any_of=[])]),
    "identify any_of below": make(identify=[probe(any_of=[-1])]),
    "identify too often": make(identify=[probe(any_of=[1])] * 9),
    "sunspec without models": make(sunspec={"bases": [0], "model_address": 0}),
    "sunspec bases": make(sunspec={"bases": [65535], "models": [1], "model_address": 0}),
    "sunspec model_address": make(sunspec={"bases": [0], "models": [1], "model_address": 65535}),
    "serial without type": make(serial={"function": 3, "address": 1}),
    "serial with a scale": make(serial=probe(scale=2)),
    "alternative without definition": make(alternative=probe()),
    "coil of a number": make({**COIL, "quantity": "voltage"}),
    "coil with a type": make({**COIL, "type": "uint16"}),
    "discrete input written": make({**COIL, "function": 2, "access": "read-write"}),
    "coil written by 15": make({**COIL, "access": "read-write", "write_function": 15}),
    "coil with a range": make({**COIL, "access": "read-write", "range": [0, 1]}),
    "access": make({**VOLTAGE, "access": "write"}),
    "input register written": make({**WRITABLE, "function": 4}),
    "written without range": make({**VOLTAGE, "access": "read-write"}),
    "range of one": make({**WRITABLE, "range": [0]}),
    "range of texts": make({**WRITABLE, "range": ["0", "1"]}),
    "range of what is read": make({**VOLTAGE, "range": [0, 1]}),
    "write_function of what is read": make({**VOLTAGE, "write_function": 6}),
    "written by 5": make({**WRITABLE, "write_function": 5}),
    "two registers written by 6": make({**WRITABLE, "type": "uint32", "write_function": 6}),
    "float written in no steps": make({**WRITABLE, "type": "float32"}),
    "counter written": make({**WRITABLE, "quantity": "energy"}),
    "scaled by a register and written": make({**WRITABLE, "scale_register": 1}),
    "on or off with a range": make({**WRITABLE, "quantity": "state"}),
    "http without kind": make(http={"requests": {}}),
    "documents without http": make(DOCUMENT, kind="http-json"),
    "documents with registers": make_http(VOLTAGE),
    "documents with ratios": {**make_http(), "ratios": {}},
    "documents with a unit": {**make_http(), "defaults": {"unit": 1}},
    "request name": make_http(requests={"Meter": "/a"}),
    "path without slash": make_http(requests={"meter": "http://192.0.2.1/"}),
    "path with braces": make_http(requests={"meter": "/{secret}"}),
    "path with a blank": make_http(requests={"meter": "/a b"}),
    "too many requests": make_http(requests={f"r{i}": "/a" for i in range(9)}),
    "ok without equals": make_http(ok={"pointer": "/a"}),
    "reversed without request": make_http(reversed={"pointer": "/a", "equals": 1}),
    "pointer": make_http({**DOCUMENT, "pointer": "Data"}),
    "document with an address": make_http({**DOCUMENT, "address": 1}),
    "document written": make_http({**DOCUMENT, "access": "read-write"}),
}

# What no schema can say: the loader alone refuses it.
ONLY_THE_LOADER = {
    "two of one key": make(points=[VOLTAGE, {**VOLTAGE, "address": 5}]),
    "overlap": make(points=[{**VOLTAGE, "type": "uint32"}, {**VOLTAGE, "key": "b", "address": 1}]),
    "ratio that is not there": make({**VOLTAGE, "ratio": ["ct"]}),
    "range the wrong way": make({**WRITABLE, "range": [5, 1]}),
    "range that does not fit": make({**WRITABLE, "range": [0, 65536]}),
    "range that begins beside the scale": make({**WRITABLE, "scale": 10, "range": [5, 100]}),
    "steps finer than the scale": make({**WRITABLE, "scale": 10, "resolution": 5}),
    "steps finer than a float": make(
        {**WRITABLE, "type": "float32", "range": [0, 1e6], "resolution": 0.01}),
    "scale register far away": make({**VOLTAGE, "scale_register": 200}),
    "type larger than a request": make({**VOLTAGE, "type": "float32"}, limits={"max_registers": 1}),
    "odd address where only even ones are read": make(
        {**VOLTAGE, "type": "float32", "address": 1}, limits={"max_registers": 2, "even": True}),
    "request that is not there": make_http({**DOCUMENT, "request": "other"}),
    "reversible by nothing": make_http({**DOCUMENT, "reversible": True}),
}


def allows(definition):
    return jsonschema.Draft202012Validator(SCHEMA).is_valid(definition)


def load(definitions):
    """What the loader says of each: None, or what is wrong."""
    with tempfile.TemporaryDirectory(prefix="wattle-test-") as folder:
        paths = []
        for number, definition in enumerate(definitions):
            text = definition if isinstance(definition, str) else json.dumps(definition)
            paths.append(pathlib.Path(folder) / f"{number}.json")
            paths[-1].write_text(text, "utf-8")
        done = subprocess.run(
            [WATTLE, "devices", "definition", "check", "--json", *map(str, paths)],
            capture_output=True, text=True, check=False,
        )
    found = json.loads(done.stdout)
    errors = [one["error"] for one in found]
    assert [one["file"] for one in found] == list(map(str, paths)), done.stderr
    assert done.returncode == (1 if any(errors) else 0), done.stderr
    return errors


def change(definition, dice):
    """The same with something wrong, or at least different, at one place."""
    definition = copy.deepcopy(definition)
    places = []

    def walk(value):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for key, child in inner:
            places.append((value, key))
            if isinstance(child, (dict, list)):
                walk(child)

    walk(definition)
    where, key = dice.choice(places)
    what = dice.randrange(5)
    if what == 0:
        del where[key]
    elif what == 1 and isinstance(where, dict):
        where[dice.choice(["x", "type", "range", "access", "kind", "address", "unit"])] = where.pop(key)
    elif what == 2 and isinstance(where[key], int):
        where[key] += dice.choice([-70000, -1, 1, 70000])
    else:
        where[key] = dice.choice([None, True, -1, 0, 1.5, 3, 70000, "", "x", "l1", "0x0", [], [1], {}])
    return definition


class Schema(unittest.TestCase):
    def test_is_one(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_holds_for_all_that_are_installed(self):
        self.assertGreaterEqual(len(SHIPPED), 10)
        for path in SHIPPED:
            jsonschema.validate(json.loads(path.read_text("utf-8")), SCHEMA)
        self.assertEqual(load([path.read_text("utf-8") for path in SHIPPED]), [None] * len(SHIPPED))

    def test_agrees_with_the_loader_on_what_is_good(self):
        for (name, definition), error in zip(GOOD.items(), load(GOOD.values())):
            self.assertIsNone(error, name)
            self.assertTrue(allows(definition), name)

    def test_agrees_with_the_loader_on_what_is_bad(self):
        for (name, definition), error in zip(BAD.items(), load(BAD.values())):
            self.assertIsNotNone(error, name)
            self.assertFalse(allows(definition), name)

    def test_leaves_the_rest_to_the_loader(self):
        for (name, definition), error in zip(ONLY_THE_LOADER.items(), load(ONLY_THE_LOADER.values())):
            self.assertIsNotNone(error, name)
            self.assertTrue(allows(definition), name)

    def test_refuses_nothing_that_the_loader_takes(self):
        dice = random.Random(2)
        seeds = list(GOOD.values())
        changed = [change(dice.choice(seeds), dice) for _ in range(1500)]
        refused = [one for one in changed if not allows(one)]
        self.assertGreater(len(refused), 500)
        for definition, error in zip(refused, load(refused)):
            self.assertIsNotNone(error, json.dumps(definition))

    def test_has_the_quantities_of_the_loader(self):
        error = load([make({**VOLTAGE, "quantity": "x"})])[0]
        known = re.search(r"allowed are (.*)$", error)[1].split(", ")
        meaning = SCHEMA["$defs"]["meaning"]["properties"]
        self.assertEqual(set(meaning["quantity"]["enum"]), set(known))


class Readme(unittest.TestCase):
    def test_has_an_example_that_is_right(self):
        example = re.search(r"^```json\n(.*?)^```$", README, re.M | re.S)[1]
        self.assertEqual(load([example]), [None])
        jsonschema.validate(json.loads(example), SCHEMA)

    def test_names_every_member(self):
        def walk(value):
            if isinstance(value, dict):
                for name in value.get("properties", {}):
                    yield name
                for child in value.values():
                    yield from walk(child)
            elif isinstance(value, list):
                for child in value:
                    yield from walk(child)

        for name in sorted(set(walk(SCHEMA))):
            self.assertRegex(README, rf"`(?:http\.)?{re.escape(name)}`")

    def test_names_every_quantity(self):
        for name in SCHEMA["$defs"]["meaning"]["properties"]["quantity"]["enum"]:
            self.assertIn(f"`{name}`", README)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
