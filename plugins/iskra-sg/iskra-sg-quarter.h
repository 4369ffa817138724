/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Time blocks and 15-minute values of IE instruments, by their registers. Pure functions. */
#pragma once

#include "iskra-sg-family.h"

G_BEGIN_DECLS

/* What is read to learn whether there are any. */
extern const IskraSgRead iskra_sg_quarter_probe;
gboolean iskra_sg_quarter_is_there (IskraSgImage *image);

void iskra_sg_quarter_plan (GArray *reads);
void iskra_sg_quarter_add (IskraSgImage *image, GPtrArray *readings);

void iskra_sg_quarter_plan_blocks (GArray *reads);
void iskra_sg_quarter_add_blocks (IskraSgImage *image, GPtrArray *readings);

G_END_DECLS
