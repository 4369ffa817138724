/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-private.h"

#include <string.h>

#define BLINK_SPAN (30 * G_TIME_SPAN_SECOND)

G_DEFINE_FINAL_TYPE (IskraSg, iskra_sg, G_TYPE_OBJECT)

static void
iskra_sg_finalize (GObject *object)
{
    IskraSg *self = ISKRA_SG (object);

    iskra_sg_stop (self);
    iskra_sg_mend_bicoms (self);
    iskra_sg_mqtt_free (self);
    iskra_sg_modbus_free (self);
    g_clear_object (&self->server);
    g_clear_pointer (&self->faults, emulator_faults_free);
    g_clear_pointer (&self->house, iskra_sg_house_free);
    g_free (self->description);
    g_free (self->location);
    g_free (self->cookie);
    g_free (self->user);
    g_free (self->password);
    g_free (self->address);
    g_free (self->uri);
    g_object_unref (self->pace);
    g_object_unref (self->clock);

    G_OBJECT_CLASS (iskra_sg_parent_class)->finalize (object);
}

static void
iskra_sg_class_init (IskraSgClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = iskra_sg_finalize;
}

static void
iskra_sg_init (IskraSg *self)
{
    self->description = g_strdup ("Energy gateway");
    self->location = g_strdup ("Main board");
    self->address = g_strdup ("127.0.0.1");
    self->paths = ISKRA_SG_PATHS_BOTH;
}

/* Brings the counters up to now. */
static void
advance (IskraSg *self)
{
    iskra_sg_house_advance (self->house, iskra_sg_get_local (self));
}

static void
on_finished (SoupServerMessage *message, IskraSg *self)
{
    self->parallel--;
}

static void
count_request (IskraSg *self, SoupServerMessage *message)
{
    self->requests++;
    self->parallel++;
    self->most_parallel = MAX (self->most_parallel, self->parallel);
    g_signal_connect_object (message, "finished", G_CALLBACK (on_finished), self, 0);
}

static void
handle (SoupServer *server,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer user_data)
{
    IskraSg *self = user_data;
    g_auto (EmulatorAnswer) answer = { .status = SOUP_STATUS_OK,
                                       .content_type = "application/json" };

    advance (self);
    if (g_str_has_prefix (path, "/emulator/")) {
        g_autoptr (EmulatorFaults) healthy = emulator_faults_new (self->pace);

        iskra_sg_control (self, message, path, &answer);
        emulator_faults_send (healthy, message, &answer);
        return;
    }

    count_request (self, message);
    iskra_sg_route (self, message, path, &answer);
    emulator_faults_send (self->faults, message, &answer);
}

static void
lay_out_house (IskraSg *self)
{
    for (guint i = 0; i < ISKRA_SG_N_SLOTS; i++)
        self->slots[i].address = i;
    iskra_sg_add_meter (self, 0, ISKRA_SG_METER_IE38MD);
    iskra_sg_add_meter (self, 1, ISKRA_SG_METER_WM3M4C);
    self->slots[3].bicom = &iskra_sg_rs485_bicom;
    self->slots[3].address = iskra_sg_rs485_bicom.address;
}

/* A gateway with two meters and two Bicom switches, not yet listening, at the clock's wall time. */
IskraSg *
iskra_sg_new (WattleClock *clock)
{
    return iskra_sg_new_at (clock, wattle_clock_get_wall (clock));
}

/* As iskra_sg_new(), with its own idea of the time; UTC. */
IskraSg *
iskra_sg_new_at (WattleClock *clock, gint64 start_time)
{
    IskraSg *self = g_object_new (ISKRA_SG_TYPE, NULL);

    self->clock = g_object_ref (clock);
    self->pace = g_object_ref (clock);
    self->boot = wattle_clock_get_monotonic (clock);
    self->local_offset = start_time + ISKRA_SG_TIME_ZONE - self->boot;
    self->pace_offset = self->local_offset;
    self->led_until = self->boot;
    self->house = iskra_sg_house_new (iskra_sg_get_local (self));
    self->faults = emulator_faults_new (clock);
    self->server = soup_server_new ("server-header", "Iskra SG", NULL);
    soup_server_add_handler (self->server, NULL, handle, self, NULL);
    lay_out_house (self);
    return self;
}

