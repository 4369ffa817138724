/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-json-writer.h"

#include <math.h>

#include "wattle-json.h"
#include "wattle-number.h"

struct _WattleJsonWriter {
    GString *text;
    gboolean first; /* within the object or array that is open */
};

WattleJsonWriter *
wattle_json_writer_new (void)
{
    WattleJsonWriter *self = g_new0 (WattleJsonWriter, 1);

    self->text = g_string_new (NULL);
    self->first = TRUE;
    return self;
}

void
wattle_json_writer_free (WattleJsonWriter *self)
{
    g_string_free (self->text, TRUE);
    g_free (self);
}

char *
wattle_json_writer_finish (WattleJsonWriter *self)
{
    char *text = g_string_free (self->text, FALSE);

    g_free (self);
    return text;
}

static void
begin_value (WattleJsonWriter *self, const char *name)
{
    if (!self->first)
        g_string_append_c (self->text, ',');
    self->first = FALSE;
    if (name == NULL)
        return;

    wattle_json_append_string (self->text, name);
    g_string_append_c (self->text, ':');
}

static void
begin (WattleJsonWriter *self, const char *name, char bracket)
{
    begin_value (self, name);
    g_string_append_c (self->text, bracket);
    self->first = TRUE;
}

static void
end (WattleJsonWriter *self, char bracket)
{
    g_string_append_c (self->text, bracket);
    self->first = FALSE;
}

void
wattle_json_writer_begin_object (WattleJsonWriter *self, const char *name)
{
    begin (self, name, '{');
}

void
wattle_json_writer_end_object (WattleJsonWriter *self)
{
    end (self, '}');
}

void
wattle_json_writer_begin_array (WattleJsonWriter *self, const char *name)
{
    begin (self, name, '[');
}

void
wattle_json_writer_end_array (WattleJsonWriter *self)
{
    end (self, ']');
}

void
wattle_json_writer_add_text (WattleJsonWriter *self, const char *name, const char *text)
{
    begin_value (self, name);
    wattle_json_append_string (self->text, text != NULL ? text : "");
}

void
wattle_json_writer_add_integer (WattleJsonWriter *self, const char *name, gint64 value)
{
    begin_value (self, name);
    g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

void
wattle_json_writer_add_number (WattleJsonWriter *self, const char *name, double value, int decimals)
{
    g_autofree char *exact = NULL;

    begin_value (self, name);
    if (!isfinite (value)) {
        g_string_append (self->text, "null");
    } else if (decimals >= 0) {
        wattle_number_append (self->text, value, decimals);
    } else {
        exact = wattle_number_format_exact (value);
        g_string_append (self->text, exact);
    }
}

void
wattle_json_writer_add_boolean (WattleJsonWriter *self, const char *name, gboolean value)
{
    begin_value (self, name);
    g_string_append (self->text, value ? "true" : "false");
}

void
wattle_json_writer_add_null (WattleJsonWriter *self, const char *name)
{
    begin_value (self, name);
    g_string_append (self->text, "null");
}

void
wattle_json_writer_add_json (WattleJsonWriter *self, const char *name, const char *json)
{
    begin_value (self, name);
    g_string_append (self->text, json);
}
