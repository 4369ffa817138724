/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How often the device may be asked for its values. Times in µs. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    gint64 asked; /* 0: never */
    gint64 wait;  /* from then on */
    guint refusals;
} SmartMaicRate;

/* A question is sent at @now. */
void smart_maic_rate_ask (SmartMaicRate *self, gint64 now, gboolean extended);
void smart_maic_rate_succeed (SmartMaicRate *self, gboolean extended);
/* It failed at @now, and is left alone for a while. */
void smart_maic_rate_fail (SmartMaicRate *self, gint64 now);
/* The device says that it was asked too often; returns whether that has become a failure. Then it
 * is asked as rarely as the standard version, until it answers again. */
gboolean smart_maic_rate_refuse (SmartMaicRate *self, gint64 now);
void smart_maic_rate_forget (SmartMaicRate *self); /* the next question is for now */

gint64 smart_maic_rate_get_rest (const SmartMaicRate *self, gint64 now);

G_END_DECLS
