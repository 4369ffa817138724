/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a person says about the channels of a Connect, which does not tell itself. */
#pragma once

#include "smappee-channel.h"

G_BEGIN_DECLS

/* @text: such as `load:0-2:Charger, grid:3-5, solar:6-8`. Returns NULL with what is allowed. */
GPtrArray *smappee_roles_parse (const char *text, GError **error);

/* Channels of which nothing is said. */
GPtrArray *smappee_roles_guess (void);

G_END_DECLS
