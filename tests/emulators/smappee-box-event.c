/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What happens in the house, and to the gateway. */
#include "smappee-box-private.h"

#include "base/wattle-json.h"

#define RESTART_MS 2000

static gboolean
fail (GError **error, const char *text)
{
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);
    return FALSE;
}

/* The map */

static gboolean
tell_changed (SmappeeBox *self, gboolean changed)
{
    if (changed)
        smappee_box_tell_map (self);
    return changed;
}

static gboolean
add_to_map (SmappeeBox *self, JsonObject *fault, GError **error)
{
    const char *load = wattle_json_peek_string (fault, "load");

    smappee_box_advance (self);
    return tell_changed (self,
                         smappee_box_map_add (self->map, load != NULL ? load : "car",
                                              wattle_json_peek_string (fault, "name"), error));
}

static gboolean
remove_from_map (SmappeeBox *self, JsonObject *fault, GError **error)
{
    const char *name;

    smappee_box_advance (self);
    return wattle_json_get_string (fault, "name", &name, error) &&
           tell_changed (self, smappee_box_map_remove (self->map, name, error));
}

static gboolean
rename_in_map (SmappeeBox *self, JsonObject *fault, GError **error)
{
    const char *name;
    const char *to;

    return wattle_json_get_string (fault, "name", &name, error) &&
           wattle_json_get_string (fault, "to", &to, error) &&
           tell_changed (self, smappee_box_map_rename (self->map, name, to, error));
}

static gboolean
move_in_map (SmappeeBox *self, JsonObject *fault, GError **error)
{
    const char *name;

    smappee_box_advance (self);
    return wattle_json_get_string (fault, "name", &name, error) &&
           tell_changed (self, smappee_box_map_move (self->map, name, error));
}

const char *
smappee_box_get_last_load (SmappeeBox *self)
{
    const char *name = NULL;

    for (guint i = 0; i < smappee_box_map_get_length (self->map); i++) {
        const SmappeeBoxChannel *channel = smappee_box_map_get (self->map, i);

        if (channel->role == SMAPPEE_BOX_ROLE_LOAD)
            name = channel->name;
    }
    return name;
}

/* The last load gets the name of the one before. */
static gboolean
duplicate_names (SmappeeBox *self, JsonObject *fault, GError **error)
{
    const char *last = smappee_box_get_last_load (self);
    const char *before = NULL;

    for (guint i = 0; i < smappee_box_map_get_length (self->map); i++) {
        const SmappeeBoxChannel *channel = smappee_box_map_get (self->map, i);

        if (channel->role == SMAPPEE_BOX_ROLE_LOAD && g_strcmp0 (channel->name, last) != 0)
            before = channel->name;
    }
    if (before == NULL)
        return fail (error, "There are no two loads");
    return tell_changed (self, smappee_box_map_rename (self->map, last, before, error));
}

/* What happens */

static gboolean
restart (SmappeeBox *self, JsonObject *fault, GError **error)
{
    guint ms = RESTART_MS;

    if (!emulator_json_read_unsigned (fault, "ms", 3600000, &ms, error))
        return FALSE;
    smappee_box_restart (self, ms * G_TIME_SPAN_MILLISECOND);
    return TRUE;
}

static gboolean
reset_counters (SmappeeBox *self, JsonObject *fault, GError **error)
{
    smappee_box_reset_counters (self);
    return TRUE;
}

/* @skip: how many newer ones there must be */
static gboolean
tell_interval (SmappeeBox *self, guint skip, GError **error)
{
    smappee_box_advance (self);
    if (self->intervals->len <= skip)
        return fail (error, "There are not enough intervals yet; one ends each five minutes");
    smappee_box_tell_intervals (self, skip, 1);
    return TRUE;
}

static gboolean
repeat_interval (SmappeeBox *self, JsonObject *fault, GError **error)
{
    return tell_interval (self, 0, error);
}

static gboolean
tell_late_interval (SmappeeBox *self, JsonObject *fault, GError **error)
{
    return tell_interval (self, 1, error);
}

static gboolean
set_presence (SmappeeBox *self, JsonObject *fault, GError **error)
{
    if (!wattle_json_get_boolean (fault, "value", &self->presence, error))
        return FALSE;
    smappee_box_tell_presence (self);
    return TRUE;
}

