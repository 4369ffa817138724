/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-ics-event.h"

#include "base/wattle-error.h"
#include "wattle-ics-kinds.h"
#include "wattle-ics-property.h"
#include "wattle-ics-rule.h"
#include "wattle-ics-time.h"

#define MAX_YEARLY 31 /* days that something yearly may last in a plan */

typedef struct {
    ICalComponent *component;
    char *name;
    GStrv categories;
    gboolean own; /* of a calendar that this program wrote */
    WattleDate start;
    int days;
    GArray *except; /* of WattleDate */
    GPtrArray *found;
} Event;

static void
event_clear (Event *self)
{
    g_free (self->name);
    g_strfreev (self->categories);
    g_clear_pointer (&self->except, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Event, event_clear)

/* Puts words of iCalendar, which are not translated, before what is wrong there. */
static gboolean
refuse (const char *property, GError **error)
{
    g_prefix_error (error, "%s: ", property);
    return FALSE;
}

static gboolean
has_property (const Event *event, ICalPropertyKind kind)
{
    return i_cal_component_count_properties (event->component, kind) > 0;
}

/* DTEND is the day after; without it, or where it is the same, it is one day. */
static gboolean
read_length (Event *event, GError **error)
{
    g_autoptr (ICalTime) end = NULL;
    WattleDate date;

    event->days = 1;
    if (!has_property (event, I_CAL_DTEND_PROPERTY) &&
        !has_property (event, I_CAL_DURATION_PROPERTY))
        return TRUE;

    end = i_cal_component_get_dtend (event->component); /* a duration is added to the start */
    date = wattle_ics_time_get_date (end);
    if (date == WATTLE_DATE_NONE || date < event->start || !wattle_ics_time_is_midnight (end)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "must be the day after the last one");
        return refuse ("DTEND", error);
    }
    event->days = MAX (date - event->start, 1);
    if (event->days <= WATTLE_DATE_RULE_MAX_DAYS)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "it lasts %d days; at most %d are allowed",
                      event->days, WATTLE_DATE_RULE_MAX_DAYS);
    return refuse ("DTEND", error);
}

static gboolean
read_start (Event *event, GError **error)
{
    g_autoptr (ICalTime) start = i_cal_component_get_dtstart (event->component);

    if (!has_property (event, I_CAL_DTSTART_PROPERTY)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "is missing");
        return refuse ("DTSTART", error);
    }
    event->start = wattle_ics_time_get_date (start);
    if (event->start == WATTLE_DATE_NONE || !i_cal_time_is_valid_time (start)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "must be a day of the years %d to %d, as in DTSTART;VALUE=DATE:20260101",
                          WATTLE_DATE_MIN_YEAR, WATTLE_DATE_MAX_YEAR);
        return refuse ("DTSTART", error);
    }
    if (wattle_ics_time_is_midnight (start))
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "is a time; only whole days can be holidays, from midnight on clocks there, "
                      "and not of UTC, as in DTSTART;VALUE=DATE:20260101");
    return refuse ("DTSTART", error);
}

static gboolean
read_exceptions (Event *event, GError **error)
{
    g_autoptr (ICalProperty) property =
        i_cal_component_get_first_property (event->component, I_CAL_EXDATE_PROPERTY);

    event->except = g_array_new (FALSE, FALSE, sizeof (WattleDate));
    while (property != NULL) {
        g_autoptr (ICalTime) time = i_cal_property_get_exdate (property);
        WattleDate date = wattle_ics_time_get_date (time);

        g_clear_object (&property);
        if (date == WATTLE_DATE_NONE || !wattle_ics_time_is_midnight (time)) {
            wattle_error_set (error, WATTLE_ERROR_CONFIG,
                              "must be days, as in EXDATE;VALUE=DATE:20260101");
            return refuse ("EXDATE", error);
        }
        g_array_append_val (event->except, date);
        property = i_cal_component_get_next_property (event->component, I_CAL_EXDATE_PROPERTY);
    }
    return TRUE;
}

static gboolean
is_excepted (const Event *event, WattleDate date)
{
    for (guint i = 0; i < event->except->len; i++)
        if (g_array_index (event->except, WattleDate, i) == date)
            return TRUE;
    return FALSE;
}

static void
add (Event *event, const WattleDateRule *rule)
{
    WattleIcsDay *day = g_new0 (WattleIcsDay, 1);

    day->name = g_strdup (event->name);
    day->categories = g_strdupv (event->categories);
    day->own = event->own;
    day->rule = *rule;
    day->rule.days = event->days;
    g_ptr_array_add (event->found, day);
}

static void
add_once (Event *event, WattleDate date)
{
    WattleDateRule rule = { .kind = WATTLE_DATE_RULE_ONCE, .date = date };

    if (!is_excepted (event, date))
        add (event, &rule);
}

