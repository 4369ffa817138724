/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What an instrument has counted, by its registers. Pure functions. */
#pragma once

#include "iskra-sg-family.h"

G_BEGIN_DECLS

void iskra_sg_count_plan (const IskraSgFamily *family, GArray *reads);

/* IE count in integers and in floats. Whether the integers, which are exact, say the same. */
gboolean iskra_sg_count_agrees (const IskraSgFamily *family, IskraSgImage *image);

/* @exact: of IE: by the integers */
GPtrArray *iskra_sg_count_decode (const IskraSgFamily *family, IskraSgImage *image, gboolean exact);

G_END_DECLS
