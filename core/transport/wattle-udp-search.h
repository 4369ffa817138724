/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "base/wattle-clock.h"
#include "model/wattle-catalog.h"
#include "model/wattle-frame.h"

G_BEGIN_DECLS

/* A longer answer is dropped, in bytes. */
#define WATTLE_UDP_SEARCH_ANSWER_MAX 2048

/* So many answers end a search; of one address only the first few count, so that who floods does
 * not hide the others. */
#define WATTLE_UDP_SEARCH_ANSWERS_MAX 256
#define WATTLE_UDP_SEARCH_SENDER_MAX  16

/* So many datagrams of any sort end it too. */
#define WATTLE_UDP_SEARCH_READ_MAX 4096

typedef void (*WattleUdpSearchFunc) (WattleFrame *frame, gpointer user_data);

/* Asks a question once at each target and calls @func for each answer that comes within
 * @timeout_ms, until the search has ended or was cancelled. There is no other way in the program to
 * send a datagram, and what is in it comes from the catalogue of a driver.
 * @targets: ADDRESS or ADDRESS:PORT, the latter instead of the port of @question; NULL: everybody
 *   in the networks of this machine */
void wattle_udp_search_async (const WattleUdpQuestion *question,
                              const char *const *targets,
                              guint timeout_ms,
                              WattleClock *clock,
                              GCancellable *cancellable,
                              WattleUdpSearchFunc func,
                              gpointer func_data,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* FALSE: cancelled, or nothing could be sent. */
gboolean wattle_udp_search_finish (GAsyncResult *result, GError **error);

G_END_DECLS
