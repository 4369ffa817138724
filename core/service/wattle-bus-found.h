/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What searches have found, as the result of a job of Manager.Scan(). @results: of
 * WattleDiscoveryResult. @unreached: of GError; NULL: none */
GVariant *wattle_bus_found_describe (GPtrArray *results, GPtrArray *unreached);

G_END_DECLS
