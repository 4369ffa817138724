/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "smart-ems.h"

G_BEGIN_DECLS

typedef struct {
    int port;
    int https;   /* -1: none */
    int udp;     /* the same */
    int control; /* the same */
    int udp_reply;
    char *address;
    char *ready_file;
    char *generation;
    char *firmware;
    char *mac;
    char *name;
    char *user;
    char *password;
    gboolean auth;
    char *mqtt;
    char *mqtt_host;
    guint mqtt_port;
    char *mqtt_user;
    char *mqtt_password;
    char *prefix;
    int mqtt_interval;
    char **faults;
    char *start_time;
    double speed;
    gint64 start;
    SmartEmsGeneration board;
} SmartEmsOptions;

gboolean smart_ems_options_parse (SmartEmsOptions *options, int argc, char **argv, GError **error);
void smart_ems_options_clear (SmartEmsOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SmartEmsOptions, smart_ems_options_clear)

G_END_DECLS
