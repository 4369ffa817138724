/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-categories.h"

#include <glib/gi18n.h>

#include "base/wattle-json-document.h"
#include "calendar/wattle-ics.h"
#include "wattle-cli-text.h"

#define SHOWN 5

/* Of the plan's own types of day. */
static gboolean
has_type (JsonArray *types, const char *id)
{
    for (guint i = 0; types != NULL && i < json_array_get_length (types); i++) {
        JsonNode *node = json_array_get_element (types, i);
        JsonObject *type = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

        if (type != NULL && g_strcmp0 (wattle_json_peek_string (type, "id"), id) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Whether one of them says what kind of day it is; a calendar of this program always does. */
static gboolean
is_known (JsonArray *types, const WattleIcsDay *day)
{
    for (guint i = 0; day->categories[i] != NULL; i++)
        if (g_str_equal (day->categories[i], WATTLE_DAY_TYPE_HOLIDAY) ||
            has_type (types, day->categories[i]))
            return TRUE;
    return day->own;
}

static void
add_all (GPtrArray *found, char **categories)
{
    for (guint i = 0; categories[i] != NULL; i++)
        if (!g_ptr_array_find_with_equal_func (found, categories[i], g_str_equal, NULL))
            g_ptr_array_add (found, g_strdup (categories[i]));
}

GStrv
wattle_cli_plan_categories_find (GBytes *document, GPtrArray *days)
{
    gsize length;
    const char *text = g_bytes_get_data (document, &length);
    g_autoptr (JsonObject) root = wattle_json_document_parse (text, (gssize)length, NULL);
    JsonObject *calendar = root != NULL ? wattle_json_peek_object (root, "calendar") : NULL;
    JsonArray *types = calendar != NULL ? wattle_json_peek_array (calendar, "day_types") : NULL;
    GPtrArray *found = g_ptr_array_new ();

    for (guint i = 0; i < days->len; i++) {
        const WattleIcsDay *day = g_ptr_array_index (days, i);

        if (!is_known (types, day))
            add_all (found, day->categories);
    }
    g_ptr_array_add (found, NULL);
    return (GStrv)g_ptr_array_free (found, FALSE);
}

void
wattle_cli_plan_categories_print (const char *const *categories)
{
    g_autoptr (GString) list = g_string_new (NULL);
    guint count = g_strv_length ((char **)categories);

    if (count == 0)
        return;
    for (guint i = 0; i < MIN (count, SHOWN); i++) {
        g_autofree char *clean = wattle_cli_text_clean (categories[i]);

        g_string_append_printf (list, "%s“%s”", i > 0 ? ", " : "", clean);
    }
    g_print (_ ("The plan has no type of day for the category %s%s: such days are holidays there. "
                "Another type is named by --day-type.\n"),
             list->str, count > SHOWN ? " …" : "");
}
