/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-bus.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#define MAX_FRAME   260
#define N_REGISTERS 0x10000

/* One meter: its registers, and how they are made. */
typedef struct {
    guint8 number;
    JsonNode *definition;
    JsonArray *points;
    guint8 *used; /* per function and register: 1 where a value is */
} Unit;

struct _ModbusBus {
    GObject parent_instance;

    GPtrArray *units;
    gboolean strict;
    gboolean rtu;
    double seconds;
    ModbusBusFault fault;
    guint8 fault_unit;
    guint fault_left; /* 0: without end */
    GByteArray *late;
    guint n_requests;
    GSocketService *service;
    guint16 port;
};

G_DEFINE_FINAL_TYPE (ModbusBus, modbus_bus, G_TYPE_OBJECT)

static void
unit_free (gpointer data)
{
    Unit *unit = data;

    json_node_unref (unit->definition);
    g_free (unit->used);
    g_free (unit);
}

static void
modbus_bus_finalize (GObject *object)
{
    ModbusBus *self = MODBUS_BUS (object);

    if (self->service != NULL) {
        g_socket_service_stop (self->service);
        g_socket_listener_close (G_SOCKET_LISTENER (self->service));
        g_object_unref (self->service);
    }
    g_ptr_array_unref (self->units);
    g_byte_array_unref (self->late);
    G_OBJECT_CLASS (modbus_bus_parent_class)->finalize (object);
}

static void
modbus_bus_class_init (ModbusBusClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = modbus_bus_finalize;
}

static void
modbus_bus_init (ModbusBus *self)
{
    self->units = g_ptr_array_new_with_free_func (unit_free);
    self->late = g_byte_array_new ();
}

ModbusBus *
modbus_bus_new (void)
{
    return g_object_new (MODBUS_TYPE_BUS, NULL);
}

/* Values */

static const char *
get_text (JsonObject *object, const char *name, const char *fallback)
{
    return json_object_get_string_member_with_default (object, name, fallback);
}

static gint64
get_integer (JsonObject *object, const char *name, gint64 fallback)
{
    return json_object_get_int_member_with_default (object, name, fallback);
}

/* A house that draws 1500 W, a little more and less each ten minutes; each meter a little
 * different, so that they cannot be taken for one another. */
static double
make_value (ModbusBus *self, const Unit *unit, JsonObject *point)
{
    static const struct {
        const char *quantity;
        double value;
        double swing;
    } rows[] = {
        { "voltage", 230, 3 },
        { "current", 6.5, 2 },
        { "active_power", 1500, 900 },
        { "apparent_power", 1600, 900 },
        { "reactive_power", 300, 100 },
        { "power_factor", 0.93, 0.05 },
        { "frequency", 50, 0.03 },
        { "phase_angle", 12, 5 },
        { "voltage_thd", 2.5, 0.4 },
        { "current_thd", 8, 2 },
        { "energy", 4000000, 0 },
        { "reactive_energy", 500000, 0 },
        { "apparent_energy", 4500000, 0 },
    };
    const char *quantity = get_text (point, "quantity", "");
    double place = (double)(get_integer (point, "address", 0) % 97) / 97;
    double wave = sin (2 * G_PI * self->seconds / 600 + place);

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        if (g_str_equal (rows[i].quantity, quantity))
            return rows[i].value * (1 + place / 10) + rows[i].swing * wave +
                   (rows[i].swing == 0 ? 1500 * self->seconds / 3600 : 0) + unit->number;
    return 1 + place;
}

static guint
get_words (JsonObject *point)
{
    return g_str_has_suffix (get_text (point, "type", ""), "16") ? 1 : 2;
}

static guint32
make_bits (const char *type, double raw)
{
    float single = (float)raw;
    guint32 bits;

    if (!g_str_equal (type, "float32"))
        return (guint32)(gint64)llround (raw);
    memcpy (&bits, &single, sizeof bits);
    return bits;
}

/* What a definition multiplies a raw value with; the powers of ten of SunSpec are all -1 here, and
 * the ratios of transformers 1. */
static double
get_scale (JsonObject *point)
{
    double scale = json_object_get_double_member_with_default (point, "scale", 1);

    return json_object_has_member (point, "scale_register") ? scale / 10 : scale;
}

