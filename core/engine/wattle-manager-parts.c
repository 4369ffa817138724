/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-manager-parts.h"

void
wattle_manager_parts_init (WattleManagerParts *self, const WattleManagerParts *parts)
{
    *self = *parts;
    g_object_ref (parts->clock);
    g_object_ref (parts->plugins);
    g_object_ref (parts->links);
    g_object_ref (parts->secrets);
    if (parts->states != NULL)
        g_object_ref (parts->states);
    if (parts->counters != NULL)
        g_object_ref (parts->counters);
    g_object_ref (parts->problems);
}

void
wattle_manager_parts_clear (WattleManagerParts *self)
{
    g_clear_object (&self->clock);
    g_clear_object (&self->plugins);
    g_clear_object (&self->links);
    g_clear_object (&self->secrets);
    g_clear_object (&self->states);
    g_clear_object (&self->counters);
    g_clear_object (&self->problems);
}
