/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "wattle-cli-json.h"

G_BEGIN_DECLS

/* Dictionaries of the bus (a{sv}) as objects of JSON, member by member, so that the shape does not
 * hang on what the host happens to put in. */

typedef enum {
    WATTLE_CLI_FIELD_VALUE,    /* a number, a boolean or a text; null for everything else */
    WATTLE_CLI_FIELD_WORD,     /* null if empty */
    WATTLE_CLI_FIELD_TIME,     /* x, µs of wall time */
    WATTLE_CLI_FIELD_SENTENCE, /* in English, because programs read it; null if empty */
    WATTLE_CLI_FIELD_TEXTS,    /* as */
    WATTLE_CLI_FIELD_PAIRS,    /* a{ss} */
} WattleCliFieldKind;

typedef struct {
    const char *key;  /* in the dictionary */
    const char *name; /* of the member; NULL: the same */
    WattleCliFieldKind kind;
} WattleCliField;

void wattle_cli_fields_add (WattleCliJson *json,
                            GVariant *dict,
                            const WattleCliField *fields,
                            guint n_fields);

/* An array of objects, of a list of dictionaries (aa{sv}). */
void wattle_cli_fields_add_list (WattleCliJson *json,
                                 const char *name,
                                 GVariant *list,
                                 const WattleCliField *fields,
                                 guint n_fields);
void wattle_cli_fields_print_list (GVariant *list, const WattleCliField *fields, guint n_fields);

void wattle_cli_fields_add_value (WattleCliJson *json, const char *name, GVariant *value);
void wattle_cli_fields_add_pairs (WattleCliJson *json, const char *name, GVariant *pairs);

/* The text at @key of a dictionary; empty if there is none. */
const char *wattle_cli_fields_get_text (GVariant *dict, const char *key);

G_END_DECLS
