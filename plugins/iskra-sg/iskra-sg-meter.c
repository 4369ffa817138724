/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-meter.h"

#include "iskra-sg-counters.h"
#include "iskra-sg-decode.h"
#include "iskra-sg-entities.h"
#include "iskra-sg-http.h"
#include "iskra-sg-mqtt.h"
#include "iskra-sg-poll.h"

typedef enum {
    QUESTION_MEASUREMENT,
    QUESTION_COUNTERS,
    N_QUESTIONS,
} Question;

/* The maker's client asks for the first path, the manual prints the second; which of them a gateway
 * knows is found out and kept. */
static const struct {
    const char *group;
    guint period; /* ms; 0 is each cycle */
    const char *paths[2];
    const char *subject; /* for messages */
} questions[N_QUESTIONS] = {
    { "measurement", 0, { "/api/measurement/", "/api/measurements/" }, "measurements" },
    { "counters", 60000, { "/api/counter/", "/api/counters/" }, "energy counters" },
};

#define TAG_REGISTERS (N_QUESTIONS + 1)

static const char silence[] = "this meter is offline, the gateway sent an empty answer";

struct _IskraSgMeter {
    WattleDevice parent_instance;

    WattleOptions *options;
    IskraSgAddress address;
    guint asked_index;            /* slot of the question under way */
    guint asked_unit;             /* the same by Modbus */
    gboolean turned[N_QUESTIONS]; /* the other path is tried in this cycle */
    gboolean again[N_QUESTIONS];  /* and is asked next */
    IskraSgPoll *poll;            /* by Modbus */
    GPtrArray *measured;          /* entities seen in measurements, of IskraSgReading */
    GPtrArray *counted;           /* entities of the counters as they are set up now */
    gint64 heard; /* when the last message came, or the first question was asked; µs */
};

G_DEFINE_FINAL_TYPE (IskraSgMeter, iskra_sg_meter, WATTLE_TYPE_DEVICE)

static void
set_identity (IskraSgMeter *self)
{
    wattle_device_set_identity (WATTLE_DEVICE (self), "Iskra", self->address.model,
                                self->address.serial, self->address.version);
}

/* One with a network port of its own is in no slot. */
static gboolean
read_address (WattleOptions *options, IskraSgAddress *address, GError **error)
{
    if (wattle_options_get_spec (options, "Address") != NULL)
        return iskra_sg_slot_read_address (wattle_options_get_text (options, "Address"), address,
                                           error);

    *address = (IskraSgAddress){ .unit = (guint)wattle_options_get_integer (options, "Unit") };
    return TRUE;
}

/* The host calls this again when the meter was found in another slot. */
static gboolean
iskra_sg_meter_configure (WattleSource *source, WattleOptions *options, GError **error)
{
    IskraSgMeter *self = ISKRA_SG_METER (source);
    IskraSgAddress address;

    if (!iskra_sg_mqtt_check_options (options, error) || !read_address (options, &address, error))
        return FALSE;

    if (self->options == NULL) {
        iskra_sg_mqtt_listen (source, options, "measurements/#");
        iskra_sg_mqtt_listen (source, options, "counters/#");
    }
    g_set_object (&self->options, options);
    iskra_sg_slot_clear_address (&self->address);
    self->address = address;
    set_identity (self);
    return TRUE;
}

static gboolean
is_plural_known (IskraSgMeter *self, Question question)
{
    return wattle_source_get_state (WATTLE_SOURCE (self), questions[question].group) != NULL;
}

static WattleRequest *
ask (IskraSgMeter *self, Question question)
{
    gboolean plural = is_plural_known (self, question) != self->turned[question];
    g_autofree char *path =
        g_strdup_printf ("%s%u", questions[question].paths[plural], self->address.index);

    self->asked_index = self->address.index;
    return wattle_request_with_flags (iskra_sg_http_get (question + 1, path, self->options),
                                      WATTLE_REQUEST_REPORT_FAILURE);
}

