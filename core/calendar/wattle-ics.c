/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-ics.h"

#include <string.h>

#include "base/wattle-error.h"
#include "wattle-ical.h"
#include "wattle-ics-event.h"
#include "wattle-ics-lines.h"

#define MARK       "\xEF\xBB\xBF" /* of UTF-8 */
#define MAX_EVENTS 2000

/**
 * wattle_ics_day_free:
 * @self: (transfer full): a day of a calendar
 *
 * Frees it.
 */
void
wattle_ics_day_free (WattleIcsDay *self)
{
    g_free (self->name);
    g_strfreev (self->categories);
    g_free (self);
}

/* Some programs begin with a mark, and some have blank lines before. */
static const char *
skip_blank (const char *data, gsize *length)
{
    for (;;) {
        gsize blank = *length > 0 && g_ascii_isspace (*data) ? 1 : 0;

        if (*length >= strlen (MARK) && memcmp (data, MARK, strlen (MARK)) == 0)
            blank = strlen (MARK);
        if (blank == 0)
            return data;
        data += blank;
        *length -= blank;
    }
}

/**
 * wattle_ics_is_calendar:
 * @text: what a file holds
 *
 * Returns: whether it begins as calendars do, perhaps behind blank lines; it may be wrong all the
 *   same
 */
gboolean
wattle_ics_is_calendar (GBytes *text)
{
    static const char begin[] = "BEGIN:VCALENDAR";
    gsize length;
    const char *data = g_bytes_get_data (text, &length);

    data = skip_blank (data, &length);
    return length > strlen (begin) && g_ascii_strncasecmp (data, begin, strlen (begin)) == 0;
}

static gboolean
is_own (ICalComponent *calendar)
{
    g_autoptr (ICalProperty) property =
        i_cal_component_get_first_property (calendar, I_CAL_PRODID_PROPERTY);

    return property != NULL &&
           g_strcmp0 (i_cal_property_get_prodid (property), WATTLE_ICS_PROGRAM) == 0;
}

/* Events */

typedef struct {
    GPtrArray *found;
    guint n_events; /* of all calendars */
} Reading;

static gboolean
read_event (Reading *self, ICalComponent *component, gboolean own, GError **error)
{
    if (++self->n_events <= MAX_EVENTS)
        return wattle_ics_event_read (component, self->n_events, own, self->found, error);
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "has more than %d events, as many as may be",
                      MAX_EVENTS);
    return FALSE;
}

static gboolean
read_events (Reading *self, ICalComponent *calendar, GError **error)
{
    gboolean own = is_own (calendar);
    g_autoptr (ICalComponent) component =
        i_cal_component_get_first_component (calendar, I_CAL_VEVENT_COMPONENT);

    while (component != NULL) {
        if (!read_event (self, component, own, error))
            return FALSE;
        g_object_unref (component);
        component = i_cal_component_get_next_component (calendar, I_CAL_VEVENT_COMPONENT);
    }
    return TRUE;
}

/* Several calendars are in a component that libical makes for them. */
static gboolean
read_calendars (Reading *self, ICalComponent *root, GError **error)
{
    g_autoptr (ICalComponent) calendar = NULL;

    if (i_cal_component_isa (root) == I_CAL_VCALENDAR_COMPONENT)
        return read_events (self, root, error);
    calendar = i_cal_component_get_first_component (root, I_CAL_VCALENDAR_COMPONENT);
    while (calendar != NULL) {
        if (!read_events (self, calendar, error))
            return FALSE;
        g_object_unref (calendar);
        calendar = i_cal_component_get_next_component (root, I_CAL_VCALENDAR_COMPONENT);
    }
    return TRUE;
}

/* Text */

/* Unfolded; NULL: it is no text, or too long. */
static char *
dup_text (GBytes *bytes, GError **error)
{
    gsize length;
    const char *data = g_bytes_get_data (bytes, &length);
    g_autofree char *text = NULL;

    if (length > WATTLE_ICS_MAX_SIZE) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "has more than %d bytes, as many as may be",
                          WATTLE_ICS_MAX_SIZE);
        return NULL;
    }
    data = skip_blank (data, &length);
    text = wattle_ics_lines_unfold (data, length, &length);
    if (length == 0 || g_utf8_validate (text, (gssize)length, NULL))
        return g_steal_pointer (&text);
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "is no text in UTF-8, as calendars are");
    return NULL;
}

/* @text: changed. */
static ICalComponent *
parse (char *text, GError **error)
{
    g_autofree char *lines = wattle_ics_lines_pick (text);
    ICalComponent *root = lines != NULL ? i_cal_parser_parse_string (lines) : NULL;

    if (root == NULL)
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "is no calendar; one begins with BEGIN:VCALENDAR and ends with "
                          "END:VCALENDAR");
    return root;
}

/**
 * wattle_ics_read:
 * @text: iCalendar, RFC 5545, in UTF-8, of at most %WATTLE_ICS_MAX_SIZE bytes
 * @error: return location of %WATTLE_ERROR_CONFIG, which begins with the event and its property,
 *   such as `VEVENT 2 (“Fair”): RRULE: `
 *
 * Finds the days of all events of a calendar, or of several behind each other. One that is
 * cancelled has none. An event that is no whole day, or comes again without end in a way that a
 * plan cannot have, is refused, and the whole calendar with it.
 *
 * Returns: (transfer full) (element-type WattleIcsDay) (nullable): the days, one at least
 */
GPtrArray *
wattle_ics_read (GBytes *text, GError **error)
{
    g_autoptr (GPtrArray) found =
        g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_ics_day_free);
    g_autofree char *whole = dup_text (text, error);
    g_autoptr (ICalComponent) root = whole != NULL ? parse (whole, error) : NULL;
    Reading reading = { found, 0 };

    if (root == NULL || !read_calendars (&reading, root, error))
        return NULL;
    if (found->len > 0)
        return g_steal_pointer (&found);
    if (reading.n_events == 0)
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "the calendar has no events");
    else
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "the calendar has no days: its events are cancelled, or all their days "
                          "are left out");
    return NULL;
}
