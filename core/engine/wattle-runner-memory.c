/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-runner-memory.h"

static void
on_kept (const GError *error, gpointer user_data)
{
    g_autoptr (WattleRunner) runner = user_data;

    if (error != NULL)
        g_message ("%s: state is not kept: %s", wattle_runner_get_id (runner), error->message);
    wattle_runner_release (runner);
}

void
wattle_runner_memory_keep (WattleRunner *runner, WattleStateStore *states, WattleStateFlags flags)
{
    gboolean durable = flags & WATTLE_STATE_DURABLE;

    if (durable)
        wattle_runner_hold (runner);
    wattle_state_store_keep (states, wattle_runner_get_id (runner),
                             WATTLE_SOURCE (wattle_runner_get_device (runner)), flags, on_kept,
                             durable ? g_object_ref (runner) : NULL);
}

void
wattle_runner_memory_forget (WattleRunner *runner, WattleStateStore *states)
{
    WattleSource *source = WATTLE_SOURCE (wattle_runner_get_device (runner));

    wattle_source_forget_state (source);
    wattle_state_store_keep (states, wattle_runner_get_id (runner), source, 0, NULL, NULL);
}