static void
put_register (guint8 *image, guint first, guint count, guint address, guint value)
{
    if (address < first || address >= first + count)
        return;
    image[(address - first) * 2] = (guint8)(value >> 8);
    image[(address - first) * 2 + 1] = (guint8)value;
}

static void
put_point (ModbusBus *self,
           const Unit *unit,
           JsonObject *point,
           guint8 *image,
           guint first,
           guint count)
{
    guint address = (guint)get_integer (point, "address", 0);
    gboolean swapped = g_str_equal (get_text (point, "byte_order", "ABCD"), "CDAB");
    guint32 bits = make_bits (get_text (point, "type", ""),
                              make_value (self, unit, point) / get_scale (point));

    if (json_object_has_member (point, "scale_register"))
        put_register (image, first, count, (guint)get_integer (point, "scale_register", 0), 0xffff);
    if (get_words (point) == 1) {
        put_register (image, first, count, address, bits & 0xffff);
        return;
    }
    put_register (image, first, count, swapped ? address + 1 : address, bits >> 16);
    put_register (image, first, count, swapped ? address : address + 1, bits & 0xffff);
}

/* Those that are read once: of an `identify` the first value that is right, of a ratio what makes
 * 1. */
static void
put_probe (JsonObject *probe, guint8 *image, guint first, guint count)
{
    JsonArray *any_of = json_object_has_member (probe, "any_of")
                            ? json_object_get_array_member (probe, "any_of")
                            : NULL;
    double scale = json_object_get_double_member_with_default (probe, "scale", 1);
    guint value =
        any_of != NULL ? (guint)json_array_get_int_element (any_of, 0) : (guint)lround (1 / scale);

    put_register (image, first, count, (guint)get_integer (probe, "address", 0), value);
}

static void
put_probes (JsonObject *root, guint8 *image, guint first, guint count)
{
    JsonArray *checks = json_object_has_member (root, "identify")
                            ? json_object_get_array_member (root, "identify")
                            : NULL;
    JsonObject *ratios = json_object_has_member (root, "ratios")
                             ? json_object_get_object_member (root, "ratios")
                             : NULL;
    g_autoptr (GList) names = ratios != NULL ? json_object_get_members (ratios) : NULL;

    for (guint i = 0; checks != NULL && i < json_array_get_length (checks); i++)
        put_probe (json_array_get_object_element (checks, i), image, first, count);
    for (GList *name = names; name != NULL; name = name->next)
        put_probe (json_object_get_object_member (ratios, name->data), image, first, count);
}

/* The list of models of a SunSpec device: the common model of 65 registers, then the meter. */
static void
put_sunspec (JsonObject *root, guint8 *image, guint first, guint count)
{
    JsonObject *sunspec = json_object_has_member (root, "sunspec")
                              ? json_object_get_object_member (root, "sunspec")
                              : NULL;
    guint model;
    guint base;

    if (sunspec == NULL)
        return;
    model = (guint)get_integer (sunspec, "model_address", 0);
    base = model - 65 - 2 - 2;
    put_register (image, first, count, base, 0x5375);
    put_register (image, first, count, base + 1, 0x6e53);
    put_register (image, first, count, base + 2, 1);
    put_register (image, first, count, base + 3, 65);
    put_register (
        image, first, count, model,
        (guint)json_array_get_int_element (json_object_get_array_member (sunspec, "models"), 0));
    put_register (image, first, count, model + 1, 105);
}

static void
make_image (ModbusBus *self,
            const Unit *unit,
            guint function,
            guint first,
            guint count,
            guint8 *image)
{
    JsonObject *root = json_node_get_object (unit->definition);

    memset (image, 0, count * 2);
    for (guint i = 0; i < json_array_get_length (unit->points); i++) {
        JsonObject *point = json_array_get_object_element (unit->points, i);

        if ((guint)get_integer (point, "function", 0) == function)
            put_point (self, unit, point, image, first, count);
    }
    if (function == 3) {
        put_probes (root, image, first, count);
        put_sunspec (root, image, first, count);
    }
}

static void
mark (Unit *unit, guint function, guint address, guint count)
{
    for (guint i = 0; i < count && address + i < N_REGISTERS; i++)
        unit->used[(function - 3) * N_REGISTERS + address + i] = 1;
}

static void
mark_all (Unit *unit)
{
    for (guint i = 0; i < json_array_get_length (unit->points); i++) {
        JsonObject *point = json_array_get_object_element (unit->points, i);
        guint function = (guint)get_integer (point, "function", 3);

        mark (unit, function, (guint)get_integer (point, "address", 0), get_words (point));
        if (json_object_has_member (point, "scale_register"))
            mark (unit, function, (guint)get_integer (point, "scale_register", 0), 1);
    }
}

