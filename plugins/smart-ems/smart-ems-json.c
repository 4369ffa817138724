/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-json.h"

#include <math.h>
#include <string.h>

#define MAX_MASK 0xffff
#define MAX_TEXT 64 /* bytes */

SmartEmsMemberState
smart_ems_json_node_number (JsonNode *node, double *value)
{
    const char *text;

    if (node == NULL)
        return SMART_EMS_MEMBER_ABSENT;
    if (wattle_json_node_is_number (node, value))
        return SMART_EMS_MEMBER_GOOD;
    if (wattle_json_node_is_string (node, &text) && wattle_number_parse (text, value, NULL))
        return SMART_EMS_MEMBER_GOOD;

    return SMART_EMS_MEMBER_BAD;
}

SmartEmsMemberState
smart_ems_json_number (JsonObject *object, const char *member, double *value)
{
    return smart_ems_json_node_number (json_object_get_member (object, member), value);
}

SmartEmsMemberState
smart_ems_json_mask (JsonObject *object, const char *member, guint *mask)
{
    double value;
    SmartEmsMemberState state = smart_ems_json_number (object, member, &value);

    if (state != SMART_EMS_MEMBER_GOOD)
        return state;
    if (!(value >= 0 && value <= MAX_MASK) || value != floor (value))
        return SMART_EMS_MEMBER_BAD;

    *mask = (guint)value;
    return SMART_EMS_MEMBER_GOOD;
}

static gboolean
is_line (const char *text)
{
    for (; *text != '\0'; text++)
        if (g_ascii_iscntrl (*text))
            return FALSE;

    return TRUE;
}

char *
smart_ems_json_dup_text (JsonObject *object, const char *member, int decimals)
{
    JsonNode *node = json_object_get_member (object, member);
    const char *text;
    double number;

    if (node != NULL && wattle_json_node_is_number (node, &number))
        return fabs (number) < MAX_MASK ? wattle_number_format (number, decimals) : NULL;
    if (node == NULL || !wattle_json_node_is_string (node, &text) || *text == '\0' ||
        strlen (text) > MAX_TEXT || !is_line (text))
        return NULL;

    return g_strdup (text);
}
