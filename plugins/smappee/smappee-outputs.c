/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-outputs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_NODES 64 /* that are remembered */

/* The gateway answers a command with a new state, which is waited for in short turns. */
#define TURN_MS   250
#define MAX_TURNS 20
/* What a plug that only listens does nobody tells: after so many turns it is taken to obey. */
#define ASSUMED_TURNS 8

static const char topic[] = "servicelocation/{state:service_location}/plug/%u/setstate";

/* What is known of a node, whether or not it was told what it is. */
typedef struct {
    gboolean known;
    gboolean on;
    gboolean has_connection;
    gboolean connected;
} Node;

struct _SmappeeOutputs {
    WattleDevice *device; /* which owns this */
    GHashTable *nodes;    /* number → Node */

    /* Of the command under way. */
    guint node;
    gboolean is_switch;
    gboolean wanted;
    gboolean answered; /* with a state that was wanted */
    guint turns;
};

SmappeeOutputs *
smappee_outputs_new (WattleDevice *device)
{
    SmappeeOutputs *self = g_new0 (SmappeeOutputs, 1);

    self->device = device;
    self->nodes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
    return self;
}

void
smappee_outputs_free (SmappeeOutputs *self)
{
    g_hash_table_unref (self->nodes);
    g_free (self);
}

static Node *
find_node (SmappeeOutputs *self, guint number)
{
    Node *node = g_hash_table_lookup (self->nodes, GUINT_TO_POINTER (number));

    if (node == NULL && g_hash_table_size (self->nodes) < MAX_NODES) {
        node = g_new0 (Node, 1);
        g_hash_table_insert (self->nodes, GUINT_TO_POINTER (number), node);
    }
    return node;
}

/* Entities */

static char *
make_connection_key (guint number)
{
    return g_strdup_printf ("output_%u_connected", number);
}

static void
add_plug (SmappeeSpecs *specs, const SmappeePlug *plug)
{
    g_autofree char *key = smappee_plug_dup_key (plug->node);
    g_autofree char *connection_key = make_connection_key (plug->node);
    g_autofree char *name =
        plug->name != NULL ? g_strdup (plug->name) : g_strdup_printf (_ ("Plug %u"), plug->node);
    g_autofree char *connection_name = g_strdup_printf (_ ("%s connected"), name);

    smappee_specs_add (
        specs, &(WattleEntitySpec){ .key = key,
                                    .quantity = WATTLE_QUANTITY_SWITCH,
                                    .name = name,
                                    .flags = WATTLE_ENTITY_OUTPUT | WATTLE_ENTITY_ON_CHANGE });
    if (plug->is_switch)
        smappee_specs_add (specs, &(WattleEntitySpec){ .key = connection_key,
                                                       .quantity = WATTLE_QUANTITY_CONNECTIVITY,
                                                       .name = connection_name,
                                                       .flags = WATTLE_ENTITY_DIAGNOSTIC |
                                                                WATTLE_ENTITY_ON_CHANGE });
}

void
smappee_outputs_add_specs (SmappeeSpecs *specs, GPtrArray *plugs)
{
    for (guint i = 0; plugs != NULL && i < plugs->len; i++)
        add_plug (specs, g_ptr_array_index (plugs, i));
}

/* The last state of a switch that the gateway does not reach may no longer be true. Of a plug it
 * always says that it cannot be reached. */
static void
report_node (SmappeeOutputs *self, guint number, const Node *node, gboolean is_switch)
{
    g_autofree char *key = smappee_plug_dup_key (number);
    g_autofree char *connection_key = make_connection_key (number);

    if (is_switch && node->has_connection)
        wattle_device_report_boolean (self->device, connection_key, node->connected);
    if (is_switch && node->has_connection && !node->connected)
        wattle_device_report_missing (self->device, key);
    else if (node->known)
        wattle_device_report_boolean (self->device, key, node->on);
}

void
smappee_outputs_report (SmappeeOutputs *self, GPtrArray *plugs)
{
    for (guint i = 0; plugs != NULL && i < plugs->len; i++) {
        const SmappeePlug *plug = g_ptr_array_index (plugs, i);
        const Node *node = g_hash_table_lookup (self->nodes, GUINT_TO_POINTER (plug->node));

        if (node != NULL)
            report_node (self, plug->node, node, plug->is_switch);
    }
}

