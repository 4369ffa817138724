/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-quantity.h"

G_BEGIN_DECLS

/**
 * WattleQuality:
 * @WATTLE_QUALITY_MISSING: the device says it lacks the value, or it was never read
 * @WATTLE_QUALITY_GOOD: as the device gave it
 * @WATTLE_QUALITY_HELD: the last good value, kept for a short, stated reason
 * @WATTLE_QUALITY_STALE: older than it may be
 * @WATTLE_QUALITY_SUSPECT: the counter guard doubts it
 *
 * How far a reading can be trusted.
 */
typedef enum {
    WATTLE_QUALITY_MISSING,
    WATTLE_QUALITY_GOOD,
    WATTLE_QUALITY_HELD,
    WATTLE_QUALITY_STALE,
    WATTLE_QUALITY_SUSPECT,
} WattleQuality;

const char *wattle_quality_get_name (WattleQuality quality);

/**
 * WattleDirection:
 * @WATTLE_DIRECTION_NONE: no direction
 * @WATTLE_DIRECTION_IMPORT: from the grid, consumed or charged
 * @WATTLE_DIRECTION_EXPORT: into the grid, produced or discharged
 *
 * Direction of a counter.
 */
typedef enum {
    WATTLE_DIRECTION_NONE,
    WATTLE_DIRECTION_IMPORT,
    WATTLE_DIRECTION_EXPORT,
} WattleDirection;

/**
 * WattleEntityFlags:
 * @WATTLE_ENTITY_DIAGNOSTIC: about the device, not about what it measures
 * @WATTLE_ENTITY_DISABLED: off in Home Assistant until a person enables it
 * @WATTLE_ENTITY_OUTPUT: can be commanded
 * @WATTLE_ENTITY_ON_CHANGE: reported only when it changes, so it is stale only when its device is
 * @WATTLE_ENTITY_ADJUSTABLE: a counter that can be set in the device, to show what the utility's
 *   meter shows
 *
 * Properties of an entity.
 */
typedef enum {
    WATTLE_ENTITY_DIAGNOSTIC = 1 << 0,
    WATTLE_ENTITY_DISABLED = 1 << 1,
    WATTLE_ENTITY_OUTPUT = 1 << 2,
    WATTLE_ENTITY_ON_CHANGE = 1 << 3,
    WATTLE_ENTITY_ADJUSTABLE = 1 << 4,
} WattleEntityFlags;

/**
 * WattleEntitySpec:
 * @key: (nullable): identifier; %NULL derives it from quantity, direction and phase, as in
 *   `energy_import_l1`
 * @quantity: what it measures
 * @phase: 0 for the total, 1 to 3 for a phase
 * @direction: direction of a counter
 * @flags: properties
 * @name: (nullable): untranslated name; %NULL derives it in the same way
 * @counter: kind of counter; %WATTLE_COUNTER_NONE takes the quantity's
 * @options: (nullable): the words of an enumeration, separated by `|`
 * @min: smallest value that can be commanded
 * @max: largest value that can be commanded
 * @step: step of values that can be commanded
 * @resolution: smallest step a counter makes in its unit; 0 if not known
 * @cadence: seconds after which a pushed value is stale; 0 for polled ones
 * @unit: (nullable): unit of its numbers where the quantity leaves it open, as that of a price;
 *   %NULL takes the quantity's
 *
 * Describes an entity. The strings are copied where a spec is handed over.
 */
typedef struct {
    const char *key;
    WattleQuantity quantity;
    guint phase;
    WattleDirection direction;
    WattleEntityFlags flags;
    const char *name;
    WattleCounterKind counter;
    const char *options;
    double min;
    double max;
    double step;
    double resolution;
    guint cadence;
    const char *unit;
} WattleEntitySpec;

#define WATTLE_TYPE_ENTITY (wattle_entity_get_type ())
G_DECLARE_FINAL_TYPE (WattleEntity, wattle_entity, WATTLE, ENTITY, GObject)

WattleEntity *wattle_entity_new (const WattleEntitySpec *spec);
gboolean wattle_entity_matches (WattleEntity *self, const WattleEntitySpec *spec);
char *wattle_entity_spec_dup_key (const WattleEntitySpec *spec);

const char *wattle_entity_get_key (WattleEntity *self);
const char *wattle_entity_get_name (WattleEntity *self);
const char *wattle_entity_get_unit (WattleEntity *self);
const char *wattle_entity_get_hass_unit (WattleEntity *self);
WattleQuantity wattle_entity_get_quantity (WattleEntity *self);
WattleEntityFlags wattle_entity_get_flags (WattleEntity *self);
const WattleEntitySpec *wattle_entity_get_spec (WattleEntity *self);
const WattleQuantityInfo *wattle_entity_get_info (WattleEntity *self);
WattleCounterKind wattle_entity_get_counter (WattleEntity *self);

WattleValueType wattle_entity_get_value_type (WattleEntity *self);
gboolean wattle_entity_has_value (WattleEntity *self);
double wattle_entity_get_number (WattleEntity *self);
gboolean wattle_entity_get_boolean (WattleEntity *self);
const char *wattle_entity_get_text (WattleEntity *self);
char *wattle_entity_dup_display (WattleEntity *self);
WattleQuality wattle_entity_get_quality (WattleEntity *self);
gint64 wattle_entity_get_time (WattleEntity *self);

G_END_DECLS