static WattleRequest *
iskra_sg_meter_next_request (WattleSource *source, guint step)
{
    IskraSgMeter *self = ISKRA_SG_METER (source);

    if (self->heard == 0)
        self->heard = wattle_source_get_now (source);
    if (self->address.unit != 0) {
        self->asked_unit = self->address.unit;
        return iskra_sg_poll_next (self->poll, source, step, TAG_REGISTERS, self->asked_unit);
    }
    for (guint i = 0; step == 0 && i < N_QUESTIONS; i++)
        self->turned[i] = self->again[i] = FALSE;

    for (guint i = 0; i < N_QUESTIONS; i++) {
        if (self->again[i]) {
            self->again[i] = FALSE;
            return ask (self, i);
        }
        if (wattle_source_due (source, questions[i].group, questions[i].period))
            return ask (self, i);
    }

    return NULL;
}

static void
keep_path (IskraSgMeter *self, Question question)
{
    gboolean plural = is_plural_known (self, question) != self->turned[question];

    wattle_source_set_state (WATTLE_SOURCE (self), questions[question].group,
                             plural ? "plural" : NULL, 0);
    self->turned[question] = FALSE;
}

static void
take_time (IskraSgMeter *self, JsonObject *root)
{
    gint64 time;

    if (iskra_sg_decode_time (root, &time))
        wattle_device_set_local_time (WATTLE_DEVICE (self), time);
}

static void
take_measurement (IskraSgMeter *self, GPtrArray *readings)
{
    if (iskra_sg_entities_grow (self->measured, readings))
        iskra_sg_entities_set (WATTLE_DEVICE (self), self->measured, self->counted);
    iskra_sg_entities_report (WATTLE_DEVICE (self), self->measured, readings);
}

static void
take_counters (IskraSgMeter *self, GPtrArray *readings)
{
    if (iskra_sg_entities_replace (self->counted, readings))
        iskra_sg_entities_set (WATTLE_DEVICE (self), self->measured, self->counted);
    iskra_sg_entities_report (WATTLE_DEVICE (self), self->counted, readings);
}

/* The same object comes as an answer and as a message (manual, 4.3). */
static gboolean
take_object (IskraSgMeter *self, Question question, JsonObject *root, GError **error)
{
    gboolean measurement = question == QUESTION_MEASUREMENT;
    g_autoptr (GPtrArray) readings = NULL;

    if (!iskra_sg_decode_check_serial (root, self->address.serial, error))
        return FALSE;

    readings = measurement ? iskra_sg_decode_measurement (root, error)
                           : iskra_sg_counters_decode (root, error);
    if (readings == NULL)
        return FALSE;

    set_identity (self);
    if (measurement) {
        take_time (self, root);
        take_measurement (self, readings);
    } else {
        take_counters (self, readings);
    }
    return TRUE;
}

static gboolean
decode_answer (IskraSgMeter *self, Question question, WattleFrame *frame, GError **error)
{
    g_autoptr (JsonObject) root = iskra_sg_http_read (frame, silence, error);

    if (root == NULL || !take_object (self, question, root, error))
        return FALSE;

    keep_path (self, question);
    return TRUE;
}

static gboolean
decode_push (IskraSgMeter *self, WattleFrame *frame, GError **error)
{
    g_autoptr (JsonObject) root = NULL;
    Question question;
    IskraSgTopic topic;

    if (!iskra_sg_mqtt_read_topic (frame, self->options, &topic, error))
        return FALSE;
    if (topic.index != self->address.index ||
        (topic.kind != ISKRA_SG_TOPIC_MEASUREMENTS && topic.kind != ISKRA_SG_TOPIC_COUNTERS)) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "a message about another meter");
        return FALSE;
    }

    question = topic.kind == ISKRA_SG_TOPIC_COUNTERS ? QUESTION_COUNTERS : QUESTION_MEASUREMENT;
    root = wattle_frame_get_json (frame, error);
    if (root == NULL || !take_object (self, question, root, error)) {
        g_prefix_error (error, "%s by MQTT: ", questions[question].subject);
        return FALSE;
    }

    self->heard = wattle_source_get_now (WATTLE_SOURCE (self));
    return TRUE;
}

