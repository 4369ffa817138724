// SPDX-License-Identifier: LGPL-2.1-or-later
// A bus is searched for meters: over the host's own links, beside devices that are read there.
#include "engine/wattle-meter-scan.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "modbus-bus.h"
#include "support/definitions.h"
#include "support/spin.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

// A scan and what comes of it.
struct Scan {
    ~Scan ()
    {
        g_clear_pointer (&results, g_ptr_array_unref);
        g_clear_error (&error);
        g_object_unref (cancellable);
    }

    static void
    on_progress (guint n_done, guint n_units, guint n_found, gpointer data)
    {
        Scan *self = (Scan *)data;

        EXPECT_FALSE (self->done);
        EXPECT_EQ (n_done, self->n_done + 1);
        EXPECT_LE (n_done, n_units);
        self->n_done = n_done;
        self->n_found = n_found;
    }

    static void
    on_done (GObject *source, GAsyncResult *result, gpointer data)
    {
        Scan *self = (Scan *)data;

        self->done = true;
        self->results =
            wattle_meter_scan_run_finish (WATTLE_METER_SCAN (source), result, &self->error);
        EXPECT_EQ (self->results == nullptr, self->error != nullptr);
    }

    const WattleDiscoveryResult *
    result (guint index) const
    {
        return (const WattleDiscoveryResult *)results->pdata[index];
    }

    // "UNIT MODEL SERIAL CERTAINTY KNOWN"
    std::string
    line (guint index) const
    {
        const WattleDiscoveryResult *item = result (index);
        auto text = [] (const char *word) { return std::string (word != nullptr ? word : "-"); };

        return text (wattle_found_get_option (item->found, "Unit")) + " " +
               text (wattle_found_get_model (item->found)) + " " +
               text (wattle_found_get_serial (item->found)) + " " + text (item->certainty) + " " +
               text (item->known);
    }

    guint n_done = 0, n_found = 0;
    bool done = false;
    GPtrArray *results = nullptr;
    GError *error = nullptr;
    GCancellable *cancellable = g_cancellable_new ();
};

class MeterScan : public testing::Test
{
  protected:
    MeterScan ()
    {
        g_setenv ("WATTLE_DATA_DIR", WATTLE_DATA, TRUE);
        wattle_plugins_set_session (plugins, TRUE);
        wattle_plugins_add_path (plugins, GOOD_PLUGINS);
        wattle_plugins_set_python_on_demand (plugins, TRUE);
        wattle_plugins_load (plugins);
        g_mkdir (dir.file ("state").c_str (), 0700);
        make_manager ();
    }

    ~MeterScan () override
    {
        g_object_unref (manager);
        g_object_unref (links);
        settle ();
        g_object_unref (bus);
        for (gpointer object : std::vector<gpointer>{ plugins, problems, clock })
            g_object_unref (object);
        g_unsetenv ("WATTLE_DATA_DIR");
    }

    void
    make_manager ()
    {
        g_autoptr (WattleSecrets) secrets =
            wattle_secrets_new (dir.file ("state").c_str (), nullptr);
        WattleManagerParts parts = { clock, plugins, links, secrets, nullptr, nullptr, problems };

        manager = wattle_manager_new (&parts);
    }

    void
    open (bool rtu = false)
    {
        ASSERT_TRUE (modbus_bus_listen (bus, "127.0.0.1", 0, rtu, nullptr));
        uri = (rtu ? "modbus+rtu-over-tcp://127.0.0.1:" : "modbus+tcp://127.0.0.1:") +
              std::to_string (modbus_bus_get_port (bus));
    }

    void
    put (guint8 unit, const std::string &model)
    {
        ASSERT_TRUE (modbus_bus_add_unit (bus, unit, definition_path (model).c_str (), nullptr));
    }

    // A device of the house that reads this unit.
    void
    add (const char *id, guint8 unit, const std::string &model, int interval_ms = -1)
    {
        g_autoptr (WattleDeviceConfig) config = wattle_device_config_new (id, "test.conf");

        config->driver = g_strdup ("modbus-meter");
        config->model = g_strdup (model.c_str ());
        config->uris[WATTLE_LINK_MODBUS] = g_strdup (uri.c_str ());
        config->interval_ms = interval_ms;
        g_ptr_array_add (config->options, g_strdup ("Unit"));
        g_ptr_array_add (config->options, g_strdup (std::to_string (unit).c_str ()));
        ASSERT_TRUE (wattle_manager_add (manager, config));
    }

    void
    begin (Scan &scan,
           const std::string &units,
           guint timeout_ms = 100,
           const char *driver = "modbus-meter")
    {
        WattleMeterScanParts parts = { clock, links, plugins, manager };
        g_autoptr (WattleMeterScan) object =
            wattle_meter_scan_new (&parts, driver, load_definitions ());
        g_autoptr (GError) error = nullptr;
        WattleUnitSet set;

        ASSERT_TRUE (wattle_unit_set_parse (&set, units.c_str (), &error)) << error->message;
        wattle_meter_scan_run_async (object, uri.c_str (), &set, timeout_ms, scan.cancellable,
                                     Scan::on_progress, &scan, Scan::on_done, &scan);
    }

