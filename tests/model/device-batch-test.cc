// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/wattle-device-batch.h"

#include <gtest/gtest.h>

class DeviceBatch : public testing::Test
{
  protected:
    DeviceBatch ()
    {
        WattleEntitySpec power_spec = { .quantity = WATTLE_QUANTITY_ACTIVE_POWER };
        WattleEntitySpec text_spec = { .quantity = WATTLE_QUANTITY_TEXT };

        wattle_device_batch_init (&batch);
        power = wattle_entity_new (&power_spec);
        text = wattle_entity_new (&text_spec);
    }

    ~DeviceBatch () override
    {
        wattle_device_batch_clear (&batch);
        g_object_unref (power);
        g_object_unref (text);
    }

    void
    stage (double number)
    {
        WattleValue value = { .type = WATTLE_VALUE_NUMBER, .number = number };

        wattle_device_batch_stage (&batch, power, &value);
    }

    void
    stage_text (const char *word)
    {
        WattleValue value = { .type = WATTLE_VALUE_TEXT, .text = g_strdup (word) };

        wattle_device_batch_stage (&batch, text, &value);
        EXPECT_EQ (value.text, nullptr); // taken over
    }

    WattleDeviceBatch batch;
    WattleEntity *power;
    WattleEntity *text;
};

namespace
{

void
commit (WattleDeviceBatch *batch, gint64 time)
{
    WattleReadingTime when = { time, 0, 0 };

    wattle_device_batch_commit (batch, &when, nullptr, nullptr);
}

} // namespace

TEST_F (DeviceBatch, NothingCountsBeforeItIsCommitted)
{
    stage (5);
    EXPECT_FALSE (wattle_entity_has_value (power));
    EXPECT_EQ (batch.touched->len, 0u);

    commit (&batch, 77);
    EXPECT_DOUBLE_EQ (wattle_entity_get_number (power), 5);
    EXPECT_EQ (wattle_entity_get_time (power), 77);
    EXPECT_EQ (wattle_entity_get_quality (power), WATTLE_QUALITY_GOOD);
    EXPECT_EQ (batch.touched->len, 1u);
}

TEST_F (DeviceBatch, WhatIsDroppedLeavesNoTrace)
{
    stage (5);
    commit (&batch, 1);
    stage (6);
    stage_text ("gone");
    wattle_device_batch_drop (&batch);
    commit (&batch, 2);

    EXPECT_DOUBLE_EQ (wattle_entity_get_number (power), 5);
    EXPECT_EQ (wattle_entity_get_time (power), 1);
    EXPECT_FALSE (wattle_entity_has_value (text));
    EXPECT_EQ (batch.touched->len, 1u);
}

TEST_F (DeviceBatch, TheLaterReadingOfAnAnswerReplacesTheEarlier)
{
    stage (5);
    stage (6);
    commit (&batch, 1);
    EXPECT_DOUBLE_EQ (wattle_entity_get_number (power), 6);
    EXPECT_EQ (batch.touched->len, 1u);
}

TEST_F (DeviceBatch, CollectsSeveralAnswersInOrderOfTheFirstReport)
{
    stage_text ("a");
    commit (&batch, 1);
    stage (6);
    stage_text ("b");
    commit (&batch, 2);

    ASSERT_EQ (batch.touched->len, 2u);
    EXPECT_EQ (batch.touched->pdata[0], (gpointer)text);
    EXPECT_EQ (batch.touched->pdata[1], (gpointer)power);
    EXPECT_STREQ (wattle_entity_get_text (text), "b");
    EXPECT_EQ (wattle_entity_get_time (text), 2);
}

TEST_F (DeviceBatch, NoValueIsMissing)
{
    WattleValue none = { .type = WATTLE_VALUE_NONE };

    stage (5);
    commit (&batch, 1);
    wattle_device_batch_stage (&batch, power, &none);
    commit (&batch, 2);

    EXPECT_EQ (wattle_entity_get_quality (power), WATTLE_QUALITY_MISSING);
    EXPECT_EQ (wattle_entity_get_value_type (power), WATTLE_VALUE_NONE);
    EXPECT_EQ (wattle_entity_get_time (power), 2);
}