gboolean
modbus_bus_add_unit (ModbusBus *self, guint8 number, const char *definition, GError **error)
{
    g_autoptr (JsonParser) parser = json_parser_new ();
    Unit *unit;

    if (!json_parser_load_from_file (parser, definition, error))
        return FALSE;
    unit = g_new0 (Unit, 1);
    unit->number = number;
    unit->definition = json_parser_steal_root (parser);
    unit->points = json_object_get_array_member (json_node_get_object (unit->definition), "points");
    unit->used = g_malloc0 (2 * N_REGISTERS);
    mark_all (unit);
    g_ptr_array_add (self->units, unit);
    return TRUE;
}

static Unit *
find_unit (ModbusBus *self, guint8 number)
{
    for (guint i = 0; i < self->units->len; i++) {
        Unit *unit = g_ptr_array_index (self->units, i);

        if (unit->number == number)
            return unit;
    }
    return NULL;
}

double
modbus_bus_get_value (ModbusBus *self, guint8 number, guint function, guint address)
{
    Unit *unit = find_unit (self, number);

    for (guint i = 0; unit != NULL && i < json_array_get_length (unit->points); i++) {
        JsonObject *point = json_array_get_object_element (unit->points, i);

        if ((guint)get_integer (point, "function", 0) == function &&
            (guint)get_integer (point, "address", 0) == address)
            return make_value (self, unit, point);
    }
    return NAN;
}

void
modbus_bus_set_strict (ModbusBus *self, gboolean strict)
{
    self->strict = strict;
}

void
modbus_bus_set_fault (ModbusBus *self, ModbusBusFault fault, guint8 unit, guint n_answers)
{
    self->fault = fault;
    self->fault_unit = unit;
    self->fault_left = n_answers;
}

void
modbus_bus_set_time (ModbusBus *self, double seconds)
{
    self->seconds = seconds;
}

guint
modbus_bus_get_n_requests (ModbusBus *self)
{
    return self->n_requests;
}

/* Answers: unit, function and the rest, without a header and a checksum. */

static gboolean
is_in_use (const Unit *unit, guint function, guint address, guint count)
{
    for (guint i = 0; i < count; i++)
        if (!unit->used[(function - 3) * N_REGISTERS + address + i])
            return FALSE;

    return TRUE;
}

static gsize
put_exception (guint8 *body, guint exception)
{
    body[1] |= 0x80;
    body[2] = (guint8)exception;
    return 3;
}

/* @question: at least six bytes. 0: nobody answers. */
static gsize
answer (ModbusBus *self, const guint8 *question, guint8 *body)
{
    Unit *unit = find_unit (self, question[0]);
    guint function = question[1];
    guint address = (guint)question[2] << 8 | question[3];
    guint count = (guint)question[4] << 8 | question[5];

    if (unit == NULL)
        return 0;
    body[0] = question[0];
    body[1] = question[1];
    if (function != 3 && function != 4)
        return put_exception (body, 1);
    if (count < 1 || count > 125)
        return put_exception (body, 3);
    if (address + count > N_REGISTERS ||
        (self->strict && !is_in_use (unit, function, address, count)))
        return put_exception (body, 2);
    body[2] = (guint8)(count * 2);
    make_image (self, unit, function, address, count, body + 3);
    return 3 + count * 2;
}

static guint16
make_crc (const guint8 *bytes, gsize length)
{
    guint crc = 0xffff;

    for (gsize i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xa001 : crc >> 1;
    }
    return (guint16)crc;
}

static ModbusBusFault
take_fault (ModbusBus *self, guint8 unit)
{
    ModbusBusFault fault = self->fault;

    if (fault == MODBUS_BUS_FINE || (self->fault_unit != 0 && self->fault_unit != unit))
        return MODBUS_BUS_FINE;
    if (self->fault_left > 0 && --self->fault_left == 0)
        self->fault = MODBUS_BUS_FINE;
    return fault;
}

