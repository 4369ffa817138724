/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-unit-set.h"

#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-number.h"

static gboolean
parse_unit (const char *text, gint64 *unit)
{
    return wattle_number_parse_integer (text, WATTLE_UNIT_MIN, WATTLE_UNIT_MAX, unit, NULL);
}

/* "5" or "10-20" */
static gboolean
add_part (WattleUnitSet *self, char *part)
{
    char *dash = strchr (part, '-');
    gint64 first;
    gint64 last;

    if (dash != NULL)
        *dash = '\0';
    if (!parse_unit (part, &first))
        return FALSE;
    last = first;
    if (dash != NULL && (!parse_unit (dash + 1, &last) || last < first))
        return FALSE;

    for (gint64 unit = first; unit <= last; unit++) {
        self->count += !self->has[unit];
        self->has[unit] = TRUE;
    }
    return TRUE;
}

gboolean
wattle_unit_set_parse (WattleUnitSet *self, const char *text, GError **error)
{
    g_auto (GStrv) parts = g_strsplit (text, ",", WATTLE_UNIT_MAX + 1);
    gboolean valid = parts[0] != NULL;

    memset (self, 0, sizeof *self);
    for (guint i = 0; valid && parts[i] != NULL; i++)
        valid = add_part (self, parts[i]);
    if (valid)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "the units “%s” are not understood; allowed are numbers from %d to %d and "
                      "ranges of them, such as 1,5,10-20",
                      text, WATTLE_UNIT_MIN, WATTLE_UNIT_MAX);
    return FALSE;
}
