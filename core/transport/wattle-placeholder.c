/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-placeholder.h"

#include "base/wattle-error.h"
#include "base/wattle-json.h"

#define KEY_CHARS                                                                                  \
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"                                                                   \
    "abcdefghijklmnopqrstuvwxyz"                                                                   \
    "0123456789_.-"

typedef struct {
    WattlePlace place;
    WattlePlaceholderFunc func;
    gpointer user_data;
} Expansion;

/* Reads a key at @text up to @end; NULL if there is none. Moves @text behind @end. */
static char *
take_key (const char **text, char end)
{
    gsize length = strspn (*text, KEY_CHARS);
    char *key;

    if (length == 0 || (*text)[length] != end)
        return NULL;

    key = g_strndup (*text, length);
    *text += length + 1;
    return key;
}

static void
append_form (GString *out, const char *value)
{
    g_autofree char *escaped = g_uri_escape_string (value, " ", FALSE);

    g_string_append (out, g_strdelimit (escaped, " ", '+'));
}

static void
append_json (GString *out, const char *value)
{
    g_autoptr (GString) quoted = g_string_new (NULL);

    wattle_json_append_string (quoted, value);
    g_string_append_len (out, quoted->str + 1, (gssize)quoted->len - 2);
}

static gboolean
has_control (const char *value)
{
    for (const char *c = value; *c != '\0'; c++)
        if ((guchar)*c < 0x20 || *c == 0x7f)
            return TRUE;

    return FALSE;
}

static gboolean
append_value (Expansion *self, GString *out, const char *value, const char *name, GError **error)
{
    switch (self->place) {
    case WATTLE_PLACE_URL:
        g_string_append_uri_escaped (out, value, NULL, FALSE);
        return TRUE;
    case WATTLE_PLACE_FORM:
        append_form (out, value);
        return TRUE;
    case WATTLE_PLACE_JSON:
        append_json (out, value);
        return TRUE;
    case WATTLE_PLACE_HEADER:
        if (!has_control (value))
            break;
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "filling in %s: a header cannot hold control characters", name);
        return FALSE;
    case WATTLE_PLACE_TEXT:
        break;
    }

    g_string_append (out, value);
    return TRUE;
}

/* Asks for one value; the error names the whole placeholder. */
static char *
ask (Expansion *self, const char *kind, const char *key, const char *name, GError **error)
{
    char *value = self->func != NULL ? self->func (kind, key, self->user_data) : NULL;

    if (value == NULL)
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "filling in %s: the %s “%s” has no value",
                          name, kind, key);
    return value;
}

static gboolean
append_plain (Expansion *self,
              GString *out,
              const char *kind,
              const char *key,
              const char *name,
              GError **error)
{
    g_autofree char *value = ask (self, kind, key, name, error);

    return value != NULL && append_value (self, out, value, name, error);
}

static gboolean
append_basic (Expansion *self,
              GString *out,
              const char *user_key,
              const char *password_key,
              const char *name,
              GError **error)
{
    g_autofree char *user = ask (self, "option", user_key, name, error);
    g_autofree char *password = NULL;
    g_autofree char *both = NULL;
    g_autofree char *encoded = NULL;

    if (user == NULL)
        return FALSE;
    password = ask (self, "option", password_key, name, error);
    if (password == NULL)
        return FALSE;
    if (strchr (user, ':') != NULL) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "filling in %s: the option “%s” cannot hold a colon", name, user_key);
        return FALSE;
    }

    both = g_strconcat (user, ":", password, NULL);
    encoded = g_base64_encode ((const guchar *)both, strlen (both));
    return append_value (self, out, encoded, name, error);
}

/* Handles the brace at @text. Moves @text behind the placeholder, or not at all if it is none. */
static gboolean
expand_one (Expansion *self, GString *out, const char **text, GError **error)
{
    const char *rest = *text + 1;
    g_autofree char *kind = take_key (&rest, ':');
    g_autofree char *key = NULL;
    g_autofree char *second = NULL;
    g_autofree char *name = NULL;
    gboolean basic = g_strcmp0 (kind, "basic") == 0;

    if (kind == NULL)
        return TRUE;
    if (!basic && !g_str_equal (kind, "option") && !g_str_equal (kind, "state"))
        return TRUE;
    key = take_key (&rest, basic ? ':' : '}');
    if (key != NULL && basic)
        second = take_key (&rest, '}');
    if (key == NULL || (basic && second == NULL))
        return TRUE;

    name = g_strndup (*text, rest - *text);
    *text = rest;
    if (basic)
        return append_basic (self, out, key, second, name, error);
    return append_plain (self, out, kind, key, name, error);
}

char *
wattle_placeholder_expand (const char *text,
                           WattlePlace place,
                           WattlePlaceholderFunc func,
                           gpointer user_data,
                           GError **error)
{
    Expansion self = { .place = place, .func = func, .user_data = user_data };
    g_autoptr (GString) out = g_string_new (NULL);

    while (*text != '\0') {
        const char *before = text;

        if (*text == '{' && !expand_one (&self, out, &text, error))
            return NULL;
        if (text == before)
            g_string_append_c (out, *text++);
    }

    return g_string_free (g_steal_pointer (&out), FALSE);
}

WattlePlace
wattle_placeholder_get_place (const char *content_type)
{
    if (content_type == NULL)
        return WATTLE_PLACE_TEXT;
    if (g_str_has_prefix (content_type, "application/json"))
        return WATTLE_PLACE_JSON;
    if (g_str_has_prefix (content_type, "application/x-www-form-urlencoded"))
        return WATTLE_PLACE_FORM;

    return WATTLE_PLACE_TEXT;
}
