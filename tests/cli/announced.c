/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A plugin whose devices announce themselves by mDNS: _ssh._tcp, "Announced" and the serial number;
 * the entry "path" of the TXT record, if there is one, is where their pages begin. */
#include <wattle.h>

#include <string.h>

#define SERVICE "_ssh._tcp"
#define PREFIX  "Announced"

typedef WattleDevice AnnouncedDevice;
typedef WattleDeviceClass AnnouncedDeviceClass;
static GType announced_device_get_type (void);
G_DEFINE_TYPE (AnnouncedDevice, announced_device, WATTLE_TYPE_DEVICE)

static void
announced_device_class_init (AnnouncedDeviceClass *klass)
{
}

static void
announced_device_init (AnnouncedDevice *self)
{
}

typedef GObject AnnouncedDriver;
typedef GObjectClass AnnouncedDriverClass;
static GType announced_driver_get_type (void);

static void
describe (WattleDriver *driver, WattleCatalog *catalog)
{
    wattle_catalog_add_model (catalog, "meter", "Announced meter", 0);
    wattle_catalog_add_link (catalog, "meter", WATTLE_LINK_HTTP);
    wattle_catalog_add_mdns_search (catalog, SERVICE);
}

static WattleDevice *
create (WattleDriver *driver, const char *model, GError **error)
{
    return g_object_new (announced_device_get_type (), NULL);
}

static char *
make_uri (WattleMdnsService *service)
{
    g_autofree char *host = wattle_mdns_service_make_url_host (service);
    g_autoptr (GBytes) path = wattle_mdns_service_find_record (service, "path");
    gsize length = 0;
    const char *text = path != NULL ? g_bytes_get_data (path, &length) : NULL;

    return g_strdup_printf ("http://%s/%.*s", host, (int)length, text != NULL ? text : "");
}

static gboolean
match (WattleDriver *driver, WattleFrame *frame, WattleFound *found, GError **error)
{
    WattleMdnsService *service = wattle_frame_get_service (frame);
    const char *name = service != NULL ? wattle_mdns_service_get_name (service) : "";
    g_autofree char *uri = NULL;

    if (!g_str_has_prefix (name, PREFIX))
        return FALSE;

    uri = make_uri (service);
    wattle_found_set_model (found, "meter");
    wattle_found_set_name (found, name);
    wattle_found_set_serial (found, name + strlen (PREFIX));
    wattle_found_set_link (found, WATTLE_LINK_HTTP, uri);
    return TRUE;
}

static void
announced_driver_iface_init (WattleDriverInterface *iface)
{
    iface->describe = describe;
    iface->create = create;
    iface->match = match;
}

G_DEFINE_TYPE_WITH_CODE (AnnouncedDriver,
                         announced_driver,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (WATTLE_TYPE_DRIVER, announced_driver_iface_init))

static void
announced_driver_class_init (AnnouncedDriverClass *klass)
{
}

static void
announced_driver_init (AnnouncedDriver *self)
{
}

WATTLE_PLUGIN_DRIVER (announced_driver_get_type ())
