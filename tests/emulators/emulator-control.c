/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-control.h"

struct _EmulatorControl {
    GObject *owner;
    const EmulatorControlFuncs *funcs;
    SoupServer *server;
};

static void
handle (SoupServer *server,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer user_data)
{
    EmulatorControl *self = user_data;
    const char *method = soup_server_message_get_method (message);
    g_auto (EmulatorAnswer) answer = { .status = SOUP_STATUS_OK };

    if (g_str_equal (path, "/emulator/fault") && g_str_equal (method, "POST"))
        emulator_http_take_change (message, &answer, self->funcs->change, self->owner);
    else if (g_str_equal (path, "/emulator/state") && g_str_equal (method, "GET"))
        answer.body = self->funcs->describe (self->owner);
    else
        answer.status = SOUP_STATUS_NOT_FOUND;

    emulator_http_send (message, &answer);
}

EmulatorControl *
emulator_control_new (gpointer owner,
                      const EmulatorControlFuncs *funcs,
                      const char *address,
                      guint port,
                      GError **error)
{
    g_autoptr (EmulatorControl) self = g_new0 (EmulatorControl, 1);

    self->owner = g_object_ref (owner);
    self->funcs = funcs;
    self->server = soup_server_new (NULL, NULL);
    soup_server_add_handler (self->server, NULL, handle, self, NULL);
    return emulator_http_listen (self->server, address, port, error) ? g_steal_pointer (&self)
                                                                     : NULL;
}

void
emulator_control_free (EmulatorControl *self)
{
    soup_server_disconnect (self->server);
    g_object_unref (self->server);
    g_object_unref (self->owner);
    g_free (self);
}

guint
emulator_control_get_port (EmulatorControl *self)
{
    return emulator_http_get_port (self->server);
}
