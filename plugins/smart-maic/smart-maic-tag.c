/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-tag.h"

#include <string.h>

void
smart_maic_plan_clear (SmartMaicPlan *self)
{
    self->count = 0;
}

void
smart_maic_plan_append (SmartMaicPlan *self, SmartMaicTag tag)
{
    g_return_if_fail (self->count < SMART_MAIC_PLAN_MAX);

    self->tags[self->count++] = tag;
}

void
smart_maic_plan_put_first (SmartMaicPlan *self, SmartMaicTag first, SmartMaicTag second)
{
    g_return_if_fail (self->count + 2 <= SMART_MAIC_PLAN_MAX);

    memmove (self->tags + 2, self->tags, self->count * sizeof self->tags[0]);
    self->tags[0] = first;
    self->tags[1] = second;
    self->count += 2;
}

SmartMaicTag
smart_maic_plan_take (SmartMaicPlan *self)
{
    SmartMaicTag tag = self->tags[0];

    if (self->count == 0)
        return SMART_MAIC_TAG_NONE;

    self->count--;
    memmove (self->tags, self->tags + 1, self->count * sizeof self->tags[0]);
    return tag;
}

gboolean
smart_maic_plan_skip (SmartMaicPlan *self, SmartMaicTag tag)
{
    if (self->count == 0 || self->tags[0] != tag)
        return FALSE;

    smart_maic_plan_take (self);
    return TRUE;
}
