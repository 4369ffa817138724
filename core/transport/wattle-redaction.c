/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-redaction.h"

#include <string.h>

#include "base/wattle-json.h"
#include "wattle-stand-in.h"

/* What one device can make us remember. */
#define MAX_RULES  4096
#define MAX_LENGTH 1024

typedef enum {
    RULE_ANYWHERE, /* within words too, as written */
    RULE_WORD,     /* no letter or digit before or behind it */
    RULE_VALUE,    /* a whole JSON string that is no name, or the whole text */
} RuleKind;

typedef struct {
    RuleKind kind;
    char *text;
    char *stand_in;
    gsize length;
} Rule;

struct _WattleRedaction {
    GPtrArray *rules;     /* of Rule, longest first */
    GHashTable *by_text;  /* lower-case text → Rule */
    gboolean begins[256]; /* the lower-case letters some rule begins with */
    guint count;
};

/* Never kept, whatever the plugin says. */
static const char *const always[] = {
    "serial", "serialnumber", "serialno", "mac",         "macaddress",   "ip",     "ipaddress",
    "ssid",   "bssid",        "latitude", "longitude",   "lat",          "lon",    "lng",
    "apikey", "password",     "token",    "accesstoken", "refreshtoken", "secret", NULL,
};

static void
rule_free (gpointer data)
{
    Rule *rule = data;

    g_free (rule->text);
    g_free (rule->stand_in);
    g_free (rule);
}

WattleRedaction *
wattle_redaction_new (void)
{
    WattleRedaction *self = g_new0 (WattleRedaction, 1);

    self->rules = g_ptr_array_new_with_free_func (rule_free);
    self->by_text = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    return self;
}

void
wattle_redaction_free (WattleRedaction *self)
{
    g_hash_table_unref (self->by_text);
    g_ptr_array_unref (self->rules);
    g_free (self);
}

static int
compare_lengths (gconstpointer a, gconstpointer b)
{
    const Rule *one = *(const Rule *const *)a;
    const Rule *other = *(const Rule *const *)b;

    return one->length > other->length ? -1 : one->length < other->length;
}

/* Takes over @stand_in. The first rule for a text stays, but one that is met as a secret hits
 * everywhere from then on. */
static void
add_rule (WattleRedaction *self, RuleKind kind, const char *text, char *stand_in)
{
    g_autofree char *folded = g_ascii_strdown (text, -1);
    Rule *rule = g_hash_table_lookup (self->by_text, folded);

    if (rule != NULL || *text == '\0' || strlen (text) > MAX_LENGTH ||
        self->rules->len >= MAX_RULES) {
        if (rule != NULL)
            rule->kind = MIN (rule->kind, kind);
        g_free (stand_in);
        return;
    }

    rule = g_new (Rule, 1);
    rule->kind = kind;
    rule->text = g_strdup (text);
    rule->stand_in = stand_in;
    rule->length = strlen (text);
    g_ptr_array_add (self->rules, rule);
    g_ptr_array_sort (self->rules, compare_lengths);
    self->begins[(guchar)*folded] = TRUE;
    g_hash_table_insert (self->by_text, g_steal_pointer (&folded), rule);
}

static gboolean
is_known (WattleRedaction *self, const char *text)
{
    g_autofree char *folded = g_ascii_strdown (text, -1);

    return g_hash_table_contains (self->by_text, folded);
}

/* Secrets */

static void
add_secret_form (WattleRedaction *self, const char *text)
{
    /* Fewer letters than that stand in every second word. */
    RuleKind kind = strlen (text) < 4 ? RULE_WORD : RULE_ANYWHERE;

    add_rule (self, kind, text, wattle_stand_in_for_secret (text));
}

static void
add_json_form (WattleRedaction *self, const char *text)
{
    g_autoptr (GString) json = g_string_new (NULL);
    g_auto (GStrv) parts = NULL;
    g_autofree char *slashed = NULL;

    wattle_json_append_string (json, text);
    g_string_truncate (json, json->len - 1);
    parts = g_strsplit (json->str + 1, "/", -1);
    slashed = g_strjoinv ("\\/", parts);
    add_secret_form (self, json->str + 1);
    add_secret_form (self, slashed);
}

static void
add_base64_form (WattleRedaction *self, const char *text)
{
    g_autofree char *encoded = g_base64_encode ((const guchar *)text, strlen (text));

    add_secret_form (self, encoded);
}

