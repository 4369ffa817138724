#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures the host beside a bare loop that does the least there is to do, on the same meters.

Prints a table of ratios, and beside each the figure to reach. Ends with 1 if one is missed.
"""
import argparse
import contextlib
import json
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]

# After so many seconds the host has told everything there is to tell, and knows how fast its counters
# go: how often it has to write them follows from that.
SETTLE = 25

PHASES = ["l1", "l2", "l3"]

# Whose clocks were moved in every way there was.
ZONES = ["Africa/Casablanca", "America/Sao_Paulo", "America/St_Johns", "Asia/Kathmandu",
         "Australia/Lord_Howe", "Australia/Sydney", "Europe/Brussels", "Europe/Dublin", "Europe/Kyiv",
         "Europe/Ljubljana", "Europe/Warsaw", "Pacific/Apia"]


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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_port(port):
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


# What is asked of the host, and its figures


def run_bare(build, n_meters, interval, seconds):
    with tempfile.TemporaryDirectory() as name, Broker(pathlib.Path(name)) as broker, \
            Farm(build, n_meters, broker, "bench/+/state") as farm, \
            Bare(build, farm, n_meters, interval, broker) as bare:
        await_polls(farm, n_meters)
        return measure(bare, farm, seconds)


class House:
    """The host with its broker, its message bus and its meters."""

    def __init__(self, build, n_meters, interval, on_one_bus=False):
        self.stack = contextlib.ExitStack()
        folder = pathlib.Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        broker = self.stack.enter_context(Broker(folder))
        more = ["bus"] if on_one_bus else []
        self.farm = self.stack.enter_context(
            Farm(build, n_meters, broker, "wattle/+/state", *more))
        bus = self.stack.enter_context(Bus(folder))
        self.farm.tell("start")
        self.host = self.stack.enter_context(
            Host(build, folder, self.farm, n_meters, interval, broker, bus, on_one_bus))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stack.close()


def run_host(build, n_meters, interval, seconds):
    with House(build, n_meters, interval) as house:
        await_polls(house.farm, n_meters)
        time.sleep(SETTLE)
        return measure(house.host, house.farm, seconds)


def measure_start(build):
    """Milliseconds from the start of the program to the first state message, with 50 meters."""
    with House(build, 50, 1) as house:
        time.sleep(3)
        return house.farm.stop()["first_message"] * 1000


def measure_dead(build, on_one_bus, seconds):
    """Periods of the others before and after a meter falls silent, once it is known for that."""
    with House(build, 50, 1, on_one_bus) as house:
        await_polls(house.farm, 50)
        before = measure(house.host, house.farm, seconds)
        house.farm.tell("dead 7")
        time.sleep(30)
        return before, measure(house.host, house.farm, seconds)


def measure_tariffs(build):
    """Seconds that the proof of all example plans takes in the slowest of the zones."""
    plans = sorted(path for path in SOURCE.glob("data/tariffs/*.json")
                   if not path.name.endswith(".schema.json"))
    zones = [word for zone in ZONES for word in ("--zone", zone)]
    done = subprocess.run([build / "core/wattle", "tariff", "verify", "--json", *plans, *zones],
                          check=True, stdout=subprocess.PIPE,
                          env={**os.environ, "WATTLE_DATA_DIR": str(SOURCE / "data")})
    took = dict.fromkeys(ZONES, 0)
    for walk in json.loads(done.stdout):
        took[walk["zone"]] += walk["milliseconds"] / 1000
    return max(took.values()), len(plans)


class Table:
    def __init__(self):
        self.missed = 0
        print(f"{'what':<52} {'bare loop':>11} {'host':>11} {'figure':>9} {'to reach':>10}")
        print("-" * 97)

    def add(self, what, bare, host, figure, target, at_least=False):
        fine = figure >= target if at_least else figure <= target
        self.missed += not fine
        sign = "≥" if at_least else "≤"
        print(f"{what:<52} {bare:>11} {host:>11} {figure:>9.3g} {sign + f' {target:g}':>10}"
              f"{'' if fine else '  MISSED'}", flush=True)


def compare(build, n_meters, interval, seconds, rounds):
    """Medians of rounds in which the two take turns, so that both see the same machine."""
    bare, host = [], []
    for number in range(rounds):
        say(f"{n_meters} meters, round {number + 1} of {rounds} …")
        bare.append(run_bare(build, n_meters, interval, seconds))
        host.append(run_host(build, n_meters, interval, seconds))

    def median(found):
        return {key: statistics.median(one[key] for one in found) for key in found[0]}

    return median(bare), median(host)


def say(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def clear():
    say("")


def show_saturation(table, build, seconds, rounds):
    bare, host = compare(build, 10, 0, seconds, rounds)
    clear()
    table.add("10 meters without a pause: CPU per poll, µs", f"{bare['us']:.1f}",
              f"{host['us']:.1f}", host["us"] / bare["us"], 1.3)
    table.add("  polls per second", f"{bare['rate']:.0f}", f"{host['rate']:.0f}",
              host["rate"] / bare["rate"], 0.9, at_least=True)


def show_steady(table, build, n_meters, seconds, rounds):
    bare, host = compare(build, n_meters, 1, seconds, rounds)
    clear()
    table.add(f"{n_meters} meters each second: CPU per poll, µs", f"{bare['us']:.1f}",
              f"{host['us']:.1f}", host["us"] / bare["us"], 1.8)
    for name, target in (("p50", 0.4), ("p99", 1.5)):
        table.add(f"  answer → message {name}, ms", f"{bare[name] * 1000:.2f}",
                  f"{host[name] * 1000:.2f}", (host[name] - bare[name]) * 1000, target)
    return host


def show_memory(table, small, large):
    table.add("memory of 500 meters, MiB", "", f"{large['rss'] / 1024:.1f}",
              large["rss"] / 1024, 40)
    table.add("  per further meter of 30 values, KiB", "", "", (large["rss"] - small["rss"]) / 450,
              40)
    table.add("  threads more than with 50 meters", "", f"{large['threads']:.0f}",
              large["threads"] - small["threads"], 0)


def show_start(table, build, rounds):
    say("start …")
    found = statistics.median(measure_start(build) for _ in range(rounds))
    clear()
    table.add("start → first state message, 50 meters, ms", "", f"{found:.0f}", found, 150)


def show_dead(table, build, seconds):
    say("a dead unit …")
    before, after = measure_dead(build, True, max(seconds, 120))
    clear()
    table.add("dead unit among 50 on one bus: mean period", f"{before['period_mean']:.3f} s",
              f"{after['period_mean']:.3f} s", after["period_mean"] / before["period_mean"], 1.1)
    say("a dead endpoint …")
    before, after = measure_dead(build, False, max(seconds, 60))
    clear()
    table.add("dead endpoint among 50: p99 period", f"{before['period_p99']:.3f} s",
              f"{after['period_p99']:.3f} s", after["period_p99"] / before["period_p99"], 1.01)


def show_tariffs(table, build, rounds):
    say("tariffs …")
    found = [measure_tariffs(build) for _ in range(rounds)]
    seconds = statistics.median(one[0] for one in found)
    clear()
    table.add(f"{found[0][1]} tariff plans 1970–2100, slowest zone, s", "", f"{seconds:.2f}",
              seconds, 5)


SCENARIOS = ("saturation", "steady", "start", "dead", "tariffs")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path, help="build directory, with optimisation")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="default: 5")
    parser.add_argument("--seconds", type=int, default=10, metavar="N",
                        help="how long is measured each time; default: 10")
    parser.add_argument("--only", choices=SCENARIOS, help="one scenario")
    options = parser.parse_args()
    wanted = [options.only] if options.only else SCENARIOS
    table = Table()

    if "saturation" in wanted:
        show_saturation(table, options.build, options.seconds, options.rounds)
    if "steady" in wanted:
        small = show_steady(table, options.build, 50, options.seconds, options.rounds)
        large = show_steady(table, options.build, 500, options.seconds, options.rounds)
        show_memory(table, small, large)
    if "start" in wanted:
        show_start(table, options.build, options.rounds)
    if "dead" in wanted:
        show_dead(table, options.build, options.seconds)
    if "tariffs" in wanted:
        show_tariffs(table, options.build, options.rounds)
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
