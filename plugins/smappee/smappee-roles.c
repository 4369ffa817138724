/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-roles.h"

#include <string.h>

/* Of the registers that are known. */
#define MAX_CHANNEL 27

/* As many as the published example has. */
#define N_GUESSED 9

static const struct {
    const char *word;
    SmappeeRole role;
} roles[] = {
    { "grid", SMAPPEE_ROLE_GRID },
    { "solar", SMAPPEE_ROLE_SOLAR },
    { "load", SMAPPEE_ROLE_LOAD },
    { "other", SMAPPEE_ROLE_NONE },
};

static gboolean
find_role (const char *word, SmappeeRole *role)
{
    for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
        if (g_ascii_strcasecmp (word, roles[i].word) == 0) {
            *role = roles[i].role;
            return TRUE;
        }
    return FALSE;
}

/* `3` or `3-5`. */
static gboolean
read_range (const char *text, guint *first, guint *last)
{
    g_auto (GStrv) ends = g_strsplit (text, "-", 3);
    gint64 from;
    gint64 to;

    if (g_strv_length (ends) < 1 || g_strv_length (ends) > 2 ||
        !wattle_number_parse_integer (g_strstrip (ends[0]), 0, MAX_CHANNEL, &from, NULL))
        return FALSE;
    to = from;
    if (ends[1] != NULL &&
        !wattle_number_parse_integer (g_strstrip (ends[1]), from, MAX_CHANNEL, &to, NULL))
        return FALSE;
    *first = (guint)from;
    *last = (guint)to;
    return TRUE;
}

static SmappeeChannel *
make_channel (guint index, const char *name, SmappeeRole role, guint phase)
{
    g_autofree char *place = g_strdup_printf ("%u", index);

    return smappee_channel_new (index, place, name, role, phase);
}

static gboolean
refuse (const char *part, GError **error)
{
    wattle_error_set (
        error, WATTLE_ERROR_CONFIG,
        "Channels: “%s” is not understood; a part is grid, solar, load or other, the "
        "channels, counted from 0 up to %d and none of them twice, and a name, such as "
        "“load:0-2:Charger, grid:3-5, solar:6-8”",
        part, MAX_CHANNEL);
    return FALSE;
}

/* Three channels in a row are the three phases, as in the published example. */
static gboolean
add_part (GPtrArray *channels, const char *part, GError **error)
{
    g_auto (GStrv) fields = g_strsplit (part, ":", 3);
    g_autofree char *name = NULL;
    SmappeeRole role;
    guint position;
    guint first;
    guint last;

    if (g_strv_length (fields) < 2 || !find_role (g_strstrip (fields[0]), &role) ||
        !read_range (fields[1], &first, &last))
        return refuse (part, error);
    if (fields[2] != NULL && *g_strstrip (fields[2]) != '\0')
        name = g_utf8_substring (fields[2], 0, MIN (60, g_utf8_strlen (fields[2], -1)));

    for (guint index = first; index <= last; index++) {
        if (smappee_channels_find (channels, index, &position) != NULL)
            return refuse (part, error);
        g_ptr_array_add (
            channels, make_channel (index, name, role, last - first == 2 ? index - first + 1 : 0));
    }
    return TRUE;
}

GPtrArray *
smappee_roles_parse (const char *text, GError **error)
{
    g_autoptr (GPtrArray) channels = smappee_channels_new ();
    g_auto (GStrv) parts = g_strsplit (text, ",", 0);

    for (char **part = parts; *part != NULL; part++)
        if (!add_part (channels, g_strstrip (*part), error))
            return NULL;
    return g_steal_pointer (&channels);
}

GPtrArray *
smappee_roles_guess (void)
{
    GPtrArray *channels = smappee_channels_new ();

    for (guint i = 0; i < N_GUESSED; i++)
        g_ptr_array_add (channels, make_channel (i, NULL, SMAPPEE_ROLE_NONE, 0));
    return channels;
}
