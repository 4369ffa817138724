/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-driver.h"

#include <glib/gi18n-lib.h>

#include "smart-ems-device.h"
#include "smart-ems-meaning.h"
#include "smart-ems-search.h"

#define MODEL "box"

#define INTERVAL_MS     5000
#define MIN_INTERVAL_MS 1000

struct _SmartEmsDriver {
    GObject parent_instance;
};

static void driver_iface_init (WattleDriverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SmartEmsDriver,
                               smart_ems_driver,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WATTLE_TYPE_DRIVER, driver_iface_init))

static const WattleOptionSpec options[] = {
    { "User", WATTLE_OPTION_TEXT, N_ ("Login"), "admin" },
    { "Password", WATTLE_OPTION_SECRET, N_ ("Password") },
    { "Prefix", WATTLE_OPTION_TEXT, N_ ("MQTT topic prefix") },
    { "Board", WATTLE_OPTION_CHOICE, N_ ("Board in it, where only MQTT is used"), "lk35", 0, 0,
      "lk35|lk4" },
    { "PushInterval", WATTLE_OPTION_INTEGER, N_ ("Seconds between pushed values"), "600", 10,
      43200 },
};

/* Who and where somebody is, in the words of the boards. */
static const char *const personal[] = {
    "ip4",      "netMac",   "sname",    "hostname", "dsid",     "dsReadID",
    "outName1", "outName2", "outName3", "outName4", "outName5", "outName6",
};

static void
smart_ems_driver_describe (WattleDriver *driver, WattleCatalog *catalog)
{
    wattle_catalog_add_model (catalog, MODEL, N_ ("SMART EMS"),
                              WATTLE_MODEL_ANY_LINK | WATTLE_MODEL_DEFAULT);
    wattle_catalog_add_link (catalog, MODEL, WATTLE_LINK_HTTP);
    wattle_catalog_add_link (catalog, MODEL, WATTLE_LINK_MQTT);
    wattle_catalog_set_interval (catalog, MODEL, INTERVAL_MS, MIN_INTERVAL_MS);
    wattle_catalog_add_options (catalog, MODEL, options, G_N_ELEMENTS (options));
    smart_ems_meanings_describe (catalog, MODEL);
    for (guint i = 0; i < G_N_ELEMENTS (personal); i++)
        wattle_catalog_add_redaction (catalog, personal[i]);
    wattle_catalog_add_factory_password (catalog, "admin"); /* manual, 5.1 */
    smart_ems_search_describe (catalog);
}

static WattleDevice *
smart_ems_driver_create (WattleDriver *driver, const char *model, GError **error)
{
    if (g_str_equal (model, MODEL))
        return smart_ems_device_new ();

    wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "smart-ems knows no model “%s”, only “%s”",
                      model, MODEL);
    return NULL;
}

static gboolean
smart_ems_driver_match (WattleDriver *driver,
                        WattleFrame *frame,
                        WattleFound *found,
                        GError **error)
{
    return smart_ems_search_match (frame, found, error);
}

static void
driver_iface_init (WattleDriverInterface *iface)
{
    iface->describe = smart_ems_driver_describe;
    iface->create = smart_ems_driver_create;
    iface->match = smart_ems_driver_match;
}

static void
smart_ems_driver_class_init (SmartEmsDriverClass *klass)
{
}

static void
smart_ems_driver_init (SmartEmsDriver *self)
{
}

WATTLE_PLUGIN_DRIVER (SMART_EMS_TYPE_DRIVER)
