/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-readings-table.h"

#include <glib/gi18n.h>

static const char *
name_quality (WattleQuality quality)
{
    switch (quality) {
    case WATTLE_QUALITY_MISSING:
        return _ ("missing");
    case WATTLE_QUALITY_HELD:
        return _ ("held");
    case WATTLE_QUALITY_STALE:
        return _ ("stale");
    case WATTLE_QUALITY_SUSPECT:
        return _ ("suspect");
    case WATTLE_QUALITY_GOOD:
        break;
    }

    return "";
}

static void
append_padded (GString *text, const char *word, glong width, gboolean to_the_right)
{
    glong blanks = MAX (0, width - g_utf8_strlen (word, -1));

    if (!to_the_right)
        g_string_append (text, word);
    for (glong i = 0; i < blanks; i++)
        g_string_append_c (text, ' ');
    if (to_the_right)
        g_string_append (text, word);
}

static glong
find_width (GPtrArray *entities)
{
    glong width = 0;

    for (guint i = 0; i < entities->len; i++)
        width = MAX (width,
                     g_utf8_strlen (wattle_entity_get_name (g_ptr_array_index (entities, i)), -1));

    return width;
}

static void
append_row (GString *text, WattleEntity *entity, glong width)
{
    g_autofree char *value = wattle_entity_dup_display (entity);

    g_string_append (text, "  ");
    append_padded (text, wattle_entity_get_name (entity), width, FALSE);
    append_padded (text, value, 16, TRUE);
    g_string_append_c (text, ' ');
    append_padded (text, wattle_entity_get_unit (entity), 5, FALSE);
    g_string_append (text, name_quality (wattle_entity_get_quality (entity)));
    while (text->str[text->len - 1] == ' ')
        g_string_truncate (text, text->len - 1);
    g_string_append_c (text, '\n');
}

void
wattle_readings_table_append (GString *text, WattleRunner *runner, GPtrArray *entities, gint64 time)
{
    g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
    g_autoptr (GDateTime) local = g_date_time_to_local (utc);
    g_autofree char *clock = g_date_time_format (local, "%H:%M:%S");
    glong width = find_width (entities);

    g_string_append_printf (text, "%s %s (%s)\n", clock, wattle_runner_get_name (runner),
                            wattle_runner_get_id (runner));
    for (guint i = 0; i < entities->len; i++)
        append_row (text, g_ptr_array_index (entities, i), width);
}
