/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An entry of the board's events, as POST /emulator/fault takes it. */
#include "smart-ems-private.h"

#include <string.h>

#include "base/wattle-json.h"

/* “m7”, “ds1”, “event2”, “out0” */
static gboolean
read_source (const char *text, SmartEmsCondition *condition)
{
    static const struct {
        const char *word;
        SmartEmsSource source;
        guint first;
        guint n;
    } sources[] = {
        { "m", SMART_EMS_SOURCE_VARIABLE, 1, SMART_EMS_N_VARIABLES },
        { "ds", SMART_EMS_SOURCE_SENSOR, 1, SMART_EMS_N_SENSORS },
        { "event", SMART_EMS_SOURCE_EVENT, 1, SMART_EMS_N_EVENTVAR },
        { "out", SMART_EMS_SOURCE_OUTPUT, 0, SMART_EMS_N_OUTPUTS },
    };
    guint64 number;

    for (guint i = 0; i < G_N_ELEMENTS (sources); i++) {
        if (!g_str_has_prefix (text, sources[i].word) ||
            !g_ascii_string_to_unsigned (text + strlen (sources[i].word), 10, sources[i].first,
                                         sources[i].first + sources[i].n - 1, &number, NULL))
            continue;
        condition->source = sources[i].source;
        condition->number = (guint)number - sources[i].first + 1;
        return TRUE;
    }
    return FALSE;
}

static gboolean
fail (GError **error, const char *text)
{
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);
    return FALSE;
}

/* A member that is missing leaves the number as it is. */
static gboolean
read_number (JsonObject *body, const char *name, double *value, GError **error)
{
    return !json_object_has_member (body, name) ||
           wattle_json_get_number (body, name, value, error);
}

static gboolean
read_condition (JsonObject *body, SmartEmsCondition *condition, GError **error)
{
    const char *source = wattle_json_peek_string (body, "source");
    const char *comparison = wattle_json_peek_string (body, "comparison");

    if (source == NULL || !read_source (source, condition))
        return fail (error, "“source” must be m1 to m30, ds1 to ds8, event1 to event8 or out0 to "
                            "out5");
    if (comparison != NULL && !g_str_equal (comparison, "<") && !g_str_equal (comparison, ">="))
        return fail (error, "“comparison” must be “>=” or “<”");
    condition->below = g_strcmp0 (comparison, "<") == 0;
    return read_number (body, "reference", &condition->reference, error) &&
           read_number (body, "hysteresis", &condition->hysteresis, error);
}

static gboolean
read_conditions (JsonObject *body, SmartEmsEvent *event, GError **error)
{
    static const char *const names[2] = { "a", "b" };

    for (guint i = 0; i < 2; i++) {
        JsonObject *condition = wattle_json_peek_object (body, names[i]);

        if (condition != NULL && !read_condition (condition, &event->conditions[i], error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
read_operator (JsonObject *body, SmartEmsEvent *event, GError **error)
{
    static const char *const names[] = { "none", "and", "or", "nand", "nor", "xor" };
    const char *name = wattle_json_peek_string (body, "operator");

    for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
        if (name == NULL || g_str_equal (name, names[i])) {
            event->join = (SmartEmsOperator)i;
            return TRUE;
        }
    }
    return fail (error, "“operator” must be none, and, or, nand, nor or xor");
}

gboolean
smart_ems_control_event (SmartEms *self, JsonObject *body, GError **error)
{
    SmartEmsEvent event = { 0 };
    guint entry = 0;
    guint on = 1;
    guint per = 1;
    guint state = 1;

    if (!emulator_json_read_unsigned (body, "entry", SMART_EMS_N_EVENTS - 1, &entry, error) ||
        !emulator_json_read_unsigned (body, "on", 1, &on, error) ||
        !emulator_json_read_unsigned (body, "per", 1, &per, error) ||
        !emulator_json_read_unsigned (body, "output", SMART_EMS_N_OUTPUTS - 1, &event.output,
                                      error) ||
        !emulator_json_read_unsigned (body, "state", 1, &state, error) ||
        !emulator_json_read_unsigned (body, "off_delay", 86400, &event.off_delay, error) ||
        !read_conditions (body, &event, error) || !read_operator (body, &event, error))
        return FALSE;
    event.on = on == 1;
    event.per = per == 1;
    event.state = state == 1;
    smart_ems_set_event (self, entry, &event);
    return TRUE;
}
