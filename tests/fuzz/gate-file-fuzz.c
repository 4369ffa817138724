/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "engine/wattle-gate-file.h"
#include "fuzz.h"

#define NOW  (1000 * (gint64)G_USEC_PER_SEC)
#define WALL (1764000000 * (gint64)G_USEC_PER_SEC)

/* The bytes as what the gate remembers; then it decides, and what it writes is understood whole. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    g_autoptr (WattleGate) gate = wattle_gate_new ();
    g_autoptr (WattleGate) again = wattle_gate_new ();
    g_autoptr (GPtrArray) orders = g_ptr_array_new ();
    g_autofree char *text = NULL;
    g_autoptr (GError) error = NULL;
    WattleGateProtection protection = { .min_on = NOW, .starts_per_hour = 1, .delay = NOW };
    WattleGateOutput *output;
    guint skipped;
    gboolean read;

    read = wattle_gate_file_read (gate, (const char *)data, size, NOW, WALL, &skipped, &error);
    fuzz_check_error (read, &error);

    output = wattle_gate_add (gate, "meter/output_1", &protection, 0, NULL, NOW);
    wattle_gate_output_set_available (output, TRUE);
    wattle_gate_decide (gate, NOW, orders);
    wattle_gate_decide (gate, MAX (wattle_gate_get_due (gate, NOW), NOW), orders);

    text = wattle_gate_file_write (gate, NOW, WALL);
    fuzz_check (wattle_gate_file_read (again, text, strlen (text), NOW, WALL, &skipped, NULL));
    fuzz_check (skipped == 0);
    return 0;
}
