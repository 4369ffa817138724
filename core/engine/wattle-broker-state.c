/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-broker-state.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "wattle-broker-address.h"
#include "wattle-broker-password.h"
#include "wattle-key-file.h"

#define STATE_FILE    "broker.conf"
#define IMPORT_FILE   "broker.conf.restored"
#define PASSWORD_FILE "mosquitto.passwd"
#define ACL_FILE      "mosquitto.acl"

/* The well-known port is left to a broker that somebody installs on purpose. */
#define FORBIDDEN_PORT 1883

#define PASSWORD_MIN 12

static char *
read_password (GKeyFile *file, const char *user)
{
    g_autofree char *password = g_key_file_get_string (file, user, "Password", NULL);

    if (password == NULL || strlen (password) < PASSWORD_MIN)
        return wattle_broker_password_make ();
    return g_steal_pointer (&password);
}

static void
free_account (gpointer data)
{
    WattleBrokerAccount *account = data;

    g_free (account->id);
    g_free (account->password);
    g_strfreev (account->filters);
    g_free (account);
}

WattleBrokerAccount *
wattle_broker_state_find_account (WattleBrokerState *self, const char *id)
{
    for (guint i = 0; i < self->accounts->len; i++) {
        WattleBrokerAccount *account = g_ptr_array_index (self->accounts, i);

        if (g_str_equal (account->id, id))
            return account;
    }

    return NULL;
}

static WattleBrokerAccount *
add_account (WattleBrokerState *self, const char *id, char *password)
{
    WattleBrokerAccount *account = g_new0 (WattleBrokerAccount, 1);

    account->id = g_strdup (id);
    account->password = password;
    g_ptr_array_add (self->accounts, account);
    return account;
}

/* What was entered in a device stays valid, also while its file is away or broken. */
static void
read_accounts (WattleBrokerState *self, GKeyFile *file)
{
    g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

    for (guint i = 0; groups[i] != NULL; i++) {
        const char *id = groups[i] + strlen (WATTLE_BROKER_DEVICE_USER);

        if (g_str_has_prefix (groups[i], WATTLE_BROKER_DEVICE_USER) &&
            wattle_ident_is_valid_device (id))
            add_account (self, id, read_password (file, groups[i]));
    }
}

gboolean
wattle_broker_state_set_account (WattleBrokerState *self,
                                 const char *id,
                                 const char *const *filters)
{
    static const char *const none[] = { NULL };
    WattleBrokerAccount *account = wattle_broker_state_find_account (self, id);
    const char *const *before =
        account != NULL && account->filters != NULL ? (const char *const *)account->filters : none;

    if (g_strv_equal (before, filters != NULL ? filters : none))
        return FALSE;

    if (account == NULL)
        account = add_account (self, id, wattle_broker_password_make ());
    g_strfreev (account->filters);
    account->filters = g_strdupv ((char **)filters);
    return TRUE;
}

gboolean
wattle_broker_state_import (const char *folder, const char *text, gsize length, GError **error)
{
    g_autofree char *path = g_build_filename (folder, IMPORT_FILE, NULL);

    return wattle_key_file_save_data (path, text, length, TRUE, error);
}

static void
take_import (const char *folder, const char *path)
{
    g_autofree char *import = g_build_filename (folder, IMPORT_FILE, NULL);

    if (g_file_test (import, G_FILE_TEST_EXISTS) && g_rename (import, path) != 0)
        g_message ("%s cannot be taken over: %s", import, g_strerror (errno));
}

WattleBrokerState *
wattle_broker_state_load (const char *folder)
{
    WattleBrokerState *self = g_new0 (WattleBrokerState, 1);
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autofree char *path = g_build_filename (folder, STATE_FILE, NULL);
    g_autoptr (GError) error = NULL;
    int port;

    take_import (folder, path);
    if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error) &&
        !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        g_message ("%s: %s; the accounts of the embedded broker are made new", path,
                   error->message);

    port = g_key_file_get_integer (file, "Broker", "Port", NULL);
    self->folder = g_strdup (folder);
    self->port = port > 1023 && port <= G_MAXUINT16 && port != FORBIDDEN_PORT ? (guint16)port : 0;
    self->host_password = read_password (file, WATTLE_BROKER_HOST_USER);
    self->client_password = read_password (file, WATTLE_BROKER_CLIENT_USER);
    self->instance = g_strdup ("wattle");
    self->prefix = g_strdup ("homeassistant");
    self->accounts = g_ptr_array_new_with_free_func (free_account);
    read_accounts (self, file);
    return self;
}

void
wattle_broker_state_free (WattleBrokerState *self)
{
    g_free (self->folder);
    g_free (self->host_password);
    g_free (self->client_password);
    g_free (self->instance);
    g_free (self->prefix);
    g_ptr_array_unref (self->accounts);
    g_free (self);
}

static gboolean
check_fixed_port (WattleBrokerState *self, GInetAddress *address, GError **error)
{
    g_autofree char *text = g_inet_address_to_string (address);

    if (wattle_broker_address_try_port (address, self->port, error) != 0)
        return TRUE;

    g_prefix_error (error, "cannot start the embedded broker: Port=%u on %s: ", self->port, text);
    return FALSE;
}

gboolean
wattle_broker_state_choose_port (WattleBrokerState *self, GInetAddress *address, GError **error)
{
    guint16 port;

    /* Others rely on the configured one: it is waited for, not replaced. */
    if (self->fixed_port)
        return check_fixed_port (self, address, error);
    if (!wattle_broker_address_check (address, error))
        return FALSE;

    port = self->port != 0 ? wattle_broker_address_try_port (address, self->port, NULL) : 0;
    if (port == 0)
        port = wattle_broker_address_try_port (address, 0, error);
    if (port == FORBIDDEN_PORT)
        port = wattle_broker_address_try_port (address, FORBIDDEN_PORT + 1, error);
    if (port == 0) {
        g_prefix_error (error, "cannot start the embedded broker: ");
        return FALSE;
    }

    self->port = port;
    return TRUE;
}