    void
    run (Scan &scan, const std::string &units, guint timeout_ms = 100)
    {
        begin (scan, units, timeout_ms);
        ASSERT_TRUE (spin ([&] { return scan.done; }, 120000));
    }

    TempDir dir;
    std::string uri;
    WattleClock *clock = wattle_clock_new (1);
    WattleProblems *problems = wattle_problems_new (clock);
    WattlePlugins *plugins = wattle_plugins_new (problems);
    WattleLinkPool *links = wattle_link_pool_new (clock);
    WattleManager *manager = nullptr;
    ModbusBus *bus = modbus_bus_new ();
};

TEST_F (MeterScan, FindsTheMetersOfABus)
{
    Scan scan;

    put (2, "eastron-sdm72d-m-v2");
    put (7, "eastron-sdm630-v2");
    put (9, "chint-dtsu666");
    put (200, "fronius-gen24-meter-float");
    modbus_bus_set_strict (bus, TRUE);
    open ();
    run (scan, "2,3,7,9,200", 1500);

    ASSERT_NE (scan.results, nullptr) << scan.error->message;
    ASSERT_EQ (scan.results->len, 4u);
    EXPECT_EQ (scan.line (0), "2 eastron-sdm72d-m-v2 1002 certain -");
    EXPECT_EQ (scan.line (1), "7 eastron-sdm630-v2 1007 likely -");
    EXPECT_EQ (scan.line (2), "9 chint-dtsu666 - likely -");
    EXPECT_EQ (scan.line (3), "200 fronius-gen24-meter-float 3924001200 certain -");
    EXPECT_STREQ (wattle_found_get_link (scan.result (0)->found, WATTLE_LINK_MODBUS), uri.c_str ());
    EXPECT_STREQ (scan.result (0)->id, "modbus_meter_1002");
    EXPECT_STREQ (wattle_found_get_name (scan.result (0)->found), "Eastron SDM72D-M V2, unit 2");
    EXPECT_EQ (scan.n_done, 5u);
    EXPECT_EQ (scan.n_found, 4u);
}

TEST_F (MeterScan, FindsMetersBehindASerialServer)
{
    Scan scan;

    put (3, "eastron-sdm120");
    modbus_bus_set_strict (bus, TRUE);
    open (true);
    run (scan, "3,4", 1500);

    ASSERT_NE (scan.results, nullptr) << scan.error->message;
    ASSERT_EQ (scan.results->len, 1u);
    EXPECT_EQ (scan.line (0), "3 eastron-sdm120 - likely -");
}

TEST_F (MeterScan, NamesOtherModelsThatAMeterMayBe)
{
    Scan scan;

    put (1, "eastron-sdm120");
    open ();
    run (scan, "1", 1500);

    ASSERT_EQ (scan.results->len, 1u);
    EXPECT_EQ (scan.line (0), "1 eastron-sdm120 - possible -");
    ASSERT_NE (scan.result (0)->alternatives, nullptr);
    EXPECT_STREQ (scan.result (0)->alternatives[0], "eastron-sdm230");
}

TEST_F (MeterScan, KnowsWhatTheHouseReadsAlready)
{
    Scan scan;

    put (4, "eastron-sdm630-v2");
    put (5, "eastron-sdm630-v2");
    open ();
    add ("cellar", 5, "eastron-sdm630-v2");
    run (scan, "4,5", 1500);

    ASSERT_EQ (scan.results->len, 2u);
    EXPECT_EQ (scan.line (0), "4 eastron-sdm630-v2 1004 likely -");
    EXPECT_EQ (scan.line (1), "5 eastron-sdm630-v2 1005 likely cellar");
}

// One that is read without a pause gets its turn behind each question of the search.
TEST_F (MeterScan, LetsDevicesHaveTheirTurns)
{
    guint n_batches = 0;
    Scan scan;

    put (1, "eastron-sdm72d-m-v1");
    open ();
    add ("live", 1, "eastron-sdm72d-m-v1", 0);
    ASSERT_TRUE (spin ([&] {
        return wattle_runner_get_state (wattle_manager_find (manager, "live")) ==
               WATTLE_RUNNER_ONLINE;
    }));
    wattle_manager_subscribe (
        manager, [] (WattleRunner *, GPtrArray *, gpointer data) { ++*(guint *)data; }, &n_batches);
    run (scan, "100-129", 30);

    EXPECT_EQ (scan.n_done, 30u);
    EXPECT_GE (n_batches, 10u);
    EXPECT_EQ (wattle_runner_get_state (wattle_manager_find (manager, "live")),
               WATTLE_RUNNER_ONLINE);
    wattle_manager_unsubscribe (manager, &n_batches);
}

