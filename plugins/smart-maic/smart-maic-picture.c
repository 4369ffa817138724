/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-picture.h"

/* Answers over HTTP count again well before the last message is stale, as they are rarer. */
#define HTTP_COUNTS_AFTER(expiry) ((expiry) / 3)

static gboolean
is_recent (gint64 time, gint64 now, gint64 span)
{
    return ABS (now - time) <= span;
}

gboolean
smart_maic_picture_is_fresh (const SmartMaicPicture *self, guint key, gint64 now)
{
    const SmartMaicValue *value = &self->values[key];

    return value->turn != 0 && is_recent (value->time, now, self->expiry);
}

/* The contact is what was heard of it last: after a command HTTP may know first. */
static gboolean
counts (const SmartMaicPicture *self,
        guint key,
        const SmartMaicReading *reading,
        SmartMaicOrigin origin,
        gint64 now)
{
    const SmartMaicValue *value = &self->values[key];

    if (origin == SMART_MAIC_BY_COMMAND || key == SMART_MAIC_KEY (SMART_MAIC_OUT, 0) ||
        !smart_maic_picture_is_fresh (self, key, now))
        return TRUE;
    if (origin == value->origin)
        return !reading->rough || value->rough;
    if (origin == SMART_MAIC_BY_HTTP)
        return !is_recent (value->time, now, HTTP_COUNTS_AFTER (self->expiry));
    return origin > value->origin;
}

gboolean
smart_maic_picture_take (SmartMaicPicture *self,
                         const SmartMaicMessage *message,
                         SmartMaicOrigin origin,
                         gint64 now)
{
    gboolean grown = FALSE;

    self->turn++;
    for (guint key = 0; key < SMART_MAIC_N_KEYS; key++) {
        const SmartMaicReading *reading = &message->readings[key];

        if (!reading->given || !counts (self, key, reading, origin, now))
            continue;
        grown |= !self->seen[key];
        self->seen[key] = TRUE;
        self->values[key] = (SmartMaicValue){
            reading->known, reading->number, self->turn, now, reading->rough, origin,
        };
    }

    return grown;
}

char *
smart_maic_picture_dup_seen (const SmartMaicPicture *self)
{
    GString *text = g_string_new (NULL);

    for (guint key = 0; key < SMART_MAIC_N_KEYS; key++) {
        g_autofree char *name = self->seen[key] ? smart_maic_key_dup_name (key) : NULL;

        if (name != NULL)
            g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", name);
    }
    return g_string_free (text, FALSE);
}

void
smart_maic_picture_restore_seen (SmartMaicPicture *self, const char *text)
{
    g_auto (GStrv) words = g_strsplit (text, " ", SMART_MAIC_N_KEYS);

    for (guint i = 0; words[i] != NULL; i++) {
        SmartMaicName name;

        if (smart_maic_key_parse (words[i], &name))
            self->seen[name.key] = TRUE;
    }
}

/* Only the extended version knows what is given back. */
gboolean
smart_maic_picture_is_extended (const SmartMaicPicture *self)
{
    for (guint place = 0; place <= SMART_MAIC_N_PHASES; place++)
        if (self->seen[SMART_MAIC_KEY (SMART_MAIC_RW, place)] ||
            self->seen[SMART_MAIC_KEY (SMART_MAIC_RWH, place)])
            return TRUE;
    return FALSE;
}
