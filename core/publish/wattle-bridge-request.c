/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge-request.h"

#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-json.h"
#include "wattle-bridge-config.h"

#define MAX_TRANSACTION 256
#define MAX_NAME        64

#define TRANSACTION "transaction"
#define CONFIG      "config"

#define HOW_TO_WRITE                                                                               \
    "%s changes something, which is not allowed: [Bridge] Mode=%s; Mode=write in wattle.conf "     \
    "allows it"

typedef enum {
    TEXT,
    OBJECT,
    NUMBER,
    VALUE,    /* what an output can be */
    READINGS, /* of a meter */
} Type;

static const char *const type_names[] = {
    [TEXT] = "text",
    [OBJECT] = "an object",
    [NUMBER] = "a number",
    [VALUE] = "true, false, a number or text",
    [READINGS] = "a number, a text or an array of them",
};

typedef struct {
    const char *name;
    Type type;
    gboolean required;
    WattleBridgeMode mode; /* in which it may be given */
} Member;

typedef struct {
    const char *name;
    WattleBridgeMode mode;
    Member members[5]; /* the last one has no name if there are fewer */
} Info;

#define NEED(name) (name), TEXT, TRUE, WATTLE_BRIDGE_READ
#define MAY(name)  (name), TEXT, FALSE, WATTLE_BRIDGE_READ

static const Info infos[WATTLE_BRIDGE_UNKNOWN] = {
    [WATTLE_BRIDGE_HEALTH_CHECK] = { "health_check", WATTLE_BRIDGE_READ, { { 0 } } },
    [WATTLE_BRIDGE_INFO] = { "info", WATTLE_BRIDGE_READ, { { 0 } } },
    [WATTLE_BRIDGE_DEVICES] = { "devices", WATTLE_BRIDGE_READ, { { 0 } } },
    [WATTLE_BRIDGE_DEVICE_GET] = { "device/get", WATTLE_BRIDGE_READ, { { NEED ("id") } } },
    [WATTLE_BRIDGE_PROBLEMS] = { "problems", WATTLE_BRIDGE_READ, { { 0 } } },
    [WATTLE_BRIDGE_SCHEMA] = { "schema",
                               WATTLE_BRIDGE_READ,
                               { { MAY ("driver") }, { MAY ("model") } } },
    [WATTLE_BRIDGE_VALIDATE] = { "validate",
                                 WATTLE_BRIDGE_READ,
                                 { { NEED ("driver") },
                                   { MAY ("model") },
                                   { CONFIG, OBJECT, FALSE, WATTLE_BRIDGE_READ } } },
    [WATTLE_BRIDGE_OUTPUT_WHY] = { "output/why",
                                   WATTLE_BRIDGE_READ,
                                   { { NEED ("id") }, { NEED ("output") } } },
    [WATTLE_BRIDGE_LOG_LEVEL] = { "log_level",
                                  WATTLE_BRIDGE_READ,
                                  { { "level", TEXT, FALSE, WATTLE_BRIDGE_WRITE } } },
    [WATTLE_BRIDGE_DEVICE_ADD] = { "device/add",
                                   WATTLE_BRIDGE_WRITE,
                                   { { NEED ("driver") },
                                     { MAY ("model") },
                                     { MAY ("id") },
                                     { CONFIG, OBJECT, FALSE, WATTLE_BRIDGE_READ } } },
    [WATTLE_BRIDGE_DEVICE_CONFIGURE] = { "device/configure",
                                         WATTLE_BRIDGE_WRITE,
                                         { { NEED ("id") },
                                           { CONFIG, OBJECT, TRUE, WATTLE_BRIDGE_READ } } },
    [WATTLE_BRIDGE_DEVICE_RENAME] = { "device/rename",
                                      WATTLE_BRIDGE_WRITE,
                                      { { NEED ("id") }, { NEED ("name") } } },
    [WATTLE_BRIDGE_DEVICE_ENABLE] = { "device/enable", WATTLE_BRIDGE_WRITE, { { NEED ("id") } } },
    [WATTLE_BRIDGE_DEVICE_DISABLE] = { "device/disable", WATTLE_BRIDGE_WRITE, { { NEED ("id") } } },
    [WATTLE_BRIDGE_DEVICE_REMOVE] = { "device/remove", WATTLE_BRIDGE_WRITE, { { NEED ("id") } } },
    [WATTLE_BRIDGE_DEVICE_ACT] = { "device/act",
                                   WATTLE_BRIDGE_WRITE,
                                   { { NEED ("id") }, { NEED ("action") } } },
    [WATTLE_BRIDGE_DEVICE_REFRESH] = { "device/refresh", WATTLE_BRIDGE_WRITE, { { NEED ("id") } } },
    [WATTLE_BRIDGE_DEVICE_SYNC_METER] = { "device/sync_meter",
                                          WATTLE_BRIDGE_WRITE,
                                          { { NEED ("id") },
                                            { "readings", READINGS, TRUE, WATTLE_BRIDGE_READ },
                                            { MAY ("unit") },
                                            { MAY ("direction") } } },
    [WATTLE_BRIDGE_OUTPUT_SET] = { "output/set",
                                   WATTLE_BRIDGE_WRITE,
                                   { { NEED ("id") },
                                     { NEED ("output") },
                                     { "value", VALUE, TRUE, WATTLE_BRIDGE_READ },
                                     { "for", NUMBER, FALSE, WATTLE_BRIDGE_READ },
                                     { MAY ("until") } } },
    [WATTLE_BRIDGE_OUTPUT_RELEASE] = { "output/release",
                                       WATTLE_BRIDGE_WRITE,
                                       { { NEED ("id") }, { NEED ("output") } } },
    [WATTLE_BRIDGE_RELOAD] = { "reload", WATTLE_BRIDGE_WRITE, { { 0 } } },
};

