/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is made of messages that were right, and those of another house. */
#include "smappee-box-private.h"

#include <string.h>

#include "base/wattle-json.h"

#define DEEP_LEVEL 1000

typedef enum {
    SPOIL_QUOTES,    /* as a Python program prints them */
    SPOIL_TRUNCATED, /* the first half */
    SPOIL_EMPTY,
    SPOIL_LIST, /* the right object in a list */
    SPOIL_DEEP, /* lists in one another */
} SpoilKind;

static const char *const names[] = {
    [SPOIL_QUOTES] = "quotes", [SPOIL_TRUNCATED] = "half", [SPOIL_EMPTY] = "empty-text",
    [SPOIL_LIST] = "list",     [SPOIL_DEEP] = "nested",
};

/* @spoil: NULL: the name is none of these */
gboolean
smappee_box_spoil_parse (JsonObject *object,
                         const char *name,
                         SmappeeBoxSpoil **spoil,
                         GError **error)
{
    const char *topic;
    guint kind = 0;
    guint answers = 0;

    *spoil = NULL;
    while (kind < G_N_ELEMENTS (names) && !g_str_equal (names[kind], name))
        kind++;
    if (kind == G_N_ELEMENTS (names))
        return TRUE;
    if (!wattle_json_get_string (object, "topic", &topic, error) ||
        !emulator_json_read_unsigned (object, "answers", 1000000, &answers, error))
        return FALSE;
    *spoil = g_new0 (SmappeeBoxSpoil, 1);
    (*spoil)->kind = kind;
    (*spoil)->topic = g_strdup (topic);
    (*spoil)->left = answers;
    return TRUE;
}

void
smappee_box_spoil_free (gpointer data)
{
    SmappeeBoxSpoil *spoil = data;

    g_free (spoil->topic);
    g_free (spoil);
}

static char *
make_deep (void)
{
    GString *text = g_string_new ("{\"utcTimeStamp\":");

    for (guint i = 0; i < DEEP_LEVEL; i++)
        g_string_append_c (text, '[');
    for (guint i = 0; i < DEEP_LEVEL; i++)
        g_string_append_c (text, ']');
    g_string_append_c (text, '}');
    return g_string_free (text, FALSE);
}

/* Takes the text. */
static char *
apply (SpoilKind kind, char *text)
{
    g_autofree char *old = text;

    switch (kind) {
    case SPOIL_QUOTES:
        return g_strdelimit (g_steal_pointer (&old), "\"", '\'');
    case SPOIL_TRUNCATED:
        return g_strndup (old, strlen (old) / 2);
    case SPOIL_LIST:
        return g_strconcat ("[", old, "]", NULL);
    case SPOIL_DEEP:
        return make_deep ();
    default:
        return g_strdup ("");
    }
}

char *
smappee_box_spoil (SmappeeBox *self, const char *topic, char *text)
{
    for (guint i = 0; i < self->spoils->len; i++) {
        SmappeeBoxSpoil *spoil = g_ptr_array_index (self->spoils, i);

        if (!g_str_equal (spoil->topic, topic))
            continue;
        text = apply (spoil->kind, text);
        if (spoil->left == 1)
            g_ptr_array_remove_index (self->spoils, i);
        else if (spoil->left > 1)
            spoil->left--;
        return text;
    }
    return text;
}

static char *
replace (const char *text, const char *from, const char *to)
{
    GString *buffer = g_string_new (text);

    g_string_replace (buffer, from, to, 0);
    return g_string_free (buffer, FALSE);
}

char *
smappee_box_foreign_translate (SmappeeBox *self, const char *text)
{
    g_autofree char *moved = replace (text, self->uuid, SMAPPEE_BOX_FOREIGN_UUID);

    return replace (moved, self->serial, SMAPPEE_BOX_FOREIGN_SERIAL);
}
