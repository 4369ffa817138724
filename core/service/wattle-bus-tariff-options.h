/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-admin-tariffs.h"

G_BEGIN_DECLS

/* What stands beside the document in ImportTariff() and CheckTariff(). @before: gets what the
 * caller says that it is to take the place of, if anything; to be freed. FALSE: there is no such
 * option, or it is of another type. */
gboolean wattle_bus_tariff_options_read (GVariant *parameters,
                                         WattleTariffImport *import,
                                         GBytes **before,
                                         GError **error);

G_END_DECLS
