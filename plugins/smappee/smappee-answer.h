/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a monitor answers by HTTP. Pure functions. */
#pragma once

#include "smappee-channel.h"

G_BEGIN_DECLS

/* The document of an answer. An error that the monitor tells comes with status 200, and is
 * WATTLE_ERROR_AUTH if it wants a logon first, else WATTLE_ERROR_FAILED. */
JsonNode *smappee_answer_read (WattleFrame *frame, GError **error);

/* The value of a key in a list of keys and values, NULL if it is not there. */
const char *smappee_answer_find (JsonNode *list, const char *key);

/* What the channels of a monitor measure by its `emeterConfiguration`; NULL: not known. */
GPtrArray *smappee_answer_list_channels (const char *configuration);

/* Power of the channels, from a list of keys and values. FALSE if there is none of any. */
gboolean smappee_answer_read_powers (JsonNode *list,
                                     GPtrArray *channels,
                                     SmappeeValues *values,
                                     GError **error);

/* The text of a report: what it tells of channels, and the voltage; NAN: it does not tell. */
gboolean smappee_answer_read_report (JsonNode *node,
                                     GPtrArray *channels,
                                     SmappeeValues *values,
                                     double *voltage,
                                     GError **error);

G_END_DECLS
