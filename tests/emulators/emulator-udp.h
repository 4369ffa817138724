/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A socket on which an emulator answers searches; on the thread-default main context. */
typedef struct _EmulatorUdp EmulatorUdp;

/* @data: no more than 128 bytes of what came */
typedef void (*EmulatorUdpFunc) (EmulatorUdp *udp,
                                 GSocketAddress *sender,
                                 const guint8 *data,
                                 gsize length,
                                 gpointer owner);

/* @address: IPv4; @port: 0: any */
EmulatorUdp *emulator_udp_new (const char *address,
                               guint port,
                               EmulatorUdpFunc func,
                               gpointer owner,
                               GError **error);
void emulator_udp_free (EmulatorUdp *self);
guint emulator_udp_get_port (EmulatorUdp *self);
void emulator_udp_send (EmulatorUdp *self, GSocketAddress *to, const void *data, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorUdp, emulator_udp_free)

G_END_DECLS
