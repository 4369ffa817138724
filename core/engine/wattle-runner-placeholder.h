/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-runner.h"

G_BEGIN_DECLS

/* What stands in a request of this device where its plugin wrote `{option:Key}` or `{state:key}`;
 * NULL if there is no such thing. @secrets: where secrets are looked up, or NULL. */
char *wattle_runner_placeholder_fill (WattleRunner *runner,
                                      WattleSecrets *secrets,
                                      const char *kind,
                                      const char *argument);
/* Whether it has an option that names this secret. */
gboolean wattle_runner_placeholder_uses (WattleRunner *runner, const char *secret);

G_END_DECLS
