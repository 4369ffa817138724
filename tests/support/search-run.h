// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/wattle-discovery.h"

namespace wattle_test
{

// A search and what comes of it.
struct SearchRun {
    SearchRun () = default;
    SearchRun (const SearchRun &) = delete;
    SearchRun &operator= (const SearchRun &) = delete;

    ~SearchRun ()
    {
        g_clear_pointer (&results, g_ptr_array_unref);
        g_clear_pointer (&failures, g_ptr_array_unref);
        g_clear_error (&error);
        g_object_unref (cancellable);
    }

    void
    begin (WattleDiscovery *discovery)
    {
        std::vector<const char *> driver_list, target_list, broker_list;

        for (const std::string &name : drivers)
            driver_list.push_back (name.c_str ());
        for (const std::string &target : targets)
            target_list.push_back (target.c_str ());
        for (const std::string &broker : brokers)
            broker_list.push_back (broker.c_str ());
        driver_list.push_back (nullptr);
        broker_list.push_back (nullptr);
        target_list.push_back (nullptr);
        WattleDiscoveryQuery query = { driver_list.data (), target_list.data (),
                                       broker_list.data (), timeout_ms };
        wattle_discovery_scan_async (discovery, &query, cancellable, on_progress, this, on_done,
                                     this);
    }

    static void
    on_progress (double progress, guint n_found, gpointer data)
    {
        SearchRun *self = (SearchRun *)data;

        EXPECT_FALSE (self->done);
        self->progress.push_back ({ progress, n_found });
    }

    static void
    on_done (GObject *source, GAsyncResult *result, gpointer data)
    {
        SearchRun *self = (SearchRun *)data;

        self->done = true;
        self->results = wattle_discovery_scan_finish (WATTLE_DISCOVERY (source), result,
                                                      &self->failures, &self->error);
        EXPECT_EQ (self->results == nullptr, self->error != nullptr);
    }

    const WattleDiscoveryResult *
    result (guint index) const
    {
        return (const WattleDiscoveryResult *)results->pdata[index];
    }

    // "DRIVER SERIAL" of each result, in their order.
    std::vector<std::string>
    found () const
    {
        std::vector<std::string> list;

        for (guint i = 0; results != nullptr && i < results->len; i++) {
            const char *serial = wattle_found_get_serial (result (i)->found);
            list.push_back (std::string (result (i)->driver) + " " +
                            (serial != nullptr ? serial : "-"));
        }
        return list;
    }

    // The sentences about brokers, one a line.
    std::string
    unreached () const
    {
        std::string text;

        for (guint i = 0; failures != nullptr && i < failures->len; i++)
            text += std::string (((GError *)failures->pdata[i])->message) + "\n";
        return text;
    }

    guint
    n_found () const
    {
        return progress.empty () ? 0 : progress.back ().second;
    }

    std::vector<std::string> drivers, targets, brokers;
    guint timeout_ms = 0;
    GCancellable *cancellable = g_cancellable_new ();
    std::vector<std::pair<double, guint>> progress;
    bool done = false;
    GPtrArray *results = nullptr;
    GPtrArray *failures = nullptr;
    GError *error = nullptr;
};

} // namespace wattle_test
