# SPDX-License-Identifier: LGPL-2.1-or-later
"""A meter that exists only here: the plugin "example" in Python, cut down to one phase."""
import math

import gi

gi.require_version("Wattle", "1.0")
from gi.repository import GLib, GObject, Wattle  # noqa: E402

__all__ = ["WattleExampleDriver"]

LINE_VOLTAGE = 230.0
TAG_METER, TAG_RESET = range(2)


def error(code, text):
    """What a function that may fail raises; any other exception counts as a fault of the plugin."""
    return GLib.Error.new_literal(Wattle.error_quark(), text, code)


class WattleExampleDevice(Wattle.Device):
    __gtype_name__ = "WattleExampleDevice"

    def do_configure(self, options):
        self.power = options.get_number("Power")
        self.swing = options.get_number("Swing")
        if self.power < 0:
            raise error(Wattle.Error.CONFIG, "Power: must be 0 or more")
        if not 0 <= self.swing <= self.power:
            raise error(Wattle.Error.CONFIG, "Swing: must be from 0 to Power")

        quantity = Wattle.Quantity
        self.set_identity("Wattle", "Simulated meter in Python", None, "1")
        self.add_entity("voltage", quantity.VOLTAGE, None, 0)
        self.add_entity("active_power", quantity.ACTIVE_POWER, None, 0)
        resettable = Wattle.CounterKind.RESETTABLE
        self.add_counter("energy_import", quantity.ENERGY, "Energy import", resettable)
        self.add_plain_action("reset_energy", "Reset energy", None)
        return True

    def do_next_request(self, step):
        return Wattle.Request.new_local(TAG_METER) if step == 0 else None

    def do_decode(self, frame):
        frame.check()
        now = self.get_now() / 1e6
        if frame.get_tag() == TAG_RESET:
            self.keep(0.0, now)

        self.report("voltage", LINE_VOLTAGE)
        self.report("active_power", self.power_at(now))
        self.report("energy_import", self.count_energy(now))
        return True

    def do_command(self, command, step):
        if not command.is_action() or command.get_name() != "reset_energy":
            raise error(
                Wattle.Error.NOT_SUPPORTED,
                f"there is no command “{command.get_name()}”; this meter knows “reset_energy”",
            )
        return Wattle.Request.new_local(TAG_RESET) if step == 0 else None

    def power_at(self, seconds):
        """A sine with a period of ten minutes."""
        return self.power + self.swing * math.sin(seconds % 600 / 600 * math.tau)

    def count_energy(self, now):
        """Counts on while the host is away. A clock that was set back adds nothing."""
        energy = float(self.get_state("energy") or 0)
        counted_until = float(self.get_state("counted_until") or now)
        if now > counted_until:
            start, end = (math.cos(t % 600 / 600 * math.tau) for t in (counted_until, now))
            wave = self.swing * 600 / math.tau * (start - end)
            energy += (self.power * (now - counted_until) + wave) / 3600
        self.keep(energy, now)
        return energy

    def keep(self, energy, now):
        self.set_state("energy", repr(energy), 0)
        self.set_state("counted_until", repr(now), 0)


class WattleExampleDriver(GObject.Object, Wattle.Driver):
    __gtype_name__ = "WattleExampleDriver"

    def do_describe(self, catalog):
        catalog.add_model("meter", "Simulated meter in Python", 0)
        catalog.add_link("meter", Wattle.LinkKind.NONE)
        catalog.set_interval("meter", 1000, 100)
        catalog.add_option("meter", "Power", Wattle.OptionType.NUMBER, "Mean power in W", "500")
        catalog.add_option(
            "meter", "Swing", Wattle.OptionType.NUMBER, "Swing around the mean in W", "300"
        )

    def do_create(self, model):
        return WattleExampleDevice()
