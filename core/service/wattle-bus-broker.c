/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-broker.h"

#include "base/wattle-error-private.h"
#include "engine/wattle-admin-set.h"
#include "engine/wattle-broker-state.h"
#include "transport/wattle-mqtt-settings.h"
#include "wattle-bus-call.h"
#include "wattle-bus-value.h"

/* How long a broker that is tried may take to let us in. */
#define TEST_TIME (10 * G_USEC_PER_SEC)

static WattleOutlets *
get_outlets (gpointer tree)
{
    return wattle_bus_tree_get_parts (tree)->outlets;
}

static const WattleAdminParts *
get_house (gpointer tree)
{
    return wattle_admin_get_parts (wattle_bus_tree_get_parts (tree)->admin);
}

/* Showing */

static void
insert_connection (GVariantDict *dict, WattleBroker *broker)
{
    WattleMqttClient *client = wattle_broker_get_client (broker);
    gboolean connected = client != NULL && wattle_mqtt_client_is_connected (client);
    const char *detail = client != NULL ? wattle_mqtt_client_get_detail (client) : NULL;
    g_autoptr (WattleMessage) error = NULL;

    g_variant_dict_insert (dict, "uri", "s",
                           client != NULL ? wattle_mqtt_client_get_uri (client) : "");
    g_variant_dict_insert (dict, "embedded", "b", wattle_broker_is_embedded (broker));
    g_variant_dict_insert (dict, "connected", "b", connected);
    if (wattle_broker_get_username (broker) != NULL)
        g_variant_dict_insert (dict, "user", "s", wattle_broker_get_username (broker));
    if (connected || detail == NULL)
        return;
    error = wattle_message_new ("%s", detail);
    g_variant_dict_insert_value (dict, "error", wattle_bus_value_message (error));
}

GVariant *
wattle_bus_broker_describe (WattleOutlets *outlets, const WattleAdminParts *house)
{
    const WattleHostConfig *config = wattle_store_get_host (house->store);
    WattleBroker *broker = wattle_outlets_get_broker (outlets);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "instance", "s", config->instance);
    g_variant_dict_insert (&dict, "discovery-prefix", "s", config->discovery_prefix);
    g_variant_dict_insert (&dict, "listen", "s", config->listen);
    g_variant_dict_insert (&dict, "bridge-mode", "s", wattle_bridge_mode_get_name (config->bridge));
    if (broker != NULL)
        insert_connection (&dict, broker);
    return g_variant_dict_end (&dict);
}

static void
get_credentials (gpointer owner,
                 GDBusMethodInvocation *invocation,
                 GVariant *parameters,
                 const char *author)
{
    WattleBroker *broker = wattle_outlets_get_broker (get_outlets (owner));
    g_autoptr (GError) error = NULL;
    g_autofree char *user = NULL;
    const char *password;
    const char *account;
    GVariantDict dict;

    g_variant_get (parameters, "(&s)", &account);
    if (broker == NULL || !wattle_broker_is_embedded (broker)) {
        error = wattle_error_new (WATTLE_ERROR_NOT_SUPPORTED,
                                  "the accounts of a broker elsewhere are not known here");
        wattle_bus_call_fail (invocation, error);
        return;
    }
    if (g_str_equal (account, WATTLE_BROKER_CLIENT_USER)) {
        user = g_strdup (account);
        password = wattle_broker_get_password (broker);
    } else {
        user = g_strconcat (WATTLE_BROKER_DEVICE_USER, account, NULL);
        password = wattle_broker_get_device_password (broker, account);
    }
    if (password == NULL) {
        error =
            wattle_error_new (WATTLE_ERROR_NOT_FOUND,
                              "there is no account “%s”; there are homeassistant and the ids of "
                              "devices with topics of their own",
                              account);
        wattle_bus_call_fail (invocation, error);
        return;
    }

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "host", "s", wattle_broker_get_host (broker));
    g_variant_dict_insert (&dict, "port", "q", wattle_broker_get_port (broker));
    g_variant_dict_insert (&dict, "user", "s", user);
    g_variant_dict_insert (&dict, "password", "s", password);
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(@a{sv})", g_variant_dict_end (&dict)));
}

/* Settings, as "GROUP/KEY" → text */

/* Of what may be set here; the texts stay in @settings. */
static gboolean
add_change (GArray *changes, GStrv parts, GVariant *value, GError **error)
{
    static const char *const groups[] = { "Mqtt", "EmbeddedBroker", "HomeAssistant", "Bridge",
                                          NULL };
    WattleStoreChange change;

    if (g_strv_length (parts) != 2 || !g_strv_contains (groups, parts[0]) || *parts[1] == '\0' ||
        !g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "settings are texts by GROUP/KEY, where the group is one of %s",
                          "Mqtt, EmbeddedBroker, HomeAssistant, Bridge");
        return FALSE;
    }

    change.group = parts[0];
    change.key = parts[1];
    change.text = g_variant_get_string (value, NULL);
    if (*change.text == '\0')
        change.text = NULL;
    g_array_append_val (changes, change);
    return TRUE;
}

