/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-request.h"

typedef struct {
    char *name;
    char *value;
} Header;

/**
 * WattleRequest:
 *
 * A question to a device. It names neither host nor secret: where one is needed stands a
 * placeholder
 * (`{option:Pin}`, `{basic:User:Password}`, `{state:access_token}`), which the link fills in after
 * logging and recording, in the encoding of the place. A request does not change once it was handed
 * to the host.
 */
struct _WattleRequest {
    GObject parent_instance;

    WattleLinkKind kind;
    guint tag;
    WattleRequestFlags flags;
    guint delay;
    guint timeout;
    char *method;
    char *path; /* HTTP path with query, or MQTT topic */
    char *content_type;
    char *body;
    GArray *headers; /* of Header, or NULL */
    gboolean retain;
    guint gap;
    guint8 unit; /* these five: Modbus */
    guint8 function;
    guint16 address;
    guint16 count;
    guint16 *values; /* NULL: it reads */
};

G_DEFINE_FINAL_TYPE (WattleRequest, wattle_request, G_TYPE_OBJECT)

static void
header_clear (gpointer data)
{
    Header *header = data;

    g_free (header->name);
    g_free (header->value);
}

static void
wattle_request_finalize (GObject *object)
{
    WattleRequest *self = WATTLE_REQUEST (object);

    g_free (self->method);
    g_free (self->path);
    g_free (self->content_type);
    g_free (self->body);
    g_free (self->values);
    g_clear_pointer (&self->headers, g_array_unref);

    G_OBJECT_CLASS (wattle_request_parent_class)->finalize (object);
}

static void
wattle_request_class_init (WattleRequestClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_request_finalize;
}

static void
wattle_request_init (WattleRequest *self)
{
}

static WattleRequest *
create (WattleLinkKind kind, guint tag)
{
    WattleRequest *self = g_object_new (WATTLE_TYPE_REQUEST, NULL);

    self->kind = kind;
    self->tag = tag;
    return self;
}

/**
 * wattle_request_new_local:
 * @tag: comes back with the answer
 *
 * A question the host answers by itself, at once and with nothing: for devices that exist only in
 * software and make up their readings from the time.
 *
 * Returns: (transfer full): the request
 */
WattleRequest *
wattle_request_new_local (guint tag)
{
    return create (WATTLE_LINK_NONE, tag);
}

/**
 * wattle_request_new_http:
 * @tag: comes back with the answer
 * @method: `GET`, `POST` …
 * @path: path and query below the link's base URL, beginning with `/`
 *
 * Returns: (transfer full): the request
 */
WattleRequest *
wattle_request_new_http (guint tag, const char *method, const char *path)
{
    WattleRequest *self = create (WATTLE_LINK_HTTP, tag);

    self->method = g_strdup (method);
    self->path = g_strdup (path);
    return self;
}

/**
 * wattle_request_new_publish:
 * @tag: comes back when the broker has taken the message over
 * @topic: where to publish, without wildcards
 * @payload: text
 * @retain: whether the broker keeps it
 *
 * Returns: (transfer full): the request
 */
WattleRequest *
wattle_request_new_publish (guint tag, const char *topic, const char *payload, gboolean retain)
{
    WattleRequest *self = create (WATTLE_LINK_MQTT, tag);

    self->path = g_strdup (topic);
    self->body = g_strdup (payload);
    self->retain = retain;
    return self;
}

/**
 * wattle_request_new_registers:
 * @tag: comes back with the answer
 * @unit: address on the bus, 0 to 255
 * @function: 1 coils, 2 discrete inputs, 3 holding registers, 4 input registers
 * @address: of the first one, as on the wire (0 to 65535)
 * @count: how many; at most 125 registers or 2000 coils
 *
 * A question to a Modbus device. The answer has the registers as they came, each high byte first;
 * an exception is an answer too, with its code as status.
 *
 * Returns: (transfer full): the request
 */
WattleRequest *
wattle_request_new_registers (guint tag,
                              guint8 unit,
                              guint8 function,
                              guint16 address,
                              guint16 count)
{
    WattleRequest *self = create (WATTLE_LINK_MODBUS, tag);

    self->unit = unit;
    self->function = function;
    self->address = address;
    self->count = count;
    return self;
}

/**
 * wattle_request_new_write:
 * @tag: comes back with the answer
 * @unit: address on the bus, 1 to 255
 * @function: 5 one coil, 6 one register, 15 coils, 16 registers
 * @address: of the first one, as on the wire
 * @values: (array length=count): what to write; a coil is 0 or 1
 * @count: how many; at most 123 registers
 *
 * Returns: (transfer full): the request
 */
