/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Not installed. */
#pragma once

#include "base/wattle-message.h"
#include "wattle-frame.h"

G_BEGIN_DECLS

/* As wattle_frame_new_failure(), with a sentence that says all a person has to know: it is what
 * wattle_frame_check() sets as the error. Takes @sentence. @detail: as there; a recording keeps it,
 * so it does not say which device it is. */
WattleFrame *wattle_frame_new_explained_failure (guint tag,
                                                 WattleOutcome outcome,
                                                 const char *detail,
                                                 WattleMessage *sentence,
                                                 gint64 time);

/* NULL for a failure that was made otherwise, and for what is none. */
const WattleMessage *wattle_frame_get_sentence (WattleFrame *self);

G_END_DECLS
