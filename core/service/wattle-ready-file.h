/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-broker.h"

G_BEGIN_DECLS

/* Tells a script that the host is up and how to reach it: `{"broker":{"host","port","username",
 * "password"},"bus":ADDRESS or null}`, written whole and readable by its owner only. */
/* @bus: address of the bus the host is on, or NULL. */
gboolean
wattle_ready_file_write (const char *path, WattleBroker *broker, const char *bus, GError **error);

G_END_DECLS