static gboolean
write_file (WattleBrokerState *self, const char *name, const char *text, GError **error)
{
    g_autofree char *path = g_build_filename (self->folder, name, NULL);

    if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error)) {
        g_prefix_error (error, "cannot start the embedded broker: ");
        return FALSE;
    }
    /* The mode above counts for new files only. */
    g_chmod (path, 0600);
    return TRUE;
}

static gboolean
write_accounts (WattleBrokerState *self, GError **error)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autofree char *text = NULL;

    g_key_file_set_comment (file, NULL, NULL, " Written by Wattle: its embedded MQTT broker.",
                            NULL);
    g_key_file_set_integer (file, "Broker", "Port", self->port);
    g_key_file_set_string (file, WATTLE_BROKER_HOST_USER, "Password", self->host_password);
    g_key_file_set_string (file, WATTLE_BROKER_CLIENT_USER, "Password", self->client_password);
    for (guint i = 0; i < self->accounts->len; i++) {
        WattleBrokerAccount *account = g_ptr_array_index (self->accounts, i);
        g_autofree char *user = g_strconcat (WATTLE_BROKER_DEVICE_USER, account->id, NULL);

        g_key_file_set_string (file, user, "Password", account->password);
    }
    text = g_key_file_to_data (file, NULL, NULL);
    return write_file (self, STATE_FILE, text, error);
}

static void
append_login (GString *text, const char *user, const char *password)
{
    g_autofree char *line = wattle_broker_password_hash (user, password);

    g_string_append (text, line);
}

static gboolean
write_passwords (WattleBrokerState *self, GError **error)
{
    g_autoptr (GString) text = g_string_new (NULL);

    append_login (text, WATTLE_BROKER_HOST_USER, self->host_password);
    append_login (text, WATTLE_BROKER_CLIENT_USER, self->client_password);
    for (guint i = 0; i < self->accounts->len; i++) {
        WattleBrokerAccount *account = g_ptr_array_index (self->accounts, i);
        g_autofree char *user = g_strconcat (WATTLE_BROKER_DEVICE_USER, account->id, NULL);

        if (account->filters != NULL)
            append_login (text, user, account->password);
    }
    return write_file (self, PASSWORD_FILE, text->str, error);
}

/* Home Assistant reads what is meant for it, commands, says that it is there, and clears discovery
 * topics when a person deletes something. Its own status stands under a fixed prefix. What a
 * request to the bridge may do depends on the mode of the bridge. */
static void
append_client_rights (WattleBrokerState *self, GString *text)
{
    g_string_append_printf (text,
                            "\nuser " WATTLE_BROKER_CLIENT_USER "\n"
                            "topic read %s/#\n"
                            "topic write %s/+/+/set\n"
                            "topic write %s/bridge/request/#\n"
                            "topic read %s/#\n"
                            "topic write %s/status\n"
                            "topic write %s/+/+/config\n"
                            "topic write %s/+/+/+/config\n",
                            self->instance, self->instance, self->instance, self->prefix,
                            self->prefix, self->prefix, self->prefix);
    if (!g_str_equal (self->prefix, "homeassistant"))
        g_string_append (text, "topic readwrite homeassistant/status\n");
}

static gboolean
write_rights (WattleBrokerState *self, GError **error)
{
    g_autoptr (GString) text = g_string_new ("# Written by Wattle.\n"
                                             "user " WATTLE_BROKER_HOST_USER "\n"
                                             "topic readwrite #\n");

    append_client_rights (self, text);
    for (guint i = 0; i < self->accounts->len; i++) {
        WattleBrokerAccount *account = g_ptr_array_index (self->accounts, i);

        if (account->filters == NULL)
            continue;
        g_string_append_printf (text, "\nuser " WATTLE_BROKER_DEVICE_USER "%s\n", account->id);
        for (guint j = 0; account->filters[j] != NULL; j++)
            g_string_append_printf (text, "topic readwrite %s\n", account->filters[j]);
    }
    return write_file (self, ACL_FILE, text->str, error);
}

/* `user`: started as root, mosquitto would otherwise become a user that cannot read the files. */
static gboolean
write_configuration (WattleBrokerState *self, GInetAddress *address, GError **error)
{
    g_autofree char *host = g_inet_address_to_string (address);
    g_autofree char *text = g_strdup_printf ("# Written by Wattle at each start.\n"
                                             "user %s\n"
                                             "listener %u %s\n"
                                             "allow_anonymous false\n"
                                             "password_file " PASSWORD_FILE "\n"
                                             "acl_file " ACL_FILE "\n"
                                             "persistence false\n"
                                             "message_size_limit 1048576\n"
                                             "log_dest stderr\n"
                                             "log_type error\n"
                                             "log_type warning\n"
                                             "connection_messages false\n",
                                             g_get_user_name (), self->port, host);

    return write_file (self, WATTLE_BROKER_CONFIG_FILE, text, error);
}

gboolean
wattle_broker_state_save (WattleBrokerState *self, GInetAddress *address, GError **error)
{
    if (g_mkdir_with_parents (self->folder, 0700) != 0) {
        wattle_error_set (error, WATTLE_ERROR_FAILED,
                          "cannot start the embedded broker: cannot make the folder %s",
                          self->folder);
        return FALSE;
    }

    return write_accounts (self, error) && write_passwords (self, error) &&
           write_rights (self, error) && write_configuration (self, address, error);
}
