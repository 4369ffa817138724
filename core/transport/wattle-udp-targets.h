/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <ifaddrs.h>

G_BEGIN_DECLS

/* More are refused: a search is no way to send to everybody. */
#define WATTLE_UDP_TARGETS_MAX 64

/* Where a search by UDP goes to: arrays of GSocketAddress, IPv4, each once. */

/* What a person wrote, ADDRESS or ADDRESS:PORT. @port: where none is named. */
GPtrArray *wattle_udp_targets_parse (const char *const *texts, guint16 port, GError **error);

/* The broadcast address of each network this machine is in. */
GPtrArray *wattle_udp_targets_list (guint16 port, GError **error);

/* The same of interfaces as getifaddrs() lists them. */
GPtrArray *wattle_udp_targets_of (const struct ifaddrs *interfaces, guint16 port);

G_END_DECLS
