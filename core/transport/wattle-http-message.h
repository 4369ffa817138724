/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "wattle-link.h"

G_BEGIN_DECLS

/* The request of @call to the endpoint at @uri, with its placeholders filled in; redirects are not
 * followed. NULL: it cannot be sent. */
SoupMessage *wattle_http_message_new (const char *uri, WattleLinkCall *call, GError **error);

G_END_DECLS
