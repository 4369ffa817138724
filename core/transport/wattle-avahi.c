/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-avahi.h"

#include "base/wattle-error.h"
#include "base/wattle-line.h"
#include "wattle-bus-address.h"

#define NAME    "org.freedesktop.Avahi"
#define SERVER  NAME ".Server"
#define BROWSER NAME ".ServiceBrowser"
#define ROOT    "/"
#define DOMAIN  "local"

/* Of Avahi's enumerations. */
#define ANY      (-1)
#define NO_FLAGS 0u

#define MAX_REASON 200 /* characters of a text of others */

struct _WattleAvahi {
    char *type;
    const WattleAvahiFuncs *funcs;
    gpointer user_data;

    GCancellable *cancellable; /* of all calls */
    GDBusConnection *connection;
    guint signals;
    guint owners;
    gulong closed;
    gboolean looking;
};

typedef struct {
    WattleAvahiResolveFunc func;
    gpointer user_data;
} Lookup;

static void
disconnect (WattleAvahi *self)
{
    if (self->connection == NULL)
        return;

    g_dbus_connection_signal_unsubscribe (self->connection, self->signals);
    g_dbus_connection_signal_unsubscribe (self->connection, self->owners);
    g_signal_handler_disconnect (self->connection, self->closed);
    g_dbus_connection_close (self->connection, NULL, NULL, NULL);
    g_clear_object (&self->connection);
}

void
wattle_avahi_free (WattleAvahi *self)
{
    g_cancellable_cancel (self->cancellable);
    disconnect (self);
    g_object_unref (self->cancellable);
    g_free (self->type);
    g_free (self);
}

gboolean
wattle_avahi_is_looking (const WattleAvahi *self)
{
    return self->looking;
}

/* Failures */

static void
fail (WattleAvahi *self, GError *error)
{
    self->looking = FALSE;
    g_cancellable_cancel (self->cancellable);
    disconnect (self);
    self->funcs->failed (error, self->user_data);
}

/* Nobody has the name, and nobody can be started for it. */
static gboolean
is_absent (const GError *error)
{
    return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
           g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
           g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND);
}

static void
refuse (WattleAvahi *self, const char *why)
{
    g_autofree char *line = wattle_line_from_text (why, MAX_REASON);

    fail (self,
          wattle_error_new (WATTLE_ERROR_FAILED, "cannot search by mDNS: Avahi refuses: %s", line));
}

static void
fail_without_avahi (WattleAvahi *self)
{
    fail (self, wattle_error_new (WATTLE_ERROR_UNREACHABLE,
                                  "cannot search by mDNS: Avahi (avahi-daemon), which is asked for "
                                  "what devices announce, does not run on this machine"));
}

static void
fail_without_bus (WattleAvahi *self, const char *why)
{
    fail (self,
          wattle_error_new (WATTLE_ERROR_UNREACHABLE,
                            "cannot search by mDNS: there is no connection to the system bus, "
                            "over which Avahi is asked: %s",
                            why));
}

static void
on_closed (GDBusConnection *connection, gboolean by_remote, GError *error, gpointer user_data)
{
    fail_without_bus (user_data, error != NULL ? error->message : "it was closed");
}

/* What Avahi tells */

static void
take_item (WattleAvahi *self, GVariant *parameters)
{
    WattleAvahiItem item;

    if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(iisssu)"))) {
        g_debug ("search: Avahi tells a service as %s", g_variant_get_type_string (parameters));
        return;
    }
    g_variant_get (parameters, "(ii&s&s&su)", &item.interface, &item.protocol, &item.name,
                   &item.type, &item.domain, NULL);
    self->funcs->seen (&item, self->user_data);
}

static void
on_signal (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *signal,
           GVariant *parameters,
           gpointer user_data)
{
    WattleAvahi *self = user_data;
    const char *why = "";

    if (g_str_equal (signal, "ItemNew")) {
        take_item (self, parameters);
    } else if (g_str_equal (signal, "Failure")) {
        if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(s)")))
            g_variant_get (parameters, "(&s)", &why);
        refuse (self, why);
    }
}

