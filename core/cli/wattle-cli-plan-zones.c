/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-zones.h"

#include <glib/gi18n.h>
#include <string.h>

#include "calendar/wattle-tariff-plan.h"
#include "wattle-cli-message.h"
#include "wattle-cli.h"

#define ZONES "/usr/share/zoneinfo/tzdata.zi"

/* The list may name zones of a package that is not installed. */
static void
add_known (GPtrArray *zones, const char *name)
{
    g_autoptr (WattleZone) zone = wattle_zone_new (name, NULL);

    if (zone != NULL)
        g_ptr_array_add (zones, g_strdup (name));
}

/* Lines "Z NAME …" are zones, "L OTHER NAME" other names of the same. */
static void
add_line (GPtrArray *zones, const char *line)
{
    g_auto (GStrv) words = g_strsplit (line, " ", 4);
    guint n = g_strv_length (words);

    if (n >= 2 && g_str_equal (words[0], "Z"))
        add_known (zones, words[1]);
    else if (n >= 3 && g_str_equal (words[0], "L"))
        add_known (zones, words[2]);
}

static int
compare (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static gboolean
add_all_zones (GPtrArray *zones, GError **error)
{
    g_autofree char *text = NULL;
    g_auto (GStrv) lines = NULL;
    g_autoptr (GError) cause = NULL;

    if (!g_file_get_contents (ZONES, &text, NULL, &cause)) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM,
                     _ ("which zones there are cannot be read: %s"), cause->message);
        return FALSE;
    }
    lines = g_strsplit (text, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++)
        add_line (zones, lines[i]);
    g_ptr_array_sort (zones, compare);
    return TRUE;
}

static gboolean
add_zone (GPtrArray *zones, const char *name, GError **error)
{
    g_autoptr (GError) cause = NULL;
    g_autoptr (WattleZone) zone = wattle_zone_new (name, &cause);
    g_autofree char *why = NULL;

    if (zone != NULL) {
        g_ptr_array_add (zones, g_strdup (name));
        return TRUE;
    }
    why = wattle_cli_message_explain (cause);
    g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE, why);
    return FALSE;
}

GPtrArray *
wattle_cli_plan_zones_read (const char *const *names, gboolean all, GError **error)
{
    g_autoptr (GPtrArray) zones = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; names[i] != NULL; i++)
        if (!add_zone (zones, names[i], error))
            return NULL;
    if (all && !add_all_zones (zones, error))
        return NULL;
    return g_steal_pointer (&zones);
}
