/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-json.h"
#include "wattle-cli-text.h"
#include "wattle-dbus.h"

G_BEGIN_DECLS

/* What a device says of one of its entities, see data/dbus/org.wattle.Wattle1.Readings.xml. */
typedef struct {
    char *key;
    char *name;
    char *unit;
    GVariant *value; /* d, b or s; NULL: there is none */
    gint64 time;     /* wall time; 0: never */
    guint quality;
    int decimals;
    guint phase;
    guint order;
    gboolean side; /* about the device, or off unless somebody wants it */
    gboolean output;
    gboolean fresh; /* while it is being updated */
} WattleCliReading;

/* @entities: as of the property Entities; @values: as of GetValues(), or NULL. In the order of the
 * device. */
GPtrArray *wattle_cli_reading_list (GVariant *entities, GVariant *values);
WattleCliReading *wattle_cli_reading_find (GPtrArray *readings, const char *key);

/* Takes over what is in a signal Changed. @changed: called for each, in the order of the device;
 * may be NULL. */
void wattle_cli_reading_update (GPtrArray *readings,
                                GVariant *values,
                                void (*changed) (WattleCliReading *reading, gpointer user_data),
                                gpointer user_data);

/* What an entity is called, in the language of the person. */
char *wattle_cli_reading_translate_name (const char *name);

/* For people: the value with the digits that mean something, without its unit. */
char *wattle_cli_reading_format (const WattleCliReading *self);
const char *wattle_cli_reading_get_quality (const WattleCliReading *self);
WattleCliStyle wattle_cli_reading_get_style (const WattleCliReading *self);
/* Of the quality; empty if it is good, as most are. */
const char *wattle_cli_reading_get_doubt (const WattleCliReading *self);

/* The members value, unit, quality and time. */
void wattle_cli_reading_add_members (const WattleCliReading *self, WattleCliJson *json);

void wattle_cli_reading_free (WattleCliReading *self);

G_END_DECLS