static SmappeeBoxPlug *
read_plug (SmappeeBox *self, JsonObject *fault, GError **error)
{
    gint64 node = 0;

    if (!wattle_json_get_integer (fault, "node", 1, SMAPPEE_BOX_N_PLUGS, &node, error))
        return NULL;
    return smappee_box_find_plug (self, (guint64)node);
}

static gboolean
set_connection (SmappeeBox *self, JsonObject *fault, GError **error)
{
    static const char *const values[] = { "CONNECTED", "DISCONNECTED", "UNREACHABLE" };
    SmappeeBoxPlug *plug = read_plug (self, fault, error);
    const char *value;

    if (plug == NULL || !wattle_json_get_string (fault, "value", &value, error))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
        if (!g_str_equal (values[i], value))
            continue;
        plug->connection = values[i];
        smappee_box_tell_connection (self, plug);
        return TRUE;
    }
    return fail (error, "“value” must be CONNECTED, DISCONNECTED or UNREACHABLE");
}

/* Somebody presses its button, or the maker's app does. What a comfort plug was told goes to the
 * topic without a name, the Switch says itself what it is. */
static gboolean
press (SmappeeBox *self, JsonObject *fault, GError **error)
{
    SmappeeBoxPlug *plug = read_plug (self, fault, error);
    gboolean doubled = FALSE;
    gboolean on = FALSE;
    g_autofree char *text = NULL;

    if (plug == NULL || !wattle_json_get_boolean (fault, "value", &on, error) ||
        (json_object_has_member (fault, "doubled") &&
         !wattle_json_get_boolean (fault, "doubled", &doubled, error)))
        return FALSE;
    if (plug->serial != NULL) {
        smappee_box_plug_set (self, plug, on);
        return TRUE;
    }
    smappee_box_advance (self);
    smappee_box_house_set_on (self->house, plug->part, on);
    plug->since = smappee_box_get_utc_ms (self);
    text = g_strdup_printf ("{\"messageType\":1283,\"content\":{\"controllableNodeId\":%u,"
                            "\"action\":\"%s\",\"timestamp\":%" G_GINT64_FORMAT "}}",
                            plug->node,
                            on ? (doubled ? "ON_ON" : "ON") : (doubled ? "OFF_OFF" : "OFF"),
                            smappee_box_get_utc_ms (self));
    smappee_box_tell (self, "", text, FALSE);
    return TRUE;
}

/* Another client of the same broker switches, and prints as Python does. */
static gboolean
foreign_command (SmappeeBox *self, JsonObject *fault, GError **error)
{
    SmappeeBoxPlug *plug = read_plug (self, fault, error);
    gboolean on = FALSE;
    g_autofree char *topic = NULL;
    g_autofree char *text = NULL;

    if (plug == NULL || !wattle_json_get_boolean (fault, "value", &on, error))
        return FALSE;
    topic = g_strdup_printf ("plug/%u/setstate", plug->node);
    text = g_strdup_printf ("{'value': '%s', 'since': '%" G_GINT64_FORMAT "'}", on ? "ON" : "OFF",
                            smappee_box_get_utc_ms (self));
    smappee_box_tell (self, topic, text, FALSE);
    return TRUE;
}

static gboolean
end_session (SmappeeBox *self, JsonObject *fault, GError **error)
{
    smappee_box_http_end_session (self);
    return TRUE;
}

static const struct {
    const char *name;
    gboolean (*run) (SmappeeBox *self, JsonObject *fault, GError **error);
} events[] = {
    { "map-add", add_to_map },
    { "map-remove", remove_from_map },
    { "map-rename", rename_in_map },
    { "map-move", move_in_map },
    { "duplicate-names", duplicate_names },
    { "restart", restart },
    { "reset-counters", reset_counters },
    { "interval-again", repeat_interval },
    { "interval-late", tell_late_interval },
    { "presence", set_presence },
    { "connection", set_connection },
    { "press", press },
    { "foreign-command", foreign_command },
    { "session-loss", end_session },
};

gboolean
smappee_box_happen (SmappeeBox *self,
                    const char *name,
                    JsonObject *fault,
                    gboolean *known,
                    GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS (events); i++) {
        *known = g_str_equal (events[i].name, name);
        if (*known)
            return events[i].run (self, fault, error);
    }
    return FALSE;
}