static void
set_uri (IskraSg *self)
{
    g_autoslist (GUri) uris = soup_server_get_uris (self->server);
    g_autofree char *text = g_uri_to_string (uris->data);

    self->port = (guint)g_uri_get_port (uris->data);
    if (g_str_has_suffix (text, "/"))
        text[strlen (text) - 1] = '\0';
    g_free (self->uri);
    self->uri = g_steal_pointer (&text);
}

/* Listens; port 0 takes a free one. Stopping and starting again loses no counter. */
gboolean
iskra_sg_start (IskraSg *self, const char *address, guint port, GError **error)
{
    g_autoptr (GSocketAddress) socket_address =
        g_inet_socket_address_new_from_string (address, port);
    g_autofree char *copy = g_strdup (address);

    if (socket_address == NULL) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                     "Cannot listen on “%s”: it is no IP address", address);
        return FALSE;
    }
    if (!soup_server_listen (self->server, socket_address, 0, error)) {
        g_prefix_error (error, "Cannot listen on %s port %u: ", address, port);
        return FALSE;
    }

    g_free (self->address);
    self->address = g_steal_pointer (&copy);
    set_uri (self);
    return TRUE;
}

/* Closes the ports and every connection. */
void
iskra_sg_stop (IskraSg *self)
{
    wattle_clock_clear (self->pace, &self->restart_timer);
    wattle_clock_clear (self->pace, &self->reboot_timer);
    iskra_sg_mqtt_close (self);
    emulator_faults_drop_pending (self->faults);
    soup_server_disconnect (self->server);
    iskra_sg_stop_udp (self);
    iskra_sg_modbus_close (self);
}

static void
come_back (gpointer user_data)
{
    IskraSg *self = user_data;
    g_autoptr (GError) error = NULL;

    self->restart_timer = 0;
    self->boot = wattle_clock_get_monotonic (self->clock);
    if (!iskra_sg_start (self, self->address, self->port, &error) ||
        (self->udp_port != 0 && !iskra_sg_start_udp (self, self->udp_port, &error)) ||
        (iskra_sg_get_modbus_port (self) != 0 &&
         !iskra_sg_start_modbus (self, iskra_sg_get_modbus_port (self), &error)))
        g_message ("The gateway does not come back: %s", error->message);
    iskra_sg_mqtt_open (self);
}

/* As after a power cut: gone for a while, then the same ports again with an uptime of 0. */
void
iskra_sg_restart (IskraSg *self, gint64 span)
{
    iskra_sg_stop (self);
    self->restart_timer = wattle_clock_call_after (self->pace, span, come_back, self);
}

guint
iskra_sg_get_port (IskraSg *self)
{
    return self->port;
}

/* Without a slash at the end. */
const char *
iskra_sg_get_uri (IskraSg *self)
{
    return self->uri;
}

/* Locks the gateway; without a user it is open. */
void
iskra_sg_set_credentials (IskraSg *self, const char *user, const char *password)
{
    g_clear_pointer (&self->cookie, g_free);
    g_free (self->user);
    g_free (self->password);
    self->user = g_strdup (user);
    self->password = g_strdup (password);
    if (user != NULL) {
        g_autofree char *pair = g_strdup_printf ("%s:%s", user, password);
        g_autofree char *code = g_base64_encode ((const guchar *)pair, strlen (pair));

        self->cookie = g_strconcat ("Basic ", code, NULL);
    }
}

/* Added to the serial numbers of the gateway, its meters and its switches, so that several gateways
 * can be in one house. */
void
iskra_sg_set_serial_offset (IskraSg *self, guint offset)
{
    self->serial_offset = offset;
}

/* Letters stay, and so does the number of digits behind them. */
char *
iskra_sg_make_serial (IskraSg *self, const char *serial)
{
    gsize letters = strcspn (serial, "0123456789");
    const char *digits = serial + letters;

    return g_strdup_printf ("%.*s%0*" G_GUINT64_FORMAT, (int)letters, serial, (int)strlen (digits),
                            g_ascii_strtoull (digits, NULL, 10) + self->serial_offset);
}

void
iskra_sg_set_format (IskraSg *self, IskraSgFormat format)
{
    self->format = format;
}

