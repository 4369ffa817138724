// SPDX-License-Identifier: LGPL-2.1-or-later
// A host that searches for the devices of the test's own drivers.
#pragma once

#include "support/manager-house.h"
#include "support/search-driver.h"
#include "support/search-run.h"
#include "support/spin.h"

namespace wattle_test
{

class SearchHouse : public ManagerHouse
{
  protected:
    SearchHouse ()
    {
        discovery = wattle_discovery_new (clock, plugins, manager);
    }

    ~SearchHouse () override
    {
        settle ();
        g_object_unref (discovery);
    }

    // Another driver, and what it does.
    SearchScript *
    add_driver (const char *name, const std::function<void (WattleCatalog *)> &describe)
    {
        g_autoptr (SearchDriver) driver =
            SEARCH_DRIVER (g_object_new (SEARCH_TYPE_DRIVER, nullptr));

        driver->script->describe = describe;
        wattle_plugins_add_driver (plugins, name, WATTLE_DRIVER (driver));
        return driver->script;
    }

    SearchScript *
    add_udp_driver (const char *name, const std::string &question)
    {
        return add_driver (name, [question] (WattleCatalog *catalog) {
            wattle_catalog_add_udp_search (catalog, 9, 0, (const guint8 *)question.data (),
                                           question.size ());
        });
    }

    // Until the search has ended by its own time.
    void
    end (SearchRun &run, double seconds = 3)
    {
        settle ();
        advance (seconds);
        ASSERT_TRUE (spin ([&] { return run.done; }));
    }

    void
    expect_error (SearchRun &run, GQuark domain, int code, const std::string &text)
    {
        ASSERT_TRUE (spin ([&] { return run.done; }));
        ASSERT_TRUE (g_error_matches (run.error, domain, code))
            << (run.error != nullptr ? run.error->message : "no error");
        EXPECT_NE (std::string (run.error->message).find (text), std::string::npos)
            << run.error->message;
    }

    WattleDiscovery *discovery;
};

} // namespace wattle_test
