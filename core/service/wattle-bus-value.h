/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-device-check.h"
#include "engine/wattle-problems.h"
#include "model/wattle-device.h"

G_BEGIN_DECLS

/* The model as it goes over the bus; the forms are described in data/dbus. What is returned is
 * floating. */

GVariant *wattle_bus_value_message (const WattleMessage *message); /* a{sv}; NULL: empty */
GVariant *wattle_bus_value_problems (WattleProblems *problems);    /* aa{sv} */
GVariant *wattle_bus_value_findings (GPtrArray *findings);         /* aa{sv} */

/* Returns @value, in a form that takes a tenth of the memory: for what is kept. */
GVariant *wattle_bus_value_flatten (GVariant *value);

GVariant *wattle_bus_value_entities (WattleDevice *device); /* a{sa{sv}}, flattened */
GVariant *wattle_bus_value_reading (WattleEntity *entity);  /* (vxy) */
GVariant *wattle_bus_value_readings (WattleDevice *device); /* a{s(vxy)} */
GVariant *wattle_bus_value_actions (WattleDevice *device);  /* a{ss} */

/* a{sv} of one model of a driver */
GVariant *wattle_bus_value_schema (WattleCatalog *catalog, const char *driver, const char *model);

/* A member of a dictionary; NULL becomes an empty text, as the bus has no NULL. */
void wattle_bus_value_insert_text (GVariantDict *dict, const char *key, const char *text);

/* The sentence of an error as JSON, as the message of a D-Bus error. */
char *wattle_bus_value_error_text (const GError *error);

G_END_DECLS
