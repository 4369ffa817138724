/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Its ports: which are open, and when they are closed for a while. */
#include "emulator-certificate.h"
#include "smart-ems-private.h"

#include <string.h>

static const guint8 boot_loader[] = { 0x12, 0xF4, 0x81 };

#define QUESTION "Discovery: Who is out there?"

/* Makes a certificate; the port is opened at the start. @port: 0: any */
gboolean
smart_ems_use_https (SmartEms *self, guint port, GError **error)
{
    self->https_port = port;
    return smart_ems_change_certificate (self, error);
}

/* As when it was reset or exchanged: who trusts the old one sees another. */
gboolean
smart_ems_change_certificate (SmartEms *self, GError **error)
{
    GTlsCertificate *certificate = emulator_certificate_new ("LK", error);

    if (certificate == NULL)
        return FALSE;
    g_clear_object (&self->certificate);
    self->certificate = certificate;
    if (self->started)
        smart_ems_listen_again (self);
    return TRUE;
}

/* What answers at the port of HTTPS speaks no TLS, until it is mended. */
void
smart_ems_break_tls (SmartEms *self, gboolean broken)
{
    if (self->tls_broken == broken)
        return;
    self->tls_broken = broken;
    if (self->started && self->certificate != NULL)
        smart_ems_listen_again (self);
}

static gboolean
listen_without_tls (SmartEms *self, GError **error)
{
    self->no_tls = emulator_no_tls_new (self->address, self->https_port, error);
    if (self->no_tls == NULL)
        return FALSE;
    self->https_port = emulator_no_tls_get_port (self->no_tls);
    return TRUE;
}

static gboolean
listen_secure (SmartEms *self, GError **error)
{
    g_autoptr (GSocketAddress) wanted =
        g_inet_socket_address_new_from_string (self->address, self->https_port);

    if (self->certificate == NULL)
        return TRUE;
    if (self->tls_broken)
        return listen_without_tls (self, error);
    soup_server_set_tls_certificate (self->secure, self->certificate);
    if (wanted == NULL ||
        !soup_server_listen (self->secure, wanted, SOUP_SERVER_LISTEN_HTTPS, error)) {
        g_prefix_error (error, "Cannot listen on %s port %u: ", self->address, self->https_port);
        return FALSE;
    }
    self->https_port = emulator_http_get_port (self->secure);
    return TRUE;
}

static gboolean
listen_plain (SmartEms *self, GError **error)
{
    if (self->certificate != NULL && self->generation == SMART_EMS_LK4)
        return TRUE;
    if (!emulator_http_listen (self->plain, self->address, self->port, error))
        return FALSE;
    self->port = emulator_http_get_port (self->plain);
    return TRUE;
}

gboolean
smart_ems_listen (SmartEms *self, GError **error)
{
    if (!listen_plain (self, error) || !listen_secure (self, error))
        return FALSE;
    g_free (self->uri);
    self->uri =
        g_strdup_printf (self->certificate != NULL ? "https://%s:%u" : "http://%s:%u",
                         self->address, self->certificate != NULL ? self->https_port : self->port);
    self->started = TRUE;
    return TRUE;
}

/* With all connections. */
void
smart_ems_close (SmartEms *self)
{
    emulator_faults_drop_pending (self->faults);
    soup_server_disconnect (self->plain);
    soup_server_disconnect (self->secure);
    g_clear_pointer (&self->no_tls, emulator_no_tls_free);
    self->started = FALSE;
}

static void
listen_now (gpointer owner, guint number)
{
    SmartEms *self = owner;
    g_autoptr (GError) error = NULL;

    smart_ems_close (self);
    if (!smart_ems_listen (self, &error))
        g_message ("The board does not listen again: %s", error->message);
}

/* After the answer to the request that asks for it. */
void
smart_ems_listen_again (SmartEms *self)
{
    if (self->current != NULL)
        emulator_http_call_after (self->current, G_OBJECT (self), listen_now, 0);
    else
        listen_now (self, 0);
}

/* Port 0 takes a free one; an LK4 with HTTPS takes none. */
gboolean
smart_ems_start (SmartEms *self, const char *address, guint port, GError **error)
{
    char *copy = g_strdup (address);

    g_free (self->address);
    self->address = copy;
    self->port = port;
    return smart_ems_listen (self, error);
}

