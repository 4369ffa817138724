/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What comes by itself at regular times: each second, and means of five minutes. */
#pragma once

#include "smappee-layout.h"

G_BEGIN_DECLS

typedef struct {
    double energy;       /* units of its counters in 1 Wh */
    gint64 every;        /* µs between realtimes that are taken over */
    gboolean averages;   /* means of channels are wanted */
    gint64 taken;        /* when a realtime was taken over; 0: never */
    double time;         /* of the last realtime, in ms; 0: none */
    double interval_end; /* of the last means, in ms */
    guint n_different;   /* realtimes in a row whose sums do not fit the channel map */
} SmappeeFeed;

void smappee_feed_configure (SmappeeFeed *self, WattleOptions *options);

/* What was read says what entities there are; it is reported once they are set. */
gboolean smappee_feed_read_realtime (SmappeeFeed *self,
                                     WattleDevice *device,
                                     SmappeeLayout *layout,
                                     JsonObject *root,
                                     SmappeeRealtime *realtime,
                                     GError **error);
void smappee_feed_report_realtime (SmappeeFeed *self,
                                   WattleDevice *device,
                                   SmappeeLayout *layout,
                                   const SmappeeRealtime *realtime);

/* FALSE without an error: none that are new. */
gboolean smappee_feed_read_averages (SmappeeFeed *self,
                                     SmappeeLayout *layout,
                                     JsonObject *root,
                                     SmappeeAverages *averages,
                                     GError **error);
void smappee_feed_report_averages (SmappeeFeed *self,
                                   WattleDevice *device,
                                   SmappeeLayout *layout,
                                   const SmappeeAverages *averages);

G_END_DECLS
