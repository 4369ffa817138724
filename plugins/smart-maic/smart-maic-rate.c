/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-rate.h"

/* More often than that is answered with status 429. */
#define PERIOD_STANDARD (60 * G_USEC_PER_SEC)
#define PERIOD_EXTENDED (6 * G_USEC_PER_SEC)
/* A question may be under way for longer than the one before. */
#define MARGIN (G_USEC_PER_SEC / 10)

#define LEAST_BACKOFF (10 * G_USEC_PER_SEC)
#define FAILS_AFTER   3

static gint64
get_period (const SmartMaicRate *self, gboolean extended)
{
    return extended && self->refusals < FAILS_AFTER ? PERIOD_EXTENDED : PERIOD_STANDARD;
}

void
smart_maic_rate_ask (SmartMaicRate *self, gint64 now, gboolean extended)
{
    self->asked = now;
    self->wait = get_period (self, extended);
}

/* The first answer tells which version it is. */
void
smart_maic_rate_succeed (SmartMaicRate *self, gboolean extended)
{
    self->refusals = 0;
    self->wait = get_period (self, extended);
}

/* Also if it was no question for values that failed. */
void
smart_maic_rate_fail (SmartMaicRate *self, gint64 now)
{
    if (smart_maic_rate_get_rest (self, now) >= LEAST_BACKOFF)
        return;

    self->asked = now;
    self->wait = LEAST_BACKOFF;
}

gboolean
smart_maic_rate_refuse (SmartMaicRate *self, gint64 now)
{
    if (self->refusals < FAILS_AFTER)
        self->refusals++;
    if (self->refusals >= FAILS_AFTER)
        self->wait = PERIOD_STANDARD;
    smart_maic_rate_fail (self, now);
    return self->refusals >= FAILS_AFTER;
}

void
smart_maic_rate_forget (SmartMaicRate *self)
{
    self->asked = 0;
}

gint64
smart_maic_rate_get_rest (const SmartMaicRate *self, gint64 now)
{
    /* A clock that was set back must not hold up everything. */
    if (self->asked == 0 || now < self->asked)
        return 0;
    return MAX (0, self->asked + self->wait + MARGIN - now);
}
