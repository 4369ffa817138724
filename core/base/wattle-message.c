/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-message.h"

#include <stdlib.h>
#include <string.h>

#include "wattle-error-private.h"
#include "wattle-line.h"

/* In characters. A text of a device may stand in either. */
#define MAX_PREFIX   1000
#define MAX_ARGUMENT 500

struct _WattleMessage {
    char *prefix;
    char *template_; /* NULL: @text is all there is */
    GStrv arguments;
    char *text;
};

/* How long an argument of printf is. */
typedef enum {
    LENGTH_INT,
    LENGTH_LONG,
    LENGTH_LONG_LONG,
    LENGTH_SIZE,
} Length;

/* One conversion of a template. */
typedef struct {
    const char *start; /* at the % */
    const char *end;
    int position; /* of `%2$s`, counted from 1; 0: the next one */
    Length length;
    char type; /* '%': a percent sign; '\0': not understood */
} Conversion;

static const char *
skip_digits (const char *at)
{
    while (g_ascii_isdigit (*at))
        at++;
    return at;
}

static const char *
read_length (const char *at, Length *length)
{
    *length = LENGTH_INT;
    while (*at == 'h')
        at++;
    if (*at == 'z') {
        *length = LENGTH_SIZE;
        return at + 1;
    }
    for (; *at == 'l'; at++)
        *length = *length == LENGTH_INT ? LENGTH_LONG : LENGTH_LONG_LONG;
    return at;
}

/* The first conversion from @text on. */
static gboolean
find_conversion (const char *text, Conversion *conversion)
{
    const char *at = strchr (text, '%');
    const char *digits;

    if (at == NULL)
        return FALSE;

    *conversion = (Conversion){ .start = at++ };
    digits = skip_digits (at);
    if (digits > at && digits - at < 3 && *digits == '$') {
        conversion->position = atoi (at);
        at = digits + 1;
    }
    at += strspn (at, "-+ #0'");
    at = skip_digits (at);
    if (*at == '.')
        at = skip_digits (at + 1);
    at = read_length (at, &conversion->length);
    if (*at != '\0' && strchr ("diouxXcsfFeEgGp%", *at) != NULL)
        conversion->type = *at;
    conversion->end = *at != '\0' ? at + 1 : at;
    return TRUE;
}

/* The format is one conversion out of a template that the compiler has checked. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static char *
print_integer (const char *format, Length length, va_list *arguments)
{
    switch (length) {
    case LENGTH_LONG:
        return g_strdup_printf (format, va_arg (*arguments, long));
    case LENGTH_LONG_LONG:
        return g_strdup_printf (format, va_arg (*arguments, long long));
    case LENGTH_SIZE:
        return g_strdup_printf (format, va_arg (*arguments, size_t));
    case LENGTH_INT:
    default:
        return g_strdup_printf (format, va_arg (*arguments, int));
    }
}

static char *
print_argument (const Conversion *conversion, va_list *arguments)
{
    g_autofree char *format =
        g_strndup (conversion->start, (gsize)(conversion->end - conversion->start));
    const char *text;

    switch (conversion->type) {
    case 's':
        text = va_arg (*arguments, const char *);
        return g_strdup_printf (format, text != NULL ? text : "");
    case 'p':
        return g_strdup_printf (format, va_arg (*arguments, void *));
    case 'f':
    case 'F':
    case 'e':
    case 'E':
    case 'g':
    case 'G':
        return g_strdup_printf (format, va_arg (*arguments, double));
    default:
        return print_integer (format, conversion->length, arguments);
    }
}

#pragma GCC diagnostic pop

static GStrv
capture (const char *format, va_list *arguments)
{
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    Conversion conversion;

    for (const char *at = format; find_conversion (at, &conversion); at = conversion.end) {
        g_autofree char *text = NULL;

        if (conversion.type == '%')
            continue;
        /* Positions would need all types first; templates in the source have none. */
        g_return_val_if_fail (conversion.type != '\0' && conversion.position == 0,
                              g_strv_builder_end (builder));
        text = print_argument (&conversion, arguments);
        g_strv_builder_add (builder, text);
    }

    return g_strv_builder_end (builder);
}

static const char *
find_argument (const char *const *arguments, const Conversion *conversion, guint *next)
{
    guint index = conversion->position > 0 ? (guint)conversion->position - 1 : (*next)++;

    return index < g_strv_length ((char **)arguments) ? arguments[index] : "";
}

static void
append_rendered (GString *text, const char *template_, const char *const *arguments)
{
    Conversion conversion;
    const char *at = template_;
    guint next = 0;

    for (; find_conversion (at, &conversion); at = conversion.end) {
        g_string_append_len (text, at, conversion.start - at);
        if (conversion.type == '%')
            g_string_append_c (text, '%');
        else if (conversion.type == '\0')
            g_string_append_len (text, conversion.start, conversion.end - conversion.start);
        else
            g_string_append (text, find_argument (arguments, &conversion, &next));
    }
    g_string_append (text, at);
}

static char *
render (const WattleMessage *self, const char *template_, const char *const *arguments)
{
    GString *text = g_string_new (self->prefix);

    append_rendered (text, template_, arguments);
    return g_string_free (text, FALSE);
}

