/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-monitor.h"

#include <math.h>

#include "smappee-answer.h"
#include "smappee-control.h"
#include "smappee-inputs.h"
#include "smappee-map.h"
#include "smappee-serial.h"

#define BASE       "/gateway/apipublic/"
#define TIMEOUT_MS 5000
#define WHO_MS     300000
#define LAYOUT_MS  300000
#define PLUGS_MS   30000

/* In the order in which they are asked; each is the tag of its request too. */
typedef enum {
    STAGE_LOGON = 1,
    STAGE_WHO,
    STAGE_LAYOUT,
    STAGE_VALUES,
    STAGE_REPORT,
    STAGE_PLUGS,
    STAGE_END,
    TAG_SEND,
    TAG_LOOK,
} Stage;

struct _SmappeeMonitor {
    WattleDevice parent_instance;

    WattleOptions *options;
    char *serial; /* NULL: not known yet */
    SmappeeInputs *inputs;
    SmappeeOrder order;
    gboolean logged_on;
    Stage stage;
};

G_DEFINE_FINAL_TYPE (SmappeeMonitor, smappee_monitor, WATTLE_TYPE_DEVICE)

static void
set_identity (SmappeeMonitor *self, const char *serial)
{
    g_free (self->serial);
    self->serial = g_strdup (serial);
    smappee_serial_identify (WATTLE_DEVICE (self), serial, NULL, "Monitor");
}

static gboolean
smappee_monitor_configure (WattleSource *source, WattleOptions *options, GError **error)
{
    SmappeeMonitor *self = SMAPPEE_MONITOR (source);
    const char *serial =
        wattle_options_has (options, "Serial") ? wattle_options_get_text (options, "Serial") : NULL;

    if (serial != NULL && !smappee_serial_is_valid (serial)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "Serial is “%s”; it is the ten digits on the monitor", serial);
        return FALSE;
    }
    g_set_object (&self->options, options);
    self->inputs = smappee_inputs_new (WATTLE_DEVICE (self), options);
    set_identity (self, serial);
    return TRUE;
}

/* Asking */

static WattleRequest *
post (guint tag, const char *path, const char *body)
{
    g_autofree char *whole = g_strconcat (BASE, path, NULL);
    WattleRequest *request = wattle_request_new_http (tag, "POST", whole);

    return wattle_request_with_timeout (
        wattle_request_with_body (request, "application/json", body), TIMEOUT_MS);
}

static WattleRequest *
ask_logon (SmappeeMonitor *self)
{
    return post (STAGE_LOGON, "logon",
                 wattle_options_has (self->options, "Password") ? "{option:Password}" : "admin");
}

static gboolean
is_plus (SmappeeMonitor *self)
{
    return self->serial != NULL && self->serial[0] == '2';
}

static WattleRequest *
ask_report (void)
{
    WattleRequest *request =
        wattle_request_new_http (STAGE_REPORT, "GET", BASE "reportInstantaneousValues");

    return wattle_request_with_flags (wattle_request_with_timeout (request, TIMEOUT_MS),
                                      WATTLE_REQUEST_OPTIONAL);
}

/* What this stage asks now, or NULL. */
static WattleRequest *
ask_stage (SmappeeMonitor *self)
{
    WattleSource *source = WATTLE_SOURCE (self);

    switch (self->stage) {
    case STAGE_LOGON:
        return self->logged_on ? NULL : ask_logon (self);
    case STAGE_WHO:
        return wattle_source_due (source, "who", WHO_MS)
                   ? wattle_request_with_flags (post (STAGE_WHO, "advancedConfigPublic", "load"),
                                                WATTLE_REQUEST_OPTIONAL)
                   : NULL;
    case STAGE_LAYOUT:
        return wattle_source_due (source, "layout", LAYOUT_MS)
                   ? post (STAGE_LAYOUT, is_plus (self) ? "channelsConfigPublic" : "configPublic",
                           "load")
                   : NULL;
    case STAGE_VALUES:
        return post (STAGE_VALUES, "instantaneous", "loadInstantaneous");
    case STAGE_REPORT:
        return ask_report ();
    case STAGE_PLUGS:
        return wattle_source_due (source, "plugs", PLUGS_MS)
                   ? wattle_request_with_flags (post (STAGE_PLUGS, "commandControlPublic", "load"),
                                                WATTLE_REQUEST_OPTIONAL)
                   : NULL;
    default:
        return NULL;
    }
}

