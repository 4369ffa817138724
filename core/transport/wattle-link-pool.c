/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-link-pool.h"

#include "wattle-endpoint.h"
#include "wattle-http-link.h"
#include "wattle-modbus-link.h"
#include "wattle-modbus-serial-link.h"
#include "wattle-mqtt-link.h"

#include "base/wattle-error.h"

struct _WattleLinkPool {
    GObject parent_instance;

    WattleClock *clock;
    WattleMqttClient *broker;
    GHashTable *slots; /* normalised URI → Slot */
};

G_DEFINE_FINAL_TYPE (WattleLinkPool, wattle_link_pool, G_TYPE_OBJECT)

typedef struct {
    WattleLinkPool *pool;
    char *uri;
    WattleLink *link;         /* weak */
    WattleMqttClient *client; /* made for this link alone, or NULL */
} Slot;

/* Other people's broker is left in order; the last reference goes when that is done. */
static void
stop_client (WattleMqttClient *client)
{
    wattle_mqtt_client_stop (client, g_object_unref, client);
}

static void
on_link_gone (gpointer user_data, GObject *former)
{
    Slot *slot = user_data;

    slot->link = NULL;
    if (slot->client != NULL)
        stop_client (g_steal_pointer (&slot->client));
    g_hash_table_remove (slot->pool->slots, slot->uri);
}

static void
free_slot (Slot *slot)
{
    if (slot->link != NULL)
        g_object_weak_unref (G_OBJECT (slot->link), on_link_gone, slot);
    g_clear_object (&slot->client);
    g_free (slot->uri);
    g_free (slot);
}

static void
wattle_link_pool_finalize (GObject *object)
{
    WattleLinkPool *self = WATTLE_LINK_POOL (object);

    g_hash_table_unref (self->slots);
    g_clear_object (&self->broker);
    g_clear_object (&self->clock);

    G_OBJECT_CLASS (wattle_link_pool_parent_class)->finalize (object);
}

static void
wattle_link_pool_class_init (WattleLinkPoolClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_link_pool_finalize;
}

static void
wattle_link_pool_init (WattleLinkPool *self)
{
    self->slots = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)free_slot);
}

WattleLinkPool *
wattle_link_pool_new (WattleClock *clock)
{
    WattleLinkPool *self = g_object_new (WATTLE_TYPE_LINK_POOL, NULL);

    self->clock = g_object_ref (clock);
    return self;
}

void
wattle_link_pool_set_broker (WattleLinkPool *self, WattleMqttClient *broker)
{
    if (self->broker != NULL && self->broker != broker)
        g_hash_table_remove (self->slots, wattle_mqtt_client_get_uri (self->broker));
    g_set_object (&self->broker, broker);
}

static WattleMqttClient *
make_client (WattleLinkPool *self, const char *uri)
{
    g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED, NULL);
    g_autofree char *client_id = g_strdup_printf ("wattle-%08x", g_random_int ());
    WattleMqttSettings settings = {
        .host = g_uri_get_host (parsed),
        .port = (guint16)g_uri_get_port (parsed),
        .tls = g_str_equal (g_uri_get_scheme (parsed), "mqtts"),
        .client_id = client_id,
    };
    WattleMqttClient *client = wattle_mqtt_client_new (&settings, self->clock);

    wattle_mqtt_client_start (client);
    return client;
}

static WattleLink *
make_modbus_link (WattleLinkPool *self, Slot *slot, GError **error)
{
    WattleModbusEndpoint *endpoint = wattle_modbus_endpoint_new (slot->uri, error);

    if (endpoint == NULL)
        return NULL;
    if (endpoint->serial)
        return (WattleLink *)wattle_modbus_serial_link_new (endpoint, self->clock);
    return (WattleLink *)wattle_modbus_link_new (endpoint, self->clock);
}

static WattleLink *
make_link (WattleLinkPool *self, Slot *slot, WattleLinkKind kind, GError **error)
{
    if (kind == WATTLE_LINK_HTTP)
        return (WattleLink *)wattle_http_link_new (slot->uri, self->clock, error);
    if (kind == WATTLE_LINK_MODBUS)
        return make_modbus_link (self, slot, error);

    if (self->broker != NULL && g_str_equal (slot->uri, wattle_mqtt_client_get_uri (self->broker)))
        return (WattleLink *)wattle_mqtt_link_new (self->broker);

    slot->client = make_client (self, slot->uri);
    return (WattleLink *)wattle_mqtt_link_new (slot->client);
}

/* Normalised, with its certificate if it has one. */
static char *
find_http_uri (const char *text, GError **error)
{
    g_autofree char *fingerprint = NULL;
    g_autofree char *address = wattle_endpoint_split (text, &fingerprint);
    g_autofree char *normal = wattle_endpoint_normalise (address, WATTLE_LINK_HTTP, error);

    return normal != NULL ? wattle_endpoint_join (normal, fingerprint) : NULL;
}

static char *
find_uri (WattleLinkPool *self, WattleLinkKind kind, const char *uri, GError **error)
{
    if (kind == WATTLE_LINK_NONE) {
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "opening a link: a simulated device has none");
        return NULL;
    }
    if (kind == WATTLE_LINK_HTTP)
        return find_http_uri (uri, error);
    if (kind != WATTLE_LINK_MQTT || *uri != '\0')
        return wattle_endpoint_normalise (uri, kind, error);
    if (self->broker != NULL)
        return g_strdup (wattle_mqtt_client_get_uri (self->broker));

    wattle_error_set (error, WATTLE_ERROR_NOT_FOUND,
                      "opening a link: the host has no broker; give the address of one, such as "
                      "mqtt://192.168.1.20:1883");
    return NULL;
}

WattleLink *
wattle_link_pool_get (WattleLinkPool *self, WattleLinkKind kind, const char *uri, GError **error)
{
    g_autofree char *normal = find_uri (self, kind, uri, error);
    Slot *slot;

    if (normal == NULL)
        return NULL;
    slot = g_hash_table_lookup (self->slots, normal);
    if (slot != NULL)
        return g_object_ref (slot->link);

    slot = g_new0 (Slot, 1);
    slot->pool = self;
    slot->uri = g_steal_pointer (&normal);
    slot->link = make_link (self, slot, kind, error);
    if (slot->link == NULL) {
        free_slot (slot);
        return NULL;
    }

    g_object_weak_ref (G_OBJECT (slot->link), on_link_gone, slot);
    g_hash_table_insert (self->slots, slot->uri, slot);
    return slot->link;
}

guint
wattle_link_pool_get_n_links (WattleLinkPool *self)
{
    return g_hash_table_size (self->slots);
}
