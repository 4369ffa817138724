/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-plug.h"

#include <string.h>

#include "smappee-json.h"

#define MAX_PLUGS     32
#define MAX_NODE      9999
#define PLUG_SWITCHED 1283
#define SWITCH_PREFIX "4006"

static void
plug_free (gpointer data)
{
    SmappeePlug *self = data;

    g_free (self->name);
    g_free (self);
}

SmappeePlug *
smappee_plug_new (guint node, const char *name, gboolean is_switch)
{
    SmappeePlug *self = g_new0 (SmappeePlug, 1);

    self->node = node;
    self->name = g_strdup (name);
    self->is_switch = is_switch;
    return self;
}

char *
smappee_plug_dup_key (guint node)
{
    return g_strdup_printf ("output_%u", node);
}

GPtrArray *
smappee_plugs_new (void)
{
    return g_ptr_array_new_with_free_func (plug_free);
}

const SmappeePlug *
smappee_plugs_find (GPtrArray *plugs, guint node)
{
    for (guint i = 0; plugs != NULL && i < plugs->len; i++) {
        const SmappeePlug *plug = g_ptr_array_index (plugs, i);

        if (plug->node == node)
            return plug;
    }
    return NULL;
}

/* Others than switches are in the list of switches too: pysmappee. */
static gboolean
add_actuator (GPtrArray *plugs, JsonObject *entry, gboolean is_switch, GError **error)
{
    const char *serial = wattle_json_peek_string (entry, "serialNumber");
    g_autofree char *name = smappee_json_dup_text (entry, "name");
    gint64 node;

    if (is_switch && (serial == NULL || !g_str_has_prefix (serial, SWITCH_PREFIX)))
        return TRUE;
    if (!wattle_json_get_integer (entry, "nodeId", 0, MAX_NODE, &node, error))
        return FALSE;
    if (smappee_plugs_find (plugs, (guint)node) == NULL && plugs->len < MAX_PLUGS)
        g_ptr_array_add (plugs, smappee_plug_new ((guint)node, name, is_switch));
    return TRUE;
}

static gboolean
add_actuators (GPtrArray *plugs, JsonObject *root, const char *member, GError **error)
{
    gboolean is_switch = g_str_equal (member, "switchActuators");
    g_autoptr (GPtrArray) entries = NULL;

    if (!smappee_json_list_objects (root, member, 256, &entries, error))
        return FALSE;
    for (guint i = 0; i < entries->len; i++)
        if (!add_actuator (plugs, g_ptr_array_index (entries, i), is_switch, error)) {
            g_prefix_error (error, "“%s”, element %u: ", member, i);
            return FALSE;
        }
    return TRUE;
}

GPtrArray *
smappee_plugs_decode (JsonObject *root, GError **error)
{
    g_autoptr (GPtrArray) plugs = smappee_plugs_new ();

    if (!add_actuators (plugs, root, "switchActuators", error) ||
        !add_actuators (plugs, root, "smartplugActuators", error))
        return NULL;
    return g_steal_pointer (&plugs);
}

char *
smappee_plugs_print (GPtrArray *plugs)
{
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < plugs->len; i++) {
        const SmappeePlug *plug = g_ptr_array_index (plugs, i);

        g_string_append_printf (text, "%u %d %s\n", plug->node, plug->is_switch,
                                plug->name != NULL ? plug->name : "");
    }
    return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Some clients write Python's form, in which single quotes stand for double ones. */
static JsonObject *
parse (const char *text, GError **error)
{
    g_autofree char *mended = NULL;

    if (strchr (text, '"') != NULL || strchr (text, '\'') == NULL)
        return wattle_json_parse_object (text, -1, error);
    mended = g_strdelimit (g_strdup (text), "'", '"');
    return wattle_json_parse_object (mended, -1, error);
}

char *
smappee_plug_read_word (WattleFrame *frame, GError **error)
{
    g_autofree char *text = wattle_frame_get_text (frame, error);
    g_autoptr (JsonObject) root = text != NULL ? parse (text, error) : NULL;
    const char *word;

    if (root == NULL || !wattle_json_get_string (root, "value", &word, error))
        return NULL;
    return g_strdup (word);
}

/* Also in the doubled form of the cloud. */
gboolean
smappee_plug_read_state (const char *word, gboolean *on, GError **error)
{
    *on = g_ascii_strcasecmp (word, "ON") == 0 || g_ascii_strcasecmp (word, "ON_ON") == 0;
    if (*on || g_ascii_strcasecmp (word, "OFF") == 0 || g_ascii_strcasecmp (word, "OFF_OFF") == 0)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "the state of a plug is “%s”, not ON or OFF",
                      word);
    return FALSE;
}

gboolean
smappee_plug_read_root (JsonObject *root, guint *node, gboolean *on, GError **error)
{
    JsonObject *content = wattle_json_peek_object (root, "content");
    const char *action;
    gint64 type;
    gint64 number;

    if (!wattle_json_get_integer (root, "messageType", 0, G_MAXINT32, &type, NULL) ||
        type != PLUG_SWITCHED || content == NULL)
        return FALSE;
    if (!wattle_json_get_integer (content, "controllableNodeId", 0, MAX_NODE, &number, error) ||
        !wattle_json_get_string (content, "action", &action, error))
        return FALSE;
    *node = (guint)number;
    return smappee_plug_read_state (action, on, error);
}
