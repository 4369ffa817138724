/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which of @words somebody may have meant; NULL: none is near. */
const char *wattle_cli_nearest_find (const char *word, const char *const *words);

/* Sets a usage error: @sentence, which says that @word is not known, then what there is, and what
 * may have been meant. */
void wattle_cli_nearest_refuse (GError **error,
                                const char *sentence,
                                const char *word,
                                const char *const *words);

G_END_DECLS