static void
set_state (SmappeeOutputs *self, guint number, gboolean on)
{
    Node *node = find_node (self, number);

    if (node == NULL)
        return;
    node->known = TRUE;
    node->on = on;
    if (number == self->node && on == self->wanted)
        self->answered = TRUE;
}

gboolean
smappee_outputs_take_state (SmappeeOutputs *self, guint node, const char *word, GError **error)
{
    gboolean on;

    if (!smappee_plug_read_state (word, &on, error))
        return FALSE;
    set_state (self, node, on);
    return TRUE;
}

void
smappee_outputs_take_connection (SmappeeOutputs *self, guint number, const char *word)
{
    Node *node = find_node (self, number);

    if (node == NULL)
        return;
    node->has_connection = TRUE;
    node->connected = g_ascii_strcasecmp (word, "CONNECTED") == 0;
}

gboolean
smappee_outputs_get_state (SmappeeOutputs *self, guint number, gboolean *on)
{
    const Node *node = g_hash_table_lookup (self->nodes, GUINT_TO_POINTER (number));

    *on = node != NULL && node->on;
    return node != NULL && node->known;
}

/* Commands */

static const SmappeePlug *
find_plug (GPtrArray *plugs, const char *key)
{
    for (guint i = 0; plugs != NULL && i < plugs->len; i++) {
        const SmappeePlug *plug = g_ptr_array_index (plugs, i);
        g_autofree char *own = smappee_plug_dup_key (plug->node);

        if (g_str_equal (own, key))
            return plug;
    }
    return NULL;
}

/* All three members, as clients send one, two or three of them; the maker's own sends all. */
static WattleRequest *
send_state (SmappeeOutputs *self, guint tag)
{
    gint64 now = wattle_source_get_now (WATTLE_SOURCE (self->device)) / 1000;
    g_autofree char *where = g_strdup_printf (topic, self->node);
    g_autofree char *payload =
        g_strdup_printf ("{\"value\":\"%s\",\"since\":%" G_GINT64_FORMAT ",\"nodeId\":%u}",
                         self->wanted ? "ON" : "OFF", now, self->node);

    return wattle_request_new_publish (tag, where, payload, FALSE);
}

static WattleRequest *
begin (SmappeeOutputs *self, GPtrArray *plugs, WattleCommand *command, guint tag, GError **error)
{
    const char *name = wattle_command_get_name (command);
    const SmappeePlug *plug =
        wattle_command_is_action (command) || wattle_command_is_counter (command)
            ? NULL
            : find_plug (plugs, name);
    const char *location =
        wattle_source_get_state (WATTLE_SOURCE (self->device), "service_location");

    if (plug == NULL || location == NULL) {
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "the gateway has no output “%s”: its switches and plugs are those that "
                          "it tells in homeControlConfig",
                          name);
        return NULL;
    }

    self->node = plug->node;
    self->is_switch = plug->is_switch;
    self->wanted = wattle_command_get_boolean (command);
    self->answered = FALSE;
    self->turns = 0;
    return send_state (self, tag);
}

static void
refuse (SmappeeOutputs *self, GError **error)
{
    gboolean on;

    if (smappee_outputs_get_state (self, self->node, &on))
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "the switch was told to be %s, and the gateway says that it is %s",
                          self->wanted ? "on" : "off", on ? "on" : "off");
    else
        wattle_error_set (error, WATTLE_ERROR_TIMEOUT,
                          "the gateway did not tell what came of the command within %d s",
                          MAX_TURNS * TURN_MS / 1000);
}

WattleRequest *
smappee_outputs_command (SmappeeOutputs *self,
                         GPtrArray *plugs,
                         WattleCommand *command,
                         guint step,
                         guint sent,
                         guint turn,
                         GError **error)
{
    if (step == 0)
        return begin (self, plugs, command, sent, error);
    if (self->answered)
        return NULL;
    if (self->turns < (self->is_switch ? MAX_TURNS : ASSUMED_TURNS))
        return wattle_request_with_delay (wattle_request_new_local (turn), TURN_MS);

    refuse (self, error);
    return NULL;
}

void
smappee_outputs_take_turn (SmappeeOutputs *self)
{
    self->turns++;
    if (!self->is_switch && self->turns >= ASSUMED_TURNS)
        set_state (self, self->node, self->wanted);
}
