/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-json.h"

#include <math.h>
#include <stdio.h>

#include "base/wattle-json.h"
#include "base/wattle-number.h"
#include "wattle-cli-time.h"

struct _WattleCliJson {
    GString *text;
    gboolean follows; /* something stands before, so a comma is due */
};

WattleCliJson *
wattle_cli_json_new (void)
{
    WattleCliJson *self = g_new0 (WattleCliJson, 1);

    self->text = g_string_new (NULL);
    return self;
}

void
wattle_cli_json_free (WattleCliJson *self)
{
    g_string_free (self->text, TRUE);
    g_free (self);
}

const char *
wattle_cli_json_get_text (WattleCliJson *self)
{
    return self->text->str;
}

void
wattle_cli_json_print (WattleCliJson *self)
{
    g_string_append_c (self->text, '\n');
    fwrite (self->text->str, 1, self->text->len, stdout);
    fflush (stdout);
}

static void
begin (WattleCliJson *self, const char *name)
{
    if (self->follows)
        g_string_append_c (self->text, ',');
    self->follows = TRUE;
    if (name == NULL)
        return;

    wattle_json_append_string (self->text, name);
    g_string_append_c (self->text, ':');
}

static void
open_bracket (WattleCliJson *self, const char *name, char bracket)
{
    begin (self, name);
    g_string_append_c (self->text, bracket);
    self->follows = FALSE;
}

static void
close_bracket (WattleCliJson *self, char bracket)
{
    g_string_append_c (self->text, bracket);
    self->follows = TRUE;
}

void
wattle_cli_json_begin_object (WattleCliJson *self, const char *name)
{
    open_bracket (self, name, '{');
}

void
wattle_cli_json_end_object (WattleCliJson *self)
{
    close_bracket (self, '}');
}

void
wattle_cli_json_begin_array (WattleCliJson *self, const char *name)
{
    open_bracket (self, name, '[');
}

void
wattle_cli_json_end_array (WattleCliJson *self)
{
    close_bracket (self, ']');
}

void
wattle_cli_json_add_null (WattleCliJson *self, const char *name)
{
    begin (self, name);
    g_string_append (self->text, "null");
}

void
wattle_cli_json_add_text (WattleCliJson *self, const char *name, const char *text)
{
    if (text == NULL) {
        wattle_cli_json_add_null (self, name);
        return;
    }

    begin (self, name);
    wattle_json_append_string (self->text, text);
}

void
wattle_cli_json_add_word (WattleCliJson *self, const char *name, const char *text)
{
    wattle_cli_json_add_text (self, name, text != NULL && *text != '\0' ? text : NULL);
}

void
wattle_cli_json_add_number (WattleCliJson *self, const char *name, double value)
{
    g_autofree char *text = isfinite (value) ? wattle_number_format_exact (value) : NULL;

    begin (self, name);
    g_string_append (self->text, text != NULL ? text : "null");
}

void
wattle_cli_json_add_digits (WattleCliJson *self, const char *name, const char *digits)
{
    begin (self, name);
    g_string_append (self->text, digits != NULL ? digits : "null");
}

void
wattle_cli_json_add_integer (WattleCliJson *self, const char *name, gint64 value)
{
    begin (self, name);
    g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

void
wattle_cli_json_add_boolean (WattleCliJson *self, const char *name, gboolean value)
{
    begin (self, name);
    g_string_append (self->text, value ? "true" : "false");
}

void
wattle_cli_json_add_time (WattleCliJson *self, const char *name, gint64 time)
{
    g_autofree char *text = time != 0 ? wattle_cli_time_format_utc (time) : NULL;

    wattle_cli_json_add_text (self, name, text);
}

void
wattle_cli_json_add_texts (WattleCliJson *self, const char *name, const char *const *texts)
{
    wattle_cli_json_begin_array (self, name);
    for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
        wattle_cli_json_add_text (self, NULL, texts[i]);
    wattle_cli_json_end_array (self);
}
