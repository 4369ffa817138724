/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the log goes: the journal if the service manager listens there, else standard error with
 * the time in front. @verbose shows more than changes of state. G_MESSAGES_DEBUG works as ever. */
void wattle_log_init (gboolean verbose);

G_END_DECLS
