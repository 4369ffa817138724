/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-ics.h"

#include <string.h>

#include "base/wattle-error.h"
#include "wattle-ical.h"
#include "wattle-ics-event.h"

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

/**
 * wattle_ics_is_calendar:
 * @text: what a file holds
 *
 * Returns: whether it begins as calendars do; it may be wrong all the same
 */
gboolean
wattle_ics_is_calendar (GBytes *text)
{
    static const char begin[] = "BEGIN:VCALENDAR";
    gsize length;
    const char *data = g_bytes_get_data (text, &length);

    if (length > strlen (MARK) && memcmp (data, MARK, strlen (MARK)) == 0) {
        data += strlen (MARK);
        length -= strlen (MARK);
    }
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

static gboolean
read_event (ICalComponent *component, guint number, gboolean own, GPtrArray *found, GError **error)
{
    if (number <= MAX_EVENTS)
        return wattle_ics_event_read (component, number, own, found, error);
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "has more than %d events, as many as may be",
                      MAX_EVENTS);
    return FALSE;
}

static gboolean
read_events (ICalComponent *calendar, GPtrArray *found, GError **error)
{
    gboolean own = is_own (calendar);
    g_autoptr (ICalComponent) component =
        i_cal_component_get_first_component (calendar, I_CAL_VEVENT_COMPONENT);

    for (guint number = 1; component != NULL; number++) {
        if (!read_event (component, number, own, found, error))
            return FALSE;
        g_object_unref (component);
        component = i_cal_component_get_next_component (calendar, I_CAL_VEVENT_COMPONENT);
    }
    return TRUE;
}

/* A long line goes on behind a blank in the next one, if need be in the middle of a letter. */
static char *
unfold (const char *data, gsize length, gsize *shorter)
{
    GString *text = g_string_sized_new (length);

    for (gsize i = 0; i < length; i++) {
        if (data[i] != '\n' || i + 1 == length || (data[i + 1] != ' ' && data[i + 1] != '\t')) {
            g_string_append_c (text, data[i]);
            continue;
        }
        if (text->len > 0 && text->str[text->len - 1] == '\r')
            g_string_truncate (text, text->len - 1);
        i++;
    }
    *shorter = text->len;
    return g_string_free (text, FALSE);
}

/* NULL: it is no text, or too long. Without the mark that some programs begin with. */
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
    if (length >= strlen (MARK) && memcmp (data, MARK, strlen (MARK)) == 0) {
        data += strlen (MARK);
        length -= strlen (MARK);
    }
    text = unfold (data, length, &length);
    if (length == 0 || g_utf8_validate (text, (gssize)length, NULL))
        return g_steal_pointer (&text);
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "is no text in UTF-8, as calendars are");
    return NULL;
}

static ICalComponent *
parse (const char *text, GError **error)
{
    g_autoptr (ICalComponent) calendar = i_cal_parser_parse_string (text);

    if (calendar != NULL && i_cal_component_isa (calendar) == I_CAL_VCALENDAR_COMPONENT)
        return g_steal_pointer (&calendar);
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "is no calendar; one begins with BEGIN:VCALENDAR and ends with "
                      "END:VCALENDAR");
    return NULL;
}

/**
 * wattle_ics_read:
 * @text: iCalendar, RFC 5545, in UTF-8, of at most %WATTLE_ICS_MAX_SIZE bytes
 * @error: return location of %WATTLE_ERROR_CONFIG, which begins with the event and its property,
 *   such as `VEVENT 2 (“Fair”): RRULE: `
 *
 * Finds the days of all events of a calendar. One that is cancelled has none. An event that is no
 * whole day, or comes again without end in a way that a plan cannot have, is refused, and the whole
 * calendar with it.
 *
 * Returns: (transfer full) (element-type WattleIcsDay) (nullable): the days, one at least
 */
GPtrArray *
wattle_ics_read (GBytes *text, GError **error)
{
    g_autoptr (GPtrArray) found =
        g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_ics_day_free);
    g_autofree char *whole = dup_text (text, error);
    g_autoptr (ICalComponent) calendar = whole != NULL ? parse (whole, error) : NULL;

    if (calendar == NULL || !read_events (calendar, found, error))
        return NULL;
    if (found->len > 0)
        return g_steal_pointer (&found);
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "the calendar has no events");
    return NULL;
}
