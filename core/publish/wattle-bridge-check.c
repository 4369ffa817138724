/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge-check.h"

#include "base/wattle-error.h"
#include "wattle-fence.h"

/* Below the topic that nobody else has business with. */
#define FENCE "sentinel/request"

struct _WattleBridgeCheck {
    WattleMqttClient *client;
    GBytes *payload;
    WattleBridgeCheckFunc func;
    gpointer user_data;
    WattleFence *fence;
    gboolean kept;
};

GError *
wattle_bridge_check_new_error (void)
{
    return wattle_error_new (WATTLE_ERROR_PROTOCOL,
                             "a retained request is not carried out: it would be done again at "
                             "every start; clear it, and publish it without the retain flag");
}

/* Another one that is kept there is older. */
static void
on_request (const char *topic, GBytes *payload, gboolean retained, gpointer user_data)
{
    WattleBridgeCheck *self = user_data;

    self->kept |= retained && g_bytes_equal (payload, self->payload);
}

static void
on_fence (const GError *error, gpointer user_data)
{
    WattleBridgeCheck *self = user_data;
    g_autoptr (GError) kept = self->kept ? wattle_bridge_check_new_error () : NULL;

    self->func (self, kept != NULL ? kept : error, self->user_data);
}

WattleBridgeCheck *
wattle_bridge_check_new (const WattleBridgePort *port,
                         const char *name,
                         GBytes *payload,
                         WattleBridgeCheckFunc func,
                         gpointer user_data)
{
    WattleBridgeCheck *self = g_new0 (WattleBridgeCheck, 1);
    g_autofree char *topic = wattle_bridge_port_dup_topic (port, name);
    g_autofree char *fence = wattle_bridge_port_dup_topic (port, FENCE);

    self->client = g_object_ref (port->client);
    self->payload = g_bytes_ref (payload);
    self->func = func;
    self->user_data = user_data;
    wattle_mqtt_client_subscribe (port->client, topic, on_request, self);
    self->fence = wattle_fence_new (port->client, port->clock, fence, on_fence, self);
    return self;
}

void
wattle_bridge_check_free (WattleBridgeCheck *self)
{
    wattle_mqtt_client_unsubscribe (self->client, self);
    wattle_fence_free (self->fence);
    g_bytes_unref (self->payload);
    g_object_unref (self->client);
    g_free (self);
}
