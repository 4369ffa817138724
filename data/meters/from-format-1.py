#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes definitions of meters (format 2, see README.md) from maps of format 1.

Usage: from-format-1.py FILE… OUTPUT-FOLDER

Format 1 is how the maps were noted down from the documents of the makers: names and units as they
stand there, word order, blocks to be read by hand, or members of JSON documents. In format 2 keys follow from quantity, phase and
direction, values are in Wattle's own units, and requests are planned by the host. Run it again when
a map was corrected; a definition that was changed by hand since is overwritten.
"""

import json
import pathlib
import sys

QUANTITIES = {
    "active_energy": "energy",
    "active_power_demand": "active_power",
    "active_power_demand_max": "active_power",
    "apparent_power_demand": "apparent_power",
    "apparent_power_demand_max": "apparent_power",
    "current_demand": "current",
    "current_demand_max": "current",
    "charge": "number",
}
# Factor to the unit of the quantity.
UNITS = {"kWh": 1000, "kvarh": 1000, "kVAh": 1000}
PHASES = {"L1": "l1", "L2": "l2", "L3": "l3", "total": None}
ENERGIES = {"energy", "reactive_energy", "apparent_energy"}
WORDS = {"l1": "L1", "l2": "L2", "l3": "L3", "n": "N", "thd": "THD", "q1": "Q1", "q2": "Q2",
         "q3": "Q3", "q4": "Q4", "ln": "L-N", "ll": "L-L", "avg": "average", "max": "maximum",
         "pv": "PV"}
# The same thing has the same name everywhere.
NAMES = {"power_import": "active_power_import", "power_export": "active_power_export"}

# Where the registers are from.
SOURCES = {
    "chint-dtsu666": "Chint DTSU666 manual ZTY0.464.1448",
    "chint-dtsu666-2016": "Chint DTSU666/DSSU666 quick operation manual, May 2016",
    "eastron-sdm120": "Eastron SDM120M Modbus protocol V2.5",
    "eastron-sdm230": "Eastron SDM230 Modbus protocol V1.1",
    "eastron-sdm630-v2": "Eastron SDM630 Modbus protocol V2.0 (2018)",
    "eastron-sdm72d-m-v1": "Eastron SDM72D-M user manual V1.5",
    "eastron-sdm72d-m-v2": "Eastron SDM72D-M V2 user manual V1.1",
    "fronius-gen24-meter-float": "Fronius GEN24 Modbus TCP & RTU manual 42,0410,2649, "
                                 "Smart_Meter_Register_Map_Float 1.1.1; SunSpec model 213",
    "fronius-gen24-meter-int-sf": "Fronius GEN24 Modbus TCP & RTU manual 42,0410,2649, "
                                  "Smart_Meter_Register_Map_Int&SF 1.1.1; SunSpec model 203",
    "fronius-solar-api-v1": "Fronius Solar API V1 manual 42,0410,2012",
}

# Where the serial number is; those of SunSpec are at a place of their own.
SERIALS = {name: {"function": 3, "address": 0xFC00, "type": "uint32"}
           for name in ("eastron-sdm630-v2", "eastron-sdm72d-m-v2")}

# Of two maps of one product: the register that the other one has not, or in which it is always 0.
TELLTALES = {
    "chint-dtsu666": {"function": 3, "address": 0x101E, "type": "float32"},
    "chint-dtsu666-2016": {"function": 3, "address": 0x401E, "type": "float32"},
}

# What is consumed and what goes into a battery is positive.
TURNED = {"power_load", "power_battery"}
# Where the meter sits: 1 is the load branch, in which it counts the other way round.
REVERSED = {
    "fronius-solar-api-v1": {"request": "meter",
                             "pointer": "/Body/Data/{device}/Meter_Location_Current", "equals": 1},
}

# Registers that nobody asked for, which a request may read along: Eastron and Chint do (see the
# notes of the maps); in a SunSpec model every address can be read.
HOLES = {"Eastron": 20, "Chint": 20, "Fronius": 125}


def has_own_key(point, quantity):
    """Whether quantity, phase and direction do not tell it from others of the same meter."""
    if point["phase"] not in PHASES or point.get("resettable") or "demand" in point["quantity"]:
        return True
    if quantity in ENERGIES:
        return point["direction"] not in ("import", "export")
    return quantity == "number"


def make_name(key):
    words = [WORDS.get(word, word) for word in key.split("_")]
    text = " ".join(words).replace("L1 L2", "L1-L2").replace("L2 L3", "L2-L3").replace("L3 L1", "L3-L1")
    return text[0].upper() + text[1:]


def make_number(value):
    return int(value) if float(value).is_integer() else value


def convert_point(point):
    quantity = QUANTITIES.get(point["quantity"], point["quantity"])
    result = {}
    if has_own_key(point, quantity):
        result["key"] = NAMES.get(point["name"], point["name"])
        result["name"] = make_name(result["key"])
    result["quantity"] = quantity
    if PHASES.get(point["phase"]):
        result["phase"] = PHASES[point["phase"]]
    if point["direction"] in ("import", "export"):
        result["direction"] = point["direction"]
    if quantity in ENERGIES and point.get("resettable"):
        result["counter"] = "resettable"
    elif quantity in ENERGIES and point["direction"] == "net":
        result["counter"] = "reading"
    if not point.get("default", True):
        result["disabled"] = True
    if quantity in ENERGIES or not point.get("default", True):
        result["group"] = 60
    return result


def convert_register(point):
    result = convert_point(point)
    result["function"] = point["function"]
    result["address"] = point["address"]
    result["type"] = point["type"]
    result["byte_order"] = "CDAB" if point["word_order"] == "little" else "ABCD"
    scale = point["scale"] * UNITS.get(point["unit"], 1)
    if scale != 1:
        result["scale"] = make_number(round(scale, 9))
    if "scale_address" in point:
        result["scale_register"] = point["scale_address"]
    if "ratio" in point:
        result["ratio"] = point["ratio"]
    if "na" in point:
        result["not_available"] = point["na"]
    return result


def convert_member(point):
    result = convert_point(point)
    result.pop("group", None)  # all that is in a document comes with it
    result["request"] = point["request"]
    result["pointer"] = point["pointer"]
    scale = point["scale"] * UNITS.get(point["unit"], 1) * (-1 if point["name"] in TURNED else 1)
    if scale != 1:
        result["scale"] = make_number(round(scale, 9))
    if point["quantity"] == "active_power" and point["request"] == "meter":
        result["reversible"] = True
    return result


def convert_head(map_):
    return {
        "format": 2,
        "kind": map_["kind"] if map_["kind"] == "http-json" else "modbus-registers",
        "id": map_["id"],
        "manufacturer": map_["manufacturer"],
        "model": map_["model"],
        "aliases": map_["aliases"],
        "phases": map_["phases"],
        "source": SOURCES[map_["id"]],
        # Which of two maps a meter has is found out.
        "notes": [note for note in map_.get("notes", [])
                  if "use " + map_.get("alternative", "\0") not in note],
    }


def convert_documents(map_):
    transport = map_["transport"]
    used = {point["request"] for point in map_["points"]}
    return {
        **convert_head(map_),
        "defaults": {"port": transport["tcp_port"], "device": str(transport["device"])},
        "limits": {"gap_ms": map_["limits"]["min_gap_ms"],
                   "timeout_ms": map_["limits"]["response_timeout_ms"]},
        "http": {
            "requests": {name: path for name, path in map_["requests"].items() if name in used},
            "ok": map_["ok"],
            "reversed": REVERSED[map_["id"]],
        },
        "points": [convert_member(point) for point in map_["points"]],
    }


def convert_registers(map_):
    limits = map_["limits"]
    transport = map_["transport"]
    sunspec = map_.get("sunspec")
    result = {
        **convert_head(map_),
        "defaults": {key: transport[old] for key, old in
                     (("unit", "address"), ("baud", "baud"), ("parity", "parity"),
                      ("stop", "stop_bits"), ("port", "tcp_port")) if old in transport},
        "limits": {
            "max_registers": limits["max_registers"],
            "max_hole": HOLES[map_["manufacturer"]],
            "even": limits["even_start"],
            "gap_ms": limits["min_gap_ms"],
            "timeout_ms": limits["response_timeout_ms"],
        },
    }
    if sunspec:
        result["sunspec"] = {key: sunspec[key] for key in ("bases", "models", "model_address")}
    elif "identify" in map_:
        result["identify"] = [{"function": check["function"], "address": check["address"],
                               "type": check["type"],
                               "any_of": check.get("any_of", [check.get("equals")])}
                              for check in map_["identify"]]
    if map_["id"] in SERIALS:
        result["serial"] = SERIALS[map_["id"]]
    if "ratios" in map_:
        result["ratios"] = map_["ratios"]
    if "alternative" in map_:
        result["alternative"] = {"definition": map_["alternative"], **TELLTALES[map_["id"]]}
    result["points"] = [convert_register(point) for point in map_["points"]]
    return result


def write(definition, folder):
    """One point on a line, so that changes can be read."""
    head = {key: value for key, value in definition.items() if key != "points"}
    text = json.dumps(head, indent=2, ensure_ascii=False)[:-2]
    lines = ",\n".join("    " + json.dumps(point, ensure_ascii=False) for point in definition["points"])
    path = folder / (definition["id"] + ".json")
    path.write_text(f'{text},\n  "points": [\n{lines}\n  ]\n}}\n')
    print(path)


def main():
    *files, folder = sys.argv[1:]
    for file in files:
        map_ = json.loads(pathlib.Path(file).read_text())
        convert = convert_documents if map_["kind"] == "http-json" else convert_registers
        write(convert(map_), pathlib.Path(folder))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main()
