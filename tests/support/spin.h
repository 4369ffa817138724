// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

#include <functional>

namespace wattle_test
{

// Runs the default main context until the predicate holds. The deadline only ends a test that would
// hang; it is generous, because a slow machine is no failure.
inline bool
spin (const std::function<bool ()> &predicate, int deadline_ms = 20000)
{
    gint64 deadline = g_get_monotonic_time () + deadline_ms * G_TIME_SPAN_MILLISECOND;
    // Wakes the context now and then, so that a predicate on the outside world is looked at too.
    guint ticker = g_timeout_add (
        10, [] (gpointer) -> gboolean { return G_SOURCE_CONTINUE; }, nullptr);
    bool holds;

    while (!(holds = predicate ()) && g_get_monotonic_time () < deadline)
        g_main_context_iteration (nullptr, TRUE);

    g_source_remove (ticker);
    return holds;
}

// Runs everything that is ready now.
inline void
settle ()
{
    while (g_main_context_iteration (nullptr, FALSE))
        ;
}

} // namespace wattle_test