void
wattle_redaction_add_secret (WattleRedaction *self, const char *user, const char *secret)
{
    g_autofree char *pair = g_strdup_printf ("%s:%s", user != NULL ? user : "", secret);
    g_autofree char *uri = g_uri_escape_string (secret, NULL, FALSE);

    if (*secret == '\0')
        return;

    add_secret_form (self, secret);
    add_secret_form (self, uri);
    add_json_form (self, secret);
    add_base64_form (self, secret);
    add_base64_form (self, pair);
}

/* Identifiers */

/* A text of letters alone may be a name in the protocol too. */
static RuleKind
judge (const char *text)
{
    gsize length = strlen (text);
    gboolean digit = FALSE;

    for (const char *c = text; *c != '\0'; c++)
        digit |= g_ascii_isdigit (*c);

    if (digit && (length >= 6 || (length >= 4 && strchr (text, '.') != NULL)))
        return RULE_WORD;
    return length >= 6 && strpbrk (text, " -_.:/@") != NULL ? RULE_WORD : RULE_VALUE;
}

static gboolean
is_telling (const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        if ((guchar)*c >= 0x80 || g_ascii_isalnum (*c))
            return g_ascii_strcasecmp (text, "N/A") != 0;

    return FALSE;
}

void
wattle_redaction_add_identifier (WattleRedaction *self, const char *text)
{
    g_autofree char *trimmed = g_strstrip (g_strdup (text));
    g_autofree char *bare = NULL;
    char *stand_in;

    if (!is_telling (trimmed) || is_known (self, trimmed) || wattle_stand_in_is_local (trimmed))
        return;

    stand_in = wattle_stand_in_for_identifier (trimmed, ++self->count);
    bare = wattle_stand_in_strip_mac (trimmed);
    if (bare != NULL)
        add_rule (self, RULE_WORD, bare, wattle_stand_in_strip_mac (stand_in));
    add_rule (self, judge (trimmed), trimmed, stand_in);
}

void
wattle_redaction_add_uri (WattleRedaction *self, const char *uri)
{
    g_autoptr (GUri) parsed = uri != NULL ? g_uri_parse (uri, G_URI_FLAGS_NONE, NULL) : NULL;

    if (parsed != NULL && g_uri_get_host (parsed) != NULL)
        wattle_redaction_add_identifier (self, g_uri_get_host (parsed));
}

/* Scanning */

static gboolean
is_same_name (const char *name, gsize length, const char *wanted)
{
    const char *end = name + length;

    for (; *wanted != '\0'; wanted++) {
        if (!g_ascii_isalnum (*wanted))
            continue;
        while (name < end && !g_ascii_isalnum (*name))
            name++;
        if (name == end || g_ascii_tolower (*name++) != g_ascii_tolower (*wanted))
            return FALSE;
    }
    while (name < end && !g_ascii_isalnum (*name))
        name++;
    return name == end;
}

static gboolean
is_listed (const char *const *names, const char *name, gsize length)
{
    for (guint i = 0; names != NULL && names[i] != NULL; i++)
        if (is_same_name (name, length, names[i]))
            return TRUE;

    return FALSE;
}

static const char *
skip_blanks (const char *c, const char *end)
{
    while (c < end && g_ascii_isspace (*c))
        c++;
    return c;
}

/* Returns the closing quote of the string whose opening one is before @c, or @end. */
static const char *
find_quote (const char *c, const char *end)
{
    for (; c < end && *c != '"'; c++)
        if (*c == '\\' && c + 1 < end)
            c++;
    return c;
}

/* A text with escapes is learnt as it stands and as it is meant. */
static void
learn_string (WattleRedaction *self, const char *begin, const char *end)
{
    g_autofree char *raw = g_strndup (begin, (gsize)(end - begin));
    g_autofree char *document = g_strdup_printf ("[\"%s\"]", raw);
    g_autoptr (JsonNode) node = NULL;
    const char *text;

    wattle_redaction_add_identifier (self, raw);
    if (strchr (raw, '\\') == NULL)
        return;
    node = wattle_json_parse (document, -1, NULL);
    if (node != NULL &&
        wattle_json_node_is_string (json_array_get_element (json_node_get_array (node), 0), &text))
        wattle_redaction_add_identifier (self, text);
}

