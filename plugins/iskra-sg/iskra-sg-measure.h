/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What an instrument measures, by its registers. Pure functions. */
#pragma once

#include "iskra-sg-family.h"

G_BEGIN_DECLS

void iskra_sg_measure_plan (const IskraSgFamily *family, GArray *reads);
GPtrArray *iskra_sg_measure_decode (const IskraSgFamily *family, IskraSgImage *image);

G_END_DECLS
