/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-ics-event.h"

#include <glib/gi18n.h>
#include <string.h>

#include "wattle-cli-ics-rule.h"
#include "wattle-cli-text.h"
#include "wattle-cli.h"

#define MAX_NAME   500
#define MAX_YEARLY 31 /* days that something yearly may last in a plan */

typedef struct {
    ICalComponent *component;
    guint number; /* from 1, as in the file */
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

static gboolean G_GNUC_PRINTF (4, 5)
    refuse (const Event *event, const char *property, GError **error, const char *format, ...)
{
    g_autofree char *why = NULL;
    va_list arguments;

    va_start (arguments, format);
    why = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, _ ("event %u (“%s”): %s: %s"),
                 event->number, event->name, property, why);
    return FALSE;
}

static gboolean
is_midnight (ICalTime *time)
{
    return i_cal_time_is_date (time) ||
           (i_cal_time_get_hour (time) == 0 && i_cal_time_get_minute (time) == 0 &&
            i_cal_time_get_second (time) == 0 && !i_cal_time_is_utc (time));
}

static WattleDate
get_date (ICalTime *time)
{
    return wattle_date_new (i_cal_time_get_year (time), i_cal_time_get_month (time),
                            i_cal_time_get_day (time));
}

/* libical takes 31 February for a day. */
static gboolean
is_known_day (ICalTime *time)
{
    return i_cal_time_get_year (time) >= WATTLE_DATE_MIN_YEAR &&
           i_cal_time_get_year (time) <= WATTLE_DATE_MAX_YEAR &&
           get_date (time) != WATTLE_DATE_NONE;
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

    event->days = 1;
    if (!has_property (event, I_CAL_DTEND_PROPERTY) &&
        !has_property (event, I_CAL_DURATION_PROPERTY))
        return TRUE;

    end = i_cal_component_get_dtend (event->component); /* a duration is added to the start */
    if (end == NULL || i_cal_time_is_null_time (end) || !is_midnight (end) || !is_known_day (end) ||
        get_date (end) < event->start)
        return refuse (event, "DTEND", error, "%s", _ ("must be the day after the last one"));
    event->days = MAX (get_date (end) - event->start, 1);
    if (event->days <= WATTLE_DATE_RULE_MAX_DAYS)
        return TRUE;
    return refuse (event, "DTEND", error, _ ("it lasts %d days; at most %d are allowed"),
                   event->days, WATTLE_DATE_RULE_MAX_DAYS);
}

static gboolean
read_start (Event *event, GError **error)
{
    g_autoptr (ICalTime) start = i_cal_component_get_dtstart (event->component);

    if (start == NULL || i_cal_time_is_null_time (start) || !i_cal_time_is_valid_time (start) ||
        !is_known_day (start))
        return refuse (event, "DTSTART", error,
                       _ ("must be a day of the years %d to %d, as in "
                          "DTSTART;VALUE=DATE:20260101"),
                       WATTLE_DATE_MIN_YEAR, WATTLE_DATE_MAX_YEAR);
    if (!is_midnight (start))
        return refuse (event, "DTSTART", error, "%s",
                       _ ("is a time; only whole days can be holidays, from midnight on clocks "
                          "there, and not of UTC, as in DTSTART;VALUE=DATE:20260101"));
    event->start = get_date (start);
    return TRUE;
}

