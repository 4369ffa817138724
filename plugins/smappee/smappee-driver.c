/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-driver.h"

#include <glib/gi18n-lib.h>

#include "smappee-connect.h"
#include "smappee-gateway.h"
#include "smappee-monitor.h"
#include "smappee-search.h"

/* A gateway publishes each second. */
#define GATEWAY_INTERVAL_MS 1000
#define CONNECT_INTERVAL_MS 5000
#define MONITOR_INTERVAL_MS 10000

struct _SmappeeDriver {
    GObject parent_instance;
};

static void driver_iface_init (WattleDriverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SmappeeDriver,
                               smappee_driver,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WATTLE_TYPE_DRIVER, driver_iface_init))

static const WattleOptionSpec shared[] = {
    { "Serial", WATTLE_OPTION_TEXT, N_ ("Serial number") },
    { "Invert", WATTLE_OPTION_TEXT, N_ ("Inputs whose transformer is the wrong way round") },
};

static const WattleOptionSpec gateway[] = {
    { "ServiceLocation", WATTLE_OPTION_TEXT, N_ ("Service location") },
    { "Patience", WATTLE_OPTION_INTEGER, N_ ("Seconds without a message until it is offline"), "30",
      5, 3600 },
    { "Every", WATTLE_OPTION_INTEGER, N_ ("Seconds between readings that are taken over"), "1", 1,
      60 },
    { "EnergyUnit", WATTLE_OPTION_CHOICE, N_ ("Unit of its counters"), "J", .choices = "J|Wh" },
    { "Averages", WATTLE_OPTION_BOOLEAN, N_ ("Means of five minutes for each input"), "false" },
};

static const WattleOptionSpec connect[] = {
    { "Unit", WATTLE_OPTION_INTEGER, N_ ("Modbus address"), "61", 1, 247 },
    { "Channels", WATTLE_OPTION_TEXT, N_ ("What its channels measure"), "" },
};

static const WattleOptionSpec monitor[] = {
    { "Password", WATTLE_OPTION_SECRET, N_ ("Password") },
    { "ControlForm", WATTLE_OPTION_CHOICE, N_ ("How plugs are switched"), "auto",
      .choices = "auto|json|plain" },
};

/* Beside serial numbers, which no recording keeps. Not the names of loads: one that is called Grid
 * would take what says so of its connection along. */
static const char *const personal[] = {
    "serviceLocationUuid",
    "deviceUuid",
    "serviceLocationId",
    "timeZone",
};

static void
describe_gateway (WattleCatalog *catalog,
                  const char *model,
                  const char *name,
                  WattleModelFlags flags)
{
    wattle_catalog_add_model (catalog, model, name, flags);
    wattle_catalog_add_link (catalog, model, WATTLE_LINK_MQTT);
    wattle_catalog_set_interval (catalog, model, GATEWAY_INTERVAL_MS, GATEWAY_INTERVAL_MS);
    wattle_catalog_add_options (catalog, model, shared, G_N_ELEMENTS (shared));
    wattle_catalog_add_options (catalog, model, gateway, G_N_ELEMENTS (gateway));
}

static void
describe_connect (WattleCatalog *catalog)
{
    wattle_catalog_add_model (catalog, "connect", N_ ("Smappee Connect"), 0);
    wattle_catalog_add_link (catalog, "connect", WATTLE_LINK_MODBUS);
    wattle_catalog_set_interval (catalog, "connect", CONNECT_INTERVAL_MS, 1000);
    wattle_catalog_add_options (catalog, "connect", shared, G_N_ELEMENTS (shared));
    wattle_catalog_add_options (catalog, "connect", connect, G_N_ELEMENTS (connect));
}

static void
describe_monitor (WattleCatalog *catalog)
{
    wattle_catalog_add_model (catalog, "monitor", N_ ("Smappee Energy, Solar, Plus or Pro by HTTP"),
                              0);
    wattle_catalog_add_link (catalog, "monitor", WATTLE_LINK_HTTP);
    wattle_catalog_set_interval (catalog, "monitor", MONITOR_INTERVAL_MS, 5000);
    wattle_catalog_add_options (catalog, "monitor", shared, G_N_ELEMENTS (shared));
    wattle_catalog_add_options (catalog, "monitor", monitor, G_N_ELEMENTS (monitor));
}

static void
smappee_driver_describe (WattleDriver *driver, WattleCatalog *catalog)
{
    describe_gateway (catalog, "genius", N_ ("Smappee Genius"), WATTLE_MODEL_DEFAULT);
    describe_gateway (catalog, "plus", N_ ("Smappee Plus or Pro by MQTT"), 0);
    describe_connect (catalog);
    describe_monitor (catalog);
    for (guint i = 0; i < G_N_ELEMENTS (personal); i++)
        wattle_catalog_add_redaction (catalog, personal[i]);
    wattle_catalog_add_factory_password (catalog, "admin");
    smappee_search_describe (catalog);
}

static WattleDevice *
smappee_driver_create (WattleDriver *driver, const char *model, GError **error)
{
    if (g_str_equal (model, "genius") || g_str_equal (model, "plus"))
        return smappee_gateway_new ();
    if (g_str_equal (model, "connect"))
        return smappee_connect_new ();
    if (g_str_equal (model, "monitor"))
        return smappee_monitor_new ();

    wattle_error_set (error, WATTLE_ERROR_NOT_FOUND,
                      "smappee knows no model “%s”, only “genius”, “plus”, “connect” and “monitor”",
                      model);
    return NULL;
}

static gboolean
smappee_driver_match (WattleDriver *driver, WattleFrame *frame, WattleFound *found, GError **error)
{
    return smappee_search_match (frame, found, error);
}

static void
driver_iface_init (WattleDriverInterface *iface)
{
    iface->describe = smappee_driver_describe;
    iface->create = smappee_driver_create;
    iface->match = smappee_driver_match;
}

static void
smappee_driver_class_init (SmappeeDriverClass *klass)
{
}

static void
smappee_driver_init (SmappeeDriver *self)
{
}

WATTLE_PLUGIN_DRIVER (SMAPPEE_TYPE_DRIVER)
