/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli.h"

G_BEGIN_DECLS

/* Calls a method of @proxy that makes a job, shows how far it is on a terminal, and waits for its
 * end; Ctrl-C cancels it. Returns its result. Takes @parameters. */
GVariant *wattle_cli_job_run (WattleCli *cli,
                              gpointer proxy,
                              const char *method,
                              GVariant *parameters,
                              GError **error);

/* The same; @details is what a job that has failed tells about it, to be freed, else left alone. */
GVariant *wattle_cli_job_try (WattleCli *cli,
                              gpointer proxy,
                              const char *method,
                              GVariant *parameters,
                              GVariant **details,
                              GError **error);

/* "[#####     ] 50 %  what it does", at most @width columns; below 0 how far is not known. */
char *wattle_cli_job_describe (double progress, const char *message, guint width);

G_END_DECLS
