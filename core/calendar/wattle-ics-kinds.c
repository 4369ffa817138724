/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-ics-kinds.h"

#include "base/wattle-error.h"
#include "wattle-ics-property.h"

static gboolean
refuse (const char *property, GError **error)
{
    g_prefix_error (error, "%s: ", property);
    return FALSE;
}

static gboolean
has_property (ICalComponent *event, ICalPropertyKind kind)
{
    return i_cal_component_count_properties (event, kind) > 0;
}

static gboolean
refuse_line (ICalComponent *event, GError **error)
{
    g_autofree char *property = wattle_ics_property_dup_broken (event);

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "has a line that is not understood");
    return property != NULL ? refuse (property, error) : FALSE;
}

/* What a plan can have nothing of. */
static gboolean
check_possible (ICalComponent *event, GError **error)
{
    if (has_property (event, I_CAL_RDATE_PROPERTY)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "cannot be taken over; use events instead");
        return refuse ("RDATE", error);
    }
    if (has_property (event, I_CAL_EXRULE_PROPERTY)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "cannot be taken over; use EXDATE instead");
        return refuse ("EXRULE", error);
    }
    if (!has_property (event, I_CAL_RECURRENCEID_PROPERTY))
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "one day of a rule that is moved cannot be taken over; use EXDATE and an "
                      "event instead");
    return refuse ("RECURRENCE-ID", error);
}

static gboolean
check_single (ICalComponent *event, GError **error)
{
    static const struct {
        ICalPropertyKind kind;
        const char *name;
    } kinds[] = { { I_CAL_DTSTART_PROPERTY, "DTSTART" },
                  { I_CAL_DTEND_PROPERTY, "DTEND" },
                  { I_CAL_DURATION_PROPERTY, "DURATION" },
                  { I_CAL_RRULE_PROPERTY, "RRULE" } };

    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
        if (i_cal_component_count_properties (event, kinds[i].kind) <= 1)
            continue;
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "there may be one only");
        return refuse (kinds[i].name, error);
    }
    return TRUE;
}

gboolean
wattle_ics_kinds_check (ICalComponent *event, GError **error)
{
    if (i_cal_component_count_errors (event) > 0)
        return refuse_line (event, error);
    return check_possible (event, error) && check_single (event, error);
}