static void
update_text (WattleMessage *self)
{
    g_free (self->text);
    self->text = self->template_ != NULL
                     ? render (self, self->template_, wattle_message_get_arguments (self))
                     : g_strdup (self->prefix);
}

/* Takes @arguments. The one place that all sentences pass, so none can be more than its template
 * says, whatever a device put into it. */
static WattleMessage *
make (const char *prefix, const char *template_, GStrv arguments)
{
    WattleMessage *self = g_new0 (WattleMessage, 1);

    self->prefix = wattle_line_from_part (prefix != NULL ? prefix : "", MAX_PREFIX);
    self->template_ = g_strdup (template_);
    self->arguments = arguments != NULL ? arguments : g_new0 (char *, 1);
    for (guint i = 0; self->arguments[i] != NULL; i++) {
        g_autofree char *given = self->arguments[i];

        self->arguments[i] = wattle_line_from_part (given, MAX_ARGUMENT);
    }
    update_text (self);
    return self;
}

WattleMessage *
wattle_message_new_valist (const char *format, va_list arguments)
{
    va_list copy;
    GStrv texts;

    va_copy (copy, arguments);
    texts = capture (format, &copy);
    va_end (copy);
    return make (NULL, format, texts);
}

WattleMessage *
wattle_message_new (const char *format, ...)
{
    WattleMessage *self;
    va_list arguments;

    va_start (arguments, format);
    self = wattle_message_new_valist (format, arguments);
    va_end (arguments);
    return self;
}

WattleMessage *
wattle_message_new_parts (const char *prefix, const char *template_, const char *const *arguments)
{
    return make (prefix, template_, g_strdupv ((char **)arguments));
}

/* g_prefix_error() changes the text alone: what stands before the sentence is its prefix. */
WattleMessage *
wattle_message_new_from_error (const GError *error)
{
    const WattleMessage *made = wattle_error_get_sentence (error);
    WattleMessage *self;
    gsize cut;

    if (made == NULL || !g_str_has_suffix (error->message, made->text))
        return make (error->message, NULL, NULL);

    self = wattle_message_copy (made);
    cut = strlen (error->message) - strlen (made->text);
    if (cut > 0)
        wattle_message_prefix (self, "%.*s", (int)cut, error->message);
    return self;
}

WattleMessage *
wattle_message_copy (const WattleMessage *self)
{
    return make (self->prefix, self->template_, g_strdupv (self->arguments));
}

void
wattle_message_free (WattleMessage *self)
{
    g_free (self->prefix);
    g_free (self->template_);
    g_strfreev (self->arguments);
    g_free (self->text);
    g_free (self);
}

void
wattle_message_prefix (WattleMessage *self, const char *format, ...)
{
    g_autofree char *old = self->prefix;
    g_autofree char *place = NULL;
    g_autofree char *whole = NULL;
    va_list arguments;

    va_start (arguments, format);
    place = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    whole = g_strconcat (place, old, NULL);
    self->prefix = wattle_line_from_part (whole, MAX_PREFIX);
    update_text (self);
}

const char *
wattle_message_get_text (const WattleMessage *self)
{
    return self->text;
}

const char *
wattle_message_get_prefix (const WattleMessage *self)
{
    return self->prefix;
}

const char *
wattle_message_get_template (const WattleMessage *self)
{
    return self->template_;
}

const char *const *
wattle_message_get_arguments (const WattleMessage *self)
{
    return (const char *const *)self->arguments;
}

GVariant *
wattle_message_to_variant (const WattleMessage *self)
{
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "text", "s", self->text);
    g_variant_dict_insert (&dict, "prefix", "s", self->prefix);
    g_variant_dict_insert (&dict, "template", "s", self->template_ != NULL ? self->template_ : "");
    g_variant_dict_insert (&dict, "arguments", "^as", wattle_message_get_arguments (self));
    return g_variant_dict_end (&dict);
}

/* What has no template is a text as it stands, which may be in the catalogue all the same. */
WattleMessage *
wattle_message_new_from_variant (GVariant *sentence)
{
    g_autofree const char **arguments = NULL;
    const char *prefix = "";
    const char *template = "";
    const char *text = "";

    g_variant_lookup (sentence, "text", "&s", &text);
    g_variant_lookup (sentence, "prefix", "&s", &prefix);
    g_variant_lookup (sentence, "template", "&s", &template);
    g_variant_lookup (sentence, "arguments", "^a&s", &arguments);
    if (*text == '\0')
        return NULL;
    if (*template == '\0' || arguments == NULL)
        return wattle_message_new_parts (text, NULL, NULL);

    return wattle_message_new_parts (prefix, template, arguments);
}

/* The empty text stands for the head of the catalogue. */
static const char *
look_up (const char *domain, const char *text)
{
    return *text != '\0' ? g_dgettext (domain, text) : text;
}

/* An argument may be a sentence of its own, such as the reason of a failure. */
char *
wattle_message_translate (const WattleMessage *self, const char *domain)
{
    g_autoptr (GPtrArray) arguments = g_ptr_array_new ();

    if (self->template_ == NULL)
        return g_strdup (look_up (domain, self->prefix));

    for (guint i = 0; self->arguments[i] != NULL; i++)
        g_ptr_array_add (arguments, (char *)look_up (domain, self->arguments[i]));
    g_ptr_array_add (arguments, NULL);
    return render (self, look_up (domain, self->template_), (const char *const *)arguments->pdata);
}