/* Faults of what is said, and the header or checksum around it. */
static gsize
wrap (ModbusBus *self, ModbusBusFault fault, const guint8 *question, guint8 *frame, gsize length)
{
    guint8 *body = self->rtu ? frame : frame + 6;
    guint16 crc;

    if (fault == MODBUS_BUS_BUSY)
        length = put_exception (body, 6);
    if (fault == MODBUS_BUS_UNIT)
        body[0]++;
    if (fault == MODBUS_BUS_COUNT)
        body[2] += 2;
    if (!self->rtu) {
        memcpy (frame, question - 6, 4);
        frame[1] += fault == MODBUS_BUS_TRANSACTION ? 1 : 0;
        frame[4] = (guint8)(length >> 8);
        frame[5] = (guint8)length;
        return length + 6;
    }
    crc = make_crc (frame, length);
    crc ^= fault == MODBUS_BUS_CRC ? 1 : 0;
    frame[length] = (guint8)crc;
    frame[length + 1] = (guint8)(crc >> 8);
    return length + 2;
}

/* Returns whether the connection goes on. */
static gboolean
reply (ModbusBus *self, GSocket *socket, const guint8 *question)
{
    guint8 frame[MAX_FRAME + 8];
    gsize length = answer (self, question, self->rtu ? frame : frame + 6);
    ModbusBusFault fault = take_fault (self, question[0]);

    self->n_requests++;
    if (length == 0 || fault == MODBUS_BUS_SILENT)
        return TRUE;

    length = wrap (self, fault, question, frame, length);
    if (fault == MODBUS_BUS_LATE) {
        g_byte_array_append (self->late, frame, (guint)length);
        return TRUE;
    }
    if (self->late->len > 0)
        g_socket_send (socket, (const char *)self->late->data, self->late->len, NULL, NULL);
    g_byte_array_set_size (self->late, 0);
    if (fault == MODBUS_BUS_TRUNCATED || fault == MODBUS_BUS_CLOSE)
        length /= 2;
    g_socket_send (socket, (const char *)frame, length, NULL, NULL);
    return fault != MODBUS_BUS_CLOSE;
}

/* Connections */

typedef struct {
    ModbusBus *bus;
    GSocketConnection *connection;
    GByteArray *input;
} Client;

static void
client_free (gpointer data)
{
    Client *client = data;

    g_io_stream_close (G_IO_STREAM (client->connection), NULL, NULL);
    g_object_unref (client->connection);
    g_object_unref (client->bus);
    g_byte_array_unref (client->input);
    g_free (client);
}

/* Length of the first question, 0: not complete. Only reads and the write of one register come. */
static gsize
get_length (Client *client)
{
    guint wanted = client->bus->rtu ? 8 : 12;

    return client->input->len >= wanted ? wanted : 0;
}

static gboolean
on_readable (GSocket *socket, GIOCondition condition, gpointer user_data)
{
    Client *client = user_data;
    char buffer[MAX_FRAME];
    gssize n = g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL);
    gsize length;

    if (n <= 0)
        return G_SOURCE_REMOVE;
    g_byte_array_append (client->input, (const guint8 *)buffer, (guint)n);
    while ((length = get_length (client)) > 0) {
        const guint8 *question = client->input->data + (client->bus->rtu ? 0 : 6);

        if (!reply (client->bus, socket, question))
            return G_SOURCE_REMOVE;
        g_byte_array_remove_range (client->input, 0, (guint)length);
    }
    return G_SOURCE_CONTINUE;
}

static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
    GSocket *socket = g_socket_connection_get_socket (connection);
    g_autoptr (GSource) watch = g_socket_create_source (socket, G_IO_IN, NULL);
    Client *client = g_new0 (Client, 1);

    client->bus = g_object_ref (user_data);
    client->connection = g_object_ref (connection);
    client->input = g_byte_array_new ();
    g_source_set_callback (watch, G_SOURCE_FUNC (on_readable), client, client_free);
    g_source_attach (watch, NULL);
    return TRUE;
}

gboolean
modbus_bus_listen (ModbusBus *self, const char *address, guint16 port, gboolean rtu, GError **error)
{
    g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string (address, port);
    g_autoptr (GSocketAddress) bound = NULL;

    if (wanted == NULL) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "“%s” is no IP address",
                     address);
        return FALSE;
    }

    self->rtu = rtu;
    self->service = g_socket_service_new ();
    if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted,
                                        G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound,
                                        error))
        return FALSE;
    self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
    g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
    return TRUE;
}

guint16
modbus_bus_get_port (ModbusBus *self)
{
    return self->port;
}
