/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One meter whose values are members of JSON documents that a device gives by HTTP. */
#include "modbus-meter-http.h"

#include "modbus-meter-pointer.h"

struct _ModbusMeterHttp {
    WattleDevice parent_instance;

    WattleMeter *definition;
    GPtrArray *places; /* of char **: names on the way to each point */
    char **ok;         /* may be NULL */
    char **reversed;   /* may be NULL */
};

G_DEFINE_FINAL_TYPE (ModbusMeterHttp, modbus_meter_http, WATTLE_TYPE_DEVICE)

static void
modbus_meter_http_finalize (GObject *object)
{
    ModbusMeterHttp *self = MODBUS_METER_HTTP (object);

    g_ptr_array_unref (self->places);
    g_strfreev (self->ok);
    g_strfreev (self->reversed);
    g_clear_pointer (&self->definition, wattle_meter_unref);

    G_OBJECT_CLASS (modbus_meter_http_parent_class)->finalize (object);
}

/* Setting up */

static char **
split_member (const WattleMeterMember *member, const char *device)
{
    return member->pointer != NULL ? modbus_meter_pointer_split (member->pointer, device) : NULL;
}

static gboolean
modbus_meter_http_configure (WattleSource *source, WattleOptions *options, GError **error)
{
    ModbusMeterHttp *self = MODBUS_METER_HTTP (source);
    const WattleMeter *definition = self->definition;
    const char *device = wattle_options_get_text (options, "Meter");
    g_autofree WattleEntitySpec *specs = g_new (WattleEntitySpec, definition->n_points);

    self->ok = split_member (&definition->ok, device);
    self->reversed = split_member (&definition->reversed, device);
    for (guint i = 0; i < definition->n_points; i++) {
        specs[i] = definition->points[i].spec;
        g_ptr_array_add (self->places,
                         modbus_meter_pointer_split (definition->points[i].pointer, device));
    }
    wattle_device_set_identity (WATTLE_DEVICE (self), definition->manufacturer, definition->model,
                                NULL, NULL);
    wattle_device_set_label (WATTLE_DEVICE (self), definition->model);
    wattle_device_set_entities (WATTLE_DEVICE (self), specs, definition->n_points);
    return TRUE;
}

/* Asking */

static WattleRequest *
modbus_meter_http_next_request (WattleSource *source, guint step)
{
    ModbusMeterHttp *self = MODBUS_METER_HTTP (source);

    return step < self->definition->n_questions
               ? wattle_request_with_timeout (
                     wattle_request_new_http (step, "GET", self->definition->questions[step].path),
                     self->definition->timeout_ms)
               : NULL;
}

/* Reading */

static gboolean
find_number (JsonObject *root, char *const *names, gboolean *holder, double *value)
{
    JsonNode *node = modbus_meter_pointer_find (root, names, holder);

    return node != NULL && wattle_json_node_is_number (node, value);
}

static gboolean
check_ok (ModbusMeterHttp *self, JsonObject *root, GError **error)
{
    const WattleMeterMember *ok = &self->definition->ok;
    gboolean holder;
    double value;

    if (self->ok == NULL)
        return TRUE;
    if (!find_number (root, self->ok, &holder, &value)) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "the answer has no %s: it is of another device", ok->pointer);
        return FALSE;
    }
    if (value == ok->equals)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "the device refuses: its %s is %g, not %g",
                      ok->pointer, value, ok->equals);
    return FALSE;
}

/* Whether the meter sits where signs are the other way round. */
static gboolean
is_reversed (ModbusMeterHttp *self, guint question, JsonObject *root)
{
    const WattleMeterMember *reversed = &self->definition->reversed;
    gboolean holder;
    double value;

    return self->reversed != NULL && reversed->question == question &&
           find_number (root, self->reversed, &holder, &value) && value == reversed->equals;
}

/* Returns whether there is something that could hold it. */
static gboolean
report_point (ModbusMeterHttp *self, guint index, gboolean reversed, JsonObject *root)
{
    const WattleMeterPoint *point = &self->definition->points[index];
    double factor = reversed && point->reversible ? -point->scale : point->scale;
    gboolean holder;
    double value;

    if (find_number (root, g_ptr_array_index (self->places, index), &holder, &value))
        wattle_device_report_index (WATTLE_DEVICE (self), index, value * factor);
    else
        wattle_device_report_missing_index (WATTLE_DEVICE (self), index);
    return holder;
}

static gboolean
report_points (ModbusMeterHttp *self, guint question, JsonObject *root, GError **error)
{
    gboolean reversed = is_reversed (self, question, root);
    gboolean there = FALSE;

    for (guint i = 0; i < self->definition->n_points; i++)
        if (self->definition->points[i].question == question)
            there |= report_point (self, i, reversed, root);
    if (there)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "the answer has none of the values; is there a meter of this key?");
    return FALSE;
}

static gboolean
modbus_meter_http_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    ModbusMeterHttp *self = MODBUS_METER_HTTP (source);
    guint question = wattle_frame_get_tag (frame);
    g_autoptr (JsonObject) root = wattle_frame_get_json (frame, error);

    return root != NULL && check_ok (self, root, error) &&
           report_points (self, question, root, error);
}

static void
modbus_meter_http_class_init (ModbusMeterHttpClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = modbus_meter_http_finalize;
    WATTLE_SOURCE_CLASS (klass)->configure = modbus_meter_http_configure;
    WATTLE_SOURCE_CLASS (klass)->next_request = modbus_meter_http_next_request;
    WATTLE_SOURCE_CLASS (klass)->decode = modbus_meter_http_decode;
}

static void
modbus_meter_http_init (ModbusMeterHttp *self)
{
    self->places = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
}

WattleDevice *
modbus_meter_http_new (const WattleMeter *definition)
{
    ModbusMeterHttp *self = g_object_new (MODBUS_METER_TYPE_HTTP, NULL);

    self->definition = wattle_meter_ref (definition);
    return WATTLE_DEVICE (self);
}
