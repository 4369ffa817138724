/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "smappee-box.h"

G_BEGIN_DECLS

/* What is said on the command line, checked. */
typedef struct {
    int port;
    int modbus;
    int control;
    char *address;
    char *ready_file;
    char *model;
    char *topology;
    int hubs;
    gboolean fill;
    int serial_offset;
    char *firmware;
    char *password;
    char *mqtt;
    char *mqtt_user;
    char *mqtt_password;
    gboolean wrapped;
    char *names;
    char *maps;
    gboolean interval_ct;
    double speed;
    char *start_time;

    SmappeeBoxSettings settings;
    char *mqtt_host;
    guint mqtt_port;
    gint64 start;
} SmappeeOptions;

gboolean smappee_options_parse (SmappeeOptions *options, int argc, char **argv, GError **error);
void smappee_options_clear (SmappeeOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SmappeeOptions, smappee_options_clear)

G_END_DECLS
