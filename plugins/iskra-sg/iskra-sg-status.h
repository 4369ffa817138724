/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the status object of the gateway means. Pure functions. */
#pragma once

#include "iskra-sg-value.h"

G_BEGIN_DECLS

typedef struct {
    char *model;
    char *serial;
    char *version;
    char *label;
    char *mac;
    char *url;
    gint64 started;      /* when the gateway was switched on, seconds since 1970; 0 if not known */
    GPtrArray *readings; /* of IskraSgReading */
} IskraSgStatus;

IskraSgStatus *
iskra_sg_status_decode (JsonObject *root, gint64 now, gint64 started, GError **error);
/* For the same readings from elsewhere. */
const WattleEntitySpec *iskra_sg_status_get_spec (const char *member);
gboolean iskra_sg_status_check_model (const char *model, GError **error);
void iskra_sg_status_add_errors (IskraSgStatus *status, gboolean known, guint64 flags);
void iskra_sg_status_add_started (IskraSgStatus *status, gint64 uptime, gint64 now, gint64 before);
void iskra_sg_status_free (IskraSgStatus *status);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IskraSgStatus, iskra_sg_status_free)

G_END_DECLS
