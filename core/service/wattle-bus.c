/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus.h"

#include <gio/gio.h>

#include "transport/wattle-bus-address.h"
#include "wattle-bus-tree.h"

#define NAME        "org.wattle.Wattle1"
#define SUBJECT     "bus"
#define RETRY_DELAY (5 * G_USEC_PER_SEC)

struct _WattleBus {
    GObject parent_instance;

    WattleBusParts parts;
    gboolean session;
    char *address; /* of the bus; NULL: there is none */
    GCancellable *cancellable;
    GDBusConnection *connection;
    WattleBusTree *tree;
    guint name;
    guint retry_timer;
    gboolean settled;
    gboolean owned;
};

enum {
    SIGNAL_SETTLED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleBus, wattle_bus, G_TYPE_OBJECT)

static void connect_bus (gpointer user_data);

static void
disconnect (WattleBus *self)
{
    g_clear_handle_id (&self->name, g_bus_unown_name);
    self->owned = FALSE;
    if (self->tree != NULL)
        wattle_bus_tree_unexport (self->tree);
    g_clear_object (&self->tree);
    if (self->connection != NULL)
        g_signal_handlers_disconnect_by_data (self->connection, self);
    g_clear_object (&self->connection);
}

static void
wattle_bus_dispose (GObject *object)
{
    wattle_bus_stop (WATTLE_BUS (object));
    G_OBJECT_CLASS (wattle_bus_parent_class)->dispose (object);
}

static void
wattle_bus_finalize (GObject *object)
{
    WattleBus *self = WATTLE_BUS (object);

    g_object_unref (self->cancellable);
    g_object_unref (self->parts.admin);
    g_object_unref (self->parts.counters);
    g_object_unref (self->parts.links);
    g_object_unref (self->parts.outputs);
    g_object_unref (self->parts.outlets);
    g_object_unref (self->parts.clock);
    g_free ((char *)self->parts.state_dir);
    g_free (self->address);

    G_OBJECT_CLASS (wattle_bus_parent_class)->finalize (object);
}

static void
wattle_bus_class_init (WattleBusClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_bus_dispose;
    object_class->finalize = wattle_bus_finalize;

    signals[SIGNAL_SETTLED] = g_signal_new ("settled", WATTLE_TYPE_BUS, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);
}

static void
wattle_bus_init (WattleBus *self)
{
    self->cancellable = g_cancellable_new ();
}

WattleBus *
wattle_bus_new (const WattleBusParts *parts, gboolean session)
{
    WattleBus *self = g_object_new (WATTLE_TYPE_BUS, NULL);

    self->parts = *parts;
    g_object_ref (parts->admin);
    g_object_ref (parts->counters);
    g_object_ref (parts->links);
    g_object_ref (parts->outputs);
    g_object_ref (parts->outlets);
    g_object_ref (parts->clock);
    self->parts.state_dir = g_strdup (parts->state_dir);
    self->session = session;
    self->address = wattle_bus_address_find (session);
    return self;
}

static WattleProblems *
get_problems (WattleBus *self)
{
    return wattle_admin_get_parts (self->parts.admin)->problems;
}

static void
settle (WattleBus *self)
{
    self->settled = TRUE;
    g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
}

/* Without the bus the house goes on; it can only not be configured meanwhile. */
static void
retry_later (WattleBus *self, const char *why)
{
    wattle_problems_set (get_problems (self), SUBJECT, "connection",
                         "the command line cannot reach this host: %s: %s", self->address, why);
    disconnect (self);
    if (self->retry_timer == 0)
        self->retry_timer =
            wattle_clock_call_after (self->parts.clock, RETRY_DELAY, connect_bus, self);
    settle (self);
}

static void
on_name_acquired (GDBusConnection *connection, const char *name, gpointer user_data)
{
    WattleBus *self = user_data;

    self->owned = TRUE;
    wattle_problems_clear (get_problems (self), SUBJECT, "connection");
    g_info ("%s on the bus at %s", NAME, self->address);
    settle (self);
}

static void
on_name_lost (GDBusConnection *connection, const char *name, gpointer user_data)
{
    WattleBus *self = user_data;

    /* If the connection is lost, "closed" tells. */
    if (connection != NULL && !g_dbus_connection_is_closed (connection))
        retry_later (self, "another wattled has the name " NAME
                           ", or the policy of the bus does not allow it");
}

static void
on_closed (GDBusConnection *connection, gboolean by_remote, GError *error, gpointer user_data)
{
    retry_later (user_data, error != NULL ? error->message : "the connection was closed");
}

/* All objects are there before anybody can know the name. */
static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (WattleBus) self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GDBusConnection) connection =
        g_dbus_connection_new_for_address_finish (result, &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
    if (connection == NULL) {
        retry_later (self, error->message);
        return;
    }

    self->connection = g_steal_pointer (&connection);
    g_signal_connect (self->connection, "closed", G_CALLBACK (on_closed), self);
    self->tree = wattle_bus_tree_new (&self->parts, self->session);
    if (!wattle_bus_tree_export (self->tree, self->connection, &error)) {
        retry_later (self, error->message);
        return;
    }
    self->name =
        g_bus_own_name_on_connection (self->connection, NAME, G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE,
                                      on_name_acquired, on_name_lost, self, NULL);
}

static void
connect_bus (gpointer user_data)
{
    WattleBus *self = user_data;

    self->retry_timer = 0;
    g_dbus_connection_new_for_address (self->address,
                                       G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                           G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                       NULL, self->cancellable, on_connected, g_object_ref (self));
}

void
wattle_bus_start (WattleBus *self)
{
    if (self->address != NULL) {
        connect_bus (self);
        return;
    }

    g_message ("there is no message bus, so the command line cannot reach this host");
    settle (self);
}

void
wattle_bus_stop (WattleBus *self)
{
    g_cancellable_cancel (self->cancellable);
    wattle_clock_clear (self->parts.clock, &self->retry_timer);
    disconnect (self);
}

gboolean
wattle_bus_is_settled (WattleBus *self)
{
    return self->settled;
}

const char *
wattle_bus_get_address (WattleBus *self)
{
    return self->owned ? self->address : NULL;
}
