/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-quota.h"

/* Of this error alone no place is given back. */
#define LIMIT "org.freedesktop.DBus.Error.LimitsExceeded"
#define REFUSAL                                                                                    \
    "{\"text\":\"too many calls wait for an answer; try again later\",\"prefix\":\"\","            \
    "\"template\":\"too many calls wait for an answer; try again later\",\"arguments\":[]}"

struct _WattleBusQuota {
    GDBusConnection *connection;
    guint filter;
};

/* Lives as long as the filter may run, which is longer than whoever set it. */
typedef struct {
    GMutex mutex;
    GHashTable *waiting; /* unique name → how many of its calls wait */
} Counts;

static void
counts_free (gpointer data)
{
    Counts *counts = data;

    g_mutex_clear (&counts->mutex);
    g_hash_table_unref (counts->waiting);
    g_free (counts);
}

static guint
get_waiting (Counts *counts, const char *name)
{
    return GPOINTER_TO_UINT (g_hash_table_lookup (counts->waiting, name));
}

static gboolean
take (Counts *counts, const char *sender)
{
    gboolean free_place;
    guint waiting;

    g_mutex_lock (&counts->mutex);
    waiting = get_waiting (counts, sender);
    free_place = waiting < WATTLE_BUS_QUOTA;
    if (free_place)
        g_hash_table_replace (counts->waiting, g_strdup (sender), GUINT_TO_POINTER (waiting + 1));
    g_mutex_unlock (&counts->mutex);
    return free_place;
}

static void
give_back (Counts *counts, const char *name)
{
    guint waiting;

    g_mutex_lock (&counts->mutex);
    waiting = get_waiting (counts, name);
    if (waiting > 1)
        g_hash_table_replace (counts->waiting, g_strdup (name), GUINT_TO_POINTER (waiting - 1));
    else
        g_hash_table_remove (counts->waiting, name);
    g_mutex_unlock (&counts->mutex);
}

static void
refuse (GDBusConnection *connection, GDBusMessage *call)
{
    g_autoptr (GDBusMessage) reply = g_dbus_message_new_method_error_literal (call, LIMIT, REFUSAL);

    if (g_dbus_message_get_flags (call) & G_DBUS_MESSAGE_FLAGS_NO_REPLY_EXPECTED)
        return;
    g_dbus_connection_send_message (connection, reply, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL, NULL);
}

/* What asks for no answer is worth none: there would be nothing that gives its place back. */
static GDBusMessage *
take_call (GDBusConnection *connection, GDBusMessage *message, Counts *counts)
{
    const char *sender = g_dbus_message_get_sender (message);
    gboolean silent = g_dbus_message_get_flags (message) & G_DBUS_MESSAGE_FLAGS_NO_REPLY_EXPECTED;

    if (sender == NULL || (!silent && take (counts, sender)))
        return message;

    refuse (connection, message);
    g_object_unref (message);
    return NULL;
}

static gboolean
is_reply (GDBusMessage *message)
{
    GDBusMessageType type = g_dbus_message_get_message_type (message);

    return type == G_DBUS_MESSAGE_TYPE_METHOD_RETURN || type == G_DBUS_MESSAGE_TYPE_ERROR;
}

/* Runs in GDBus's own thread. */
static GDBusMessage *
on_message (GDBusConnection *connection,
            GDBusMessage *message,
            gboolean incoming,
            gpointer user_data)
{
    Counts *counts = user_data;

    if (incoming && g_dbus_message_get_message_type (message) == G_DBUS_MESSAGE_TYPE_METHOD_CALL)
        return take_call (connection, message, counts);
    if (!incoming && is_reply (message) && g_dbus_message_get_destination (message) != NULL &&
        g_strcmp0 (g_dbus_message_get_error_name (message), LIMIT) != 0)
        give_back (counts, g_dbus_message_get_destination (message));
    return message;
}

WattleBusQuota *
wattle_bus_quota_new (GDBusConnection *connection)
{
    WattleBusQuota *self = g_new0 (WattleBusQuota, 1);
    Counts *counts = g_new0 (Counts, 1);

    g_mutex_init (&counts->mutex);
    counts->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    self->connection = g_object_ref (connection);
    self->filter = g_dbus_connection_add_filter (connection, on_message, counts, counts_free);
    return self;
}

void
wattle_bus_quota_free (WattleBusQuota *self)
{
    g_dbus_connection_remove_filter (self->connection, self->filter);
    g_object_unref (self->connection);
    g_free (self);
}
