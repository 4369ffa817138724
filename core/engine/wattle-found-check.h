/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-catalog.h"
#include "model/wattle-found.h"

G_BEGIN_DECLS

/* Checks what a driver says of a found device against its catalogue: whoever adds the device must
 * be able to take it as it is. Brings the addresses in their normal form. */
gboolean wattle_found_check (WattleFound *found, WattleCatalog *catalog, GError **error);

G_END_DECLS
