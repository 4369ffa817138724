/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-location.h"

#include <math.h>

#include "smappee-json.h"
#include "smappee-serial.h"

#define STATE_LOCATION "service_location"
#define STATE_SERIAL   "serial"

/* Of all locations together. */
#define MAX_STASHED       64
#define MAX_STASHED_BYTES (4 * 1024 * 1024)

struct _SmappeeLocation {
    WattleSource *source; /* which owns this */
    char *location;       /* NULL: not known yet */
    char *serial;         /* NULL: not known yet */
    gboolean fixed;       /* the location, by an option */
    gboolean fixed_serial;
    double told;      /* when the gateway last said so, by its own clock; NAN: never */
    GPtrArray *stash; /* of WattleFrame */
    gsize stashed;    /* bytes */
};

void
smappee_identity_clear (SmappeeIdentity *self)
{
    g_clear_pointer (&self->serial, g_free);
    g_clear_pointer (&self->version, g_free);
}

/* Some firmware wraps it once more. */
gboolean
smappee_identity_decode (JsonObject *root, SmappeeIdentity *self, GError **error)
{
    JsonObject *inner = wattle_json_peek_object (root, "config");
    JsonObject *config = inner != NULL ? inner : root;
    const char *serial;

    *self = (SmappeeIdentity){ 0 };
    if (!wattle_json_get_string (config, "serialNumber", &serial, error) ||
        !smappee_json_get_number (config, "utcTimeStamp", 0, 1e15, &self->time, error))
        return FALSE;
    if (!smappee_serial_is_valid (serial)) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“serialNumber” is “%s”, not ten digits",
                          serial);
        return FALSE;
    }
    self->serial = g_strdup (serial);
    self->version = smappee_json_dup_text (config, "firmwareVersion");
    return TRUE;
}

gboolean
smappee_location_check_options (WattleOptions *options, GError **error)
{
    const char *location = wattle_options_has (options, "ServiceLocation")
                               ? wattle_options_get_text (options, "ServiceLocation")
                               : NULL;
    const char *serial =
        wattle_options_has (options, "Serial") ? wattle_options_get_text (options, "Serial") : NULL;

    if (location != NULL && !smappee_topic_is_location (location)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "ServiceLocation is “%s”; it looks like "
                          "01234567-89ab-cdef-0123-456789abcdef and stands in the topics of the "
                          "gateway behind “servicelocation/”",
                          location);
        return FALSE;
    }
    if (serial != NULL && !smappee_serial_is_valid (serial)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "Serial is “%s”; it is the ten digits on the gateway", serial);
        return FALSE;
    }
    return TRUE;
}

static void
take_options (SmappeeLocation *self, WattleOptions *options)
{
    self->fixed = wattle_options_has (options, "ServiceLocation");
    self->fixed_serial = wattle_options_has (options, "Serial");
    if (self->fixed)
        self->location = g_ascii_strdown (wattle_options_get_text (options, "ServiceLocation"), -1);
    if (self->fixed_serial)
        self->serial = g_strdup (wattle_options_get_text (options, "Serial"));
}

/* What was learnt of another location, or of another gateway, is of no use. */
static void
take_state (SmappeeLocation *self)
{
    const char *location = wattle_source_get_state (self->source, STATE_LOCATION);
    const char *serial = wattle_source_get_state (self->source, STATE_SERIAL);

    if (location == NULL || !smappee_topic_is_location (location) ||
        (self->fixed && !g_str_equal (location, self->location)) ||
        (self->fixed_serial && g_strcmp0 (serial, self->serial) != 0))
        return;
    if (self->location == NULL)
        self->location = g_ascii_strdown (location, -1);
    if (self->serial == NULL && smappee_serial_is_valid (serial))
        self->serial = g_strdup (serial);
}

SmappeeLocation *
smappee_location_new (WattleSource *source, WattleOptions *options)
{
    SmappeeLocation *self = g_new0 (SmappeeLocation, 1);

    self->source = source;
    self->told = NAN;
    self->stash = g_ptr_array_new_with_free_func (g_object_unref);
    take_options (self, options);
    take_state (self);
    /* Requests and recordings name it by what is kept. */
    if (self->location != NULL)
        wattle_source_set_state (source, STATE_LOCATION, self->location, 0);
    return self;
}

void
smappee_location_free (SmappeeLocation *self)
{
    g_ptr_array_unref (self->stash);
    g_free (self->location);
    g_free (self->serial);
    g_free (self);
}

const char *
smappee_location_get (SmappeeLocation *self)
{
    return self->location;
}

const char *
smappee_location_get_serial (SmappeeLocation *self)
{
    return self->serial;
}

gboolean
smappee_location_is_own (SmappeeLocation *self, const SmappeeTopic *topic)
{
    return self->location != NULL && g_str_equal (self->location, topic->location);
}

static void
become (SmappeeLocation *self, const char *location, const SmappeeIdentity *identity)
{
    if (self->location == NULL || !g_str_equal (self->location, location)) {
        g_free (self->location);
        self->location = g_strdup (location);
        wattle_source_set_state (self->source, STATE_LOCATION, location, 0);
    }
    g_free (self->serial);
    self->serial = g_strdup (identity->serial);
    self->told = identity->time;
    wattle_source_set_state (self->source, STATE_SERIAL, identity->serial, 0);
}

/* A gateway that was moved to another service location leaves an old message at the broker. */
static gboolean
has_moved (SmappeeLocation *self, const SmappeeIdentity *identity)
{
    return !self->fixed && self->serial != NULL && g_str_equal (self->serial, identity->serial) &&
           (isnan (self->told) || identity->time > self->told);
}

gboolean
smappee_location_take (SmappeeLocation *self,
                       const SmappeeTopic *topic,
                       const SmappeeIdentity *identity)
{
    gboolean own = self->location == NULL || smappee_location_is_own (self, topic);

    if (self->fixed_serial && !g_str_equal (self->serial, identity->serial))
        return FALSE;
    if (!own && !has_moved (self, identity))
        return FALSE;

    become (self, topic->location, identity);
    return TRUE;
}

void
smappee_location_stash (SmappeeLocation *self, const SmappeeTopic *topic, WattleFrame *frame)
{
    gsize size = g_bytes_get_size (wattle_frame_get_bytes (frame));

    if (topic->kind != SMAPPEE_TOPIC_CHANNELS && topic->kind != SMAPPEE_TOPIC_SENSORS &&
        topic->kind != SMAPPEE_TOPIC_CONTROL && topic->kind != SMAPPEE_TOPIC_PLUG_STATE &&
        topic->kind != SMAPPEE_TOPIC_PLUG_CONNECTION)
        return;
    if (self->fixed || !isnan (self->told) || self->stash->len >= MAX_STASHED ||
        self->stashed + size > MAX_STASHED_BYTES)
        return;
    self->stashed += size;
    g_ptr_array_add (self->stash, g_object_ref (frame));
}

GPtrArray *
smappee_location_take_stash (SmappeeLocation *self)
{
    GPtrArray *own = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = 0; i < self->stash->len; i++) {
        WattleFrame *frame = g_ptr_array_index (self->stash, i);
        g_auto (SmappeeTopic) topic = { 0 };

        if (smappee_topic_read (wattle_frame_get_topic (frame), &topic) &&
            smappee_location_is_own (self, &topic))
            g_ptr_array_add (own, g_object_ref (frame));
    }
    g_ptr_array_set_size (self->stash, 0);
    self->stashed = 0;
    return own;
}
