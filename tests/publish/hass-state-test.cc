// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/wattle-hass-state.h"

#include <gtest/gtest.h>

#include "model/wattle-entity-private.h"
#include "support/test-device.h"

using namespace wattle_test;

namespace
{

class HassState : public testing::Test
{
  protected:
    ~HassState () override
    {
        g_clear_pointer (&state, wattle_hass_state_free);
        g_object_unref (device);
    }

    void
    set_entities (const std::vector<WattleEntitySpec> &specs)
    {
        wattle_device_set_entities (device, specs.data (), (guint)specs.size ());
        g_clear_pointer (&state, wattle_hass_state_free);
        state = wattle_hass_state_new (nullptr, "meter", device);
    }

    std::string
    message ()
    {
        g_autoptr (GString) buffer = g_string_new (nullptr);

        wattle_hass_state_append (state, buffer);
        return buffer->str;
    }

    void
    report_power (double value)
    {
        report (device,
                [=] (WattleDevice *self) { wattle_device_report (self, "active_power", value); });
    }

    WattleDevice *device = make_device ();
    WattleHassState *state = nullptr;
};

void
set_quality (WattleEntity *entity, WattleQuality quality, gint64 when = 0)
{
    WattleValue value = { WATTLE_VALUE_NUMBER, wattle_entity_get_number (entity) };
    WattleReadingTime time = { .wall = when };

    wattle_entity_store (entity, &value, quality, &time);
}

} // namespace

TEST_F (HassState, HoldsEveryEntityEvenWithoutAValue)
{
    set_entities ({ { .quantity = WATTLE_QUANTITY_ACTIVE_POWER },
                    { .quantity = WATTLE_QUANTITY_ENERGY,
                      .direction = WATTLE_DIRECTION_IMPORT,
                      .counter = WATTLE_COUNTER_RESETTABLE },
                    { .key = "link", .quantity = WATTLE_QUANTITY_CONNECTIVITY },
                    { .key = "fault", .quantity = WATTLE_QUANTITY_PROBLEM },
                    { .key = "note", .quantity = WATTLE_QUANTITY_TEXT } });
    EXPECT_EQ (message (), R"({"active_power":null,"energy_import":null,"link":null,"fault":null,)"
                           R"("note":null})");
    EXPECT_FALSE (wattle_hass_state_is_known (state));

    report (device, [] (WattleDevice *self) {
        wattle_device_report (self, "active_power", -230.04);
        wattle_device_report (self, "energy_import", 1234567);
        wattle_device_report_boolean (self, "link", TRUE);
        wattle_device_report_boolean (self, "fault", FALSE);
        wattle_device_report_text (self, "note", "say \"hm\" \\ °");
    });
    EXPECT_EQ (message (), R"({"active_power":-230.0,"energy_import":1234.567,"link":"ON",)"
                           R"("fault":"OFF","note":"say \"hm\" \\ °"})");
    EXPECT_TRUE (wattle_hass_state_is_known (state));
}

TEST_F (HassState, SaysNullForWhatIsStaleOrMissing)
{
    set_entities (
        { { .quantity = WATTLE_QUANTITY_ACTIVE_POWER }, { .quantity = WATTLE_QUANTITY_VOLTAGE } });
    report (device, [] (WattleDevice *self) {
        wattle_device_report (self, "active_power", 5);
        wattle_device_report (self, "voltage", 230);
    });
    set_quality (wattle_device_get_entity (device, 0), WATTLE_QUALITY_STALE);
    EXPECT_EQ (message (), R"({"active_power":null,"voltage":230.0})");

    set_quality (wattle_device_get_entity (device, 0), WATTLE_QUALITY_HELD);
    report (device, [] (WattleDevice *self) { wattle_device_report_missing (self, "voltage"); });
    EXPECT_EQ (message (), R"({"active_power":5.0,"voltage":null})");
}

TEST_F (HassState, SaysNullForAWordThatWasNotAnnounced)
{
    set_entities ({ { .key = "mode", .quantity = WATTLE_QUANTITY_ENUM, .options = "eco|boost" } });
    report (device, [] (WattleDevice *self) { wattle_device_report_text (self, "mode", "boost"); });
    EXPECT_EQ (message (), R"({"mode":"boost"})");
    report (device, [] (WattleDevice *self) { wattle_device_report_text (self, "mode", "turbo"); });
    EXPECT_EQ (message (), R"({"mode":null})");
}

