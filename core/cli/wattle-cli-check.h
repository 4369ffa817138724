/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli.h"

G_BEGIN_DECLS

/* What is wrong in the configuration: of the problems of the host those that come from there, and
 * what it finds in devices that are disabled. In the form of the property Problems. */
GVariant *wattle_cli_check_config (WattleCli *cli, GError **error);

G_END_DECLS
