/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-house.h"

#include "wattle-cli-bus.h"
#include "wattle-cli-device.h"

struct _WattleCliHouse {
    WattleCli *cli;
    GStrv ids; /* empty: all */
    WattleCliHouseFunc func;
    gpointer user_data;
    GPtrArray *devices; /* of WattleCliHouseDevice */
};

/* What one signal has brought. */
typedef struct {
    WattleCliHouse *house;
    WattleCliHouseDevice *device;
} News;

static void
device_free (gpointer data)
{
    WattleCliHouseDevice *device = data;

    g_cancellable_cancel (device->cancellable);
    g_object_unref (device->cancellable);
    g_ptr_array_unref (device->readings);
    g_object_unref (device->object);
    g_free (device->id);
    g_free (device);
}

static gboolean
is_device_of (gconstpointer device, gconstpointer object)
{
    return ((const WattleCliHouseDevice *)device)->object == object;
}

static WattleCliHouseDevice *
find (WattleCliHouse *self, gpointer object)
{
    guint index;

    return g_ptr_array_find_with_equal_func (self->devices, object, is_device_of, &index)
               ? g_ptr_array_index (self->devices, index)
               : NULL;
}

/* Readings */

static void
on_reading (WattleCliReading *reading, gpointer user_data)
{
    const News *news = user_data;

    news->house->func (news->device, reading, news->house->user_data);
}

static void
take_values (WattleCliHouse *self, WattleCliHouseDevice *device, GVariant *values)
{
    News news = { self, device };

    wattle_cli_reading_update (device->readings, values, on_reading, &news);
}

static void
on_values (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autofree News *news = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) reply = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);
    g_autoptr (GVariant) values = NULL;

    /* Cancelled: the device is no longer there. */
    if (reply == NULL)
        return;
    values = g_variant_get_child_value (reply, 0);
    take_values (news->house, news->device, values);
}

/* Asks for everything; what the device measures may have changed too. */
static void
load (WattleCliHouse *self, WattleCliHouseDevice *device)
{
    WattleDBusReadings *readings = wattle_dbus_object_peek_readings (device->object);
    News news = { self, device };

    g_clear_pointer (&device->readings, g_ptr_array_unref);
    device->readings = wattle_cli_reading_list (
        readings != NULL ? wattle_dbus_readings_get_entities (readings) : NULL, NULL);
    if (readings != NULL)
        g_dbus_proxy_call (G_DBUS_PROXY (readings), "GetValues", NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                           device->cancellable, on_values, g_memdup2 (&news, sizeof news));
}

/* Devices */

static gboolean
is_wanted (WattleCliHouse *self, const char *id)
{
    return *self->ids == NULL || g_strv_contains ((const char *const *)self->ids, id);
}

static WattleCliHouseDevice *
make_device (WattleCliHouse *self, WattleDBusObject *object)
{
    WattleCliHouseDevice *device = g_new0 (WattleCliHouseDevice, 1);

    device->object = g_object_ref (object);
    device->id = g_strdup (wattle_dbus_device_get_id (wattle_dbus_object_peek_device (object)));
    device->cancellable = g_cancellable_new ();
    load (self, device);
    return device;
}

/* Those that are there already stay, with their readings. */
static void
update_devices (WattleCliHouse *self)
{
    g_autoptr (GPtrArray) objects = wattle_cli_device_list (self->cli);
    GPtrArray *devices = g_ptr_array_new_with_free_func (device_free);

    for (guint i = 0; i < objects->len; i++) {
        WattleDBusObject *object = g_ptr_array_index (objects, i);
        guint index;

        if (g_ptr_array_find_with_equal_func (self->devices, object, is_device_of, &index))
            g_ptr_array_add (devices, g_ptr_array_steal_index (self->devices, index));
        else if (is_wanted (self,
                            wattle_dbus_device_get_id (wattle_dbus_object_peek_device (object))))
            g_ptr_array_add (devices, make_device (self, object));
    }
    g_ptr_array_unref (self->devices);
    self->devices = devices;
}

