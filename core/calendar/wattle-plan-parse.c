/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-plan-parse.h"

#include "base/wattle-error.h"
#include "base/wattle-ident.h"

static gboolean
parse_each (WattleTariffPlan *plan,
            JsonArray *list,
            const char *name,
            WattlePlanFunc func,
            gpointer data,
            GError **error)
{
    for (guint i = 0; i < json_array_get_length (list); i++) {
        JsonNode *node = json_array_get_element (list, i);

        if (!JSON_NODE_HOLDS_OBJECT (node)) {
            wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s[%u]: must be an object", name, i);
            return FALSE;
        }
        if (!func (plan, json_node_get_object (node), data, error)) {
            g_autofree char *place = g_strdup_printf ("%s[%u]", name, i);

            wattle_member_prefix (error, place);
            return FALSE;
        }
    }
    return TRUE;
}

gboolean
wattle_plan_parse_each (WattleTariffPlan *plan,
                        JsonObject *object,
                        const char *name,
                        guint min,
                        guint max,
                        WattlePlanFunc func,
                        gpointer data,
                        GError **error)
{
    JsonArray *list;
    guint length;

    if (min == 0 && !json_object_has_member (object, name))
        return TRUE;
    if (!wattle_json_get_array (object, name, &list, error))
        return FALSE;

    length = json_array_get_length (list);
    if (length >= min && length <= max)
        return parse_each (plan, list, name, func, data, error);
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: there are %u; allowed are %u to %u", name,
                      length, min, max);
    return FALSE;
}

gboolean
wattle_plan_parse_naming (JsonObject *object, char **id, char **name, GError **error)
{
    if (!wattle_member_read_text (object, "id", TRUE, id, error) ||
        !wattle_member_read_text (object, "name", TRUE, name, error))
        return FALSE;
    if (wattle_ident_is_valid (*id))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "id: “%s” is no identifier; it begins with a small letter, followed by at "
                      "most 31 small letters, digits and underscores",
                      *id);
    return FALSE;
}