void
iskra_sg_set_paths (IskraSg *self, IskraSgPaths paths)
{
    self->paths = paths;
}

/* The clock of delays and restarts, if the house's own runs faster than life. Before the start. */
void
iskra_sg_set_pace_clock (IskraSg *self, WattleClock *clock)
{
    emulator_faults_set_clock (self->faults, clock);
    g_set_object (&self->pace, clock);
    self->pace_offset = iskra_sg_get_local (self) - wattle_clock_get_monotonic (clock);
}

static IskraSgSlot *
get_used_slot (IskraSg *self, guint slot)
{
    if (slot >= ISKRA_SG_N_SLOTS)
        return NULL;
    return self->slots[slot].meter != NULL || self->slots[slot].bicom != NULL ? &self->slots[slot]
                                                                              : NULL;
}

/* FALSE if there is no such slot, or something is in it. */
gboolean
iskra_sg_add_meter (IskraSg *self, guint slot, IskraSgMeterKind kind)
{
    if (slot >= ISKRA_SG_N_SLOTS || get_used_slot (self, slot) != NULL)
        return FALSE;
    self->slots[slot] = (IskraSgSlot){ .meter = iskra_sg_meter_get (kind) };
    self->slots[slot].address = self->slots[slot].meter->address;
    return TRUE;
}

static gboolean
set_unplugged (IskraSg *self, guint slot, gboolean unplugged)
{
    IskraSgSlot *entry = get_used_slot (self, slot);

    if (entry == NULL)
        return FALSE;
    entry->unplugged = unplugged;
    return TRUE;
}

/* The slot stays on, but nothing answers in it. */
gboolean
iskra_sg_unplug (IskraSg *self, guint slot)
{
    return set_unplugged (self, slot, TRUE);
}

gboolean
iskra_sg_plug (IskraSg *self, guint slot)
{
    return set_unplugged (self, slot, FALSE);
}

gboolean
iskra_sg_move (IskraSg *self, guint from, guint to)
{
    if (get_used_slot (self, from) == NULL || to >= ISKRA_SG_N_SLOTS ||
        get_used_slot (self, to) != NULL)
        return FALSE;
    self->slots[to] = self->slots[from];
    self->slots[from] = (IskraSgSlot){ .address = from };
    return TRUE;
}

/* The meter's counters begin again at 0 and count on, for good. */
gboolean
iskra_sg_reset_counters (IskraSg *self, guint slot)
{
    IskraSgSlot *entry = get_used_slot (self, slot);

    if (entry == NULL || entry->meter == NULL)
        return FALSE;
    advance (self);
    for (guint i = 0; i < entry->meter->n_non_resettable; i++)
        entry->non_resettable_offsets[i] = iskra_sg_meter_get_counter (
            entry->meter, &entry->meter->non_resettable[i], self->house);
    for (guint i = 0; i < entry->meter->n_resettable; i++)
        entry->resettable_offsets[i] =
            iskra_sg_meter_get_counter (entry->meter, &entry->meter->resettable[i], self->house);
    return TRUE;
}

EmulatorFaults *
iskra_sg_get_faults (IskraSg *self)
{
    return self->faults;
}

/* As of the last request; advance it with iskra_sg_get_local() for the present. */
IskraSgHouse *
iskra_sg_get_house (IskraSg *self)
{
    return self->house;
}

gint64
iskra_sg_get_local (IskraSg *self)
{
    return wattle_clock_get_monotonic (self->clock) + self->local_offset;
}

gint64
iskra_sg_get_uptime (IskraSg *self)
{
    return wattle_clock_get_monotonic (self->clock) - self->boot;
}

void
iskra_sg_blink (IskraSg *self)
{
    self->led_until = wattle_clock_get_monotonic (self->clock) + BLINK_SPAN;
}

gboolean
iskra_sg_get_led (IskraSg *self)
{
    return wattle_clock_get_monotonic (self->clock) < self->led_until;
}

/* How many requests came, those of the emulator's own control paths not counted. */
guint
iskra_sg_get_requests (IskraSg *self)
{
    return self->requests;
}

/* How many of them were in work at the same time, at most; a gateway copes with one. */
guint
iskra_sg_get_most_parallel (IskraSg *self)
{
    return self->most_parallel;
}
