/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-ics-property.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/wattle-line.h"

#define MAX_NAME 500 /* bytes */

char *
wattle_ics_property_dup_name (ICalComponent *event)
{
    const char *summary = i_cal_component_get_summary (event);
    g_autofree char *name = wattle_line_from_text (summary != NULL ? summary : "", MAX_NAME);

    if (strlen (name) > MAX_NAME)
        *g_utf8_find_prev_char (name, name + MAX_NAME) = '\0';
    g_strchomp (name);
    return *name != '\0' ? g_steal_pointer (&name) : g_strdup (_ ("Holiday"));
}

/* A list of commas may come in pieces. */
GStrv
wattle_ics_property_dup_categories (ICalComponent *event)
{
    g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
    g_autoptr (ICalProperty) property =
        i_cal_component_get_first_property (event, I_CAL_CATEGORIES_PROPERTY);

    while (property != NULL) {
        const char *list = i_cal_property_get_categories (property);
        g_auto (GStrv) words = g_strsplit (list != NULL ? list : "", ",", -1);

        for (guint i = 0; words[i] != NULL; i++)
            g_strv_builder_add (all, g_strstrip (words[i]));
        g_object_unref (property);
        property = i_cal_component_get_next_property (event, I_CAL_CATEGORIES_PROPERTY);
    }
    return g_strv_builder_end (all);
}

/* What libical leaves of a line that it cannot read may name the property: "… in RRULE property …"
 */
char *
wattle_ics_property_dup_broken (ICalComponent *event)
{
    g_autoptr (ICalProperty) line =
        i_cal_component_get_first_property (event, I_CAL_XLICERROR_PROPERTY);
    const char *said = line != NULL ? i_cal_property_get_xlicerror (line) : NULL;
    const char *name = said != NULL ? strstr (said, " in ") : NULL;
    gsize length;

    if (name == NULL)
        return NULL;
    name += strlen (" in ");
    length = strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-");
    return length > 0 && g_str_has_prefix (name + length, " property") ? g_strndup (name, length)
                                                                       : NULL;
}
