/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-watch.h"

/* The host looks each second. Who was not asked for longer had no connection meanwhile. */
#define GAP (15 * G_USEC_PER_SEC)

void
smappee_watch_clear (SmappeeWatch *self)
{
    g_clear_error (&self->map_fault);
}

void
smappee_watch_hear (SmappeeWatch *self, SmappeeHeard what, gint64 now)
{
    self->heard[what] = now;
}

void
smappee_watch_hear_map (SmappeeWatch *self, const GError *fault, gint64 now)
{
    g_clear_error (&self->map_fault);
    if (fault != NULL)
        self->map_fault = g_error_copy (fault);
    else
        self->heard[SMAPPEE_HEARD_MAP] = now;
}

/* A clock that was set back makes nothing old. */
static gboolean
is_recent (gint64 time, gint64 now, guint patience)
{
    return time != 0 && now - time <= (gint64)patience * G_USEC_PER_SEC;
}

/* Each sentence says what came, what did not, and what to look at. */
static void
explain_silence (SmappeeWatch *self, guint patience, const char *location, GError **error)
{
    if (self->heard[SMAPPEE_HEARD_CONFIG] != 0 || self->heard[SMAPPEE_HEARD_REALTIME] != 0)
        wattle_error_set (
            error, WATTLE_ERROR_TIMEOUT,
            "connected, no realtime for %u s: is MQTT enabled on the gateway's expert "
            "page, and is the gateway running?",
            patience);
    else if (location == NULL && self->heard[SMAPPEE_HEARD_STREAM] != 0)
        wattle_error_set (error, WATTLE_ERROR_TIMEOUT,
                          "connected, realtime comes but no config that says whose, for %u s: set "
                          "ServiceLocation, or start the gateway anew",
                          patience);
    else if (self->heard[SMAPPEE_HEARD_ANYBODY] != 0)
        wattle_error_set (
            error, WATTLE_ERROR_TIMEOUT,
            "connected, other service locations are heard but not this one, for %u s: "
            "are ServiceLocation and Serial right?",
            patience);
    else
        wattle_error_set (error, WATTLE_ERROR_TIMEOUT,
                          "connected, no message of a Smappee for %u s: is MQTT enabled on the "
                          "gateway's expert page, with the address of this broker?",
                          patience);
}

static gboolean
check_map (SmappeeWatch *self, gint64 now, guint patience, GError **error)
{
    if (self->map_fault != NULL) {
        g_propagate_error (error, g_error_copy (self->map_fault));
        return FALSE;
    }
    if (self->heard[SMAPPEE_HEARD_MAP] != 0)
        return TRUE;
    if (self->unmapped == 0)
        self->unmapped = now;
    if (!is_recent (self->unmapped, now, patience))
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "realtime comes, but no channelConfigV2 or channelConfig for %u s: which "
                          "channel is what is not known; start the gateway anew",
                          patience);
    return FALSE;
}

gboolean
smappee_watch_check (SmappeeWatch *self,
                     gint64 now,
                     guint patience,
                     const char *location,
                     GError **error)
{
    if (self->looked == 0 || now - self->looked > GAP || now < self->looked)
        self->since = now;
    self->looked = now;

    if (is_recent (self->heard[SMAPPEE_HEARD_REALTIME], now, patience))
        return check_map (self, now, patience, error);
    if (!is_recent (self->since, now, patience))
        explain_silence (self, patience, location, error);
    return FALSE;
}