static WattleRequest *
smappee_monitor_next_request (WattleSource *source, guint step)
{
    SmappeeMonitor *self = SMAPPEE_MONITOR (source);

    if (step == 0)
        self->stage = STAGE_LOGON;
    for (; self->stage < STAGE_END; self->stage++) {
        WattleRequest *request = ask_stage (self);

        if (request == NULL)
            continue;
        self->stage++;
        return request;
    }
    return NULL;
}

/* What is answered */

static gboolean
take_logon (SmappeeMonitor *self, JsonNode *node, GError **error)
{
    if (JSON_NODE_HOLDS_OBJECT (node) &&
        wattle_json_peek_string (json_node_get_object (node), "success") != NULL) {
        self->logged_on = TRUE;
        return TRUE;
    }
    wattle_error_set (error, WATTLE_ERROR_AUTH,
                      "the monitor does not take the password; Password names it, and without it "
                      "“admin” is sent, as it comes from the maker");
    return FALSE;
}

static gboolean
take_who (SmappeeMonitor *self, JsonNode *node, GError **error)
{
    const char *name = smappee_answer_find (node, "mdnsHostName");
    g_autofree char *serial = smappee_serial_from_name (name);

    if (serial == NULL) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "“mdnsHostName” is “%s”, not Smappee and ten digits",
                          name != NULL ? name : "");
        return FALSE;
    }
    set_identity (self, serial);
    return TRUE;
}

static gboolean
take_layout (SmappeeMonitor *self, JsonNode *node, GError **error)
{
    SmappeeMap map = { 0 };

    if (!JSON_NODE_HOLDS_OBJECT (node))
        map.channels =
            smappee_answer_list_channels (smappee_answer_find (node, "emeterConfiguration"));
    else if (!smappee_map_decode (json_node_get_object (node), &map, error))
        return FALSE;
    smappee_inputs_take_channels (self->inputs, map.channels);
    return TRUE;
}

static gboolean
take_values (SmappeeMonitor *self, JsonNode *node, GError **error)
{
    SmappeeValues values[SMAPPEE_MAX_CHANNELS];

    if (!smappee_answer_read_powers (node, smappee_inputs_get_channels (self->inputs), values,
                                     error))
        return FALSE;
    smappee_inputs_report (self->inputs, values, NAN);
    return TRUE;
}

/* Power is told exactly elsewhere, of all channels at the same time. */
static gboolean
take_report (SmappeeMonitor *self, JsonNode *node, GError **error)
{
    SmappeeValues values[SMAPPEE_MAX_CHANNELS];
    double voltage;

    if (!smappee_answer_read_report (node, smappee_inputs_get_channels (self->inputs), values,
                                     &voltage, error))
        return FALSE;
    for (guint i = 0; i < SMAPPEE_MAX_CHANNELS; i++)
        values[i].values[SMAPPEE_VALUE_POWER] = NAN;
    smappee_inputs_report (self->inputs, values, voltage);
    return TRUE;
}

static gboolean
take_plugs (SmappeeMonitor *self, JsonNode *node, GError **error)
{
    GPtrArray *plugs =
        smappee_control_decode (node, smappee_inputs_get_outputs (self->inputs), error);

    if (plugs != NULL)
        smappee_inputs_take_plugs (self->inputs, plugs);
    return plugs != NULL;
}

