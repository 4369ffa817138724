/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How gateways are found: by what they publish on brokers, and by their names in the network. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

void smappee_search_describe (WattleCatalog *catalog);
gboolean smappee_search_match (WattleFrame *frame, WattleFound *found, GError **error);

G_END_DECLS
