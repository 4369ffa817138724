/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An entry of the events as /inpa.cgi?event= writes it. How On and Per are switched is not known:
 * an entry that is written so acts, and holds nothing. */
#include "smart-ems-private.h"

#include <string.h>

/* Fields, of which an LK 3.5+ may send four more. */
enum {
    AT_ENTRY,
    AT_FIRST,
    AT_JOIN = 5,
    AT_ACTION,
    AT_SECOND,
    AT_DELAY = 11,
    N_FIELDS
};

typedef struct {
    guint code;
    guint n;
    SmartEmsSource source;
    guint first;
} Range;

/* Sources, of those that are emulated; digital ones have other codes before 1.49d. */
static const Range analog[] = {
    { 10, 6, SMART_EMS_SOURCE_SENSOR, 1 },
    { 22, 2, SMART_EMS_SOURCE_SENSOR, 7 },
    { 36, 10, SMART_EMS_SOURCE_VARIABLE, 1 },
    { 0 },
};
static const Range digital[] = {
    { 104, 8, SMART_EMS_SOURCE_EVENT, 1 },
    { 112, 6, SMART_EMS_SOURCE_OUTPUT, 1 },
    { 0 },
};
static const Range old_digital[] = {
    { 54, 4, SMART_EMS_SOURCE_EVENT, 1 },
    { 64, 4, SMART_EMS_SOURCE_EVENT, 5 },
    { 58, 6, SMART_EMS_SOURCE_OUTPUT, 1 },
    { 0 },
};

static gboolean
read_number (const char *text, gint64 min, gint64 max, gint64 *number)
{
    return g_ascii_string_to_signed (text, 10, min, max, number, NULL);
}

static gboolean
find_source (const Range *ranges, guint code, SmartEmsCondition *condition)
{
    for (; ranges->n > 0; ranges++) {
        if (code < ranges->code || code >= ranges->code + ranges->n)
            continue;
        condition->source = ranges->source;
        condition->number = ranges->first + code - ranges->code;
        return TRUE;
    }
    return FALSE;
}

/* Source, comparison, reference and hysteresis; analog ones a hundredfold. The second condition has
 * its fields in the same order. */
static gboolean
read_condition (SmartEms *self, char **fields, SmartEmsCondition *condition)
{
    gboolean old = !smart_ems_is_at_least (self, "1.49d");
    gint64 numbers[4];
    gboolean is_analog;

    for (guint i = 0; i < 4; i++)
        if (!read_number (fields[i], i < 2 ? 0 : -G_MAXINT32, i == 1 ? 1 : G_MAXINT32, &numbers[i]))
            return FALSE;
    is_analog = find_source (analog, (guint)numbers[0], condition);
    if (!is_analog && !find_source (old ? old_digital : digital, (guint)numbers[0], condition))
        return FALSE;
    condition->below = numbers[1] == 1;
    condition->reference = (double)numbers[2] / (is_analog ? 100 : 1);
    condition->hysteresis = (double)numbers[3] / 100;
    return TRUE;
}

/* 0 to 11 are outputs, 30 to 37 EVENT5 to EVENT8, 49 to 56 EVENT1 to EVENT4; each off, then on. */
static gboolean
read_action (guint code, SmartEmsEvent *event)
{
    if (code < 2 * SMART_EMS_N_OUTPUTS) {
        event->output = code / 2;
        event->state = code % 2 == 1;
        return TRUE;
    }
    if (code >= 30 && code <= 37) {
        event->variable = 5 + (code - 30) / 2;
        event->state = code % 2 == 1;
        return TRUE;
    }
    if (code >= 49 && code <= 56) {
        event->variable = 1 + (code - 49) / 2;
        event->state = code % 2 == 0;
        return TRUE;
    }
    return FALSE;
}

gboolean
smart_ems_do_event (SmartEms *self, guint index, const char *value)
{
    g_auto (GStrv) fields = g_strsplit (value, "*", -1);
    guint n = g_strv_length (fields);
    SmartEmsEvent event = { .on = TRUE };
    gint64 entry;
    gint64 join;
    gint64 action;
    gint64 delay;

    if ((n != N_FIELDS && n != N_FIELDS + 4) ||
        !read_number (fields[AT_ENTRY], 0, SMART_EMS_N_EVENTS - 1, &entry) ||
        !read_number (fields[AT_JOIN], 0, SMART_EMS_XOR, &join) ||
        !read_number (fields[AT_ACTION], 0, 255, &action) ||
        !read_number (fields[AT_DELAY], 0, 86400, &delay) ||
        !read_condition (self, fields + AT_FIRST, &event.conditions[0]) ||
        (join != SMART_EMS_FIRST_ALONE &&
         !read_condition (self, fields + AT_SECOND, &event.conditions[1])) ||
        !read_action ((guint)action, &event))
        return FALSE;
    event.join = (SmartEmsOperator)join;
    event.off_delay = (guint)delay;
    smart_ems_set_event (self, (guint)entry, &event);
    return TRUE;
}
