/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A certificate that nobody vouches for, with a key that is made anew each time: what small devices
 * show when they speak HTTPS. */
GTlsCertificate *emulator_certificate_new (const char *name, GError **error);

G_END_DECLS