/* Years that are left out cut it into pieces. */
static void
add_yearly (Event *event, const WattleDateRule *rule)
{
    int last = rule->last_year != 0 ? rule->last_year : WATTLE_DATE_MAX_YEAR;
    WattleDateRule piece = *rule;

    for (int year = rule->first_year; year <= last; year++) {
        WattleDate date = wattle_date_rule_find (rule, year);

        if (date == WATTLE_DATE_NONE || !is_excepted (event, date))
            continue;
        piece.last_year = year - 1;
        if (piece.first_year <= piece.last_year)
            add (event, &piece);
        piece.first_year = year + 1;
    }
    piece.last_year = rule->last_year;
    if (piece.first_year <= last)
        add (event, &piece);
}

/* Rules */

static gboolean
expand (Event *event, ICalRecurrence *recurrence, const char *text, GError **error)
{
    g_autoptr (ICalTime) start = i_cal_component_get_dtstart (event->component);
    g_autoptr (ICalRecurIterator) iterator = i_cal_recur_iterator_new (recurrence, start);
    guint n = 0;

    for (; iterator != NULL; n++) {
        g_autoptr (ICalTime) time = i_cal_recur_iterator_next (iterator);
        WattleDate date = wattle_ics_time_get_date (time);

        if (date == WATTLE_DATE_NONE)
            break;
        if (n == WATTLE_ICS_MAX_DAYS) {
            wattle_error_set (error, WATTLE_ERROR_CONFIG,
                              "it comes more than %d times, and a plan may have no more days",
                              WATTLE_ICS_MAX_DAYS);
            return refuse ("RRULE", error);
        }
        add_once (event, date);
    }
    if (n > 0)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "“%s” gives no day from DTSTART on", text);
    return refuse ("RRULE", error);
}

static gboolean
is_of_days (ICalRecurrence *recurrence)
{
    ICalRecurrenceFrequency frequency = i_cal_recurrence_get_freq (recurrence);

    return frequency == I_CAL_DAILY_RECURRENCE || frequency == I_CAL_WEEKLY_RECURRENCE ||
           frequency == I_CAL_MONTHLY_RECURRENCE || frequency == I_CAL_YEARLY_RECURRENCE;
}

static gboolean
check_yearly_length (int days, GError **error)
{
    if (days <= MAX_YEARLY)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "it lasts %d days; at most %d are allowed for what comes each year", days,
                      MAX_YEARLY);
    return refuse ("DTEND", error);
}

/* @text: of the rule. */
static gboolean
take_rule (Event *event, ICalRecurrence *recurrence, const char *text, GError **error)
{
    WattleDateRule rule;

    if (wattle_ics_rule_read (text, event->start, &rule)) {
        if (!check_yearly_length (event->days, error))
            return FALSE;
        add_yearly (event, &rule);
        return TRUE;
    }
    if (wattle_ics_rule_is_finite (text))
        return expand (event, recurrence, text, error);
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "“%s” has no end, and only what comes each year on one day of a month, or on "
                      "its n-th or last such weekday, may go on for ever; add COUNT or UNTIL",
                      text);
    return refuse ("RRULE", error);
}

static gboolean
read_rule (Event *event, GError **error)
{
    g_autoptr (ICalProperty) property =
        i_cal_component_get_first_property (event->component, I_CAL_RRULE_PROPERTY);
    g_autoptr (ICalRecurrence) recurrence =
        property != NULL ? i_cal_property_get_rrule (property) : NULL;
    g_autofree char *text = recurrence != NULL ? i_cal_recurrence_to_string (recurrence) : NULL;

    if (property == NULL) {
        add_once (event, event->start);
        return TRUE;
    }
    if (text == NULL || !is_of_days (recurrence)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "days come again daily to yearly");
        return refuse ("RRULE", error);
    }
    if (!wattle_ics_rule_check (text, event->start, error))
        return refuse ("RRULE", error);
    return take_rule (event, recurrence, text, error);
}

/* The whole */

/* One day of a rule that is cancelled is none of the rule's: it is not skipped, but refused. */
static gboolean
is_cancelled (const Event *event)
{
    return i_cal_component_get_status (event->component) == I_CAL_STATUS_CANCELLED &&
           !has_property (event, I_CAL_RECURRENCEID_PROPERTY);
}

static gboolean
read_event (Event *event, GError **error)
{
    return is_cancelled (event) || (wattle_ics_kinds_check (event->component, error) &&
                                    read_start (event, error) && read_length (event, error) &&
                                    read_exceptions (event, error) && read_rule (event, error));
}

gboolean
wattle_ics_event_read (ICalComponent *component,
                       guint number,
                       gboolean own,
                       GPtrArray *found,
                       GError **error)
{
    g_auto (Event) event = { .component = component, .own = own, .found = found };

    event.name = wattle_ics_property_dup_name (component);
    event.categories = wattle_ics_property_dup_categories (component);
    if (read_event (&event, error))
        return TRUE;
    g_prefix_error (error, "VEVENT %u (“%s”): ", number, event.name);
    return FALSE;
}
