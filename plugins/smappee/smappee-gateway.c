/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-gateway.h"

#include "smappee-feed.h"
#include "smappee-location.h"
#include "smappee-serial.h"
#include "smappee-total.h"
#include "smappee-watch.h"

#define FALLBACK "Gateway" /* the model of one whose serial number is not known */

enum {
    TAG_SENT = 1,
    TAG_TURN,
};

struct _SmappeeGateway {
    WattleDevice parent_instance;

    guint patience; /* s */
    SmappeeLocation *location;
    SmappeeLayout *layout;
    SmappeeOutputs *outputs;
    SmappeeFeed feed;
    SmappeeWatch watch;
    gboolean has_presence;
    gboolean presence;
};

G_DEFINE_FINAL_TYPE (SmappeeGateway, smappee_gateway, WATTLE_TYPE_DEVICE)

/* Until it is known which service location is the own one all are listened to. */
static gboolean
smappee_gateway_configure (WattleSource *source, WattleOptions *options, GError **error)
{
    SmappeeGateway *self = SMAPPEE_GATEWAY (source);
    g_autofree char *filter = NULL;
    const char *serial;

    if (!smappee_location_check_options (options, error))
        return FALSE;

    self->patience = (guint)wattle_options_get_integer (options, "Patience");
    smappee_feed_configure (&self->feed, options);
    self->location = smappee_location_new (source, options);
    self->layout = smappee_layout_new (options);
    self->outputs = smappee_outputs_new (WATTLE_DEVICE (self));
    serial = smappee_location_get_serial (self->location);
    if (serial != NULL)
        smappee_serial_identify (WATTLE_DEVICE (self), serial, NULL, FALLBACK);
    if (wattle_options_has (options, "ServiceLocation")) {
        /* Topics have it in small letters. */
        g_autofree char *location =
            g_ascii_strdown (wattle_options_get_text (options, "ServiceLocation"), -1);

        filter = g_strdup_printf ("servicelocation/%s/#", location);
    }
    wattle_source_listen (source, filter != NULL ? filter : "servicelocation/#");
    return TRUE;
}

static gint64
get_now (SmappeeGateway *self)
{
    return wattle_source_get_now (WATTLE_SOURCE (self));
}

/* Takes what a function failed with; NULL: there was nothing in the message that is wanted. */
static gboolean
end_with (GError *fault, GError **error)
{
    if (fault == NULL)
        return TRUE;
    g_propagate_error (error, fault);
    return FALSE;
}

/* After every message: what came may have made entities, or taken them away. */
static void
apply (SmappeeGateway *self)
{
    WattleDevice *device = WATTLE_DEVICE (self);

    if (!smappee_layout_apply (self->layout, device))
        return;

    /* What was told before there was an entity for it. */
    smappee_outputs_report (self->outputs, smappee_layout_get_plugs (self->layout));
    smappee_total_report_kept (device, smappee_layout_get_sensors (self->layout));
    if (self->has_presence)
        wattle_device_report_boolean (device, "presence", self->presence);
}

/* What comes at regular times */

static gboolean
take_realtime (SmappeeGateway *self, JsonObject *root, GError **error)
{
    WattleDevice *device = WATTLE_DEVICE (self);
    SmappeeRealtime realtime;

    smappee_layout_pass (self->layout, get_now (self));
    if (!smappee_feed_read_realtime (&self->feed, device, self->layout, root, &realtime, error))
        return FALSE;

    smappee_watch_hear (&self->watch, SMAPPEE_HEARD_REALTIME, get_now (self));
    apply (self);
    smappee_feed_report_realtime (&self->feed, device, self->layout, &realtime);
    return TRUE;
}

static gboolean
take_averages (SmappeeGateway *self, JsonObject *root, GError **error)
{
    g_autoptr (GError) fault = NULL;
    SmappeeAverages averages;

    if (!smappee_feed_read_averages (&self->feed, self->layout, root, &averages, &fault))
        return end_with (g_steal_pointer (&fault), error);

    apply (self);
    smappee_feed_report_averages (&self->feed, WATTLE_DEVICE (self), self->layout, &averages);
    return TRUE;
}

/* What changes now and then */

static gboolean
take_channels (SmappeeGateway *self, JsonObject *root, GError **error)
{
    g_autoptr (GError) fault = NULL;

    smappee_layout_take_channels (self->layout, root, get_now (self), &fault);
    smappee_watch_hear_map (&self->watch, fault, get_now (self));
    if (fault == NULL)
        apply (self);
    return end_with (g_steal_pointer (&fault), error);
}