WattleRequest *
wattle_request_new_write (guint tag,
                          guint8 unit,
                          guint8 function,
                          guint16 address,
                          const guint16 *values,
                          guint16 count)
{
    WattleRequest *self = wattle_request_new_registers (tag, unit, function, address, count);

    self->values = g_memdup2 (values, count * sizeof *values);
    return self;
}

/**
 * wattle_request_with_header:
 * @self: an HTTP request that was just made
 * @name: name of a header
 * @value: its text, placeholders allowed
 *
 * Returns: (transfer none): @self
 */
WattleRequest *
wattle_request_with_header (WattleRequest *self, const char *name, const char *value)
{
    Header header = { g_strdup (name), g_strdup (value) };

    if (self->headers == NULL) {
        self->headers = g_array_new (FALSE, FALSE, sizeof (Header));
        g_array_set_clear_func (self->headers, header_clear);
    }
    g_array_append_val (self->headers, header);
    return self;
}

/**
 * wattle_request_with_body:
 * @self: an HTTP request that was just made
 * @content_type: type of the body
 * @body: its text, placeholders allowed
 *
 * Returns: (transfer none): @self
 */
WattleRequest *
wattle_request_with_body (WattleRequest *self, const char *content_type, const char *body)
{
    g_free (self->content_type);
    g_free (self->body);
    self->content_type = g_strdup (content_type);
    self->body = g_strdup (body);
    return self;
}

/**
 * wattle_request_with_flags:
 * @self: a request that was just made
 * @flags: how its outcome is treated
 *
 * Returns: (transfer none): @self
 */
WattleRequest *
wattle_request_with_flags (WattleRequest *self, WattleRequestFlags flags)
{
    self->flags = flags;
    return self;
}

/**
 * wattle_request_with_delay:
 * @self: a request that was just made
 * @milliseconds: how long to wait before it is sent
 *
 * Returns: (transfer none): @self
 */
WattleRequest *
wattle_request_with_delay (WattleRequest *self, guint milliseconds)
{
    self->delay = milliseconds;
    return self;
}

/**
 * wattle_request_with_timeout:
 * @self: a request that was just made
 * @milliseconds: how long the whole exchange may take; 0 for the default of the link
 *
 * Returns: (transfer none): @self
 */
WattleRequest *
wattle_request_with_timeout (WattleRequest *self, guint milliseconds)
{
    self->timeout = milliseconds;
    return self;
}

/**
 * wattle_request_with_gap:
 * @self: a Modbus request that was just made
 * @milliseconds: how long the line has to be silent before it, if that is more than the line itself
 *   needs
 *
 * Returns: (transfer none): @self
 */
WattleRequest *
wattle_request_with_gap (WattleRequest *self, guint milliseconds)
{
    self->gap = milliseconds;
    return self;
}

/**
 * wattle_request_get_kind:
 * @self: a request
 *
 * Returns: the kind of link it goes to
 */
WattleLinkKind
wattle_request_get_kind (WattleRequest *self)
{
    return self->kind;
}

/**
 * wattle_request_get_tag:
 * @self: a request
 *
 * Returns: what its sender calls it
 */
guint
wattle_request_get_tag (WattleRequest *self)
{
    return self->tag;
}

/**
 * wattle_request_get_flags:
 * @self: a request
 *
 * Returns: how its outcome is treated
 */
WattleRequestFlags
wattle_request_get_flags (WattleRequest *self)
{
    return self->flags;
}

/**
 * wattle_request_get_delay:
 * @self: a request
 *
 * Returns: milliseconds to wait before it is sent
 */
guint
wattle_request_get_delay (WattleRequest *self)
{
    return self->delay;
}

/**
 * wattle_request_get_timeout:
 * @self: a request
 *
 * Returns: milliseconds the whole exchange may take; 0 for the default of the link
 */
guint
wattle_request_get_timeout (WattleRequest *self)
{
    return self->timeout;
}

/**
 * wattle_request_get_method:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): HTTP method
 */
const char *
wattle_request_get_method (WattleRequest *self)
{
    return self->method;
}

/**
 * wattle_request_get_path:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): HTTP path with query, or MQTT topic, placeholders unfilled
 */
const char *
wattle_request_get_path (WattleRequest *self)
{
    return self->path;
}

/**
 * wattle_request_get_body:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): HTTP body or MQTT payload, placeholders unfilled
 */
const char *
wattle_request_get_body (WattleRequest *self)
{
    return self->body;
}

/**
 * wattle_request_get_content_type:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): type of the HTTP body
 */
