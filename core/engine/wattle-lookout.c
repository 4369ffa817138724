/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-lookout.h"

#include "base/wattle-error.h"

static WattleLookoutVerdict
judge (gboolean fine, const GError *error)
{
    if (fine)
        return WATTLE_LOOKOUT_FINE;
    if (error == NULL)
        return WATTLE_LOOKOUT_WAITING;
    return g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_TIMEOUT) ? WATTLE_LOOKOUT_SILENT
                                                                       : WATTLE_LOOKOUT_WANTING;
}

void
wattle_lookout_ask (WattleLookout *self, WattleSource *source)
{
    g_autoptr (GError) error = NULL;
    gboolean fine = wattle_source_check (source, &error);

    self->verdict = judge (fine, error);
    g_clear_pointer (&self->message, wattle_message_free);
    if (!fine && error != NULL)
        self->message = wattle_message_new_from_error (error);
}

void
wattle_lookout_wait (WattleLookout *self)
{
    wattle_lookout_clear (self);
    self->verdict = WATTLE_LOOKOUT_WAITING;
}

void
wattle_lookout_clear (WattleLookout *self)
{
    self->verdict = WATTLE_LOOKOUT_NONE;
    g_clear_pointer (&self->message, wattle_message_free);
}

gboolean
wattle_lookout_is_alive (const WattleLookout *self)
{
    return self->verdict == WATTLE_LOOKOUT_FINE || self->verdict == WATTLE_LOOKOUT_WANTING;
}
