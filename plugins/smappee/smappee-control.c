/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-control.h"

#include "smappee-answer.h"
#include "smappee-json.h"

#define TIMEOUT_MS 5000
#define LOOK_MS    1000 /* until a switch has moved */
#define MAX_LOOKS  3
#define MAX_NODE   9999
#define MAX_PLUGS  32

#define TYPE_PLUG   "2"
#define TYPE_SWITCH "3"

/* The list of all: entries of other types are headings. */

static gboolean
take_state (JsonObject *entry, guint node, SmappeeOutputs *outputs, GError **error)
{
    const char *connection = wattle_json_peek_string (entry, "connectionStatus");
    gboolean on;

    if (connection != NULL)
        smappee_outputs_take_connection (outputs, node, connection);
    if (!json_object_has_member (entry, "relayStatus"))
        return TRUE;
    if (!wattle_json_get_boolean (entry, "relayStatus", &on, error))
        return FALSE;
    return smappee_outputs_take_state (outputs, node, on ? "ON" : "OFF", error);
}

static gboolean
add_plug (GPtrArray *plugs, JsonObject *entry, SmappeeOutputs *outputs, GError **error)
{
    const char *type = wattle_json_peek_string (entry, "type");
    const char *key = wattle_json_peek_string (entry, "key");
    gboolean is_switch = g_strcmp0 (type, TYPE_SWITCH) == 0;
    g_autofree char *name = smappee_json_dup_text (entry, "value");
    gint64 node;

    if (!is_switch && g_strcmp0 (type, TYPE_PLUG) != 0)
        return TRUE;
    if (key == NULL || !wattle_number_parse_integer (key, 0, MAX_NODE, &node, error)) {
        g_prefix_error (error, "“key” of a plug: ");
        return key == NULL; /* without one it cannot be switched */
    }
    if (plugs->len >= MAX_PLUGS || smappee_plugs_find (plugs, (guint)node) != NULL)
        return TRUE;
    g_ptr_array_add (plugs, smappee_plug_new ((guint)node, name, is_switch));
    return take_state (entry, (guint)node, outputs, error);
}

GPtrArray *
smappee_control_decode (JsonNode *node, SmappeeOutputs *outputs, GError **error)
{
    g_autoptr (GPtrArray) plugs = smappee_plugs_new ();
    JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

    if (array == NULL || json_array_get_length (array) > 256) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "the list of plugs is no array of at most 256 elements");
        return NULL;
    }
    for (guint i = 0; i < json_array_get_length (array); i++) {
        JsonNode *element = json_array_get_element (array, i);

        if (JSON_NODE_HOLDS_OBJECT (element) &&
            !add_plug (plugs, json_node_get_object (element), outputs, error))
            return NULL;
    }
    return g_steal_pointer (&plugs);
}

/* Commands */

static const SmappeePlug *
find_plug (GPtrArray *plugs, WattleCommand *command)
{
    const char *name = wattle_command_get_name (command);

    if (wattle_command_is_action (command) || wattle_command_is_counter (command))
        return NULL;
    for (guint i = 0; plugs != NULL && i < plugs->len; i++) {
        const SmappeePlug *plug = g_ptr_array_index (plugs, i);
        g_autofree char *key = smappee_plug_dup_key (plug->node);

        if (g_str_equal (key, name))
            return plug;
    }
    return NULL;
}

gboolean
smappee_order_begin (SmappeeOrder *self,
                     GPtrArray *plugs,
                     WattleCommand *command,
                     const char *form,
                     GError **error)
{
    const SmappeePlug *plug = find_plug (plugs, command);

    if (plug == NULL) {
        wattle_error_set (
            error, WATTLE_ERROR_NOT_SUPPORTED,
            "the monitor has no output “%s”: its switches and plugs are those it lists",
            wattle_command_get_name (command));
        return FALSE;
    }

    *self = (SmappeeOrder){ .node = plug->node,
                            .is_switch = plug->is_switch,
                            .wanted = wattle_command_get_boolean (command),
                            .form = g_str_equal (form, "plain") ? SMAPPEE_FORM_PLAIN
                                                                : SMAPPEE_FORM_JSON,
                            .can_change_form = g_str_equal (form, "auto") };
    return TRUE;
}

static WattleRequest *
post (guint tag, const char *body)
{
    WattleRequest *request = wattle_request_new_http (tag, "POST", SMAPPEE_CONTROL_PATH);

    return wattle_request_with_timeout (
        wattle_request_with_body (request, "application/json", body), TIMEOUT_MS);
}

static WattleRequest *
send_order (SmappeeOrder *self, guint tag)
{
    g_autofree char *body =
        self->form == SMAPPEE_FORM_JSON
            ? g_strdup_printf ("control,{\"controllableNodeId\":\"%u\",\"action\":\"%s\"}",
                               self->node, self->wanted ? "ON" : "OFF")
            : g_strdup_printf ("control,controlId=%d|%u", self->wanted ? 1 : 0, self->node);

    self->sent = TRUE;
    self->refused = FALSE;
    self->looks = 0;
    return post (tag, body);
}

/* A plug that only listens tells nothing: that nothing was refused has to be enough. */
static gboolean
is_done (const SmappeeOrder *self, int on)
{
    return !self->refused &&
           (self->is_switch ? self->looks > 0 && on == (int)self->wanted : self->sent);
}

static gboolean
can_look (const SmappeeOrder *self)
{
    return self->is_switch && !self->refused && self->looks < MAX_LOOKS;
}

WattleRequest *
smappee_order_next (SmappeeOrder *self, int on, guint send_tag, guint look_tag, GError **error)
{
    if (!self->sent)
        return send_order (self, send_tag);
    if (is_done (self, on))
        return NULL;
    if (can_look (self)) {
        self->looks++;
        return wattle_request_with_delay (post (look_tag, "load"), LOOK_MS);
    }
    if (self->can_change_form) {
        self->can_change_form = FALSE;
        self->form = SMAPPEE_FORM_PLAIN;
        return send_order (self, send_tag);
    }

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "the monitor was told to switch plug %u %s, and did not; ControlForm may be "
                      "json or plain",
                      self->node, self->wanted ? "on" : "off");
    return NULL;
}

/* What it answers is not known, but for errors. */
gboolean
smappee_order_take (SmappeeOrder *self, WattleFrame *frame, GError **error)
{
    g_autoptr (GError) fault = NULL;
    g_autoptr (JsonNode) node = NULL;

    if (!wattle_frame_check (frame, error))
        return FALSE;
    node = smappee_answer_read (frame, &fault);
    if (node == NULL && g_error_matches (fault, WATTLE_ERROR, WATTLE_ERROR_AUTH)) {
        if (self->retried)
            g_propagate_error (error, g_steal_pointer (&fault));
        self->retried = TRUE;
        self->sent = FALSE;
        return FALSE;
    }
    self->refused = g_error_matches (fault, WATTLE_ERROR, WATTLE_ERROR_FAILED);
    return TRUE;
}