/* Takes @error. */
static gboolean
refuse (WattleBridgeRequest *self, WattleBridgeFlaw flaw, GError *error)
{
    self->flaw = flaw;
    self->error = error;
    return FALSE;
}

/* Reading */

static gboolean
refuse_text (WattleBridgeRequest *self, const char *why)
{
    return refuse (self, WATTLE_BRIDGE_NO_OBJECT,
                   wattle_error_new (WATTLE_ERROR_PROTOCOL,
                                     "a request must be an object in JSON, such as "
                                     "{\"id\":\"meter\",\"transaction\":1}: %s",
                                     why));
}

static gboolean
parse (WattleBridgeRequest *self, GBytes *payload)
{
    gsize length;
    const char *text = g_bytes_get_data (payload, &length);
    g_autoptr (GError) error = NULL;

    if (length > WATTLE_BRIDGE_REQUEST_MAX_SIZE)
        return refuse (self, WATTLE_BRIDGE_TOO_LARGE,
                       wattle_error_new (WATTLE_ERROR_PROTOCOL,
                                         "a request of %zu bytes; at most %d are read", length,
                                         WATTLE_BRIDGE_REQUEST_MAX_SIZE));
    if (length == 0) {
        self->data = json_object_new ();
        return TRUE;
    }

    self->data = wattle_json_parse_object (text, (gssize)length, &error);
    return self->data != NULL || refuse_text (self, error->message);
}

/* It goes back as it came, so it has to be something that does. */
static gboolean
take_transaction (WattleBridgeRequest *self)
{
    JsonNode *node = json_object_get_member (self->data, TRANSACTION);
    const char *text = NULL;

    if (node == NULL)
        return TRUE;
    if (wattle_json_node_is_string (node, &text) && strlen (text) <= MAX_TRANSACTION) {
        GString *json = g_string_new (NULL);

        wattle_json_append_string (json, text);
        self->transaction = g_string_free (json, FALSE);
        return TRUE;
    }
    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64) {
        self->transaction = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
        return TRUE;
    }

    return refuse (self, WATTLE_BRIDGE_WRONG_MEMBER,
                   wattle_error_new (WATTLE_ERROR_PROTOCOL,
                                     "“%s” must be text of at most %d bytes, or a whole number",
                                     TRANSACTION, MAX_TRANSACTION));
}

/* Checking */

static gboolean
find_verb (WattleBridgeRequest *self)
{
    g_autoptr (GString) list = g_string_new (NULL);

    for (guint i = 0; i < WATTLE_BRIDGE_UNKNOWN; i++) {
        if (g_str_equal (infos[i].name, self->name)) {
            self->verb = (WattleBridgeVerb)i;
            return TRUE;
        }
        g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", infos[i].name);
    }

    return refuse (self, WATTLE_BRIDGE_NO_REQUEST,
                   wattle_error_new (WATTLE_ERROR_NOT_FOUND,
                                     "there is no such request; there are: %s", list->str));
}

static gboolean
check_mode (WattleBridgeRequest *self,
            WattleBridgeMode needed,
            WattleBridgeMode mode,
            const char *what)
{
    return needed <= mode || refuse (self, WATTLE_BRIDGE_NOT_ALLOWED,
                                     wattle_error_new (WATTLE_ERROR_NOT_PERMITTED, HOW_TO_WRITE,
                                                       what, wattle_bridge_mode_get_name (mode)));
}

static const Member *
find_member (const Info *info, const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS (info->members) && info->members[i].name != NULL; i++)
        if (g_str_equal (info->members[i].name, name))
            return &info->members[i];

    return NULL;
}

static char *
list_members (const Info *info)
{
    GString *list = g_string_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (info->members) && info->members[i].name != NULL; i++)
        g_string_append_printf (list, "%s, ", info->members[i].name);
    g_string_append (list, TRANSACTION);
    return g_string_free (list, FALSE);
}