/* @keep holds what the changes point into. */
static GArray *
read_changes (GVariant *settings, GPtrArray *keep, GError **error)
{
    g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (WattleStoreChange));
    GVariantIter iter;
    const char *name;
    GVariant *value;

    g_variant_iter_init (&iter, settings);
    while (g_variant_iter_next (&iter, "{&sv}", &name, &value)) {
        g_autoptr (GVariant) owned = value;
        GStrv parts = g_strsplit (name, "/", 2);

        g_ptr_array_add (keep, parts);
        if (!add_change (changes, parts, owned, error))
            return NULL;
    }
    return g_steal_pointer (&changes);
}

static void
set_broker (gpointer owner,
            GDBusMethodInvocation *invocation,
            GVariant *parameters,
            const char *author)
{
    g_autoptr (GVariant) settings = g_variant_get_child_value (parameters, 0);
    g_autoptr (GPtrArray) keep = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray) changes = read_changes (settings, keep, &error);

    if (changes == NULL) {
        wattle_bus_call_fail (invocation, error);
        return;
    }
    wattle_admin_set_host_async (wattle_bus_tree_get_parts (owner)->admin,
                                 (const WattleStoreChange *)(gpointer)changes->data, changes->len,
                                 author, wattle_bus_call_end_change, invocation);
}

/* Trying a broker: a connection of its own that ends at once */

typedef struct {
    GDBusMethodInvocation *invocation;
    WattleMqttClient *client;
    WattleClock *clock;
    gint64 begun;
    guint timer;
} Test;

static void
on_test_stopped (gpointer user_data)
{
    Test *test = user_data;

    g_object_unref (test->client);
    g_object_unref (test->clock);
    g_free (test);
}

static void
end_test (Test *test, const char *failure)
{
    gint64 elapsed = wattle_clock_get_monotonic (test->clock) - test->begun;
    g_autoptr (WattleMessage) error = failure != NULL ? wattle_message_new ("%s", failure) : NULL;
    GVariantDict dict;

    wattle_clock_clear (test->clock, &test->timer);
    g_signal_handlers_disconnect_by_data (test->client, test);
    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "connected", "b", failure == NULL);
    g_variant_dict_insert (&dict, "milliseconds", "u", (guint)(elapsed / G_TIME_SPAN_MILLISECOND));
    if (error != NULL)
        g_variant_dict_insert_value (&dict, "error", wattle_bus_value_message (error));
    g_dbus_method_invocation_return_value (test->invocation,
                                           g_variant_new ("(@a{sv})", g_variant_dict_end (&dict)));
    wattle_mqtt_client_stop (test->client, on_test_stopped, test);
}

static void
on_test_late (gpointer user_data)
{
    Test *test = user_data;

    test->timer = 0;
    end_test (test, "no answer within 10 s");
}

static void
on_test_state (WattleMqttClient *client, Test *test)
{
    end_test (test, wattle_mqtt_client_is_connected (client)
                        ? NULL
                        : wattle_mqtt_client_get_detail (client));
}

static void
start_test (gpointer tree, GDBusMethodInvocation *invocation, const WattleMqttSettings *settings)
{
    Test *test = g_new0 (Test, 1);

    test->invocation = invocation;
    test->clock = g_object_ref (wattle_bus_tree_get_parts (tree)->clock);
    test->client = wattle_mqtt_client_new (settings, test->clock);
    test->begun = wattle_clock_get_monotonic (test->clock);
    test->timer = wattle_clock_call_after (test->clock, TEST_TIME, on_test_late, test);
    g_signal_connect (test->client, "state-changed", G_CALLBACK (on_test_state), test);
    wattle_mqtt_client_start (test->client);
}

static void
test_broker (gpointer owner,
             GDBusMethodInvocation *invocation,
             GVariant *parameters,
             const char *author)
{
    g_autoptr (GVariant) settings = g_variant_get_child_value (parameters, 0);
    g_autoptr (GPtrArray) keep = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray) changes = read_changes (settings, keep, &error);
    g_autofree char *client_id = g_strdup_printf ("wattle-test-%08x", g_random_int ());
    WattleMqttSettings *resolved = NULL;
    WattleHostConfig config;

    if (changes != NULL &&
        wattle_store_try_host (get_house (owner)->store,
                               (const WattleStoreChange *)(gpointer)changes->data, changes->len,
                               &config, &error)) {
        if (*config.mqtt.uri == '\0')
            wattle_error_set (&error, WATTLE_ERROR_CONFIG,
                              "[Mqtt] Broker: is empty: the host runs a broker of its own");
        else
            resolved = wattle_broker_config_resolve (&config.mqtt, get_house (owner)->secrets,
                                                     client_id, NULL, &error);
        wattle_host_config_clear (&config);
    }

    if (resolved == NULL) {
        wattle_bus_call_fail (invocation, error);
        return;
    }
    start_test (owner, invocation, resolved);
    wattle_mqtt_settings_free (resolved);
}

static const WattleBusMethodInfo methods[] = {
    { "SetBroker", WATTLE_AUTH_CONFIGURE, set_broker },
    { "TestBroker", WATTLE_AUTH_CONFIGURE, test_broker },
    { "GetCredentials", WATTLE_AUTH_SECRETS, get_credentials },
};

void
wattle_bus_broker_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree)
{
    wattle_bus_call_serve (manager, methods, G_N_ELEMENTS (methods),
                           wattle_bus_tree_get_auth (tree), G_OBJECT (tree));
}
