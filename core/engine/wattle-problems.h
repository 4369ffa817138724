/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "base/wattle-clock.h"
#include "base/wattle-message.h"

G_BEGIN_DECLS

/* What is wrong, since when, and with whom. @subject is a device id, a file or a part of the host;
 * @topic separates several problems of one subject. */
typedef struct {
    char *subject;
    char *topic;
    const char *message; /* in English */
    WattleMessage *data; /* the same, for who words it elsewhere */
    gint64 since;        /* wall time */
    gboolean marked;     /* may be gone */
} WattleProblem;

#define WATTLE_TYPE_PROBLEMS (wattle_problems_get_type ())
G_DECLARE_FINAL_TYPE (WattleProblems, wattle_problems, WATTLE, PROBLEMS, GObject)

WattleProblems *wattle_problems_new (WattleClock *clock);
WattleClock *wattle_problems_get_clock (WattleProblems *self);

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
/* The same for a message that was made elsewhere; takes it. */
void wattle_problems_set_message (WattleProblems *self,
                                  const char *subject,
                                  const char *topic,
                                  WattleMessage *message);
void wattle_problems_note_message (WattleProblems *self,
                                   const char *subject,
                                   const char *topic,
                                   WattleMessage *message);
/* @place: what stands before the error's own sentence, such as a path; may be empty. */
void wattle_problems_set_error (WattleProblems *self,
                                const char *subject,
                                const char *topic,
                                const char *place,
                                const GError *error);
void wattle_problems_clear (WattleProblems *self, const char *subject, const char *topic);
void wattle_problems_clear_subject (WattleProblems *self, const char *subject);

/* What is found out anew: marks the problems whose topic begins with @prefix; those that were not
 * set again when it is swept are gone. */
void wattle_problems_mark (WattleProblems *self, const char *prefix);
void wattle_problems_sweep (WattleProblems *self);

guint wattle_problems_get_count (WattleProblems *self);
const WattleProblem *wattle_problems_get (WattleProblems *self, guint index);

/* Signals:
 * "changed": (WattleProblems *self)
 * "added", "removed": (WattleProblems *self, const WattleProblem *problem); one whose message
 *   changes is removed and added
 */

G_END_DECLS