static gboolean
take_presence (SmappeeGateway *self, JsonObject *root, GError **error)
{
    const SmappeeFeatures features = { .has_presence = TRUE };

    if (!wattle_json_get_boolean (root, "value", &self->presence, error))
        return FALSE;
    self->has_presence = TRUE;
    smappee_layout_note (self->layout, &features);
    apply (self);
    wattle_device_report_boolean (WATTLE_DEVICE (self), "presence", self->presence);
    return TRUE;
}

static void
report_outputs (SmappeeGateway *self)
{
    smappee_outputs_report (self->outputs, smappee_layout_get_plugs (self->layout));
}

static gboolean
take_plug (SmappeeGateway *self, const SmappeeTopic *topic, WattleFrame *frame, GError **error)
{
    g_autofree char *word = smappee_plug_read_word (frame, error);

    if (word == NULL)
        return FALSE;
    if (topic->kind == SMAPPEE_TOPIC_PLUG_CONNECTION)
        smappee_outputs_take_connection (self->outputs, topic->node, word);
    else if (!smappee_outputs_take_state (self->outputs, topic->node, word, error))
        return FALSE;
    report_outputs (self);
    return TRUE;
}

/* Of a comfort plug nobody else tells. */
static gboolean
take_root (SmappeeGateway *self, JsonObject *root, GError **error)
{
    g_autoptr (GError) fault = NULL;
    gboolean on;
    guint node;

    if (!smappee_plug_read_root (root, &node, &on, &fault))
        return end_with (g_steal_pointer (&fault), error);
    smappee_outputs_take_state (self->outputs, node, on ? "ON" : "OFF", NULL);
    report_outputs (self);
    return TRUE;
}

/* Messages */

static gboolean
take_document (SmappeeGateway *self, SmappeeTopicKind kind, JsonObject *root, GError **error)
{
    WattleDevice *device = WATTLE_DEVICE (self);
    GPtrArray *sensors = smappee_layout_get_sensors (self->layout);

    switch (kind) {
    case SMAPPEE_TOPIC_CHANNELS:
        return take_channels (self, root, error);
    case SMAPPEE_TOPIC_REALTIME:
        return take_realtime (self, root, error);
    case SMAPPEE_TOPIC_AGGREGATED:
        return take_averages (self, root, error);
    case SMAPPEE_TOPIC_GAS_WATER:
        return smappee_total_take_sensors (device, sensors, root, error);
    case SMAPPEE_TOPIC_SWITCHES:
        return smappee_total_take_switches (device, sensors, root, error);
    case SMAPPEE_TOPIC_PRESENCE:
        return take_presence (self, root, error);
    case SMAPPEE_TOPIC_ROOT:
        return take_root (self, root, error);
    case SMAPPEE_TOPIC_SENSORS:
        if (!smappee_layout_take_sensors (self->layout, root, get_now (self), error))
            return FALSE;
        apply (self);
        return TRUE;
    default:
        if (!smappee_layout_take_plugs (self->layout, root, get_now (self), error))
            return FALSE;
        apply (self);
        return TRUE;
    }
}

/* What a broker has kept of a value that comes each second is of unknown age. An empty message is
 * how a broker is made to forget one. */
static gboolean
is_worth_reading (const SmappeeTopic *topic, WattleFrame *frame)
{
    if (g_bytes_get_size (wattle_frame_get_bytes (frame)) == 0)
        return topic->kind == SMAPPEE_TOPIC_REALTIME;
    switch (topic->kind) {
    case SMAPPEE_TOPIC_OTHER:
        return FALSE;
    case SMAPPEE_TOPIC_REALTIME:
    case SMAPPEE_TOPIC_AGGREGATED:
    case SMAPPEE_TOPIC_ROOT:
        return !wattle_frame_get_retained (frame);
    default:
        return TRUE;
    }
}

static gboolean
take_own (SmappeeGateway *self, const SmappeeTopic *topic, WattleFrame *frame, GError **error)
{
    g_autoptr (JsonObject) root = NULL;
    g_autoptr (GError) fault = NULL;

    if (!is_worth_reading (topic, frame))
        return TRUE;
    if (topic->kind == SMAPPEE_TOPIC_PLUG_STATE || topic->kind == SMAPPEE_TOPIC_PLUG_CONNECTION)
        return take_plug (self, topic, frame, error);

    root = wattle_frame_get_json (frame, &fault);
    if (root != NULL)
        return take_document (self, topic->kind, root, error);
    if (topic->kind == SMAPPEE_TOPIC_CHANNELS) {
        g_prefix_error (&fault, "the channel map: ");
        smappee_watch_hear_map (&self->watch, fault, get_now (self));
    }
    return end_with (g_steal_pointer (&fault), error);
}

