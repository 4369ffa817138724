/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A certificate that the host has refused, as of Manager.Probe(). */

/* Shows it, and asks the person at the terminal; without one nobody is asked, and the answer is
 * no. @uri: whose it is. */
gboolean wattle_cli_certificate_ask (const char *uri, GVariant *certificate);

G_END_DECLS
