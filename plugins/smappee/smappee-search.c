/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-search.h"

#include "smappee-location.h"
#include "smappee-serial.h"

#define GENIUS "50"
#define PLUS   "2"
#define ENERGY "10"
#define SOLAR  "11"

/* Of the brokers in gateways. */
#define GENIUS_PORT 1883
#define PLUS_PORT   10000

/* By this Home Assistant finds them (manifest of its integration); most of what announces it is
 * something else. */
static const char service_type[] = "_ssh._tcp";

/* Who a gateway is it tells here, and has the broker keep it. */
static const char filter[] = "servicelocation/+/config";

void
smappee_search_describe (WattleCatalog *catalog)
{
    wattle_catalog_add_mqtt_search (catalog, filter);
    wattle_catalog_add_mdns_search (catalog, service_type);
}

/* Others than these have no MQTT of their own: whatever published it, it is nothing to add. */
static const char *
find_model (const char *serial)
{
    if (g_str_has_prefix (serial, GENIUS))
        return "genius";
    return g_str_has_prefix (serial, PLUS) ? "plus" : NULL;
}

static gboolean
check_location (JsonObject *root, const char *topic_location, GError **error)
{
    JsonObject *inner = wattle_json_peek_object (root, "config");
    const char *location =
        wattle_json_peek_string (inner != NULL ? inner : root, "serviceLocationUuid");

    if (location == NULL || g_ascii_strcasecmp (location, topic_location) == 0)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "the config of the service location %s says that it is %s", topic_location,
                      location);
    return FALSE;
}

static void
fill (WattleFound *found, const char *model, const char *serial)
{
    g_autofree char *name =
        g_strdup_printf ("Smappee %s %s", smappee_serial_get_model (serial), serial);

    wattle_found_set_model (found, model);
    wattle_found_set_serial (found, serial);
    wattle_found_set_name (found, name);
}

/* What announces itself */

static void
fill_gateway (WattleFound *found, const char *model, const char *serial, const char *host)
{
    guint port = g_str_equal (model, "plus") ? PLUS_PORT : GENIUS_PORT;
    g_autofree char *uri = g_strdup_printf ("mqtt://%s:%u", host, port);

    fill (found, model, serial);
    wattle_found_set_link (found, WATTLE_LINK_MQTT, uri);
}

/* The port it announces is that of its shell. Whether a Connect announces itself is not known, nor
 * whether Modbus is enabled at it: it is nothing to add. */
static gboolean
match_service (WattleMdnsService *service, WattleFound *found)
{
    g_autofree char *serial = smappee_serial_from_name (wattle_mdns_service_get_name (service));
    g_autofree char *host = wattle_mdns_service_make_url_host (service);
    g_autofree char *uri = g_strdup_printf ("http://%s", host);
    const char *model = serial != NULL ? find_model (serial) : NULL;

    if (model != NULL) {
        fill_gateway (found, model, serial, host);
        return TRUE;
    }
    if (serial == NULL || !(g_str_has_prefix (serial, ENERGY) || g_str_has_prefix (serial, SOLAR)))
        return FALSE;
    fill (found, "monitor", serial);
    wattle_found_set_link (found, WATTLE_LINK_HTTP, uri);
    return TRUE;
}

/* What tells who it is at a broker */

static gboolean
match_config (WattleFrame *frame, WattleFound *found, GError **error)
{
    g_auto (SmappeeTopic) topic = { 0 };
    g_auto (SmappeeIdentity) identity = { 0 };
    g_autoptr (JsonObject) root = NULL;
    const char *model;

    if (!smappee_topic_read (wattle_frame_get_topic (frame), &topic) ||
        topic.kind != SMAPPEE_TOPIC_CONFIG)
        return FALSE;
    root = wattle_frame_get_json (frame, error);
    if (root == NULL || !smappee_identity_decode (root, &identity, error) ||
        !check_location (root, topic.location, error))
        return FALSE;

    model = find_model (identity.serial);
    if (model == NULL)
        return FALSE;
    fill (found, model, identity.serial);
    wattle_found_set_link (found, WATTLE_LINK_MQTT, "");
    wattle_found_set_option (found, "ServiceLocation", topic.location);
    return TRUE;
}

gboolean
smappee_search_match (WattleFrame *frame, WattleFound *found, GError **error)
{
    WattleMdnsService *service = wattle_frame_get_service (frame);

    return service != NULL ? match_service (service, found) : match_config (frame, found, error);
}
