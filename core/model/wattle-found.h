/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-request.h"

G_BEGIN_DECLS

#define WATTLE_TYPE_FOUND (wattle_found_get_type ())
G_DECLARE_FINAL_TYPE (WattleFound, wattle_found, WATTLE, FOUND, GObject)

WattleFound *wattle_found_new (void);

void wattle_found_set_model (WattleFound *self, const char *model);
void wattle_found_set_serial (WattleFound *self, const char *serial);
void wattle_found_set_name (WattleFound *self, const char *name);
void wattle_found_set_id (WattleFound *self, const char *id);
void wattle_found_set_link (WattleFound *self, WattleLinkKind kind, const char *uri);
void wattle_found_set_option (WattleFound *self, const char *key, const char *text);

const char *wattle_found_get_model (WattleFound *self);
const char *wattle_found_get_serial (WattleFound *self);
const char *wattle_found_get_name (WattleFound *self);
const char *wattle_found_get_id (WattleFound *self);
const char *wattle_found_get_link (WattleFound *self, WattleLinkKind kind);
const char *wattle_found_get_option (WattleFound *self, const char *key);
char **wattle_found_list_options (WattleFound *self);
char *wattle_found_make_id (WattleFound *self, const char *driver);

G_END_DECLS