const char *
wattle_request_get_content_type (WattleRequest *self)
{
    return self->content_type;
}

/**
 * wattle_request_get_retain:
 * @self: a request
 *
 * Returns: whether the broker keeps the message
 */
gboolean
wattle_request_get_retain (WattleRequest *self)
{
    return self->retain;
}

/**
 * wattle_request_get_n_headers:
 * @self: a request
 *
 * Returns: how many headers it has
 */
guint
wattle_request_get_n_headers (WattleRequest *self)
{
    return self->headers != NULL ? self->headers->len : 0;
}

/**
 * wattle_request_get_header:
 * @self: a request
 * @index: less than wattle_request_get_n_headers()
 * @value: (out) (transfer none): its text, placeholders unfilled
 *
 * Returns: (transfer none): name of the header
 */
const char *
wattle_request_get_header (WattleRequest *self, guint index, const char **value)
{
    Header *header = &g_array_index (self->headers, Header, index);

    *value = header->value;
    return header->name;
}

/**
 * wattle_request_get_gap:
 * @self: a Modbus request
 *
 * Returns: milliseconds of silence before it; 0: what the line needs
 */
guint
wattle_request_get_gap (WattleRequest *self)
{
    return self->gap;
}

/**
 * wattle_request_get_unit:
 * @self: a Modbus request
 *
 * Returns: the unit on the bus
 */
guint
wattle_request_get_unit (WattleRequest *self)
{
    return self->unit;
}

/**
 * wattle_request_get_function:
 * @self: a Modbus request
 *
 * Returns: the Modbus function
 */
guint
wattle_request_get_function (WattleRequest *self)
{
    return self->function;
}

/**
 * wattle_request_get_address:
 * @self: a Modbus request
 *
 * Returns: the first register or coil
 */
guint
wattle_request_get_address (WattleRequest *self)
{
    return self->address;
}

/**
 * wattle_request_get_count:
 * @self: a Modbus request
 *
 * Returns: how many registers or coils
 */
guint
wattle_request_get_count (WattleRequest *self)
{
    return self->count;
}

/**
 * wattle_request_get_values: (skip)
 * @self: a Modbus request
 *
 * Returns: (transfer none) (nullable): what is to be written, wattle_request_get_count() of them;
 *   %NULL: it reads
 */
const guint16 *
wattle_request_get_values (WattleRequest *self)
{
    return self->values;
}

static char *
print_registers (WattleRequest *self)
{
    GString *text = g_string_new (NULL);

    g_string_printf (text, "MODBUS %u %u %u %u", self->unit, self->function, self->address,
                     self->count);
    for (guint i = 0; self->values != NULL && i < self->count; i++)
        g_string_append_printf (text, "%c%u", i == 0 ? ' ' : ',', self->values[i]);
    return g_string_free (text, FALSE);
}

/**
 * wattle_request_to_string:
 * @self: a request
 *
 * The canonical text: the same question always gives the same text, secrets never stand in it. It
 * is the key in recordings and what logs show.
 *
 * Returns: (transfer full): the text
 */
char *
wattle_request_to_string (WattleRequest *self)
{
    switch (self->kind) {
    case WATTLE_LINK_HTTP:
        if (self->body == NULL)
            return g_strdup_printf ("%s %s", self->method, self->path);
        return g_strdup_printf ("%s %s %s", self->method, self->path, self->body);
    case WATTLE_LINK_MQTT:
        return g_strdup_printf ("PUBLISH%s %s %s", self->retain ? " RETAIN" : "", self->path,
                                self->body);
    case WATTLE_LINK_MODBUS:
        return print_registers (self);
    case WATTLE_LINK_NONE:
        break;
    }

    return g_strdup_printf ("LOCAL %u", self->tag);
}

/**
 * wattle_request_describe:
 * @self: a request
 *
 * As wattle_request_to_string(), but as people say it.
 *
 * Returns: (transfer full): the text
 */
char *
wattle_request_describe (WattleRequest *self)
{
    static const char *const names[] = {
        [1] = "coil",
        [2] = "input",
        [3] = "holding register",
        [4] = "input register",
    };
    const char *name =
        self->function < G_N_ELEMENTS (names) ? names[self->function] : "write to register";

    if (self->kind != WATTLE_LINK_MODBUS)
        return wattle_request_to_string (self);
    if (self->count == 1)
        return g_strdup_printf ("unit %u, %s %u", self->unit, name, self->address);
    return g_strdup_printf ("unit %u, %s %u to %u", self->unit, name, self->address,
                            self->address + self->count - 1);
}
