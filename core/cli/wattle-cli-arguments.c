/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-arguments.h"

#include <glib/gi18n.h>

#include "base/wattle-number.h"
#include "wattle-cli-nearest.h"
#include "wattle-cli.h"

struct _WattleCliArguments {
    GPtrArray *given;    /* of const WattleCliOption and its value (char *), in turn */
    GPtrArray *operands; /* of char, ended by NULL */
};

static WattleCliArguments *
arguments_new (void)
{
    WattleCliArguments *self = g_new0 (WattleCliArguments, 1);

    self->given = g_ptr_array_new ();
    self->operands = g_ptr_array_new_with_free_func (g_free);
    return self;
}

void
wattle_cli_arguments_free (WattleCliArguments *self)
{
    for (guint i = 1; i < self->given->len; i += 2)
        g_free (g_ptr_array_index (self->given, i));
    g_ptr_array_unref (self->given);
    g_ptr_array_unref (self->operands);
    g_free (self);
}

/* Options */

static const WattleCliOption *
find_option (const WattleCliOption *const *tables, const char *name, gsize length)
{
    for (guint i = 0; tables[i] != NULL; i++)
        for (const WattleCliOption *option = tables[i]; option->name != NULL; option++)
            if (strlen (option->name) == length && strncmp (option->name, name, length) == 0)
                return option;

    return NULL;
}

static gboolean
refuse_option (const WattleCliOption *const *tables, const char *word, GError **error)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *sentence = g_strdup_printf (_ ("there is no option “%s” here"), word);

    for (guint i = 0; tables[i] != NULL; i++)
        for (const WattleCliOption *option = tables[i]; option->name != NULL; option++)
            g_ptr_array_add (names, g_strconcat ("--", option->name, NULL));
    g_ptr_array_add (names, NULL);
    wattle_cli_nearest_refuse (error, sentence, word, (const char *const *)names->pdata);
    return FALSE;
}

static void
add_option (WattleCliArguments *self, const WattleCliOption *option, const char *value)
{
    g_ptr_array_add (self->given, (gpointer)option);
    g_ptr_array_add (self->given, g_strdup (value));
}

/* Takes the word at @index, and the next one if that is its value. */
static gboolean
take_option (WattleCliArguments *self,
             const char *const *words,
             guint *index,
             const WattleCliOption *const *tables,
             GError **error)
{
    const char *word = words[*index];
    const char *equals = strchr (word, '=');
    gsize length = equals != NULL ? (gsize)(equals - word) : strlen (word);
    g_autofree char *name = g_strndup (word, length);
    const WattleCliOption *option = length > 2 ? find_option (tables, word + 2, length - 2) : NULL;

    if (option == NULL || !g_str_has_prefix (word, "--"))
        return refuse_option (tables, name, error);
    if (option->value == NULL && equals != NULL) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE, _ ("%s takes no value"), name);
        return FALSE;
    }
    if (option->value != NULL && equals == NULL && words[*index + 1] == NULL) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE, _ ("%s needs a value: %s %s"), name,
                     name, option->value);
        return FALSE;
    }

    if (option->value != NULL && equals == NULL)
        (*index)++;
    add_option (self, option, equals != NULL ? equals + 1 : words[*index]);
    return TRUE;
}

/* Operands */

static void
count_operands (const char *operands, guint *min, guint *max)
{
    g_auto (GStrv) words = g_strsplit (operands, " ", -1);

    *min = 0;
    *max = strstr (operands, "…") != NULL ? G_MAXUINT : 0;
    for (guint i = 0; words[i] != NULL; i++) {
        if (*words[i] == '\0' || g_str_has_prefix (words[i], "…"))
            continue;
        if (*words[i] != '[')
            (*min)++;
        if (*max != G_MAXUINT)
            (*max)++;
    }
}

