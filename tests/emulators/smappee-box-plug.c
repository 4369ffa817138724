/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A comfort plug that charges the car, and a Switch with the boiler behind it. */
#include "smappee-box-private.h"

#include "base/wattle-json.h"

#define SWITCH_SERIAL 4006004217

#define MAX_COMMAND 1000 /* bytes */

void
smappee_box_plugs_init (SmappeeBox *self)
{
    gint64 since = smappee_box_get_utc_ms (self);

    self->plugs[0] = (SmappeeBoxPlug){ .node = 1,
                                       .name = "Car charger",
                                       .part = SMAPPEE_BOX_PART_CAR,
                                       .since = since,
                                       .connection = "UNREACHABLE" };
    self->plugs[1] = (SmappeeBoxPlug){ .node = 2,
                                       .name = "Boiler",
                                       .serial = smappee_box_make_serial (self, SWITCH_SERIAL),
                                       .part = SMAPPEE_BOX_PART_BOILER,
                                       .since = since,
                                       .connection = "CONNECTED" };
}

void
smappee_box_plugs_clear (SmappeeBox *self)
{
    for (guint i = 0; i < SMAPPEE_BOX_N_PLUGS; i++)
        g_clear_pointer (&self->plugs[i].serial, g_free);
}

SmappeeBoxPlug *
smappee_box_find_plug (SmappeeBox *self, guint64 node)
{
    for (guint i = 0; i < SMAPPEE_BOX_N_PLUGS; i++)
        if (self->plugs[i].node == node)
            return &self->plugs[i];

    return NULL;
}

gboolean
smappee_box_plug_is_on (SmappeeBox *self, const SmappeeBoxPlug *plug)
{
    return smappee_box_house_get_on (self->house, plug->part);
}

const char *
smappee_box_get_plug (SmappeeBox *self, guint node)
{
    const SmappeeBoxPlug *plug = smappee_box_find_plug (self, node);

    if (plug == NULL)
        return NULL;
    return smappee_box_plug_is_on (self, plug) ? "ON" : "OFF";
}

void
smappee_box_plug_set (SmappeeBox *self, SmappeeBoxPlug *plug, gboolean on)
{
    if (self->wrong[SMAPPEE_BOX_WRONG_PLUGS_STUCK])
        return;
    smappee_box_advance (self);
    if (smappee_box_plug_is_on (self, plug) != on)
        plug->since = smappee_box_get_utc_ms (self);
    smappee_box_house_set_on (self->house, plug->part, on);
    smappee_box_tell_plug (self, plug);
}

/* Some clients write Python's quotes, and are obeyed. */
void
smappee_box_plug_obey (SmappeeBox *self, guint64 node, const char *payload, gsize length)
{
    SmappeeBoxPlug *plug = smappee_box_find_plug (self, node);
    g_autofree char *text = NULL;
    g_autoptr (JsonObject) object = NULL;
    const char *value;

    if (plug == NULL || payload == NULL || length > MAX_COMMAND)
        return;
    text = g_strndup (payload, length);
    g_strdelimit (text, "'", '"');
    object = wattle_json_parse_object (text, -1, NULL);
    value = object != NULL ? wattle_json_peek_string (object, "value") : NULL;
    if (g_strcmp0 (value, "ON") == 0 || g_strcmp0 (value, "OFF") == 0)
        smappee_box_plug_set (self, plug, g_str_equal (value, "ON"));
}

static char *
make_text (const char *value, gint64 since)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "value", value);
    emulator_json_add_integer (builder, "since", since);
    return emulator_json_finish (builder);
}

char *
smappee_box_plug_make_state (SmappeeBox *self, const SmappeeBoxPlug *plug)
{
    return make_text (smappee_box_plug_is_on (self, plug) ? "ON" : "OFF", plug->since);
}

char *
smappee_box_plug_make_connection (SmappeeBox *self, const SmappeeBoxPlug *plug)
{
    return make_text (plug->connection, plug->since);
}
