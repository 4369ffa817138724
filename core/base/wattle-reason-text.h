/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why an output is what it is, in words: of the dictionary that org.wattle.Wattle1.Control.Why()
 * returns, see data/dbus/org.wattle.Wattle1.Control.xml. Whatever is in it, nothing fails; what is
 * not understood is left out. Not part of the interface of plugins. */

typedef struct {
    const char *unit; /* of a number; NULL: none */
    gint64 now;       /* wall time */
    /* What the user of this number is called; NULL, also as its answer: nobody knows. */
    char *(*name_user) (const char *uid);
} WattleReasonStyle;

/* Sentences: what it is, who wants what, what lost, what waits, what came of the command, and how
 * often it was switched. */
GStrv wattle_reason_text_list (GVariant *reason, const WattleReasonStyle *style);

/* The same in one line, without its state and how often it was switched, which others tell. */
char *wattle_reason_text_summarize (GVariant *reason, const WattleReasonStyle *style);

/* "on", "off", a number with its unit, or a word; @value may be NULL. */
char *wattle_reason_text_value (GVariant *value, const char *unit);

G_END_DECLS
