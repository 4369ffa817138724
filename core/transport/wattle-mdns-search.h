/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "base/wattle-clock.h"
#include "model/wattle-frame.h"

G_BEGIN_DECLS

/* So many services are looked at in one search: each once per interface and protocol (IPv4 or IPv6)
 * that it is seen at. */
#define WATTLE_MDNS_SEARCH_SEEN_MAX 512

/* So many addresses are asked for at once, of each family by each protocol: the system bus lets
 * nobody wait for more than 128 answers, and Avahi for five seconds before it says that there is no
 * such address. */
#define WATTLE_MDNS_SEARCH_LOOKUPS_MAX 24

typedef void (*WattleMdnsSearchFunc) (WattleFrame *frame, gpointer user_data);

/* Asks Avahi, over the system bus, for the services of one type (_ssh._tcp) in the networks of this
 * machine, and calls @func with each within @timeout_ms, until the search has ended or was
 * cancelled: once per name, address and port, however many interfaces it is seen at. An address of
 * IPv6 is told at the end, and only if there is none of IPv4. */
void wattle_mdns_search_async (const char *service_type,
                               guint timeout_ms,
                               WattleClock *clock,
                               GCancellable *cancellable,
                               WattleMdnsSearchFunc func,
                               gpointer func_data,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* FALSE: cancelled, or Avahi could not be asked to the end. */
gboolean wattle_mdns_search_finish (GAsyncResult *result, GError **error);

G_END_DECLS
