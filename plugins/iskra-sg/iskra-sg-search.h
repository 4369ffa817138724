/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How gateways are found in the network. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

void iskra_sg_search_describe (WattleCatalog *catalog);
gboolean iskra_sg_search_match (WattleFrame *frame, WattleFound *found, GError **error);

G_END_DECLS
