// SPDX-License-Identifier: LGPL-2.1-or-later
// What an emulated Smappee tells each five minutes.
#include "smappee-box-broker.h"

using namespace wattle_test;

using SmappeeBoxIntervals = SmappeeBoxBroker;

TEST_F (SmappeeBoxIntervals, IntervalsAreWhatCameTogether)
{
    pass (299);
    gint64 begin_energy = number (live (6), "importEnergy");
    gint64 pulses[2] = { 0, 0 };
    ASSERT_EQ (count ("aggregated"), 1);
    for (int i = 0; i < 4; i++) {
        pass (300);
        JsonObject *sensor = element (list (last ("aggregatedGW"), "gwIntervalDatas"), 0);
        pulses[0] += number (sensor, "index0Delta");
        pulses[1] += number (sensor, "index1Delta");
    }
    EXPECT_EQ (count ("aggregated"), 5);

    JsonObject *interval = element (list (last ("aggregated"), "intervalDatas"), 0);
    JsonObject *pump = element (list (interval, "channelIntervalDatas"), 6);
    EXPECT_EQ (number (interval, "utcEndtime"), now_ms () / 300000 * 300000);
    EXPECT_EQ (number (pump, "publishIndex"), 6);
    EXPECT_NEAR ((double)number (pump, "averageImportRMSActivePower") / 1000,
                 (double)(number (live (6), "importEnergy") - begin_energy) / 1200, 20);
    EXPECT_EQ (number (pump, "averageExportRMSActivePower"), 0);
    EXPECT_NEAR ((double)number (pump, "averageRMSCurrent") / 1000 * 231,
                 (double)number (pump, "averageRMSApparentPower") / 1000, 10);
    EXPECT_GT (number (interval, "alwaysOn"), 100000);
    EXPECT_GE (pulses[0], 3);
    EXPECT_GE (pulses[1], 1);
    EXPECT_GT (pulses[0], pulses[1]);
}

TEST_F (SmappeeBoxIntervals, IntervalsHaveThreeVoltages)
{
    const std::pair<SmappeeBoxTopology, std::vector<int>> cases[] = {
        { SMAPPEE_BOX_TOPOLOGY_STAR, { 231, 230, 232 } },
        { SMAPPEE_BOX_TOPOLOGY_DELTA, { 133, 133, 133 } },
        { SMAPPEE_BOX_TOPOLOGY_ONE, { 231, 0, 0 } },
        { SMAPPEE_BOX_TOPOLOGY_TWO, { 120, 120, 0 } },
    };

    for (const auto &[topology, volts] : cases) {
        begin (of (SMAPPEE_BOX_GENIUS, topology));
        pass (300);
        JsonArray *voltages =
            list (element (list (last ("aggregated"), "intervalDatas"), 0), "averageRMSVoltages");
        ASSERT_EQ (json_array_get_length (voltages), 3u);
        for (guint i = 0; i < 3; i++)
            EXPECT_NEAR ((double)json_array_get_int_element (voltages, i) / 10, volts[i], 4);
    }
}

TEST_F (SmappeeBoxIntervals, IntervalsLookLikeTheExamples)
{
    SmappeeBoxSettings settings = {};

    settings.interval_ct = TRUE;
    begin (settings);
    pass (300);
    EXPECT_EQ (shape (text ("aggregated")), shape (example ("aggregated.json")));
    EXPECT_EQ (shape (text ("aggregatedGW")), shape (example ("aggregatedGW.json")));
    EXPECT_EQ (shape (text ("aggregatedSwitch")), shape (example ("aggregatedSwitch.json")));
    EXPECT_FALSE (probe->last (at ("aggregated"))->retained);
}

TEST_F (SmappeeBoxIntervals, TheSwitchTellsWhatWentThroughIt)
{
    pass (300);
    const double before = channel ("Boiler")->energy.imported;
    pass (300);
    JsonObject *interval = element (list (last ("aggregatedSwitch"), "switchIntervalDatas"), 0);
    EXPECT_EQ (number (interval, "sensorId"), 5);
    EXPECT_NEAR ((double)number (interval, "activePower") / 3600,
                 channel ("Boiler")->energy.imported - before, 0.5);
    probe->publish (at ("plug/2/setstate"), example ("plug_setstate_short.json"));
    ASSERT_TRUE (spin ([&] { return smappee_box_get_plug (box, 2) == std::string ("OFF"); }));
    pass (600);
    interval = element (list (last ("aggregatedSwitch"), "switchIntervalDatas"), 0);
    EXPECT_EQ (number (interval, "activePower"), 0);
}

TEST_F (SmappeeBoxIntervals, AfterAnOutageSeveralIntervalsComeAtOnce)
{
    pass (300);
    broker.stop ();
    ASSERT_TRUE (wait_ready (false));
    wattle_clock_advance (clock, 700 * G_TIME_SPAN_SECOND);
    broker.start ();
    ASSERT_TRUE (wait_ready ());
    MqttProbe later (broker.port (), "#");
    ASSERT_TRUE (spin ([&] { return later.subscribed (); }));
    wattle_clock_advance (clock, G_TIME_SPAN_SECOND);
    ASSERT_TRUE (spin ([&] { return later.count (at ("aggregatedSwitch")) == 1; }));
    JsonArray *intervals = list (parse (later.last (at ("aggregated"))->payload), "intervalDatas");
    ASSERT_EQ (json_array_get_length (intervals), 2u);
    EXPECT_EQ (number (element (intervals, 0), "utcEndtime") + 300000,
               number (element (intervals, 1), "utcEndtime"));
}
