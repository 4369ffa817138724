#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Functions of ./dev by themselves: dev-test.py SOURCE_ROOT"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv[1])
TEXT = (ROOT / "dev").read_text("utf-8")


# Those that are reached by HTTP or publish to the devices' own broker.
MONITORS = {
    "ems_port": 8082,
    "maic_port": 8081,
    "maic_pin": "4711",
    "open_broker": "127.0.0.1:1883",
}


def function(name):
    return re.search(rf"^{name}\(\) {{\n.*?^}}\n", TEXT, re.M | re.S)[0]


class House(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="wattle-test-")
        self.addCleanup(folder.cleanup)
        self.house = pathlib.Path(folder.name)

    def run_function(self, name, *arguments, **variables):
        """In a shell that lets others read what it makes, as most do."""
        given = "".join(f"{key}='{value}'\n" for key, value in variables.items())
        script = f'umask 022\n{given}{function(name)}{name} "$@"'
        subprocess.run(["bash", "-euc", script, name, *arguments], check=True, text=True)

    def test_has_a_configuration_and_a_closed_state_folder(self):
        self.run_function(
            "write_config",
            ROOT=ROOT,
            house=self.house,
            sg_port=8080,
            sdm630_uri="modbus+rtu-over-tcp://127.0.0.1:4001",
            sdm72d_uri="modbus+tcp://127.0.0.1:4002",
            gen24_uri="modbus+tcp://127.0.0.1:1502",
            **MONITORS,
        )
        folder = self.house / "config/devices.d"
        places = {
            "iskra_sg_is004217": "Http=http://127.0.0.1:8080\n",
            "sdm630": "Modbus=modbus+rtu-over-tcp://127.0.0.1:4001\n",
            "sdm72d": "Modbus=modbus+tcp://127.0.0.1:4002\n",
            "gen24_meter": "Modbus=modbus+tcp://127.0.0.1:1502\n",
            "smart_maic_1728104417": "Http=http://127.0.0.1:8081\nMqtt=mqtt://127.0.0.1:1883\n",
            "smart_ems_0004a3123456": "Http=http://127.0.0.1:8082\n",
            "smappee_5010004217": "Mqtt=mqtt://127.0.0.1:1883\n",
        }
        self.assertEqual({path.name for path in folder.iterdir()}, {f"{id}.conf" for id in places})
        for id, place in places.items():
            self.assertIn(place, (folder / f"{id}.conf").read_text("utf-8"))
        self.assertEqual((self.house / "state").stat().st_mode & 0o777, 0o700)
        secrets = self.house / "state/secrets.conf"
        self.assertEqual(secrets.stat().st_mode & 0o777, 0o600)
        self.assertEqual(secrets.read_text("utf-8"), "[Secrets]\nsmart_maic_pin=4711\n")

    def test_tells_where_everything_is(self):
        broker = {"host": "127.0.0.1", "port": 1883, "username": "hass", "password": "secret"}
        (self.house / "wattled.json").write_text(
            json.dumps({"broker": {**broker, "more": 1}, "bus": "unix:path=/x"}), "utf-8"
        )
        maic = {"http": 8081, "mqtt": "127.0.0.1:1883", "pin": "4711", "devid": "1728104417"}
        smappee = {"mqtt": "127.0.0.1:1883", "serial": "5010004217"}
        (self.house / "smart-maic.json").write_text(json.dumps({**maic, "control": 1}), "utf-8")
        (self.house / "smappee.json").write_text(json.dumps({**smappee, "uuid": "x"}), "utf-8")
        ready = self.house / "ready.json"
        self.run_function(
            "write_ready_file",
            str(ready),
            house=self.house,
            sg_port=8080,
            sdm630_uri="modbus+rtu-over-tcp://127.0.0.1:4001",
            sdm72d_uri="modbus+tcp://127.0.0.1:4002",
            gen24_uri="modbus+tcp://127.0.0.1:1502",
            **MONITORS,
        )
        self.assertEqual(ready.stat().st_mode & 0o777, 0o600)
        self.assertEqual(
            json.loads(ready.read_text("utf-8")),
            {
                "broker": broker,
                "bus": "unix:path=/x",
                "emulators": {
                    "iskra-sg": {"http": 8080},
                    "modbus-meter": {
                        "sdm630": "modbus+rtu-over-tcp://127.0.0.1:4001",
                        "sdm72d": "modbus+tcp://127.0.0.1:4002",
                        "gen24_meter": "modbus+tcp://127.0.0.1:1502",
                    },
                    "smappee": smappee,
                    "smart-ems": {"http": 8082},
                    "smart-maic": maic,
                },
            },
        )


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
