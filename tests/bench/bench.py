#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures the host beside a bare loop that does the least there is to do, on the same meters.

usage: bench.py BUILD-DIRECTORY [--rounds N] [--seconds S] [--only SCENARIO]

Prints a table of ratios, and beside each the figure it should reach. Ends with 1 if one is missed.
"""
import argparse
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")

PHASES = ["l1", "l2", "l3"]


def list_points():
    """The 30 values of a meter, in the order of its registers."""
    points = [("voltage", p, None) for p in PHASES] + [("current", p, None) for p in PHASES]
    for quantity in ("active_power", "apparent_power", "reactive_power", "power_factor"):
        points += [(quantity, p, None) for p in [None] + PHASES]
    points += [("frequency", None, None)]
    points += [("energy", None, "import"), ("energy", None, "export")]
    points += [("energy", p, "import") for p in PHASES]
    points += [("reactive_energy", None, "import"), ("reactive_energy", None, "export")]
    return points


def make_key(quantity, phase, direction):
    return "_".join(part for part in (quantity, direction, phase) if part)


KEYS = [make_key(*point) for point in list_points()]


def make_definition():
    points = []
    for index, (quantity, phase, direction) in enumerate(list_points()):
        point = {"quantity": quantity, "function": 4, "address": index * 2, "type": "float32"}
        if phase:
            point["phase"] = phase
        if direction:
            point["direction"] = direction
        if "energy" in quantity:
            point["scale"] = 1000
        points.append(point)
    return {
        "format": 2,
        "id": "bench-meter",
        "manufacturer": "Wattle",
        "model": "Meter to measure with",
        "source": "tests/bench/meter-farm.c",
        "limits": {"max_registers": 60, "timeout_ms": 1000},
        "points": points,
    }


class Program:
    """A process that is ended with the block."""

    def __init__(self, *command, **options):
        self.process = subprocess.Popen([str(part) for part in command], **options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def read_cpu(self):
        """Nanoseconds that it has worked: all threads, also those that have ended."""
        return time.clock_gettime_ns(~self.process.pid << 3 | 2)  # see clock_getcpuclockid (3)

    def read_status(self, name):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1])
        raise KeyError(name)


class Broker(Program):
    def __init__(self, folder):
        self.port = find_port()
        config = folder / "mosquitto.conf"
        config.write_text(f"listener {self.port} 127.0.0.1\nallow_anonymous true\nlog_type none\n"
                          "set_tcp_nodelay true\nmax_queued_messages 100000\n")
        super().__init__("mosquitto", "-c", config)
        await_port(self.port)


class Farm(Program):
    def __init__(self, build, n_meters, broker, topic, *more):
        super().__init__(build / "tests/bench/meter-farm", n_meters, broker.port, topic, *more,
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def tell(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def stop(self):
        self.tell("stop")
        return json.loads(self.process.stdout.readline())


class Bare(Program):
    def __init__(self, build, farm, n_meters, interval, broker):
        super().__init__(build / "tests/bench/bare-loop", farm.port, n_meters, interval,
                         broker.port, *KEYS)


class Bus(Program):
    def __init__(self, folder):
        config = folder / "bus.conf"
        config.write_text(f"""<busconfig><type>session</type><listen>unix:dir={folder}</listen>
<auth>EXTERNAL</auth><policy context="default"><allow own="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
</policy></busconfig>""")
        super().__init__("dbus-daemon", "--nofork", "--nopidfile", f"--config-file={config}",
                         "--print-address=1", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().strip()


class Host(Program):
    def __init__(self, build, folder, farm, n_meters, interval, broker, bus, on_one_bus=False):
        config, state, data = folder / "config", folder / "state", folder / "data"
        for path in (config / "devices.d", data / "meters"):
            path.mkdir(parents=True)
        state.mkdir(mode=0o700)
        (data / "meters/bench-meter.json").write_text(json.dumps(make_definition()))
        (config / "wattle.conf").write_text(f"[Mqtt]\nBroker=mqtt://127.0.0.1:{broker.port}\n")
        for index in range(n_meters):
            port, unit = (farm.port, index + 1) if on_one_bus else (farm.port + index, 1)
            (config / f"devices.d/meter_{index}.conf").write_text(
                f"[Device]\nFormat=1\nDriver=modbus-meter\nModel=bench-meter\n"
                f"Interval={interval}s\n\n[Link]\nModbus=modbus+tcp://127.0.0.1:{port}\n\n"
                f"[Options]\nUnit={unit}\n")
        self.log = open(folder / "wattled.log", "w")
        super().__init__(build / "core/wattled", "--session", "--config", config, "--state", state,
                         stdout=self.log, stderr=self.log,
                         env={**os.environ, "WATTLE_PLUGIN_DIR": str(build / "plugins"),
                              "WATTLE_DATA_DIR": str(data), "GI_TYPELIB_PATH": str(build / "core"),
                              "DBUS_SESSION_BUS_ADDRESS": bus.address})


def find_port():
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_port(port):
    import socket
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"nothing listens at port {port}")


def await_polls(farm, n_meters):
    """Until every meter is read and seen."""
    for _ in range(60):
        farm.tell("start")
        time.sleep(1.5)
        found = farm.stop()
        if found["messages"] >= n_meters:
            return
    raise SystemExit(f"no messages of {n_meters} meters within 90 s: {found}")


def measure(program, farm, seconds):
    cpu = program.read_cpu()
    farm.tell("start")
    time.sleep(seconds)
    found = farm.stop()
    cpu = program.read_cpu() - cpu
    found["us"] = cpu / 1000 / max(1, found["polls"])
    found["rate"] = found["polls"] / seconds
    found["rss"] = program.read_status("VmRSS")
    found["threads"] = program.read_status("Threads")
    return found


def run_bare(build, n_meters, interval, seconds):
    with tempfile.TemporaryDirectory() as name, Broker(pathlib.Path(name)) as broker, \
            Farm(build, n_meters, broker, "bench/+/state") as farm, \
            Bare(build, farm, n_meters, interval, broker) as bare:
        await_polls(farm, n_meters)
        return measure(bare, farm, seconds)


def run_host(build, n_meters, interval, seconds, settle=0, **options):
    with tempfile.TemporaryDirectory() as name, Broker(pathlib.Path(name)) as broker, \
            Farm(build, n_meters, broker, "wattle/+/state") as farm, \
            Bus(pathlib.Path(name)) as bus, \
            Host(build, pathlib.Path(name), farm, n_meters, interval, broker, bus, **options) as host:
        await_polls(farm, n_meters)
        time.sleep(settle)
        return measure(host, farm, seconds)

if __name__ == "__main__":
    build = pathlib.Path(sys.argv[1])
    n, interval, secs = int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    print("bare", run_bare(build, n, interval, secs))
    print("host", run_host(build, n, interval, secs, settle=float(sys.argv[5]) if len(sys.argv) > 5 else 5))
