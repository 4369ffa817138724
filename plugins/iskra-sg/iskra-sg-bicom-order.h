/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a switch is told. Pure functions. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define ISKRA_SG_OUTPUT  "output_1"
#define ISKRA_SG_REFRESH "refresh"

typedef enum {
    ISKRA_SG_WANTED_STATE, /* nothing but to know it */
    ISKRA_SG_WANTED_OFF,
    ISKRA_SG_WANTED_ON,
} IskraSgWanted;

/* As it was read last. */
typedef enum {
    ISKRA_SG_SEEN_NOT,
    ISKRA_SG_SEEN_OFF,
    ISKRA_SG_SEEN_ON,
} IskraSgSeen;

gboolean iskra_sg_bicom_order_read (WattleCommand *command,
                                    IskraSgSeen seen,
                                    IskraSgWanted *wanted,
                                    GError **error);

G_END_DECLS