static gboolean
read_exceptions (Event *event, GError **error)
{
    g_autoptr (ICalProperty) property =
        i_cal_component_get_first_property (event->component, I_CAL_EXDATE_PROPERTY);

    event->except = g_array_new (FALSE, FALSE, sizeof (WattleDate));
    while (property != NULL) {
        g_autoptr (ICalTime) time = i_cal_property_get_exdate (property);
        WattleDate date;

        g_clear_object (&property);
        if (time == NULL || !is_midnight (time) || !is_known_day (time))
            return refuse (event, "EXDATE", error, "%s",
                           _ ("must be days, as in EXDATE;VALUE=DATE:20260101"));
        date = get_date (time);
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
    WattleCliIcsDay *day = g_new0 (WattleCliIcsDay, 1);

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
expand (Event *event, ICalRecurrence *recurrence, GError **error)
{
    g_autoptr (ICalTime) start = i_cal_component_get_dtstart (event->component);
    g_autoptr (ICalRecurIterator) iterator = i_cal_recur_iterator_new (recurrence, start);

    for (guint n = 0; iterator != NULL; n++) {
        g_autoptr (ICalTime) time = i_cal_recur_iterator_next (iterator);

        if (time == NULL || i_cal_time_is_null_time (time) || !is_known_day (time))
            break;
        if (n == WATTLE_CLI_ICS_MAX_DAYS)
            return refuse (event, "RRULE", error,
                           _ ("it comes more than %d times, and a plan may have no more days"),
                           WATTLE_CLI_ICS_MAX_DAYS);
        add_once (event, get_date (time));
    }
    return TRUE;
}

static gboolean
is_of_days (ICalRecurrence *recurrence)
{
    ICalRecurrenceFrequency frequency = i_cal_recurrence_get_freq (recurrence);

    return frequency == I_CAL_DAILY_RECURRENCE || frequency == I_CAL_WEEKLY_RECURRENCE ||
           frequency == I_CAL_MONTHLY_RECURRENCE || frequency == I_CAL_YEARLY_RECURRENCE;
}

static gboolean
read_rule (Event *event, GError **error)
{
    g_autoptr (ICalProperty) property =
        i_cal_component_get_first_property (event->component, I_CAL_RRULE_PROPERTY);
    g_autoptr (ICalRecurrence) recurrence =
        property != NULL ? i_cal_property_get_rrule (property) : NULL;
    g_autofree char *text = recurrence != NULL ? i_cal_recurrence_to_string (recurrence) : NULL;
    g_autofree char *fault = NULL;
    WattleDateRule rule;

    if (property == NULL) {
        add_once (event, event->start);
        return TRUE;
    }
    if (text == NULL || !is_of_days (recurrence))
        return refuse (event, "RRULE", error, "%s", _ ("days come again daily to yearly"));
    fault = wattle_cli_ics_rule_find_fault (text, event->start);
    if (fault != NULL)
        return refuse (event, "RRULE", error, "%s", fault);
    if (wattle_cli_ics_rule_read (text, event->start, &rule)) {
        if (event->days > MAX_YEARLY)
            return refuse (event, "DTEND", error,
                           _ ("it lasts %d days; at most %d are allowed for what comes each year"),
                           event->days, MAX_YEARLY);
        add_yearly (event, &rule);
        return TRUE;
    }
    if (wattle_cli_ics_rule_is_finite (text))
        return expand (event, recurrence, error);
    return refuse (
        event, "RRULE", error,
        _ ("“%s” has no end, and only what comes each year on one day of a month, or on its n-th "
           "or last such weekday, may go on for ever; add COUNT or UNTIL"),
        text);
}

/* What libical leaves of a line that it cannot read may name the property: "… in RRULE property …"
 */
static char *
dup_broken_property (ICalComponent *component)
{
    g_autoptr (ICalProperty) line =
        i_cal_component_get_first_property (component, I_CAL_XLICERROR_PROPERTY);
    const char *said = line != NULL ? i_cal_property_get_xlicerror (line) : NULL;
    const char *name = said != NULL ? strstr (said, " in ") : NULL;
    gsize length;

    if (name == NULL)
        return g_strdup ("VEVENT");
    name += strlen (" in ");
    length = strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-");
    return length > 0 && g_str_has_prefix (name + length, " property") ? g_strndup (name, length)
                                                                       : g_strdup ("VEVENT");
}

static gboolean
refuse_line (const Event *event, GError **error)
{
    g_autofree char *property = dup_broken_property (event->component);

    return refuse (event, property, error, "%s", _ ("has a line that is not understood"));
}

static gboolean
is_cancelled (const Event *event)
{
    return i_cal_component_get_status (event->component) == I_CAL_STATUS_CANCELLED;
}

static gboolean
read_event (Event *event, GError **error)
{
    if (is_cancelled (event))
        return TRUE;
    if (i_cal_component_count_errors (event->component) > 0)
        return refuse_line (event, error);
    if (has_property (event, I_CAL_RDATE_PROPERTY))
        return refuse (event, "RDATE", error, "%s", _ ("cannot be taken over; use events instead"));
    if (has_property (event, I_CAL_RECURRENCEID_PROPERTY))
        return refuse (event, "RECURRENCE-ID", error, "%s",
                       _ ("one day of a rule that is moved cannot be taken over; use EXDATE and an "
                          "event instead"));
    if (i_cal_component_count_properties (event->component, I_CAL_RRULE_PROPERTY) > 1)
        return refuse (event, "RRULE", error, "%s", _ ("there may be one only"));
    if (!read_start (event, error) || !read_length (event, error))
        return FALSE;
    return read_exceptions (event, error) && read_rule (event, error);
}

/* The name is that of the holiday. */
static char *
dup_name (ICalComponent *component)
{
    const char *summary = i_cal_component_get_summary (component);
    char *name = g_strstrip (wattle_cli_text_clean (summary != NULL ? summary : ""));

    if (strlen (name) > MAX_NAME)
        *g_utf8_find_prev_char (name, name + MAX_NAME) = '\0';
    if (*name != '\0')
        return name;
    g_free (name);
    return g_strdup (_ ("Holiday"));
}

/* A list of commas may come in pieces. */
static GStrv
dup_categories (ICalComponent *component)
{
    g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
    g_autoptr (ICalProperty) property =
        i_cal_component_get_first_property (component, I_CAL_CATEGORIES_PROPERTY);

    while (property != NULL) {
        const char *list = i_cal_property_get_categories (property);
        g_auto (GStrv) words = g_strsplit (list != NULL ? list : "", ",", -1);

        for (guint i = 0; words[i] != NULL; i++)
            g_strv_builder_add (all, g_strstrip (words[i]));
        g_object_unref (property);
        property = i_cal_component_get_next_property (component, I_CAL_CATEGORIES_PROPERTY);
    }
    return g_strv_builder_end (all);
}

gboolean
wattle_cli_ics_event_read (ICalComponent *component,
                           guint number,
                           gboolean own,
                           GPtrArray *found,
                           GError **error)
{
    g_auto (Event) event = { .component = component, .number = number, .own = own, .found = found };

    event.name = dup_name (component);
    event.categories = dup_categories (component);
    return read_event (&event, error);
}
