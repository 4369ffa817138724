/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-log-catch.h"

static void
catch_message (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
    WattleLogCatch *self = user_data;

    if (!(level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) ||
        (domain != NULL && !g_str_has_prefix (domain, self->domain))) {
        self->previous (domain, level, message, NULL);
        return;
    }

    if (self->text->len > 0)
        g_string_append_c (self->text, '\n');
    g_string_append (self->text, message);
}

void
wattle_log_catch_begin (WattleLogCatch *self, const char *domain)
{
    self->domain = domain;
    self->text = g_string_new (NULL);
    self->previous = g_log_set_default_handler (catch_message, self);
    self->fatal = g_log_set_always_fatal (G_LOG_LEVEL_ERROR);
}

char *
wattle_log_catch_end (WattleLogCatch *self)
{
    gboolean empty = self->text->len == 0;

    g_log_set_always_fatal (self->fatal);
    g_log_set_default_handler (self->previous, NULL);
    return g_string_free (g_steal_pointer (&self->text), empty);
}
