/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a gateway has: its channels, plugs and sensors as lists that come and go, and the entities
 * they make. */
#pragma once

#include "smappee-averages.h"
#include "smappee-listing.h"
#include "smappee-outputs.h"
#include "smappee-realtime.h"

G_BEGIN_DECLS

typedef struct _SmappeeLayout SmappeeLayout;

/* What is told only by some gateways, or at some time. */
typedef struct {
    guint kinds;      /* of channels, a bit for each SmappeeValueKind */
    guint n_voltages; /* of the message each second */
    gboolean has_totals;
    gboolean has_frequency;
    gboolean is_indexed; /* a Genius, which tells sums that can be compared */
    gboolean has_averages;
    gboolean has_presence;
} SmappeeFeatures;

SmappeeLayout *smappee_layout_new (WattleOptions *options);
void smappee_layout_free (SmappeeLayout *self);

/* Messages that tell lists. */
gboolean
smappee_layout_take_channels (SmappeeLayout *self, JsonObject *root, gint64 now, GError **error);
gboolean
smappee_layout_take_plugs (SmappeeLayout *self, JsonObject *root, gint64 now, GError **error);
gboolean
smappee_layout_take_sensors (SmappeeLayout *self, JsonObject *root, gint64 now, GError **error);

/* What has waited long enough counts from now on. */
void smappee_layout_pass (SmappeeLayout *self, gint64 now);
/* What was told is no longer lacking; nothing is ever taken back. */
void smappee_layout_note (SmappeeLayout *self, const SmappeeFeatures *features);

GPtrArray *smappee_layout_get_channels (SmappeeLayout *self); /* without a map none */
GPtrArray *smappee_layout_get_groups (SmappeeLayout *self);
GPtrArray *smappee_layout_get_plugs (SmappeeLayout *self);
GPtrArray *smappee_layout_get_sensors (SmappeeLayout *self);
/* Whether the map has all channels that an option turns round. */
gboolean smappee_layout_check_invert (SmappeeLayout *self, GError **error);
/* How many phases have a voltage. */
guint smappee_layout_get_n_voltages (SmappeeLayout *self);

/* Sets the entities if they are others now. Returns whether they were set. */
gboolean smappee_layout_apply (SmappeeLayout *self, WattleDevice *device);

G_END_DECLS
