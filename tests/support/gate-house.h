// SPDX-License-Identifier: LGPL-2.1-or-later
// A gate without a house: the test says what happens and when, in seconds.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "engine/wattle-gate-file.h"
#include "engine/wattle-gate.h"

namespace wattle_test
{

constexpr gint64 SECOND = G_USEC_PER_SEC;

inline GVariant *
boolean (bool on)
{
    return g_variant_new_boolean (on);
}

class GateHouse : public testing::Test
{
  protected:
    ~GateHouse () override
    {
        wattle_gate_free (gate);
    }

    // An output whose device is there and says that it is off.
    WattleGateOutput *
    add (const std::string &name, WattleGateProtection protection = {}, bool fresh = true)
    {
        WattleGateOutput *output =
            wattle_gate_add (gate, name.c_str (), &protection, 0, nullptr, now);

        wattle_gate_output_set_available (output, TRUE);
        if (fresh)
            wattle_gate_set_fresh (gate, output);
        read (output, false);
        return output;
    }

    void
    read (WattleGateOutput *output, bool on)
    {
        g_autoptr (GVariant) value = g_variant_ref_sink (boolean (on));

        wattle_gate_take_reading (gate, output, value, now);
    }

    WattleGateClaim *
    claim (WattleGateOutput *output,
           WattleGateLayer layer,
           bool on,
           const char *author = "somebody",
           int priority = 0,
           int order = 0)
    {
        WattleGateClaim *made = wattle_gate_claim_new (layer, author, boolean (on), now);

        made->priority = priority;
        made->order = order;
        return wattle_gate_claim (gate, output, made);
    }

    WattleGateClaim *
    override_with (WattleGateOutput *output, bool on, const char *author = "hass")
    {
        return wattle_gate_claim_override (
            gate, output, wattle_gate_claim_new (WATTLE_GATE_MANUAL, author, boolean (on), now));
    }

    // Names of the outputs that are commanded now, with what.
    std::vector<std::string>
    decide ()
    {
        g_autoptr (GPtrArray) orders = g_ptr_array_new ();
        std::vector<std::string> list;

        wattle_gate_decide (gate, now, orders);
        for (guint i = 0; i < orders->len; i++) {
            auto *output = static_cast<WattleGateOutput *> (orders->pdata[i]);

            list.push_back (std::string (output->name) +
                            (wattle_gate_value_is_on (output->commanded) ? " on" : " off"));
        }
        return list;
    }

    // Decides, and every device does at once what it is told.
    std::vector<std::string>
    obey ()
    {
        std::vector<std::string> list = decide ();

        for (const std::string &order : list) {
            size_t space = order.find (' ');
            WattleGateOutput *output = wattle_gate_find (gate, order.substr (0, space).c_str ());

            read (output, order.substr (space) == " on");
            wattle_gate_take_result (gate, output, WATTLE_GATE_DONE, now);
        }
        return list;
    }

    // Another run of the host after some time.
    void
    restart (double seconds = 0, double wall_seconds = -1)
    {
        g_autofree char *text = wattle_gate_file_write (gate, now, wall);
        g_autoptr (GError) error = nullptr;
        guint skipped;

        wattle_gate_free (gate);
        gate = wattle_gate_new ();
        now = 7 * SECOND; // the clock of another run begins anywhere
        wall += (gint64)((wall_seconds >= 0 ? wall_seconds : seconds) * SECOND);
        ASSERT_TRUE (wattle_gate_file_read (gate, text, strlen (text), now, wall, &skipped, &error))
            << error->message;
        ASSERT_EQ (skipped, 0u);
    }

    void
    pass (double seconds)
    {
        now += (gint64)(seconds * SECOND);
        wall += (gint64)(seconds * SECOND);
    }

    std::string
    held_by (WattleGateOutput *output)
    {
        WattleGateClaim *top = wattle_gate_claims_get_top (output->claims);

        return top != nullptr ? top->author : "";
    }

    std::string
    waits (WattleGateOutput *output)
    {
        return wattle_gate_wait_get_name (output->wait.kind);
    }

    double
    waits_for (WattleGateOutput *output)
    {
        return (double)(output->wait.until - now) / SECOND;
    }

    WattleGate *gate = wattle_gate_new ();
    gint64 now = 1000 * SECOND;
    gint64 wall = 1764000000 * SECOND;
};

} // namespace wattle_test
