/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "smart-maic.h"

G_BEGIN_DECLS

/* What is said on the command line, checked. */
typedef struct {
    int port;
    int control; /* -1: none */
    char *address;
    char *ready_file;
    char *devid;
    char *pin;
    char *model_text;
    char *grade_text;
    char *mqtt;
    char *mqtt_user;
    char *mqtt_password;
    char *prefix;
    char *separator;
    char *form;
    int interval;
    char *on_phrase;
    char *off_phrase;
    gboolean no_control;
    gboolean newer_firmware;
    gboolean old_firmware;
    gboolean fahrenheit;
    double speed;
    char *start_time;

    SmartMaicModel model;
    SmartMaicGrade grade;
    SmartMaicForms forms;
    char *mqtt_host;
    guint mqtt_port;
    gint64 start;
} SmartMaicOptions;

gboolean
smart_maic_options_parse (SmartMaicOptions *options, int argc, char **argv, GError **error);
void smart_maic_options_clear (SmartMaicOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SmartMaicOptions, smart_maic_options_clear)

G_END_DECLS
