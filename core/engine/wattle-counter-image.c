/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-counter-image.h"

#include <string.h>

typedef struct {
    const char *device;
    const char *key;
    double numbers[WATTLE_COUNTER_LINE_NUMBERS];
} Line;

typedef struct {
    const char *device;
    const char *serial;
} Serial;

struct _WattleCounterImage {
    GStringChunk *texts;
    GArray *lines;      /* of Line */
    GArray *serials;    /* of Serial */
    const char *device; /* the one that has begun */
};

WattleCounterImage *
wattle_counter_image_new (void)
{
    WattleCounterImage *self = g_new0 (WattleCounterImage, 1);

    self->texts = g_string_chunk_new (4096);
    self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
    self->serials = g_array_new (FALSE, FALSE, sizeof (Serial));
    return self;
}

void
wattle_counter_image_free (WattleCounterImage *self)
{
    g_string_chunk_free (self->texts);
    g_array_unref (self->lines);
    g_array_unref (self->serials);
    g_free (self);
}

void
wattle_counter_image_begin_device (WattleCounterImage *self, const char *id, const char *serial)
{
    self->device = g_string_chunk_insert (self->texts, id);
    if (serial != NULL) {
        Serial entry = { self->device, g_string_chunk_insert (self->texts, serial) };

        g_array_append_val (self->serials, entry);
    }
}

void
wattle_counter_image_add (WattleCounterImage *self,
                          const char *key,
                          const double numbers[WATTLE_COUNTER_LINE_NUMBERS])
{
    Line line = { self->device, g_string_chunk_insert_const (self->texts, key), { 0 } };

    memcpy (line.numbers, numbers, sizeof line.numbers);
    g_array_append_val (self->lines, line);
}

char *
wattle_counter_image_to_text (const WattleCounterImage *self)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();

    for (guint i = 0; i < self->serials->len; i++) {
        const Serial *serial = &g_array_index (self->serials, Serial, i);

        g_key_file_set_string (file, serial->device, WATTLE_COUNTER_LINE_SERIAL, serial->serial);
    }
    for (guint i = 0; i < self->lines->len; i++) {
        const Line *line = &g_array_index (self->lines, Line, i);
        g_autofree char *text = wattle_counter_line_format (line->numbers);

        g_key_file_set_string (file, line->device, line->key, text);
    }
    return g_key_file_to_data (file, NULL, NULL);
}
