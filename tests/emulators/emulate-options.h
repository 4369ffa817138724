/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the options of all emulators have in common. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* @title: what the emulator is, for the help text. */
gboolean emulate_options_parse (const char *title,
                                const GOptionEntry *entries,
                                int *argc,
                                char ***argv,
                                GError **error);

/* Returns FALSE. */
gboolean emulate_options_refuse (GError **error, const char *text);

/* @min: 0, or -1 for an option that may be missing. */
gboolean emulate_options_check_port (const char *name, int port, int min, GError **error);
gboolean emulate_options_check_speed (double speed, GError **error);

/* @start: µs since 1970. @text: NULL: now. */
gboolean emulate_options_read_start (const char *text, gint64 *start, GError **error);

/* @text: of --mqtt; NULL: @host is NULL */
gboolean emulate_options_read_broker (const char *text, char **host, guint *port, GError **error);

G_END_DECLS