/* What came before it was known whose it is. One that cannot be read takes nothing from others. */
static void
take_stash (SmappeeGateway *self)
{
    g_autoptr (GPtrArray) frames = smappee_location_take_stash (self->location);

    for (guint i = 0; i < frames->len; i++) {
        WattleFrame *frame = g_ptr_array_index (frames, i);
        g_auto (SmappeeTopic) topic = { 0 };
        g_autoptr (GError) error = NULL;

        if (smappee_topic_read (wattle_frame_get_topic (frame), &topic) &&
            !take_own (self, &topic, frame, &error))
            g_debug ("%s: %s", wattle_frame_get_topic (frame), error->message);
    }
}

static gboolean
take_config (SmappeeGateway *self, const SmappeeTopic *topic, WattleFrame *frame, GError **error)
{
    g_autoptr (JsonObject) root = wattle_frame_get_json (frame, error);
    g_auto (SmappeeIdentity) identity = { 0 };

    if (root == NULL || !smappee_identity_decode (root, &identity, error))
        return FALSE;
    if (!smappee_location_take (self->location, topic, &identity))
        return TRUE;

    smappee_watch_hear (&self->watch, SMAPPEE_HEARD_CONFIG, get_now (self));
    smappee_serial_identify (WATTLE_DEVICE (self), identity.serial, identity.version, FALLBACK);
    take_stash (self);
    return TRUE;
}

static gboolean
take_push (SmappeeGateway *self, WattleFrame *frame, GError **error)
{
    g_auto (SmappeeTopic) topic = { 0 };

    if (!smappee_topic_read (wattle_frame_get_topic (frame), &topic))
        return TRUE;

    smappee_watch_hear (&self->watch, SMAPPEE_HEARD_ANYBODY, get_now (self));
    if (topic.kind == SMAPPEE_TOPIC_REALTIME)
        smappee_watch_hear (&self->watch, SMAPPEE_HEARD_STREAM, get_now (self));
    if (topic.kind == SMAPPEE_TOPIC_CONFIG && is_worth_reading (&topic, frame))
        return take_config (self, &topic, frame, error);
    if (smappee_location_is_own (self->location, &topic))
        return take_own (self, &topic, frame, error);

    smappee_location_stash (self->location, &topic, frame);
    return TRUE;
}

static gboolean
smappee_gateway_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    SmappeeGateway *self = SMAPPEE_GATEWAY (source);

    if (wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_PUSHED)
        return take_push (self, frame, error);

    switch (wattle_frame_get_tag (frame)) {
    case TAG_SENT:
        return wattle_frame_check (frame, error);
    case TAG_TURN:
        smappee_outputs_take_turn (self->outputs);
        report_outputs (self);
        return TRUE;
    default:
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "an answer to no question of this device");
        return FALSE;
    }
}

static gboolean
smappee_gateway_check (WattleSource *source, GError **error)
{
    SmappeeGateway *self = SMAPPEE_GATEWAY (source);

    return smappee_watch_check (&self->watch, get_now (self), self->patience,
                                smappee_location_get (self->location), error) &&
           smappee_layout_check_invert (self->layout, error);
}

static WattleRequest *
smappee_gateway_command (WattleDevice *device, WattleCommand *command, guint step, GError **error)
{
    SmappeeGateway *self = SMAPPEE_GATEWAY (device);

    return smappee_outputs_command (self->outputs, smappee_layout_get_plugs (self->layout), command,
                                    step, TAG_SENT, TAG_TURN, error);
}

static void
smappee_gateway_finalize (GObject *object)
{
    SmappeeGateway *self = SMAPPEE_GATEWAY (object);

    g_clear_pointer (&self->location, smappee_location_free);
    g_clear_pointer (&self->layout, smappee_layout_free);
    g_clear_pointer (&self->outputs, smappee_outputs_free);
    smappee_watch_clear (&self->watch);

    G_OBJECT_CLASS (smappee_gateway_parent_class)->finalize (object);
}

static void
smappee_gateway_class_init (SmappeeGatewayClass *klass)
{
    WattleSourceClass *source_class = WATTLE_SOURCE_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = smappee_gateway_finalize;
    source_class->configure = smappee_gateway_configure;
    source_class->decode = smappee_gateway_decode;
    source_class->check = smappee_gateway_check;
    WATTLE_DEVICE_CLASS (klass)->command = smappee_gateway_command;
}

static void
smappee_gateway_init (SmappeeGateway *self)
{
}

WattleDevice *
smappee_gateway_new (void)
{
    return g_object_new (SMAPPEE_TYPE_GATEWAY, NULL);
}
