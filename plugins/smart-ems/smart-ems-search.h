/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How boxes in the network are found. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

void smart_ems_search_describe (WattleCatalog *catalog);
gboolean smart_ems_search_match (WattleFrame *frame, WattleFound *found, GError **error);

G_END_DECLS