static const char *
learn_value (WattleRedaction *self, const char *c, const char *end)
{
    const char *begin = c;

    if (c < end && *c == '"') {
        c = find_quote (c + 1, end);
        learn_string (self, begin + 1, c);
        return c < end ? c + 1 : end;
    }

    while (c < end && (g_ascii_isdigit (*c) || *c == '-' || *c == '+' || *c == '.'))
        c++;
    /* A number of few digits tells nothing and stands everywhere. */
    if (c - begin >= 6 || (c - begin >= 4 && memchr (begin, '.', (gsize)(c - begin)) != NULL))
        learn_string (self, begin, c);
    return c;
}

void
wattle_redaction_scan (WattleRedaction *self,
                       const char *const *names,
                       const char *data,
                       gsize length)
{
    const char *end;
    const char *c;

    if (length == 0) /* then there may be no data at all */
        return;

    end = data + length;
    c = memchr (data, '"', length);
    while (c != NULL) {
        const char *name = c + 1;
        const char *closing = find_quote (name, end);

        c = skip_blanks (closing < end ? closing + 1 : end, end);
        if (c < end && *c == ':' &&
            (is_listed (always, name, (gsize)(closing - name)) ||
             is_listed (names, name, (gsize)(closing - name))))
            c = learn_value (self, skip_blanks (c + 1, end), end);
        c = c < end ? memchr (c, '"', (gsize)(end - c)) : NULL;
    }
}

/* Applying */

static gboolean
is_word_at (const char *data, gsize length, gsize begin, gsize end)
{
    return (begin == 0 || !g_ascii_isalnum (data[begin - 1])) &&
           (end == length || !g_ascii_isalnum (data[end]));
}

static gboolean
is_value_at (const char *data, gsize length, gsize begin, gsize end)
{
    const char *behind;

    if (begin == 0 && end == length)
        return TRUE;
    if (begin == 0 || end == length || data[begin - 1] != '"' || data[end] != '"')
        return FALSE;

    behind = skip_blanks (data + end + 1, data + length);
    return behind == data + length || *behind != ':';
}

static gboolean
matches (const Rule *rule, const char *data, gsize length, gsize begin)
{
    gsize end = begin + rule->length;

    if (end > length)
        return FALSE;

    switch (rule->kind) {
    case RULE_ANYWHERE:
        return memcmp (data + begin, rule->text, rule->length) == 0;
    case RULE_WORD:
        return g_ascii_strncasecmp (data + begin, rule->text, rule->length) == 0 &&
               is_word_at (data, length, begin, end);
    case RULE_VALUE:
        return g_ascii_strncasecmp (data + begin, rule->text, rule->length) == 0 &&
               is_value_at (data, length, begin, end);
    }

    return FALSE;
}

static const Rule *
find_rule (WattleRedaction *self, const char *data, gsize length, gsize begin)
{
    if (!self->begins[(guchar)g_ascii_tolower (data[begin])])
        return NULL;
    for (guint i = 0; i < self->rules->len; i++)
        if (matches (g_ptr_array_index (self->rules, i), data, length, begin))
            return g_ptr_array_index (self->rules, i);

    return NULL;
}

/* Letters take the case of what they stand for: an identifier is lower-case. */
static void
append_stand_in (GString *text, const Rule *rule, const char *original)
{
    gboolean same = strlen (rule->stand_in) == rule->length;

    for (gsize i = 0; rule->stand_in[i] != '\0'; i++) {
        char c = rule->stand_in[i];

        if (same && rule->kind != RULE_ANYWHERE && g_ascii_islower (original[i]))
            c = g_ascii_tolower (c);
        g_string_append_c (text, c);
    }
}

GString *
wattle_redaction_apply (WattleRedaction *self, const char *data, gsize length)
{
    GString *text = g_string_sized_new (length + 1);

    for (gsize i = 0; i < length;) {
        const Rule *rule = find_rule (self, data, length, i);

        if (rule == NULL) {
            g_string_append_c (text, data[i++]);
        } else {
            append_stand_in (text, rule, data + i);
            i += rule->length;
        }
    }

    return text;
}

char *
wattle_redaction_apply_text (WattleRedaction *self, const char *text)
{
    if (text == NULL)
        return NULL;
    return g_string_free (wattle_redaction_apply (self, text, strlen (text)), FALSE);
}
