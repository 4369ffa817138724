/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gunixfdlist.h>

#include "wattle-cli.h"

G_BEGIN_DECLS

/* The way to the host. Every call runs the main loop until its answer is there. */

/* Fills in the connection, the objects and the manager, if that was not done before. */
gboolean wattle_cli_bus_connect (WattleCli *cli, GError **error);
void wattle_cli_bus_disconnect (WattleCli *cli);

/* Calls a method of @proxy. Takes @parameters; NULL stands for none. */
GVariant *
wattle_cli_bus_ask (gpointer proxy, const char *method, GVariant *parameters, GError **error);

/* The same for a method that changes something: polkit may ask the person, who may think about it.
 */
GVariant *
wattle_cli_bus_change (gpointer proxy, const char *method, GVariant *parameters, GError **error);

/* The same with files. @given and @returned may be NULL. */
GVariant *wattle_cli_bus_change_with_files (gpointer proxy,
                                            const char *method,
                                            GVariant *parameters,
                                            GUnixFDList *given,
                                            GUnixFDList **returned,
                                            GError **error);

/* A method that returns one file to read from; -1: it failed. */
int wattle_cli_bus_open (gpointer proxy, const char *method, GVariant *parameters, GError **error);

/* The same without waiting for the answer. The host takes no call that does not want one, so it is
 * not enough to leave out the callback. */
void wattle_cli_bus_tell (gpointer proxy, const char *method, GVariant *parameters);

/* Runs the main loop until an asynchronous call is finished: as its callback, with a zeroed
 * GAsyncResult * as its data. */
void wattle_cli_bus_note_result (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *wattle_cli_bus_await (GAsyncResult **result);

G_END_DECLS
