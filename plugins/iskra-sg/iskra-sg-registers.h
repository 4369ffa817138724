/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the gateway's own registers say: the same as its status object. Pure functions. */
#pragma once

#include "iskra-sg-image.h"
#include "iskra-sg-status.h"

G_BEGIN_DECLS

void iskra_sg_registers_plan (GArray *reads);

gboolean iskra_sg_registers_check (IskraSgImage *image, GError **error);

/* @now in microseconds, @started as found last time. */
IskraSgStatus *
iskra_sg_registers_decode (IskraSgImage *image, gint64 now, gint64 started, GError **error);

G_END_DECLS
