/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "base/wattle-clock.h"

G_BEGIN_DECLS

/* What is wrong, since when, and with whom. @subject is a device id, a file or a part of the host;
 * @topic separates several problems of one subject. */
typedef struct {
    char *subject;
    char *topic;
    char *message;
    gint64 since; /* wall time */
} WattleProblem;

#define WATTLE_TYPE_PROBLEMS (wattle_problems_get_type ())
G_DECLARE_FINAL_TYPE (WattleProblems, wattle_problems, WATTLE, PROBLEMS, GObject)

WattleProblems *wattle_problems_new (WattleClock *clock);

/* Adds or replaces; says it once in the log, when it is new or its message has changed. */
void wattle_problems_set (WattleProblems *self,
                          const char *subject,
                          const char *topic,
                          const char *format,
                          ...) G_GNUC_PRINTF (4, 5);
/* The same without a line in the log, for what was logged where it happened. */
void wattle_problems_note (WattleProblems *self,
                           const char *subject,
                           const char *topic,
                           const char *format,
                           ...) G_GNUC_PRINTF (4, 5);
void wattle_problems_clear (WattleProblems *self, const char *subject, const char *topic);
void wattle_problems_clear_subject (WattleProblems *self, const char *subject);

guint wattle_problems_get_count (WattleProblems *self);
const WattleProblem *wattle_problems_get (WattleProblems *self, guint index);

/* Signal "changed": (WattleProblems *self). */

G_END_DECLS
