/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether a Bicom switch is on, from what the gateway says. Pure functions. */
#pragma once

#include "iskra-sg-decode.h"

G_BEGIN_DECLS

gboolean iskra_sg_bicom_state_decode_table (JsonObject *root,
                                            const IskraSgAddress *address,
                                            gboolean *on,
                                            GError **error);
gboolean iskra_sg_bicom_state_decode_message (JsonObject *root,
                                              const IskraSgAddress *address,
                                              gboolean *on,
                                              GError **error);

G_END_DECLS
