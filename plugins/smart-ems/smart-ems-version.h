/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Versions of firmware and hardware: which board it is, and what its firmware does. */
#pragma once

#include "smart-ems-channel.h"

G_BEGIN_DECLS

/* As texts are compared, which is how the maker does it: "1.36" < "1.49d" < "1.50". */
gboolean smart_ems_version_is_at_least (const char *version, const char *least);

/* Which board a hardware version with a firmware version is; FALSE: none that is spoken to. */
gboolean smart_ems_version_find_board (const char *hardware,
                                       const char *firmware,
                                       SmartEmsGeneration *generation,
                                       const char **name);

G_END_DECLS