static GVariant *
make_subscription (WattleCliHouse *self)
{
    GVariantBuilder paths;

    g_variant_builder_init (&paths, G_VARIANT_TYPE_OBJECT_PATH_ARRAY);
    for (guint i = 0; self->ids[i] != NULL; i++) {
        g_autofree char *path = g_strconcat ("/org/wattle/Wattle1/Devices/", self->ids[i], NULL);

        g_variant_builder_add (&paths, "o", path);
    }
    return g_variant_new ("(ao)", &paths);
}

/* Signals */

static void
on_owner_changed (WattleCliHouse *self)
{
    if (wattle_cli_house_has_host (self))
        wattle_cli_bus_tell (self->cli->manager, "Subscribe", make_subscription (self));
    self->func (NULL, NULL, self->user_data);
}

static void
on_signal (WattleCliHouse *self,
           GDBusObjectProxy *object,
           GDBusProxy *proxy,
           const char *sender,
           const char *name,
           GVariant *parameters)
{
    WattleCliHouseDevice *device = find (self, object);
    g_autoptr (GVariant) values = NULL;

    if (device == NULL || !WATTLE_DBUS_IS_READINGS (proxy) || !g_str_equal (name, "Changed"))
        return;
    values = g_variant_get_child_value (parameters, 0);
    take_values (self, device, values);
}

static void
on_properties (WattleCliHouse *self,
               GDBusObjectProxy *object,
               GDBusProxy *proxy,
               GVariant *changed,
               const char *const *invalidated)
{
    WattleCliHouseDevice *device = find (self, object);
    g_autoptr (GVariant) entities = g_variant_lookup_value (changed, "Entities", NULL);
    const char *state;

    if (device == NULL)
        return;
    if (entities != NULL)
        load (self, device);
    if (g_variant_lookup (changed, "State", "&s", &state))
        self->func (device, NULL, self->user_data);
}

static void
connect_signals (WattleCliHouse *self)
{
    GDBusObjectManager *objects = self->cli->objects;

    g_signal_connect_swapped (objects, "interface-proxy-signal", G_CALLBACK (on_signal), self);
    g_signal_connect_swapped (objects, "interface-proxy-properties-changed",
                              G_CALLBACK (on_properties), self);
    g_signal_connect_swapped (objects, "object-added", G_CALLBACK (update_devices), self);
    g_signal_connect_swapped (objects, "object-removed", G_CALLBACK (update_devices), self);
    g_signal_connect_swapped (self->cli->manager, "notify::g-name-owner",
                              G_CALLBACK (on_owner_changed), self);
}

WattleCliHouse *
wattle_cli_house_new (WattleCli *cli,
                      const char *const *ids,
                      WattleCliHouseFunc func,
                      gpointer user_data,
                      GError **error)
{
    g_autoptr (WattleCliHouse) self = g_new0 (WattleCliHouse, 1);
    g_autoptr (GVariant) reply = NULL;

    self->cli = cli;
    self->ids = g_strdupv ((char **)ids);
    self->func = func;
    self->user_data = user_data;
    self->devices = g_ptr_array_new_with_free_func (device_free);
    connect_signals (self);
    reply = wattle_cli_bus_ask (cli->manager, "Subscribe", make_subscription (self), error);
    if (reply == NULL)
        return NULL;
    update_devices (self);
    return g_steal_pointer (&self);
}

void
wattle_cli_house_free (WattleCliHouse *self)
{
    g_signal_handlers_disconnect_by_data (self->cli->objects, self);
    g_signal_handlers_disconnect_by_data (self->cli->manager, self);
    g_ptr_array_unref (self->devices);
    g_strfreev (self->ids);
    g_free (self);
}

GPtrArray *
wattle_cli_house_get_devices (WattleCliHouse *self)
{
    return self->devices;
}

gboolean
wattle_cli_house_has_host (WattleCliHouse *self)
{
    g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (self->cli->manager));

    return owner != NULL;
}
