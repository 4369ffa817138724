/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-image.h"

typedef struct {
    IskraSgRead read;
    GBytes *bytes;
} Block;

struct _IskraSgImage {
    GArray *blocks;
};

static void
block_clear (gpointer data)
{
    Block *block = data;

    g_bytes_unref (block->bytes);
}

IskraSgImage *
iskra_sg_image_new (void)
{
    IskraSgImage *self = g_new0 (IskraSgImage, 1);

    self->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
    g_array_set_clear_func (self->blocks, block_clear);
    return self;
}

void
iskra_sg_image_free (IskraSgImage *self)
{
    g_array_unref (self->blocks);
    g_free (self);
}

void
iskra_sg_image_clear (IskraSgImage *self)
{
    g_array_set_size (self->blocks, 0);
}

/* @bytes: as many as @read asks for */
void
iskra_sg_image_add (IskraSgImage *self, const IskraSgRead *read, GBytes *bytes)
{
    Block block = { *read, g_bytes_ref (bytes) };

    g_array_append_val (self->blocks, block);
}

const guint8 *
iskra_sg_image_find (IskraSgImage *self, guint8 function, guint address, guint words)
{
    for (guint i = self->blocks->len; i > 0; i--) {
        const Block *block = &g_array_index (self->blocks, Block, i - 1);
        const guint8 *bytes = g_bytes_get_data (block->bytes, NULL);

        if (block->read.function == function && address >= block->read.address &&
            address + words <= (guint)block->read.address + block->read.count)
            return bytes + (address - block->read.address) * 2;
    }
    return NULL;
}

IskraSgValue
iskra_sg_image_read (IskraSgImage *self, guint8 function, guint address, IskraSgType type)
{
    const guint8 *bytes =
        iskra_sg_image_find (self, function, address, iskra_sg_register_get_words (type));
    IskraSgValue value = { FALSE, 0, NULL };

    value.known = bytes != NULL && iskra_sg_register_read (type, bytes, &value.number);
    if (value.known && type == ISKRA_SG_T7)
        value.character = iskra_sg_register_read_character (bytes);
    return value;
}

guint
iskra_sg_image_get_word (IskraSgImage *self, guint8 function, guint address)
{
    return (guint)iskra_sg_image_read (self, function, address, ISKRA_SG_UINT16).number;
}

char *
iskra_sg_image_dup_text (IskraSgImage *self, guint8 function, guint address, guint words)
{
    const guint8 *bytes = iskra_sg_image_find (self, function, address, words);

    return bytes != NULL ? iskra_sg_register_dup_text (bytes, words) : NULL;
}