static void
make_answer (SmartEms *self, GString *answer)
{
    g_autofree char *mac = g_strdelimit (g_strdup (self->mac), ":", '-');

    g_string_append_printf (answer, "%s\r\n%s\r\n%s\r\n%s\r\n", self->name, mac, self->firmware,
                            smart_ems_get_hardware (self));
}

static void
answer_search (EmulatorUdp *udp,
               GSocketAddress *sender,
               const guint8 *data,
               gsize length,
               gpointer owner)
{
    SmartEms *self = owner;
    g_autoptr (GString) answer = g_string_new (NULL);
    GInetAddress *host = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (sender));
    g_autoptr (GSocketAddress) fixed =
        g_inet_socket_address_new (host, (guint16)self->udp_reply_port);

    if (length >= sizeof boot_loader && memcmp (data, boot_loader, sizeof boot_loader) == 0)
        smart_ems_count_offence (self, "UDP ", "12 F4 81");
    if (length != strlen (QUESTION) || memcmp (data, QUESTION, length) != 0)
        return;

    make_answer (self, answer);
    emulator_udp_send (udp, self->udp_reply_port != 0 ? fixed : sender, answer->str, answer->len);
}

/* Answers searches at the address of smart_ems_start(), which comes first; port 0 takes a free one.
 * @reply_port: where answers go to; 0: where the question came from */
gboolean
smart_ems_start_udp (SmartEms *self, guint port, guint reply_port, GError **error)
{
    g_clear_pointer (&self->udp, emulator_udp_free);
    self->udp = emulator_udp_new (self->address, port, answer_search, self, error);
    if (self->udp == NULL)
        return FALSE;
    self->udp_port = emulator_udp_get_port (self->udp);
    self->udp_reply_port = reply_port;
    return TRUE;
}

/* The emulator's own paths alone, on a port that no fault touches. */
gboolean
smart_ems_start_control (SmartEms *self, guint port, GError **error)
{
    return emulator_http_listen (self->control, self->address, port, error);
}

/* Closes the ports and every connection. */
void
smart_ems_stop (SmartEms *self)
{
    wattle_clock_clear (self->pace, &self->back_timer);
    smart_ems_mqtt_close (self);
    g_clear_pointer (&self->udp, emulator_udp_free);
    smart_ems_close (self);
}

static void
come_back (gpointer user_data)
{
    SmartEms *self = user_data;
    g_autoptr (GError) error = NULL;

    self->back_timer = 0;
    if (!smart_ems_listen (self, &error) ||
        (self->udp_port != 0 && self->udp == NULL &&
         !smart_ems_start_udp (self, self->udp_port, self->udp_reply_port, &error)))
        g_message ("The board does not come back: %s", error->message);
    if (!smart_ems_get_mqtt_ready (self))
        smart_ems_mqtt_open (self);
}

/* As after a power cut: gone for a while, with all relays off, then the same ports again. */
void
smart_ems_restart (SmartEms *self, gint64 span)
{
    smart_ems_stop (self);
    smart_ems_outputs_drop (self);
    self->back_timer = wattle_clock_call_after (self->pace, span, come_back, self);
}

/* HTTP and HTTPS are refused for a while; the rest goes on. */
void
smart_ems_refuse (SmartEms *self, gint64 span)
{
    wattle_clock_clear (self->pace, &self->back_timer);
    smart_ems_close (self);
    self->back_timer = wattle_clock_call_after (self->pace, span, come_back, self);
}

/* 0: it does not listen there. */
guint
smart_ems_get_port (SmartEms *self)
{
    return self->certificate != NULL && self->generation == SMART_EMS_LK4 ? 0 : self->port;
}

/* 0: it does not speak HTTPS. */
guint
smart_ems_get_https_port (SmartEms *self)
{
    return self->certificate != NULL ? self->https_port : 0;
}

/* 0: it has never answered searches. */
guint
smart_ems_get_udp_port (SmartEms *self)
{
    return self->udp_port;
}

/* 0: there is none. */
guint
smart_ems_get_control_port (SmartEms *self)
{
    return emulator_http_get_port (self->control);
}

/* Such as "http://127.0.0.1:8080"; with HTTPS that one. */
const char *
smart_ems_get_uri (SmartEms *self)
{
    return self->uri;
}

/* NULL: it does not speak HTTPS. */
GTlsCertificate *
smart_ems_get_certificate (SmartEms *self)
{
    return self->certificate;
}
