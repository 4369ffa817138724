/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-driver.h"

#include <glib/gi18n-lib.h>

#include "smart-maic-config.h"
#include "smart-maic-device.h"
#include "smart-maic-search.h"

/* The extended version may be asked so often, the standard one once a minute: the device keeps to
 * that by itself. */
#define INTERVAL_MS 6000

struct _SmartMaicDriver {
    GObject parent_instance;
};

static void driver_iface_init (WattleDriverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SmartMaicDriver,
                               smart_maic_driver,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WATTLE_TYPE_DRIVER, driver_iface_init))

/* Who the device is, and the broker it knows. */
static const char *const personal[] = { "devid", "serv", "uname", "pass" };

static void
describe_model (WattleCatalog *catalog, const char *model, const char *name, WattleModelFlags flags)
{
    wattle_catalog_add_model (catalog, model, name, flags | WATTLE_MODEL_ANY_LINK);
    wattle_catalog_add_link (catalog, model, WATTLE_LINK_HTTP);
    wattle_catalog_add_link (catalog, model, WATTLE_LINK_MQTT);
    wattle_catalog_set_interval (catalog, model, INTERVAL_MS, INTERVAL_MS);
}

static void
smart_maic_driver_describe (WattleDriver *driver, WattleCatalog *catalog)
{
    describe_model (catalog, "d101", N_ ("smart-MAIC D101, one phase"), 0);
    describe_model (catalog, "d103", N_ ("smart-MAIC D103, three phases"), WATTLE_MODEL_DEFAULT);
    describe_model (catalog, "d105", N_ ("smart-MAIC D105, pulse counter"), 0);
    smart_maic_config_describe (catalog);
    for (guint i = 0; i < G_N_ELEMENTS (personal); i++)
        wattle_catalog_add_redaction (catalog, personal[i]);
    wattle_catalog_add_factory_password (catalog, "0000"); /* manual of the D103 */
    smart_maic_search_describe (catalog);
}

static WattleDevice *
smart_maic_driver_create (WattleDriver *driver, const char *model, GError **error)
{
    if (g_str_equal (model, "d101") || g_str_equal (model, "d103") || g_str_equal (model, "d105"))
        return smart_maic_device_new (model);

    wattle_error_set (error, WATTLE_ERROR_NOT_FOUND,
                      "smart-maic knows no model “%s”, only “d101”, “d103” and “d105”", model);
    return NULL;
}

static gboolean
smart_maic_driver_match (WattleDriver *driver,
                         WattleFrame *frame,
                         WattleFound *found,
                         GError **error)
{
    return smart_maic_search_match (frame, found, error);
}

static void
driver_iface_init (WattleDriverInterface *iface)
{
    iface->describe = smart_maic_driver_describe;
    iface->create = smart_maic_driver_create;
    iface->match = smart_maic_driver_match;
}

static void
smart_maic_driver_class_init (SmartMaicDriverClass *klass)
{
}

static void
smart_maic_driver_init (SmartMaicDriver *self)
{
}

WATTLE_PLUGIN_DRIVER (SMART_MAIC_TYPE_DRIVER)
