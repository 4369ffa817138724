/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Answers of the LK4. Its numbers need no division. */
#pragma once

#include "smart-ems-reading.h"

G_BEGIN_DECLS

/* @inverted: whether the box shows its outputs the other way round. */
GArray *smart_ems_lk4_decode_status (JsonObject *root, gboolean inverted);

/* Of the settings; FALSE: they do not say it. */
gboolean smart_ems_lk4_read_inversion (JsonObject *root, gboolean *inverted);

/* What a person called an output; NULL: nothing that says more than its number. */
char *smart_ems_lk4_dup_output_name (JsonObject *root, guint output);

G_END_DECLS
