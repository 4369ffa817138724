/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-options.h"

#include <math.h>

#include "wattle-error.h"
#include "wattle-number.h"

#define MAX_TEXT 255

typedef struct {
    WattleOptionSpec spec; /* its strings are owned */
    char *text;            /* NULL: the fallback counts */
} Option;

/**
 * WattleOptions:
 *
 * The options of one device: a table of what is allowed, and the values set, each checked against
 * the table when it was set. Getters return the fallback for what is not set.
 */
struct _WattleOptions {
    GObject parent_instance;

    GPtrArray *options;
};

G_DEFINE_FINAL_TYPE (WattleOptions, wattle_options, G_TYPE_OBJECT)

static void
option_free (Option *option)
{
    g_free ((char *)option->spec.key);
    g_free ((char *)option->spec.label);
    g_free ((char *)option->spec.fallback);
    g_free ((char *)option->spec.choices);
    g_free ((char *)option->spec.pattern);
    g_free ((char *)option->spec.allowed);
    g_free (option->text);
    g_free (option);
}

static void
wattle_options_finalize (GObject *object)
{
    g_ptr_array_unref (WATTLE_OPTIONS (object)->options);

    G_OBJECT_CLASS (wattle_options_parent_class)->finalize (object);
}

static void
wattle_options_class_init (WattleOptionsClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_options_finalize;
}

static void
wattle_options_init (WattleOptions *self)
{
    self->options = g_ptr_array_new_with_free_func ((GDestroyNotify)option_free);
}

/**
 * wattle_options_new:
 *
 * Returns: (transfer full): a set that allows nothing yet
 */
WattleOptions *
wattle_options_new (void)
{
    return g_object_new (WATTLE_TYPE_OPTIONS, NULL);
}

static Option *
find (WattleOptions *self, const char *key)
{
    for (guint i = 0; i < self->options->len; i++) {
        Option *option = g_ptr_array_index (self->options, i);

        if (g_str_equal (option->spec.key, key))
            return option;
    }

    return NULL;
}

/**
 * wattle_options_add_spec: (skip)
 * @self: a set
 * @spec: what to allow; copied
 *
 * Adds an option to the table. A key that is there already keeps its first meaning.
 */
void
wattle_options_add_spec (WattleOptions *self, const WattleOptionSpec *spec)
{
    Option *option;

    if (find (self, spec->key) != NULL)
        return;

    option = g_new0 (Option, 1);
    option->spec = *spec;
    option->spec.key = g_strdup (spec->key);
    option->spec.label = g_strdup (spec->label);
    option->spec.fallback = g_strdup (spec->fallback);
    option->spec.choices = g_strdup (spec->choices);
    option->spec.pattern = g_strdup (spec->pattern);
    option->spec.allowed = g_strdup (spec->allowed);
    g_ptr_array_add (self->options, option);
}

static gboolean
refuse (const WattleOptionSpec *spec, const char *allowed, GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be %s", spec->key, allowed);
    return FALSE;
}

static gboolean
refuse_range (const WattleOptionSpec *spec, const char *kind, GError **error)
{
    g_autofree char *min = wattle_number_format_exact (spec->min);
    g_autofree char *max = wattle_number_format_exact (spec->max);

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be a %s from %s to %s", spec->key, kind,
                      min, max);
    return FALSE;
}

static gboolean
check_number (const WattleOptionSpec *spec, const char *text, GError **error)
{
    gboolean whole = spec->type == WATTLE_OPTION_INTEGER;
    gboolean limited = spec->min != 0 || spec->max != 0;
    const char *kind = whole ? "whole number" : "number";
    double value;

    if (wattle_number_parse (text, &value, NULL) && fabs (value) < 1e15 &&
        (!whole || value == trunc (value)) &&
        (!limited || (value >= spec->min && value <= spec->max)))
        return TRUE;

    return limited ? refuse_range (spec, kind, error) : refuse (spec, kind, error);
}

static gboolean
check_choice (const WattleOptionSpec *spec, const char *text, GError **error)
{
    g_auto (GStrv) choices = g_strsplit (spec->choices, "|", -1);
    g_autofree char *list = NULL;

    if (g_strv_contains ((const char *const *)choices, text))
        return TRUE;

    list = g_strjoinv (", ", choices);
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be one of %s", spec->key, list);
    return FALSE;
}

static gboolean
check_text (const WattleOptionSpec *spec, const char *text, GError **error)
{
    if (!g_utf8_validate (text, -1, NULL) || g_utf8_strlen (text, -1) > MAX_TEXT)
        return refuse (spec, "text of at most 255 characters", error);
    for (const char *c = text; *c != '\0'; c++)
        if (g_ascii_iscntrl (*c))
            return refuse (spec, "text without control characters", error);

    return TRUE;
}

/* An empty text is one that is not set. */
static gboolean
check_pattern (const WattleOptionSpec *spec, const char *text, GError **error)
{
    g_autofree char *whole = NULL;

    if (spec->pattern == NULL || *text == '\0')
        return TRUE;

    whole = g_strconcat ("\\A(?:", spec->pattern, ")\\z", NULL);
    return g_regex_match_simple (whole, text, 0, 0) ||
           refuse (spec, spec->allowed != NULL ? spec->allowed : spec->pattern, error);
}

static gboolean
check (const WattleOptionSpec *spec, const char *text, GError **error)
{
    switch (spec->type) {
    case WATTLE_OPTION_INTEGER:
    case WATTLE_OPTION_NUMBER:
        return check_number (spec, text, error);
    case WATTLE_OPTION_BOOLEAN:
        return g_str_equal (text, "true") || g_str_equal (text, "false") ||
               refuse (spec, "true or false", error);
    case WATTLE_OPTION_CHOICE:
        return check_choice (spec, text, error);
    case WATTLE_OPTION_TEXT:
        return check_text (spec, text, error) && check_pattern (spec, text, error);
    case WATTLE_OPTION_SECRET: /* only its name is seen here */
        return check_text (spec, text, error);
    }

    return FALSE;
}