/* An Avahi that is started anew knows nothing of what was asked before. */
static void
on_owner (GDBusConnection *connection,
          const char *sender,
          const char *path,
          const char *interface,
          const char *signal,
          GVariant *parameters,
          gpointer user_data)
{
    WattleAvahi *self = user_data;
    const char *owner = "";

    if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sss)")))
        g_variant_get (parameters, "(&s&s&s)", NULL, NULL, &owner);
    if (self->looking && *owner == '\0')
        fail (self, wattle_error_new (WATTLE_ERROR_UNREACHABLE,
                                      "cannot search by mDNS: Avahi ended meanwhile"));
}

/* Beginnings */

static void
on_browser (GObject *source, GAsyncResult *result, gpointer user_data)
{
    WattleAvahi *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) reply =
        g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
    if (reply != NULL) {
        self->looking = TRUE;
    } else if (is_absent (error)) {
        fail_without_avahi (self);
    } else {
        g_dbus_error_strip_remote_error (error);
        refuse (self, error->message);
    }
}

/* Avahi tells what it knows already at once: whoever only listens once the call has returned misses
 * it. */
static void
look (WattleAvahi *self)
{
    self->closed = g_signal_connect (self->connection, "closed", G_CALLBACK (on_closed), self);
    self->owners = g_dbus_connection_signal_subscribe (
        self->connection, "org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged",
        "/org/freedesktop/DBus", NAME, G_DBUS_SIGNAL_FLAGS_NONE, on_owner, self, NULL);
    self->signals =
        g_dbus_connection_signal_subscribe (self->connection, NAME, BROWSER, NULL, NULL, NULL,
                                            G_DBUS_SIGNAL_FLAGS_NONE, on_signal, self, NULL);
    g_dbus_connection_call (self->connection, NAME, ROOT, SERVER, "ServiceBrowserNew",
                            g_variant_new ("(iissu)", ANY, ANY, self->type, DOMAIN, NO_FLAGS),
                            G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, G_MAXINT,
                            self->cancellable, on_browser, self);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
    WattleAvahi *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GDBusConnection) connection =
        g_dbus_connection_new_for_address_finish (result, &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
    if (connection == NULL) {
        fail_without_bus (self, error->message);
        return;
    }
    self->connection = g_steal_pointer (&connection);
    look (self);
}

WattleAvahi *
wattle_avahi_new (const char *service_type, const WattleAvahiFuncs *funcs, gpointer user_data)
{
    WattleAvahi *self = g_new0 (WattleAvahi, 1);
    g_autofree char *address = wattle_bus_address_find (FALSE);

    self->type = g_strdup (service_type);
    self->funcs = funcs;
    self->user_data = user_data;
    self->cancellable = g_cancellable_new ();
    g_dbus_connection_new_for_address (address != NULL ? address : WATTLE_BUS_ADDRESS_SYSTEM,
                                       G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                           G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                       NULL, self->cancellable, on_connected, self);
    return self;
}

/* Addresses */

static void
on_resolved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autofree Lookup *lookup = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) reply =
        g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
    if (reply == NULL)
        g_debug ("search: Avahi: %s", error->message);
    lookup->func (reply, lookup->user_data);
}

void
wattle_avahi_resolve (WattleAvahi *self,
                      const WattleAvahiItem *item,
                      WattleAvahiFamily family,
                      WattleAvahiResolveFunc func,
                      gpointer user_data)
{
    Lookup *lookup = g_new (Lookup, 1);

    lookup->func = func;
    lookup->user_data = user_data;
    g_dbus_connection_call (self->connection, NAME, ROOT, SERVER, "ResolveService",
                            g_variant_new ("(iisssiu)", item->interface, item->protocol, item->name,
                                           item->type, item->domain, (int)family, NO_FLAGS),
                            G_VARIANT_TYPE ("(iissssisqaayu)"), G_DBUS_CALL_FLAGS_NONE, G_MAXINT,
                            self->cancellable, on_resolved, lookup);
}