static gboolean
take_document (SmappeeMonitor *self, guint tag, JsonNode *node, GError **error)
{
    switch (tag) {
    case STAGE_LOGON:
        return take_logon (self, node, error);
    case STAGE_WHO:
        return take_who (self, node, error);
    case STAGE_LAYOUT:
        return take_layout (self, node, error);
    case STAGE_VALUES:
        return take_values (self, node, error);
    case STAGE_REPORT:
        return take_report (self, node, error);
    case STAGE_PLUGS:
    case TAG_LOOK:
        return take_plugs (self, node, error);
    default:
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "an answer to no question of this device");
        return FALSE;
    }
}

/* After a logon the command is given once more. */
static gboolean
take_order (SmappeeMonitor *self, WattleFrame *frame, GError **error)
{
    SmappeeOutputs *outputs = smappee_inputs_get_outputs (self->inputs);
    g_autoptr (GError) fault = NULL;

    if (!smappee_order_take (&self->order, frame, &fault)) {
        self->logged_on = self->logged_on && fault != NULL;
        if (fault == NULL)
            return TRUE;
        g_propagate_error (error, g_steal_pointer (&fault));
        return FALSE;
    }
    if (!self->order.is_switch && !self->order.refused)
        smappee_outputs_take_state (outputs, self->order.node, self->order.wanted ? "ON" : "OFF",
                                    NULL);
    smappee_outputs_report (outputs, smappee_inputs_get_plugs (self->inputs));
    return TRUE;
}

static gboolean
smappee_monitor_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    SmappeeMonitor *self = SMAPPEE_MONITOR (source);
    g_autoptr (GError) fault = NULL;
    g_autoptr (JsonNode) node = NULL;

    if (wattle_frame_get_tag (frame) == TAG_SEND)
        return take_order (self, frame, error);

    node = smappee_answer_read (frame, &fault);
    if (node != NULL && take_document (self, wattle_frame_get_tag (frame), node, &fault))
        return TRUE;
    /* The host begins the cycle again then, with a logon. */
    if (g_error_matches (fault, WATTLE_ERROR, WATTLE_ERROR_AUTH))
        self->logged_on = FALSE;
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
}

static int
get_state (SmappeeMonitor *self)
{
    gboolean on;

    return smappee_outputs_get_state (smappee_inputs_get_outputs (self->inputs), self->order.node,
                                      &on)
               ? on
               : -1;
}

static WattleRequest *
smappee_monitor_command (WattleDevice *device, WattleCommand *command, guint step, GError **error)
{
    SmappeeMonitor *self = SMAPPEE_MONITOR (device);

    if (step == 0 &&
        !smappee_order_begin (&self->order, smappee_inputs_get_plugs (self->inputs), command,
                              wattle_options_get_text (self->options, "ControlForm"), error))
        return NULL;
    if (!self->logged_on)
        return ask_logon (self);
    return smappee_order_next (&self->order, get_state (self), TAG_SEND, TAG_LOOK, error);
}

static void
smappee_monitor_finalize (GObject *object)
{
    SmappeeMonitor *self = SMAPPEE_MONITOR (object);

    g_clear_object (&self->options);
    g_free (self->serial);
    g_clear_pointer (&self->inputs, smappee_inputs_free);

    G_OBJECT_CLASS (smappee_monitor_parent_class)->finalize (object);
}

static void
smappee_monitor_class_init (SmappeeMonitorClass *klass)
{
    WattleSourceClass *source_class = WATTLE_SOURCE_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = smappee_monitor_finalize;
    source_class->configure = smappee_monitor_configure;
    source_class->next_request = smappee_monitor_next_request;
    source_class->decode = smappee_monitor_decode;
    WATTLE_DEVICE_CLASS (klass)->command = smappee_monitor_command;
}

static void
smappee_monitor_init (SmappeeMonitor *self)
{
}

WattleDevice *
smappee_monitor_new (void)
{
    return g_object_new (SMAPPEE_TYPE_MONITOR, NULL);
}
