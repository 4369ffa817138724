/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-mdns-service.h"

G_BEGIN_DECLS

/* A longer TXT record is refused, in bytes; and a longer entry of it. */
#define WATTLE_MDNS_REPLY_TXT_MAX   4096
#define WATTLE_MDNS_REPLY_ENTRY_MAX 255

/* What Avahi says of a service: (iissssisqaayu). Its texts come from the network, as anybody may
 * announce anything. @service_type: what was searched for. NULL: it is not usable. */
WattleMdnsService *
wattle_mdns_reply_read (GVariant *reply, const char *service_type, GError **error);

G_END_DECLS
