/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli.h"

G_BEGIN_DECLS

/* What a model takes, of Manager.GetSchema(). A driver, model or option that there is not is a
 * usage error that names what there is. @model: NULL or empty if there is but one. */
GVariant *
wattle_cli_schema_find (WattleCli *cli, const char *driver, const char *model, GError **error);

gboolean wattle_cli_schema_check_driver (WattleCli *cli, const char *driver, GError **error);

/* Its option @key; NULL is refused. */
GVariant *wattle_cli_schema_find_option (GVariant *schema, const char *key, GError **error);

G_END_DECLS
