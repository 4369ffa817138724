/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What comes in at the ports of HTTP and HTTPS, and at that of the emulator's own paths. */
#include "smart-ems-private.h"

static void
on_finished (SoupServerMessage *message, SmartEms *self)
{
    self->parallel--;
}

static void
count_request (SmartEms *self, SoupServerMessage *message)
{
    self->requests++;
    self->parallel++;
    self->most_parallel = MAX (self->most_parallel, self->parallel);
    g_signal_connect_object (message, "finished", G_CALLBACK (on_finished), self, 0);
}

/* With HTTPS an LK 3.5+ sends everybody there. */
static void
redirect_to_https (SmartEms *self, SoupServerMessage *message)
{
    GUri *uri = soup_server_message_get_uri (message);
    g_autoptr (GUri) target = soup_uri_copy (uri, SOUP_URI_SCHEME, "https", SOUP_URI_PORT,
                                             (int)self->https_port, SOUP_URI_NONE);
    g_autofree char *text = g_uri_to_string (target);

    soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, text);
}

void
smart_ems_handle (SoupServer *server,
                  SoupServerMessage *message,
                  const char *path,
                  GHashTable *query,
                  gpointer user_data)
{
    SmartEms *self = user_data;
    g_auto (EmulatorAnswer) answer = { .status = SOUP_STATUS_OK,
                                       .content_type = "application/json" };

    if (server == self->control || g_str_has_prefix (path, "/emulator/")) {
        smart_ems_control (self, message, path, &answer);
        emulator_http_send (message, &answer);
        return;
    }
    count_request (self, message);
    if (server == self->plain && self->certificate != NULL) {
        redirect_to_https (self, message);
        return;
    }
    smart_ems_route (self, message, path, &answer);
    emulator_faults_send (self->faults, message, &answer);
}
