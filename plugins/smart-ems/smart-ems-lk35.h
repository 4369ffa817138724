/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Answers of the LK 3.5+. */
#pragma once

#include "smart-ems-reading.h"

G_BEGIN_DECLS

/* All that /json/all.json says. @firmware decides on forms that changed; @inverted is what is known
 * of the setting that shows outputs the other way round, and is set where the answer says it. */
GArray *smart_ems_lk35_decode_all (JsonObject *root, const char *firmware, gboolean *inverted);

/* /json/pwmpid.json. */
GArray *smart_ems_lk35_decode_pwm (JsonObject *root);

/* /json/events_per.json, of firmware that tells the events there. */
GArray *smart_ems_lk35_decode_events (JsonObject *root);

/* Whether the answer to a command of /outs.cgi says how the output is; -1: it does not. */
int smart_ems_lk35_read_output (const char *text, guint output);

G_END_DECLS