static gboolean
check_operands (WattleCliArguments *self, const char *operands, GError **error)
{
    guint n = self->operands->len;
    guint min;
    guint max;

    count_operands (operands, &min, &max);
    if (n < min) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE, _ ("something is missing: %s"),
                     operands);
        return FALSE;
    }
    if (n > max && max == 0) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("“%s” is too much: only options may stand here"),
                     (const char *)g_ptr_array_index (self->operands, 0));
        return FALSE;
    }
    if (n > max) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("“%s” is too much; what may stand here is: %s"),
                     (const char *)g_ptr_array_index (self->operands, max), operands);
        return FALSE;
    }
    return TRUE;
}

/* A number may have a sign. */
static gboolean
is_operand (const char *word)
{
    return *word != '-' || word[1] == '\0' || g_ascii_isdigit (word[1]) || word[1] == '.';
}

WattleCliArguments *
wattle_cli_arguments_parse (const char *const *words,
                            const WattleCliOption *const *tables,
                            const char *operands,
                            GError **error)
{
    g_autoptr (WattleCliArguments) self = arguments_new ();
    gboolean only_operands = FALSE;

    for (guint i = 0; words[i] != NULL; i++) {
        if (!only_operands && g_str_equal (words[i], "--"))
            only_operands = TRUE;
        else if (only_operands || is_operand (words[i]))
            g_ptr_array_add (self->operands, g_strdup (words[i]));
        else if (!take_option (self, words, &i, tables, error))
            return NULL;
    }

    if (!check_operands (self, operands, error))
        return NULL;
    g_ptr_array_add (self->operands, NULL);
    return g_steal_pointer (&self);
}

/* Asking */

static gboolean
is_option (const WattleCliArguments *self, guint index, const char *name)
{
    const WattleCliOption *option = g_ptr_array_index (self->given, index);

    return g_str_equal (option->name, name);
}

gboolean
wattle_cli_arguments_has (const WattleCliArguments *self, const char *option)
{
    for (guint i = 0; i < self->given->len; i += 2)
        if (is_option (self, i, option))
            return TRUE;

    return FALSE;
}

const char *
wattle_cli_arguments_get (const WattleCliArguments *self, const char *option)
{
    const char *value = NULL;

    for (guint i = 0; i < self->given->len; i += 2)
        if (is_option (self, i, option))
            value = g_ptr_array_index (self->given, i + 1);

    return value;
}

const char **
wattle_cli_arguments_get_all (const WattleCliArguments *self, const char *option)
{
    GPtrArray *values = g_ptr_array_new ();

    for (guint i = 0; i < self->given->len; i += 2)
        if (is_option (self, i, option))
            g_ptr_array_add (values, g_ptr_array_index (self->given, i + 1));
    g_ptr_array_add (values, NULL);
    return (const char **)g_ptr_array_free (values, FALSE);
}

gboolean
wattle_cli_arguments_get_number (const WattleCliArguments *self,
                                 const char *option,
                                 guint min,
                                 guint max,
                                 guint *value,
                                 GError **error)
{
    const char *text = wattle_cli_arguments_get (self, option);
    gint64 number;

    if (text == NULL)
        return TRUE;
    if (!wattle_number_parse_integer (text, min, max, &number, NULL)) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("--%s takes a whole number from %u to %u, not “%s”"), option, min, max,
                     text);
        return FALSE;
    }

    *value = (guint)number;
    return TRUE;
}

guint
wattle_cli_arguments_get_n_operands (const WattleCliArguments *self)
{
    return self->operands->len - 1;
}

const char *
wattle_cli_arguments_get_operand (const WattleCliArguments *self, guint index)
{
    return index < self->operands->len ? g_ptr_array_index (self->operands, index) : NULL;
}

const char *const *
wattle_cli_arguments_get_operands (const WattleCliArguments *self, guint index)
{
    guint from = MIN (index, self->operands->len - 1);

    return (const char *const *)self->operands->pdata + from;
}

gboolean
wattle_cli_arguments_split (const char *word, char **key, char **value, GError **error)
{
    const char *equals = strchr (word, '=');

    if (equals == NULL || equals == word) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("“%s” is not understood; settings are written as KEY=VALUE"), word);
        return FALSE;
    }

    *key = g_strndup (word, (gsize)(equals - word));
    *value = g_strdup (equals + 1);
    return TRUE;
}