static char *
list_keys (WattleOptions *self)
{
    GString *list = g_string_new (NULL);

    for (guint i = 0; i < self->options->len; i++) {
        Option *option = g_ptr_array_index (self->options, i);

        g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", option->spec.key);
    }

    return g_string_free (list, FALSE);
}

/**
 * wattle_options_set:
 * @self: a set
 * @key: name of an option
 * @text: its value as text
 * @error: return location for an error that names @key and what is allowed; it never holds @text
 *
 * Returns: whether @key exists and may hold @text
 */
gboolean
wattle_options_set (WattleOptions *self, const char *key, const char *text, GError **error)
{
    Option *option = find (self, key);

    if (option == NULL) {
        g_autofree char *keys = list_keys (self);

        wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: no such option; there are: %s", key,
                          *keys != '\0' ? keys : "none");
        return FALSE;
    }
    if (!check (&option->spec, text, error))
        return FALSE;

    g_free (option->text);
    option->text = g_strdup (text);
    return TRUE;
}

/**
 * wattle_options_check_secret:
 * @self: a set
 * @key: name of a secret
 * @secret: the secret itself, which the set never holds
 * @error: return location for an error that names @key and what is allowed; it never holds @secret
 *
 * Returns: whether the secret is of the form that its option asks for
 */
gboolean
wattle_options_check_secret (WattleOptions *self,
                             const char *key,
                             const char *secret,
                             GError **error)
{
    Option *option = find (self, key);

    g_return_val_if_fail (option != NULL, FALSE);

    return check_text (&option->spec, secret, error) &&
           check_pattern (&option->spec, secret, error);
}

/**
 * wattle_options_check_complete:
 * @self: a set
 * @error: return location for an error that names what is missing
 *
 * Returns: whether every required option is set
 */
gboolean
wattle_options_check_complete (WattleOptions *self, GError **error)
{
    for (guint i = 0; i < self->options->len; i++) {
        Option *option = g_ptr_array_index (self->options, i);

        if (option->spec.required && option->text == NULL) {
            wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be set", option->spec.key);
            return FALSE;
        }
    }

    return TRUE;
}

/**
 * wattle_options_inherit:
 * @self: options of a sub-device
 * @parent: options of its parent
 *
 * Takes over every value set in @parent whose key @self has too and has not set.
 */
void
wattle_options_inherit (WattleOptions *self, WattleOptions *parent)
{
    for (guint i = 0; i < self->options->len; i++) {
        Option *option = g_ptr_array_index (self->options, i);
        Option *above = find (parent, option->spec.key);

        if (option->text == NULL && above != NULL && above->text != NULL &&
            check (&option->spec, above->text, NULL))
            option->text = g_strdup (above->text);
    }
}

/**
 * wattle_options_get_spec: (skip)
 * @self: a set
 * @key: name of an option
 *
 * Returns: (transfer none) (nullable): what the option allows
 */
const WattleOptionSpec *
wattle_options_get_spec (WattleOptions *self, const char *key)
{
    Option *option = find (self, key);

    return option != NULL ? &option->spec : NULL;
}

/**
 * wattle_options_get_n_specs:
 * @self: a set
 *
 * Returns: how many options there are
 */
guint
wattle_options_get_n_specs (WattleOptions *self)
{
    return self->options->len;
}

/**
 * wattle_options_get_nth_spec: (skip)
 * @self: a set
 * @index: less than wattle_options_get_n_specs()
 *
 * Returns: (transfer none): what that option allows
 */
const WattleOptionSpec *
wattle_options_get_nth_spec (WattleOptions *self, guint index)
{
    return &((Option *)g_ptr_array_index (self->options, index))->spec;
}

/**
 * wattle_options_has:
 * @self: a set
 * @key: name of an option
 *
 * Returns: whether the option was set to a text that is not empty
 */
gboolean
wattle_options_has (WattleOptions *self, const char *key)
{
    Option *option = find (self, key);

    return option != NULL && option->text != NULL && *option->text != '\0';
}

/**
 * wattle_options_get_text:
 * @self: a set
 * @key: name of an option
 *
 * Returns: (transfer none): the value, else the fallback, else the empty text
 */
const char *
wattle_options_get_text (WattleOptions *self, const char *key)
{
    Option *option = find (self, key);

    g_return_val_if_fail (option != NULL, "");

    if (option->text != NULL)
        return option->text;
    return option->spec.fallback != NULL ? option->spec.fallback : "";
}

/**
 * wattle_options_get_number:
 * @self: a set
 * @key: name of a number
 *
 * Returns: the value, else the fallback, else 0
 */
double
wattle_options_get_number (WattleOptions *self, const char *key)
{
    double value = 0;

    wattle_number_parse (wattle_options_get_text (self, key), &value, NULL);
    return value;
}

/**
 * wattle_options_get_integer:
 * @self: a set
 * @key: name of a whole number
 *
 * Returns: the value, else the fallback, else 0
 */
gint64
wattle_options_get_integer (WattleOptions *self, const char *key)
{
    return (gint64)wattle_options_get_number (self, key);
}

/**
 * wattle_options_get_boolean:
 * @self: a set
 * @key: name of a truth value
 *
 * Returns: the value, else the fallback, else %FALSE
 */
gboolean
wattle_options_get_boolean (WattleOptions *self, const char *key)
{
    return g_str_equal (wattle_options_get_text (self, key), "true");
}
