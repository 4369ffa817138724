/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-wrap.h"

#include "wattle-cli-text.h"

static void
begin_line (WattleCliWrap *self)
{
    wattle_cli_text_append (self->text, "", self->indent, FALSE);
    self->used = self->indent;
}

void
wattle_cli_wrap_make_room (WattleCliWrap *self, guint width)
{
    guint gap = wattle_cli_text_get_width (self->gap);

    if (self->used == 0) {
        begin_line (self);
    } else if (self->used + gap + width > self->width) {
        g_string_append_c (self->text, '\n');
        begin_line (self);
    } else {
        g_string_append (self->text, self->gap);
        self->used += gap;
    }
    self->used += width;
}

void
wattle_cli_wrap_add (WattleCliWrap *self, const char *item)
{
    g_autofree char *clean = wattle_cli_text_clean (item);
    g_autofree char *cut = wattle_cli_text_cut (clean, self->width - self->indent);

    wattle_cli_wrap_make_room (self, wattle_cli_text_get_width (cut));
    g_string_append (self->text, cut);
}
