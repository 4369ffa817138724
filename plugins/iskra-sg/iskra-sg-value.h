/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

/* One value in any of the forms the gateway sends. */
typedef struct {
    gboolean known;        /* there is a number that can be read */
    double number;         /* in the base unit */
    const char *character; /* load character behind a power factor, or NULL */
} IskraSgValue;

/* An entity and what an answer says about it. */
typedef struct {
    WattleEntitySpec spec; /* key and name are owned, the key is never NULL */
    WattleValueType type;  /* WATTLE_VALUE_NONE: the device lacks it */
    double number;
    gboolean boolean;
    char *text;
} IskraSgReading;

gboolean iskra_sg_value_scale (const char *text, const char *unit, double *factor);
IskraSgValue iskra_sg_value_read (JsonNode *node, const char *unit, const char *fallback_unit);
char *iskra_sg_value_dup_text (JsonObject *object, const char *member);
gboolean iskra_sg_value_is_given (JsonObject *object, const char *member);

GPtrArray *iskra_sg_readings_new (void);
IskraSgReading *iskra_sg_readings_add (GPtrArray *readings, const WattleEntitySpec *spec);
void iskra_sg_readings_add_value (GPtrArray *readings,
                                  const WattleEntitySpec *spec,
                                  const IskraSgValue *value);
void
iskra_sg_readings_add_text (GPtrArray *readings, const WattleEntitySpec *spec, const char *text);
const IskraSgReading *iskra_sg_readings_find (GPtrArray *readings, const char *key);

G_END_DECLS