TEST_F (MeterScan, TellsOfUnitsThatAreNoMeter)
{
    Scan scan;

    put (6, "eastron-sdm120");
    open ();
    modbus_bus_set_fault (bus, MODBUS_BUS_BUSY, 6, 0);
    run (scan, "6", 1500);

    ASSERT_EQ (scan.results->len, 1u);
    EXPECT_STREQ (scan.result (0)->driver, "");
    EXPECT_EQ (scan.line (0), "6 - - - -");
}

TEST_F (MeterScan, SurvivesEverythingThatGoesWrongOnABus)
{
    for (ModbusBusFault fault :
         { MODBUS_BUS_SILENT, MODBUS_BUS_TRANSACTION, MODBUS_BUS_UNIT, MODBUS_BUS_TRUNCATED,
           MODBUS_BUS_COUNT, MODBUS_BUS_CLOSE, MODBUS_BUS_LATE }) {
        g_autoptr (ModbusBus) faulty = modbus_bus_new ();
        Scan scan;

        ASSERT_TRUE (
            modbus_bus_add_unit (faulty, 1, definition_path ("eastron-sdm120").c_str (), nullptr));
        ASSERT_TRUE (modbus_bus_listen (faulty, "127.0.0.1", 0, FALSE, nullptr));
        uri = "modbus+tcp://127.0.0.1:" + std::to_string (modbus_bus_get_port (faulty));
        modbus_bus_set_fault (faulty, fault, 0, 0);
        run (scan, "1-3", 30);
        ASSERT_NE (scan.results, nullptr) << fault << scan.error->message;
        EXPECT_EQ (scan.results->len, 0u) << fault;
        EXPECT_EQ (scan.n_done, 3u);
    }
}

TEST_F (MeterScan, SaysThatNobodyIsThere)
{
    Scan scan;

    uri = "modbus+tcp://127.0.0.1:1";
    run (scan, "1-247");
    ASSERT_NE (scan.error, nullptr);
    EXPECT_EQ (std::string (scan.error->message)
                   .rfind ("cannot search modbus+tcp://127.0.0.1:1: no connection: ", 0),
               0u)
        << scan.error->message;
    EXPECT_EQ (scan.n_done, 0u);
}

TEST_F (MeterScan, RefusesWhatItDoesNotUnderstand)
{
    Scan address, driver;

    uri = "modbus+udp://127.0.0.1";
    run (address, "1");
    ASSERT_NE (address.error, nullptr);
    EXPECT_NE (std::string (address.error->message).find ("modbus+udp"), std::string::npos);

    uri = "modbus+tcp://127.0.0.1";
    begin (driver, "1", 100, "no-such");
    ASSERT_TRUE (spin ([&] { return driver.done; }));
    EXPECT_STREQ (driver.error->message,
                  "cannot search for meters: the driver “no-such” is not loaded");
}

TEST_F (MeterScan, EndsWhenItIsCancelled)
{
    Scan scan;

    open ();
    begin (scan, "1-247", 20);
    ASSERT_TRUE (spin ([&] { return scan.n_done >= 2; }));
    g_cancellable_cancel (scan.cancellable);
    ASSERT_TRUE (spin ([&] { return scan.done; }));
    EXPECT_TRUE (g_error_matches (scan.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
    EXPECT_LT (scan.n_done, 247u);
}

TEST (UnitSet, ReadsNumbersAndRanges)
{
    const struct {
        const char *text;
        guint count; // 0: it is refused
    } rows[] = {
        { "1-247", 247 }, { "5", 1 },    { "1,5,10-20", 13 }, { "3,3,2-4", 3 }, { "247", 1 },
        { "", 0 },        { "0", 0 },    { "248", 0 },        { "1-248", 0 },   { "5-4", 0 },
        { "1,", 0 },      { ",1", 0 },   { "1--2", 0 },       { "-5", 0 },      { "5-", 0 },
        { "a", 0 },       { "1 2", 0 },  { "1-2-3", 0 },      { "0x5", 0 },     { "1;2", 0 },
        { "1.5", 0 },     { "1, 2", 0 },
    };

    for (const auto &row : rows) {
        g_autoptr (GError) error = nullptr;
        WattleUnitSet set;

        EXPECT_EQ (wattle_unit_set_parse (&set, row.text, &error), row.count > 0) << row.text;
        EXPECT_EQ (error == nullptr, row.count > 0) << row.text;
        if (row.count > 0) {
            EXPECT_EQ (set.count, row.count) << row.text;
        }
    }
}

TEST (UnitSet, SaysWhatIsAllowed)
{
    g_autoptr (GError) error = nullptr;
    WattleUnitSet set;

    EXPECT_FALSE (wattle_unit_set_parse (&set, "1-300", &error));
    EXPECT_STREQ (error->message,
                  "the units “1-300” are not understood; allowed are numbers from 1 "
                  "to 247 and ranges of them, such as 1,5,10-20");
}

} // namespace
