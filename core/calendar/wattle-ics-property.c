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

/* A list is cut at its commas, but not at those of its words. */
GStrv
wattle_ics_property_dup_categories (ICalComponent *event)
{
    g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
    g_autoptr (ICalProperty) property =
        i_cal_component_get_first_property (event, I_CAL_CATEGORIES_PROPERTY);

    while (property != NULL) {
        const char *word = i_cal_property_get_categories (property);
        g_autofree char *clean = g_strstrip (g_strdup (word != NULL ? word : ""));

        g_strv_builder_add (all, clean);
        g_object_unref (property);
        property = i_cal_component_get_next_property (event, I_CAL_CATEGORIES_PROPERTY);
    }
    return g_strv_builder_end (all);
}

/* "… in RRULE property. …" or "No value for RRULE property. …" */
static char *
dup_named (const char *said)
{
    const char *end = said != NULL ? strstr (said, " property") : NULL;
    const char *name = end;

    while (name != NULL && name > said && (g_ascii_isupper (name[-1]) || name[-1] == '-'))
        name--;
    return name != end ? g_strndup (name, (gsize)(end - name)) : NULL;
}

/* What libical leaves of a line that it cannot read names the property, or else comes behind it. */
char *
wattle_ics_property_dup_broken (ICalComponent *event)
{
    gboolean broken = FALSE;
    g_autofree char *before = NULL;
    g_autoptr (ICalProperty) property =
        i_cal_component_get_first_property (event, I_CAL_ANY_PROPERTY);

    while (property != NULL) {
        char *named = NULL;

        if (i_cal_property_isa (property) == I_CAL_XLICERROR_PROPERTY) {
            named = dup_named (i_cal_property_get_xlicerror (property));
            broken = TRUE;
        } else if (!broken) {
            g_free (before);
            before = i_cal_property_get_property_name (property);
        }
        if (named != NULL)
            return named;
        g_object_unref (property);
        property = i_cal_component_get_next_property (event, I_CAL_ANY_PROPERTY);
    }
    return g_steal_pointer (&before);
}
