/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the gateway publishes about itself. Pure functions. */
#pragma once

#include "iskra-sg-value.h"

G_BEGIN_DECLS

typedef struct {
    char *model;
    char *serial;
    char *version;
    char *hardware; /* letter, or NULL */
} IskraSgHello;

/* A part of the gateway that does not answer it. */
typedef struct {
    gboolean right_ir;
    guint index;
} IskraSgSilent;

IskraSgHello *iskra_sg_message_decode_hello (JsonObject *root, GError **error);
void iskra_sg_message_free_hello (IskraSgHello *hello);
char *iskra_sg_message_clean_error (const char *text);
gboolean iskra_sg_message_decode_error (const char *text, IskraSgSilent *silent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IskraSgHello, iskra_sg_message_free_hello)

G_END_DECLS
