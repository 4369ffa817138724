/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A port where TLS is expected, and plain HTTP says that it is none. */
typedef struct _EmulatorNoTls EmulatorNoTls;

/* @port: 0: any */
EmulatorNoTls *emulator_no_tls_new (const char *address, guint port, GError **error);
void emulator_no_tls_free (EmulatorNoTls *self);
guint emulator_no_tls_get_port (EmulatorNoTls *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorNoTls, emulator_no_tls_free)

G_END_DECLS
