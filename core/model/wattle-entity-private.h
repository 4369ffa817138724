/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* For the host only: what writes into the model. Not installed. */
#pragma once

#include "wattle-entity.h"

G_BEGIN_DECLS

/* A value on its way into the model. @text belongs to whoever holds the value. */
typedef struct {
    WattleValueType type;
    double number;
    gboolean boolean;
    char *text;
} WattleValue;

void wattle_value_clear (WattleValue *value);

/* When an answer was received, and how long what it says counts as current. */
typedef struct {
    gint64 wall;
    gint64 monotonic;
    gint64 max_age; /* 0: for as long as the device is there */
    gint64 stood;   /* how long the device's own time had stood still by then */
} WattleReadingTime;

/* Takes over @value. A missing value has type WATTLE_VALUE_NONE; a number that is said to be
 * missing is withheld. */
void wattle_entity_store (WattleEntity *self,
                          WattleValue *value,
                          WattleQuality quality,
                          const WattleReadingTime *time);

/* Lets a number in that was withheld, with the time it was read at; returns whether there was one
 * and nothing came after it. */
gboolean wattle_entity_release (WattleEntity *self, double number, WattleQuality quality);

/* Whether it stands in the batch of its device. */
gboolean wattle_entity_is_noted (WattleEntity *self);
void wattle_entity_set_noted (WattleEntity *self, gboolean noted);

/* What is to be told of it beside its value: members of a JSON object, without braces and commas
 * around them; NULL: nothing. @count: how often that has changed. */
void wattle_entity_set_attributes (WattleEntity *self, const char *members);
const char *wattle_entity_get_attributes (WattleEntity *self, guint *count);

/* Marks a value that is no longer current; returns whether that is new. @now is monotonic time. */
gboolean wattle_entity_expire (WattleEntity *self, gint64 now, gboolean device_away);

G_END_DECLS
