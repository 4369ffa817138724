/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * WattleQuantity:
 *
 * What a reading measures. The quantity alone fixes unit, precision, dead band and the words Home
 * Assistant wants; plugin code never writes those.
 *
 * Sign: import from the grid, consumption and charging are positive.
 */
typedef enum {
    WATTLE_QUANTITY_ACTIVE_POWER,
    WATTLE_QUANTITY_REACTIVE_POWER,
    WATTLE_QUANTITY_APPARENT_POWER,
    WATTLE_QUANTITY_POWER_FACTOR,
    WATTLE_QUANTITY_LOAD_CHARACTER,
    WATTLE_QUANTITY_PHASE_ANGLE,
    WATTLE_QUANTITY_VOLTAGE,
    WATTLE_QUANTITY_CURRENT,
    WATTLE_QUANTITY_FREQUENCY,
    WATTLE_QUANTITY_VOLTAGE_THD,
    WATTLE_QUANTITY_CURRENT_THD,
    WATTLE_QUANTITY_ENERGY,
    WATTLE_QUANTITY_REACTIVE_ENERGY,
    WATTLE_QUANTITY_APPARENT_ENERGY,
    WATTLE_QUANTITY_TEMPERATURE,
    WATTLE_QUANTITY_HUMIDITY,
    WATTLE_QUANTITY_PRESSURE,
    WATTLE_QUANTITY_CARBON_DIOXIDE,
    WATTLE_QUANTITY_PM1,
    WATTLE_QUANTITY_PM25,
    WATTLE_QUANTITY_PM10,
    WATTLE_QUANTITY_VOLUME,
    WATTLE_QUANTITY_COUNT,
    WATTLE_QUANTITY_DURATION,
    WATTLE_QUANTITY_SIGNAL_STRENGTH,
    WATTLE_QUANTITY_TIMESTAMP,
    WATTLE_QUANTITY_TARIFF,
    WATTLE_QUANTITY_PRICE,
    WATTLE_QUANTITY_NUMBER,
    WATTLE_QUANTITY_TEXT,
    WATTLE_QUANTITY_ENUM,
    WATTLE_QUANTITY_SWITCH,
    WATTLE_QUANTITY_CONNECTIVITY,
    WATTLE_QUANTITY_PROBLEM,
    WATTLE_QUANTITY_STATE,
    WATTLE_QUANTITY_LAST = WATTLE_QUANTITY_STATE,
} WattleQuantity;

/**
 * WattleCounterKind:
 * @WATTLE_COUNTER_NONE: not a counter
 * @WATTLE_COUNTER_LIFETIME: only rises, for the whole life of the device
 * @WATTLE_COUNTER_RESETTABLE: a person may set it to 0
 * @WATTLE_COUNTER_PERIODIC: starts again each day, month or year
 * @WATTLE_COUNTER_READING: the figure on the display; a person may set it to any value
 *
 * How a counter may move.
 */
typedef enum {
    WATTLE_COUNTER_NONE,
    WATTLE_COUNTER_LIFETIME,
    WATTLE_COUNTER_RESETTABLE,
    WATTLE_COUNTER_PERIODIC,
    WATTLE_COUNTER_READING,
} WattleCounterKind;

/**
 * WattleValueType:
 * @WATTLE_VALUE_NONE: no value
 * @WATTLE_VALUE_NUMBER: a number in the unit of the quantity
 * @WATTLE_VALUE_BOOLEAN: on or off
 * @WATTLE_VALUE_TEXT: text
 *
 * What kind of value a reading holds.
 */
typedef enum {
    WATTLE_VALUE_NONE,
    WATTLE_VALUE_NUMBER,
    WATTLE_VALUE_BOOLEAN,
    WATTLE_VALUE_TEXT,
} WattleValueType;

/**
 * WattleQuantityInfo:
 * @key: stem of the entity key, such as `active_power`
 * @name: name for people, untranslated
 * @type: what its readings hold
 * @unit: unit inside Wattle, empty for none
 * @decimals: digits behind the point that carry meaning in @unit
 * @dead_band: a smaller change in @unit is not worth a message
 * @counter: how it moves unless an entity says otherwise
 * @hass_class: (nullable): device class in Home Assistant
 * @hass_unit: unit towards Home Assistant, empty for none
 * @hass_scale: factor from @unit to @hass_unit
 * @hass_decimals: digits behind the point towards Home Assistant
 * @exact: every digit carries meaning, however many there are: what stands under decimals is only
 *   how many of them people see
 *
 * One row of the table of quantities. Classes and units are those Home Assistant accepts from
 * 2024.11 on.
 */
typedef struct {
    const char *key;
    const char *name;
    WattleValueType type;
    const char *unit;
    int decimals;
    double dead_band;
    WattleCounterKind counter;
    const char *hass_class;
    const char *hass_unit;
    double hass_scale;
    int hass_decimals;
    gboolean exact;
} WattleQuantityInfo;

const WattleQuantityInfo *wattle_quantity_get_info (WattleQuantity quantity);
const char *wattle_quantity_get_unit (WattleQuantity quantity);
void wattle_quantity_append_hass (const WattleQuantityInfo *info, double number, GString *buffer);

G_END_DECLS