static gboolean
refuse_member (WattleBridgeRequest *self, const Info *info)
{
    g_autofree char *list = list_members (info);

    return refuse (self, WATTLE_BRIDGE_WRONG_MEMBER,
                   wattle_error_new (WATTLE_ERROR_PROTOCOL,
                                     "the request has a member that is not known; there are: %s",
                                     list));
}

static gboolean
fits (JsonNode *node, Type type)
{
    const char *text;
    double number;

    switch (type) {
    case OBJECT:
        return JSON_NODE_HOLDS_OBJECT (node);
    case NUMBER:
        return wattle_json_node_is_number (node, &number);
    case VALUE:
        return wattle_json_node_is_number (node, &number) ||
               wattle_json_node_is_string (node, &text) ||
               (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN);
    case READINGS:
        return JSON_NODE_HOLDS_ARRAY (node) || wattle_json_node_is_number (node, &number) ||
               wattle_json_node_is_string (node, &text);
    case TEXT:
        break;
    }
    return wattle_json_node_is_string (node, &text);
}

static gboolean
check_member (WattleBridgeRequest *self,
              const Member *member,
              JsonNode *node,
              WattleBridgeMode mode)
{
    if (!fits (node, member->type))
        return refuse (self, WATTLE_BRIDGE_WRONG_MEMBER,
                       wattle_error_new (WATTLE_ERROR_PROTOCOL, "“%s” must be %s", member->name,
                                         type_names[member->type]));
    return check_mode (self, member->mode, mode, member->name);
}

static gboolean
check_given (WattleBridgeRequest *self, const Info *info, WattleBridgeMode mode)
{
    JsonObjectIter iter;
    const char *name;
    JsonNode *node;

    json_object_iter_init (&iter, self->data);
    while (json_object_iter_next (&iter, &name, &node)) {
        const Member *member = find_member (info, name);

        if (g_str_equal (name, TRANSACTION))
            continue;
        if (member == NULL)
            return refuse_member (self, info);
        if (!check_member (self, member, node, mode))
            return FALSE;
    }
    return TRUE;
}

static gboolean
check_complete (WattleBridgeRequest *self, const Info *info)
{
    for (guint i = 0; i < G_N_ELEMENTS (info->members) && info->members[i].name != NULL; i++) {
        const Member *member = &info->members[i];

        if (member->required && !json_object_has_member (self->data, member->name))
            return refuse (self, WATTLE_BRIDGE_WRONG_MEMBER,
                           wattle_error_new (WATTLE_ERROR_PROTOCOL,
                                             "“%s” is missing: it must be %s", member->name,
                                             type_names[member->type]));
    }
    return TRUE;
}

/* An empty message is also what clears a retained one: it must not change anything. */
static gboolean
check_purpose (WattleBridgeRequest *self, const Info *info, gboolean empty)
{
    return !empty || info->mode == WATTLE_BRIDGE_READ || refuse_text (self, "it is empty");
}

WattleBridgeRequest *
wattle_bridge_request_new (const char *name, GBytes *payload, WattleBridgeMode mode)
{
    WattleBridgeRequest *self = g_new0 (WattleBridgeRequest, 1);

    self->name = g_strdup (name);
    self->verb = WATTLE_BRIDGE_UNKNOWN;
    if (parse (self, payload) && take_transaction (self) && find_verb (self)) {
        const Info *info = &infos[self->verb];

        if (check_mode (self, info->mode, mode, info->name) &&
            check_purpose (self, info, g_bytes_get_size (payload) == 0) &&
            check_given (self, info, mode))
            check_complete (self, info);
    }
    return self;
}

void
wattle_bridge_request_free (WattleBridgeRequest *self)
{
    g_free (self->name);
    g_clear_pointer (&self->data, json_object_unref);
    g_free (self->transaction);
    g_clear_error (&self->error);
    g_free (self);
}

/* Looking */

gboolean
wattle_bridge_request_writes (const WattleBridgeRequest *self)
{
    return infos[self->verb].mode == WATTLE_BRIDGE_WRITE ||
           (self->verb == WATTLE_BRIDGE_LOG_LEVEL && json_object_has_member (self->data, "level"));
}

const char *
wattle_bridge_request_get_text (const WattleBridgeRequest *self, const char *member)
{
    return wattle_json_peek_string (self->data, member);
}

GVariant *
wattle_bridge_request_dup_config (const WattleBridgeRequest *self)
{
    return wattle_bridge_config_read (wattle_json_peek_object (self->data, CONFIG));
}

/* A topic that somebody made up is not repeated. */
char *
wattle_bridge_request_dup_response (const WattleBridgeRequest *self)
{
    gsize length = strlen (self->name);
    gboolean plain = length > 0 && length <= MAX_NAME &&
                     strspn (self->name, "abcdefghijklmnopqrstuvwxyz0123456789_/") == length;

    return plain ? g_strconcat ("response/", self->name, NULL) : g_strdup ("response");
}
