/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a gateway tells, and under which topic. */
#include "smappee-box-private.h"

char *
smappee_box_make_path (SmappeeBox *self, const char *topic)
{
    return g_strconcat ("servicelocation/", self->uuid, topic[0] != '\0' ? "/" : "", topic, NULL);
}

void
smappee_box_tell (SmappeeBox *self, const char *topic, const char *text, gboolean retained)
{
    g_autofree char *path = NULL;
    g_autofree char *spoiled = NULL;

    if (self->feed == NULL || self->wrong[SMAPPEE_BOX_WRONG_SILENCE])
        return;
    path = smappee_box_make_path (self, topic);
    spoiled = smappee_box_spoil (self, topic, g_strdup (text));
    smappee_box_feed_publish (self, path, spoiled, retained);
}

static void
tell_and_free (SmappeeBox *self, const char *topic, char *text, gboolean retained)
{
    smappee_box_tell (self, topic, text, retained);
    g_free (text);
}

static void
tell_config (SmappeeBox *self)
{
    tell_and_free (self, "config", smappee_box_make_config (self), TRUE);
}

/* Without a map the broker is made to forget the one it had. */
void
smappee_box_tell_map (SmappeeBox *self)
{
    gboolean none = self->wrong[SMAPPEE_BOX_WRONG_NO_MAP];

    if (self->maps & SMAPPEE_BOX_NEW)
        tell_and_free (self, "channelConfigV2",
                       none ? g_strdup ("") : smappee_box_make_channel_config_v2 (self), TRUE);
    if (self->maps & SMAPPEE_BOX_OLD)
        tell_and_free (self, "channelConfig",
                       none ? g_strdup ("") : smappee_box_make_channel_config (self), TRUE);
}

static void
tell_sensors (SmappeeBox *self)
{
    tell_and_free (self, "sensorConfig", smappee_box_make_sensor_config (self), TRUE);
}

static void
tell_home_control (SmappeeBox *self)
{
    tell_and_free (self, "homeControlConfig", smappee_box_make_home_control_config (self), TRUE);
}

void
smappee_box_tell_presence (SmappeeBox *self)
{
    smappee_box_tell (self, "presence", self->presence ? "{\"value\":true}" : "{\"value\":false}",
                      TRUE);
}

void
smappee_box_tell_plug (SmappeeBox *self, const SmappeeBoxPlug *plug)
{
    g_autofree char *topic = g_strdup_printf ("plug/%u/state", plug->node);

    tell_and_free (self, topic, smappee_box_plug_make_state (self, plug), TRUE);
}

void
smappee_box_tell_connection (SmappeeBox *self, const SmappeeBoxPlug *plug)
{
    g_autofree char *topic = g_strdup_printf ("plug/%u/connectionState", plug->node);

    tell_and_free (self, topic, smappee_box_plug_make_connection (self, plug), TRUE);
}

static void
tell_plugs (SmappeeBox *self)
{
    for (guint i = 0; i < SMAPPEE_BOX_N_PLUGS; i++) {
        smappee_box_tell_plug (self, &self->plugs[i]);
        smappee_box_tell_connection (self, &self->plugs[i]);
    }
}

void
smappee_box_tell_configs (SmappeeBox *self)
{
    static void (*const tellers[]) (SmappeeBox * self) = {
        tell_config,       smappee_box_tell_map,      tell_sensors,
        tell_home_control, smappee_box_tell_presence, tell_plugs,
    };
    guint count = G_N_ELEMENTS (tellers);

    for (guint i = 0; i < count; i++)
        tellers[self->wrong[SMAPPEE_BOX_WRONG_ORDER] ? count - 1 - i : i](self);
}

void
smappee_box_tell_intervals (SmappeeBox *self, guint skip, guint count)
{
    if (count == 0 || skip + count > self->intervals->len)
        return;
    if (self->names & SMAPPEE_BOX_OLD)
        tell_and_free (self, "aggregated", smappee_box_make_aggregated (self, skip, count), FALSE);
    if (self->names & SMAPPEE_BOX_NEW)
        tell_and_free (self, "aggregated5min", smappee_box_make_aggregated (self, skip, count),
                       FALSE);
    tell_and_free (self, "aggregatedGW", smappee_box_make_aggregated_gw (self, skip, count), FALSE);
    tell_and_free (self, "aggregatedSwitch", smappee_box_make_aggregated_switch (self, skip, count),
                   FALSE);
}

/* What a gateway tells that nobody outside of the maker understands. */
void
smappee_box_tell_unknown (SmappeeBox *self, guint turn)
{
    static const struct {
        const char *topic;
        const char *text;
    } unknown[] = {
        { "etc/measuredvoltage", "{\"a\":[1,2,{\"b\":null}]}" },
        { "networkstatistics", "[]" },
        { "scheduler", "" },
        { "devices", "true" },
        { "h1vector", "\"AAECAwQFBgcICQ==\"" },
        { "nilm", "{\"nilm\":" },
        { "powerquality", "{\"thd\":[1.5,1.4,1.6]}" },
        { "outputmodule/1/state", "{\"value\":\"ON_OFF\"}" },
        { "trigger/appliance", "42" },
        { "tracking", "{\"value\":\"ON\",\"type\":\"RT_VALUES\"}" },
        { "homeassistant/heartbeat", "{\"serviceLocationId\":1}" },
        { "plug/state", "{\"value\":\"ON\"}" },
        { "plug/x/state", "{\"value\":\"ON\"}" },
    };

    turn %= G_N_ELEMENTS (unknown);
    smappee_box_tell (self, unknown[turn].topic, unknown[turn].text, FALSE);
}

/* Another house at the same broker, that takes what this one does. */
void
smappee_box_tell_foreign (SmappeeBox *self, const char *realtime)
{
    g_autofree char *config = smappee_box_make_config (self);
    g_autofree char *map = smappee_box_make_channel_config_v2 (self);
    const struct {
        const char *topic;
        const char *text;
        gboolean retained;
    } messages[] = {
        { "config", config, TRUE },
        { "channelConfigV2", map, TRUE },
        { "plug/1/state", "{\"value\":\"ON\",\"since\":1}", TRUE },
        { "presence", "{\"value\":true}", TRUE },
        { "realtime", realtime, FALSE },
    };
    gboolean gone = !self->wrong[SMAPPEE_BOX_WRONG_FOREIGN];

    for (guint i = 0; i < G_N_ELEMENTS (messages); i++) {
        g_autofree char *path = g_strconcat ("servicelocation/", SMAPPEE_BOX_FOREIGN_UUID, "/",
                                             messages[i].topic, NULL);
        g_autofree char *text = gone || messages[i].text == NULL
                                    ? g_strdup ("")
                                    : smappee_box_foreign_translate (self, messages[i].text);

        if (messages[i].retained || text[0] != '\0')
            smappee_box_feed_publish (self, path, text, messages[i].retained);
    }
}
