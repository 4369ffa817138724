/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WATTLE_TYPE_COMMAND (wattle_command_get_type ())
G_DECLARE_FINAL_TYPE (WattleCommand, wattle_command, WATTLE, COMMAND, GObject)

WattleCommand *wattle_command_new_action (const char *name);
WattleCommand *wattle_command_new_boolean (const char *output, gboolean value);
WattleCommand *wattle_command_new_number (const char *output, double value);
WattleCommand *wattle_command_new_text (const char *output, const char *value);
WattleCommand *wattle_command_new_counter (const char *counter, double value);

gboolean wattle_command_is_action (WattleCommand *self);
gboolean wattle_command_is_counter (WattleCommand *self);
const char *wattle_command_get_name (WattleCommand *self);
gboolean wattle_command_get_boolean (WattleCommand *self);
double wattle_command_get_number (WattleCommand *self);
const char *wattle_command_get_text (WattleCommand *self);

G_END_DECLS
