/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge-event.h"

#include "base/wattle-json-writer.h"
#include "wattle-bridge-info.h"
#include "wattle-bridge-roster.h"

struct _WattleBridgeEvent {
    const WattleBridgePort *port;
    GHashTable *known; /* set of ids */
};

WattleBridgeEvent *
wattle_bridge_event_new (const WattleBridgePort *port)
{
    WattleBridgeEvent *self = g_new0 (WattleBridgeEvent, 1);
    g_auto (GStrv) ids = wattle_bridge_roster_list_ids (wattle_bridge_port_get_house (port));

    self->port = port;
    self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    for (char **id = ids; *id != NULL; id++)
        g_hash_table_add (self->known, g_strdup (*id));
    return self;
}

void
wattle_bridge_event_free (WattleBridgeEvent *self)
{
    g_hash_table_unref (self->known);
    g_free (self);
}

static WattleJsonWriter *
begin (const char *type)
{
    WattleJsonWriter *writer = wattle_json_writer_new ();

    wattle_json_writer_begin_object (writer, NULL);
    wattle_json_writer_add_text (writer, "type", type);
    wattle_json_writer_begin_object (writer, "data");
    return writer;
}

/* Takes @writer. */
static void
send (WattleBridgeEvent *self, WattleJsonWriter *writer)
{
    g_autofree char *text = NULL;

    wattle_json_writer_end_object (writer);
    wattle_json_writer_end_object (writer);
    text = wattle_json_writer_finish (writer);
    wattle_bridge_port_tell (self->port, "event", text);
}

static void
add_device (WattleBridgeEvent *self, WattleJsonWriter *writer, const char *id)
{
    const WattleAdminParts *house = wattle_bridge_port_get_house (self->port);

    wattle_json_writer_add_text (writer, "id", id);
    wattle_json_writer_add_text (writer, "name", wattle_bridge_roster_get_name (house, id));
    wattle_json_writer_add_text (writer, "state", wattle_bridge_roster_get_state (house, id));
}

/* Devices */

static void
tell_added (WattleBridgeEvent *self, const char *id)
{
    WattleJsonWriter *writer;

    if (!g_hash_table_add (self->known, g_strdup (id)))
        return;

    writer = begin ("device_added");
    add_device (self, writer, id);
    send (self, writer);
}

static void
tell_removed (WattleBridgeEvent *self, const char *id)
{
    WattleJsonWriter *writer = begin ("device_removed");

    wattle_json_writer_add_text (writer, "id", id);
    send (self, writer);
}

static gboolean
is_there (WattleBridgeEvent *self, const char *id)
{
    return wattle_bridge_roster_has (wattle_bridge_port_get_house (self->port), id);
}

void
wattle_bridge_event_look_at (WattleBridgeEvent *self, const char *id)
{
    if (is_there (self, id))
        tell_added (self, id);
    else if (g_hash_table_remove (self->known, id))
        tell_removed (self, id);
}

void
wattle_bridge_event_look (WattleBridgeEvent *self)
{
    g_auto (GStrv) ids = wattle_bridge_roster_list_ids (wattle_bridge_port_get_house (self->port));
    GHashTableIter iter;
    gpointer known;

    g_hash_table_iter_init (&iter, self->known);
    while (g_hash_table_iter_next (&iter, &known, NULL)) {
        if (is_there (self, known))
            continue;
        tell_removed (self, known);
        g_hash_table_iter_remove (&iter);
    }
    for (char **id = ids; *id != NULL; id++)
        tell_added (self, *id);
}

void
wattle_bridge_event_tell_state (WattleBridgeEvent *self, WattleRunner *runner)
{
    WattleJsonWriter *writer = begin ("device_state");
    const char *error = wattle_runner_get_error (runner);

    add_device (self, writer, wattle_runner_get_id (runner));
    if (error != NULL)
        wattle_json_writer_add_text (writer, "error", error);
    send (self, writer);
}

void
wattle_bridge_event_tell_output (WattleBridgeEvent *self,
                                 const char *id,
                                 const char *key,
                                 const char *event,
                                 const char *text)
{
    WattleJsonWriter *writer = begin ("output");

    wattle_json_writer_add_text (writer, "id", id);
    wattle_json_writer_add_text (writer, "output", key);
    wattle_json_writer_add_text (writer, "event", event);
    wattle_json_writer_add_text (writer, "message", text);
    send (self, writer);
}

/* The house */

void
wattle_bridge_event_tell_problem (WattleBridgeEvent *self,
                                  const WattleProblem *problem,
                                  gboolean solved)
{
    WattleJsonWriter *writer = begin (solved ? "problem_solved" : "problem");

    wattle_bridge_info_add_problem (writer, problem);
    send (self, writer);
}

void
wattle_bridge_event_tell_configuration (WattleBridgeEvent *self)
{
    send (self, begin ("configuration"));
}
