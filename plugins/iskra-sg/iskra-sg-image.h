/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The registers that were read of one instrument, so that what they mean need not know in which
 * requests they came. */
#pragma once

#include "iskra-sg-register.h"
#include "iskra-sg-value.h"

G_BEGIN_DECLS

#define ISKRA_SG_HOLDING 3
#define ISKRA_SG_INPUT   4

/* One question. */
typedef struct {
    guint8 function;
    guint16 address;
    guint16 count;
} IskraSgRead;

typedef struct _IskraSgImage IskraSgImage;

IskraSgImage *iskra_sg_image_new (void);
void iskra_sg_image_free (IskraSgImage *self);

void iskra_sg_image_clear (IskraSgImage *self);
void iskra_sg_image_add (IskraSgImage *self, const IskraSgRead *read, GBytes *bytes);

/* NULL: they were not read. */
const guint8 *iskra_sg_image_find (IskraSgImage *self, guint8 function, guint address, guint words);
IskraSgValue
iskra_sg_image_read (IskraSgImage *self, guint8 function, guint address, IskraSgType type);
guint iskra_sg_image_get_word (IskraSgImage *self, guint8 function, guint address); /* or 0 */
char *iskra_sg_image_dup_text (IskraSgImage *self, guint8 function, guint address, guint words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IskraSgImage, iskra_sg_image_free)

G_END_DECLS
