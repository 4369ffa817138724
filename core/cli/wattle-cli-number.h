/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As few digits as give the same number again, written as people do: 230, not 2.3e+02. */
char *wattle_cli_number_format (double value);

G_END_DECLS
