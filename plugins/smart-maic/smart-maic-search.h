/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How devices are found: by what they publish at the host's broker. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

void smart_maic_search_describe (WattleCatalog *catalog);
gboolean smart_maic_search_match (WattleFrame *frame, WattleFound *found, GError **error);

G_END_DECLS
