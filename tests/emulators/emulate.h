/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define EMULATE_EXIT_USAGE 2

/* An emulator is a file with a function like this; arguments begin with the subcommand's name. */
typedef int (*EmulateFunc) (int argc, char **argv);

int emulate_iskra_sg (int argc, char **argv);
int emulate_modbus_meter (int argc, char **argv);
int emulate_smart_ems (int argc, char **argv);
int emulate_smart_maic (int argc, char **argv);
int emulate_smappee (int argc, char **argv);

int emulate_fail (const GError *error);
/* @path: NULL: nobody waits for it. @json: one line. */
gboolean emulate_write_ready_text (const char *path, const char *json, GError **error);
/* @udp_port: 0 if it listens on none
 * @modbus_port: the same
 * @root_topic: (nullable): what its topics begin with at a broker */
gboolean emulate_write_ready_file (const char *path,
                                   guint http_port,
                                   guint udp_port,
                                   guint modbus_port,
                                   const char *root_topic,
                                   GError **error);
void emulate_catch_signals (void);
void emulate_run_until_signal (void);

G_END_DECLS
