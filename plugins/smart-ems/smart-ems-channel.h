/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a box has, and how each of the two generations calls it. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

typedef enum {
    SMART_EMS_LK35,
    SMART_EMS_LK4,
    SMART_EMS_N_GENERATIONS,
} SmartEmsGeneration;

typedef enum {
    SMART_EMS_OUTPUT,
    SMART_EMS_EVENT,
    SMART_EMS_PWM,
    SMART_EMS_PWM_DUTY,
    SMART_EMS_PWM_FREQUENCY,
    SMART_EMS_INPUT,
    SMART_EMS_DS,
    SMART_EMS_VARIABLE,
    SMART_EMS_ANALOG,
    SMART_EMS_POWER,
    SMART_EMS_ENERGY,
    SMART_EMS_DIFFERENCE,
    SMART_EMS_AIR_TEMPERATURE,
    SMART_EMS_AIR_HUMIDITY,
    SMART_EMS_AIR_PRESSURE,
    SMART_EMS_DEW_POINT,
    SMART_EMS_PM1,
    SMART_EMS_PM25,
    SMART_EMS_PM4,
    SMART_EMS_PM10,
    SMART_EMS_CARBON_DIOXIDE,
    SMART_EMS_DISTANCE,
    SMART_EMS_BOARD_TEMPERATURE,
    SMART_EMS_SUPPLY_VOLTAGE,
    SMART_EMS_N_CHANNELS,
} SmartEmsChannel;

/* Of any channel, of both generations. The numbers are those of the box, but for outputs: these are
 * counted from 0, as the terminals are, whatever the board calls the first one. So a circuit is the
 * same output when another board takes the place of the first. */
#define SMART_EMS_MAX_NUMBER 30

/* A member of the answers of one generation: its stem, which a number follows unless @first and
 * @last are both SMART_EMS_ALONE, and what its numbers are divided by. */
typedef struct {
    const char *member; /* NULL: it has none, or several in one */
    guint first;
    guint last;
    double divisor;
    guint shift; /* from the number here to that of the board */
} SmartEmsMember;

#define SMART_EMS_ALONE G_MAXUINT

typedef struct {
    const char *key; /* of the entity; a number follows unless it stands alone */
    const char *name;
    WattleQuantity quantity;
    WattleEntityFlags flags;
    const char *option; /* by which a person says what it means; NULL: that is known */
    const char *topic;  /* of messages; a number follows likewise; NULL: as no such message */
    SmartEmsMember members[SMART_EMS_N_GENERATIONS];
} SmartEmsChannelInfo;

const SmartEmsChannelInfo *smart_ems_channel_get_info (SmartEmsChannel channel);
char *smart_ems_channel_make_key (SmartEmsChannel channel, guint number);
char *smart_ems_channel_make_name (SmartEmsChannel channel, guint number);
char *smart_ems_channel_make_member (const SmartEmsMember *member, guint number);
gboolean smart_ems_channel_is_boolean (SmartEmsChannel channel);

/* Whether the box of one generation or the other has it. */
gboolean smart_ems_channel_has (SmartEmsChannel channel, guint number);
gboolean smart_ems_channel_find_topic (const char *topic,
                                       SmartEmsGeneration generation,
                                       SmartEmsChannel *channel,
                                       guint *number);
gboolean smart_ems_channel_find_key (const char *key, SmartEmsChannel *channel, guint *number);

G_END_DECLS
