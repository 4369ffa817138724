/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Not installed. */
#pragma once

#include "wattle-error.h"
#include "wattle-message.h"

G_BEGIN_DECLS

/* What wattle_error_set() was given; NULL for an error that was made otherwise. Without what was
 * put in front of its text later. */
const WattleMessage *wattle_error_get_sentence (const GError *error);

/* Takes the message. */
GError *wattle_error_new_take (WattleError code, WattleMessage *sentence);

G_END_DECLS
