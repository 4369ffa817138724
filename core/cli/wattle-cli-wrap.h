/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Items one after the other in lines that are as wide as a terminal. */
typedef struct {
    GString *text;
    guint width;
    guint indent;    /* of each line */
    const char *gap; /* between items */
    guint used;      /* columns of the last line; 0: it has not begun */
} WattleCliWrap;

/* For an item of @width columns, which is to be appended to the text then. */
void wattle_cli_wrap_make_room (WattleCliWrap *self, guint width);
/* The whole item; one that is wider than a line is cut. */
void wattle_cli_wrap_add (WattleCliWrap *self, const char *item);

G_END_DECLS
