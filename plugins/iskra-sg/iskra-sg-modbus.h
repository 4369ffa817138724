/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What all questions by Modbus and all their answers have in common. */
#pragma once

#include "iskra-sg-image.h"

G_BEGIN_DECLS

gboolean iskra_sg_modbus_is_used (WattleSource *source);

WattleRequest *iskra_sg_modbus_read (guint tag, guint unit, const IskraSgRead *read);
WattleRequest *iskra_sg_modbus_write (guint tag, guint unit, guint16 address, guint16 value);

/* Whether nothing came, which is what a gateway says of what does not answer it. */
gboolean iskra_sg_modbus_is_silence (WattleFrame *frame);
/* Whether there is nothing at that address. */
gboolean iskra_sg_modbus_is_refusal (WattleFrame *frame);
/* Whether the registers of @read came. */
gboolean iskra_sg_modbus_check (WattleFrame *frame, const IskraSgRead *read, GError **error);

/* What every instrument says of itself. */
extern const IskraSgRead iskra_sg_modbus_identity;
extern const IskraSgRead iskra_sg_modbus_description;

typedef struct {
    char *model;
    char *serial;
    char *version;
} IskraSgIdentity;

void iskra_sg_modbus_read_identity (IskraSgImage *image, IskraSgIdentity *identity);
void iskra_sg_modbus_clear_identity (IskraSgIdentity *identity);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IskraSgIdentity, iskra_sg_modbus_clear_identity)

G_END_DECLS