TEST_F (HassState, IsAnEmptyObjectWithoutEntities)
{
    set_entities ({});
    EXPECT_EQ (message (), "{}");
}

TEST_F (HassState, MovesAtTheDeadBandCountedFromTheLastMessage)
{
    set_entities ({ { .quantity = WATTLE_QUANTITY_ACTIVE_POWER } }); // dead band 1 W
    EXPECT_FALSE (wattle_hass_state_has_moved (state));
    report_power (100);
    EXPECT_TRUE (wattle_hass_state_has_moved (state));
    wattle_hass_state_remember (state);
    EXPECT_FALSE (wattle_hass_state_has_moved (state));

    report_power (100.6);
    EXPECT_FALSE (wattle_hass_state_has_moved (state));
    report_power (101.0);
    EXPECT_TRUE (wattle_hass_state_has_moved (state));
    report_power (99.5);
    EXPECT_FALSE (wattle_hass_state_has_moved (state));
    report_power (98.9);
    EXPECT_TRUE (wattle_hass_state_has_moved (state));
}

TEST_F (HassState, TellsTheQualityOfEveryEntityAndTheTimeOfOneThatIsNotGood)
{
    auto attributes = [&] {
        g_autoptr (GString) buffer = g_string_new (nullptr);

        wattle_hass_state_append_attributes (state, buffer);
        return std::string (buffer->str);
    };
    const std::string note = R"(,"note":{"quality":"missing"}})";
    const std::string power = R"({"active_power":{"quality":)";
    const gint64 noon = G_GINT64_CONSTANT (1780315200) * G_USEC_PER_SEC;

    set_entities ({ { .quantity = WATTLE_QUANTITY_ACTIVE_POWER },
                    { .key = "note", .quantity = WATTLE_QUANTITY_TEXT } });
    EXPECT_EQ (attributes (), power + R"("missing"})" + note);
    EXPECT_FALSE (wattle_hass_state_has_turned (state));

    WattleEntity *entity = wattle_device_get_entity (device, 0);
    set_quality (entity, WATTLE_QUALITY_HELD, noon);
    EXPECT_TRUE (wattle_hass_state_has_turned (state));
    EXPECT_EQ (attributes (), power + R"("held","time":"2026-06-01T12:00:00Z"})" + note);
    wattle_hass_state_remember (state);
    EXPECT_FALSE (wattle_hass_state_has_turned (state));
    set_quality (entity, WATTLE_QUALITY_SUSPECT, 1);
    EXPECT_EQ (attributes (), power + R"("suspect","time":"1970-01-01T00:00:00Z"})" + note);

    set_quality (entity, WATTLE_QUALITY_GOOD, noon);
    std::string good = attributes ();
    EXPECT_EQ (good, power + R"("good"})" + note);
    set_quality (entity, WATTLE_QUALITY_GOOD, noon + G_USEC_PER_SEC);
    EXPECT_EQ (attributes (), good) << "Home Assistant would keep every change";
    set_entities ({});
    EXPECT_EQ (attributes (), "{}");
}

TEST_F (HassState, MovesWithQualityTextAndTruth)
{
    set_entities ({ { .quantity = WATTLE_QUANTITY_ACTIVE_POWER },
                    { .key = "link", .quantity = WATTLE_QUANTITY_CONNECTIVITY },
                    { .key = "note", .quantity = WATTLE_QUANTITY_TEXT } });
    auto step = [&] (double power, gboolean link, const char *note) {
        report (device, [=] (WattleDevice *self) {
            wattle_device_report (self, "active_power", power);
            wattle_device_report_boolean (self, "link", link);
            wattle_device_report_text (self, "note", note);
        });
        bool moved = wattle_hass_state_has_moved (state);
        wattle_hass_state_remember (state);
        return moved;
    };

    EXPECT_TRUE (step (5, TRUE, "a"));
    EXPECT_FALSE (step (5, TRUE, "a"));
    EXPECT_TRUE (step (5, FALSE, "a"));
    EXPECT_TRUE (step (5, FALSE, "b"));
    set_quality (wattle_device_get_entity (device, 0), WATTLE_QUALITY_STALE);
    EXPECT_TRUE (wattle_hass_state_has_moved (state));
}
