/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-driver.h"

#include <glib/gi18n-lib.h>

#include "iskra-sg-bicom.h"
#include "iskra-sg-device.h"
#include "iskra-sg-meter.h"
#include "iskra-sg-search.h"

#define INTERVAL_MS     30000
#define MIN_INTERVAL_MS 10000

struct _IskraSgDriver {
    GObject parent_instance;
};

static void driver_iface_init (WattleDriverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (IskraSgDriver,
                               iskra_sg_driver,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WATTLE_TYPE_DRIVER, driver_iface_init))

/* A gateway hands them on to its parts. The defaults are those of its settings: manual, 4.1.2.2. */
static const WattleOptionSpec shared[] = {
    { "User", WATTLE_OPTION_TEXT, N_ ("User name") },
    { "Password", WATTLE_OPTION_SECRET, N_ ("Password") },
    { "RootTopic", WATTLE_OPTION_TEXT, N_ ("MQTT root topic") },
    { "SubTopic", WATTLE_OPTION_TEXT, N_ ("MQTT subscribe topic"), "cmd" },
    { "PubTopic", WATTLE_OPTION_TEXT, N_ ("MQTT publish topic"), "publish" },
    { "PushInterval", WATTLE_OPTION_INTEGER, N_ ("Seconds between pushed values"), "600", 60,
      43200 },
};

static const WattleOptionSpec control[] = {
    { "RestControl", WATTLE_OPTION_BOOLEAN, N_ ("Switch by HTTP, in an undocumented form"),
      "false" },
};

static const WattleOptionSpec own_unit[] = {
    { "Unit", WATTLE_OPTION_INTEGER, N_ ("Modbus address of the gateway"), "34", 1, 247 },
};

static const WattleOptionSpec instrument_unit[] = {
    { "Unit", WATTLE_OPTION_INTEGER, N_ ("Modbus address"), "33", 1, 247 },
};

static const WattleOptionSpec address[] = {
    { "Address", WATTLE_OPTION_TEXT, N_ ("Slot"), .required = TRUE },
};

/* What the owner wrote, beside the serial numbers, addresses and passwords no recording keeps.
 * Those of the settings come by MQTT when somebody else asks for them. */
static const char *const personal[] = {
    "location",       "description",     "SG description",  "wifi_ssid",      "wifi_password",
    "mqtt1_password", "mqtt2_password",  "mqtt1_username",  "mqtt2_username", "mqtt1_server",
    "mqtt2_server",   "mqtt1_roottopic", "mqtt2_roottopic",
};

static void
describe_model (WattleCatalog *catalog, const char *model, const char *name, WattleModelFlags flags)
{
    wattle_catalog_add_model (catalog, model, name, flags);
    wattle_catalog_add_link (catalog, model, WATTLE_LINK_HTTP);
    wattle_catalog_add_link (catalog, model, WATTLE_LINK_MQTT);
    wattle_catalog_add_link (catalog, model, WATTLE_LINK_MODBUS);
    wattle_catalog_set_interval (catalog, model, INTERVAL_MS, MIN_INTERVAL_MS);
    wattle_catalog_add_options (catalog, model, shared, G_N_ELEMENTS (shared));
}

static void
describe_instrument (WattleCatalog *catalog)
{
    wattle_catalog_add_model (catalog, "instrument", N_ ("Iskra meter with a network port"), 0);
    wattle_catalog_add_link (catalog, "instrument", WATTLE_LINK_MODBUS);
    wattle_catalog_set_interval (catalog, "instrument", INTERVAL_MS, MIN_INTERVAL_MS);
    wattle_catalog_add_options (catalog, "instrument", instrument_unit,
                                G_N_ELEMENTS (instrument_unit));
}

static void
iskra_sg_driver_describe (WattleDriver *driver, WattleCatalog *catalog)
{
    describe_model (catalog, "gateway", N_ ("Iskra Smart Gateway"),
                    WATTLE_MODEL_ANY_LINK | WATTLE_MODEL_DEFAULT);
    describe_model (catalog, "meter", N_ ("Iskra meter behind a Smart Gateway"),
                    WATTLE_MODEL_CHILD | WATTLE_MODEL_ANY_LINK);
    describe_model (catalog, "bicom", N_ ("Bicom switch behind a Smart Gateway"),
                    WATTLE_MODEL_CHILD | WATTLE_MODEL_ANY_LINK);
    describe_instrument (catalog);
    wattle_catalog_add_options (catalog, "gateway", control, G_N_ELEMENTS (control));
    wattle_catalog_add_options (catalog, "gateway", own_unit, G_N_ELEMENTS (own_unit));
    wattle_catalog_add_options (catalog, "bicom", control, G_N_ELEMENTS (control));
    wattle_catalog_add_options (catalog, "meter", address, G_N_ELEMENTS (address));
    wattle_catalog_add_options (catalog, "bicom", address, G_N_ELEMENTS (address));
    for (guint i = 0; i < G_N_ELEMENTS (personal); i++)
        wattle_catalog_add_redaction (catalog, personal[i]);
    wattle_catalog_add_factory_password (catalog, "iskra"); /* manual, 4.1.2.1 */
    iskra_sg_search_describe (catalog);
}

static WattleDevice *
iskra_sg_driver_create (WattleDriver *driver, const char *model, GError **error)
{
    if (g_str_equal (model, "gateway"))
        return iskra_sg_device_new ();
    if (g_str_equal (model, "meter") || g_str_equal (model, "instrument"))
        return iskra_sg_meter_new ();
    if (g_str_equal (model, "bicom"))
        return iskra_sg_bicom_new ();

    wattle_error_set (error, WATTLE_ERROR_NOT_FOUND,
                      "iskra-sg knows no model “%s”, only “gateway”, “meter”, “bicom” and "
                      "“instrument”",
                      model);
    return NULL;
}

static gboolean
iskra_sg_driver_match (WattleDriver *driver, WattleFrame *frame, WattleFound *found, GError **error)
{
    return iskra_sg_search_match (frame, found, error);
}

static void
driver_iface_init (WattleDriverInterface *iface)
{
    iface->describe = iskra_sg_driver_describe;
    iface->create = iskra_sg_driver_create;
    iface->match = iskra_sg_driver_match;
}

static void
iskra_sg_driver_class_init (IskraSgDriverClass *klass)
{
}

static void
iskra_sg_driver_init (IskraSgDriver *self)
{
}

WATTLE_PLUGIN_DRIVER (ISKRA_SG_TYPE_DRIVER)