/* One in a slot is known by its list; one with a network port of its own tells who it is. */
static gboolean
take_identity (IskraSgMeter *self, const IskraSgIdentity *identity, GError **error)
{
    const char *wanted = self->address.serial;

    if (wanted != NULL && identity->serial != NULL && !g_str_equal (wanted, identity->serial)) {
        iskra_sg_poll_stop (self->poll);
        iskra_sg_decode_set_stranger (identity->serial, wanted, error);
        return FALSE;
    }
    if (self->address.model == NULL)
        wattle_device_set_identity (WATTLE_DEVICE (self), "Iskra", identity->model,
                                    identity->serial, identity->version);
    else
        set_identity (self);
    return TRUE;
}

static gboolean
take_registers (IskraSgMeter *self, WattleFrame *frame, GError **error)
{
    GPtrArray *readings;

    if (!iskra_sg_poll_take (self->poll, frame, error))
        return FALSE;

    readings = iskra_sg_poll_get_readings (self->poll);
    switch (iskra_sg_poll_get_result (self->poll)) {
    case ISKRA_SG_POLL_IDENTITY:
        return take_identity (self, iskra_sg_poll_get_identity (self->poll), error);
    case ISKRA_SG_POLL_MEASURED:
        take_measurement (self, readings);
        return TRUE;
    case ISKRA_SG_POLL_COUNTED:
        take_counters (self, readings);
        return TRUE;
    default:
        return TRUE;
    }
}

static gboolean
decode_registers (IskraSgMeter *self, WattleFrame *frame, GError **error)
{
    if (self->address.unit == 0 || self->address.unit != self->asked_unit) {
        iskra_sg_poll_stop (self->poll);
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "the meter moved to another address while it was asked");
        return FALSE;
    }
    if (take_registers (self, frame, error))
        return TRUE;
    g_prefix_error (error, "Modbus unit %u: ", self->address.unit);
    return FALSE;
}

static gboolean
is_not_found (WattleFrame *frame)
{
    return wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_ANSWERED &&
           wattle_frame_get_status (frame) == 404;
}

static gboolean
iskra_sg_meter_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    IskraSgMeter *self = ISKRA_SG_METER (source);
    guint question = wattle_frame_get_tag (frame) - 1;

    if (wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_PUSHED)
        return decode_push (self, frame, error);
    if (iskra_sg_mqtt_stands_in (source, self->options, frame, self->heard)) {
        iskra_sg_poll_stop (self->poll);
        return TRUE;
    }
    if (wattle_frame_get_tag (frame) == TAG_REGISTERS)
        return decode_registers (self, frame, error);
    if (question >= N_QUESTIONS) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "an answer to no question of this meter");
        return FALSE;
    }
    if (self->asked_index != self->address.index) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "the meter moved to another slot while it was asked");
        return FALSE;
    }
    if (is_not_found (frame) && !self->turned[question]) {
        self->turned[question] = self->again[question] = TRUE;
        return TRUE;
    }

    if (decode_answer (self, question, frame, error))
        return TRUE;
    g_prefix_error (error, "%s in slot %u: ", questions[question].subject, self->address.index);
    return FALSE;
}

static void
iskra_sg_meter_finalize (GObject *object)
{
    IskraSgMeter *self = ISKRA_SG_METER (object);

    g_clear_object (&self->options);
    iskra_sg_slot_clear_address (&self->address);
    iskra_sg_poll_free (self->poll);
    g_ptr_array_unref (self->measured);
    g_ptr_array_unref (self->counted);

    G_OBJECT_CLASS (iskra_sg_meter_parent_class)->finalize (object);
}

static void
iskra_sg_meter_class_init (IskraSgMeterClass *klass)
{
    WattleSourceClass *source_class = WATTLE_SOURCE_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = iskra_sg_meter_finalize;
    source_class->configure = iskra_sg_meter_configure;
    source_class->next_request = iskra_sg_meter_next_request;
    source_class->decode = iskra_sg_meter_decode;
}

static void
iskra_sg_meter_init (IskraSgMeter *self)
{
    self->poll = iskra_sg_poll_new ();
    self->measured = iskra_sg_readings_new ();
    self->counted = iskra_sg_readings_new ();
}

WattleDevice *
iskra_sg_meter_new (void)
{
    return g_object_new (ISKRA_SG_TYPE_METER, NULL);
}
