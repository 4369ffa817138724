/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"

G_BEGIN_DECLS

typedef struct {
    const char *config_dir;
    const char *state_dir;
    const char *plugin_dir; /* NULL: where plugins are installed */
    const char *record_dir; /* NULL: none; else recordings of all devices are written there */
    const char *ready_file; /* NULL: none; else written when every device has answered or failed */
    gboolean verbose;
    gboolean session; /* for one person: that person's plugins are trusted as root's are */
} WattleDaemonSettings;

/* Makes the parts of the host and joins them. */
#define WATTLE_TYPE_DAEMON (wattle_daemon_get_type ())
G_DECLARE_FINAL_TYPE (WattleDaemon, wattle_daemon, WATTLE, DAEMON, GObject)

WattleDaemon *wattle_daemon_new (const WattleDaemonSettings *settings, WattleClock *clock);

/* Reads the configuration and says what is wrong with it. Returns how many problems there are. */
guint wattle_daemon_check (WattleDaemon *self);

void wattle_daemon_start (WattleDaemon *self);

/* Reads the files again and restarts what has changed. */
void wattle_daemon_reload (WattleDaemon *self);

/* Devices offline, broker flushed. @done is called once, within 5 s. */
void wattle_daemon_stop (WattleDaemon *self, WattleClockFunc done, gpointer user_data);

G_END_DECLS
