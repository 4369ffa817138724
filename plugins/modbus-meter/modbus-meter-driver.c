/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n-lib.h>

#include "modbus-meter-device.h"
#include "modbus-meter-http.h"

#define INTERVAL_MS     10000
#define MIN_INTERVAL_MS 0 /* as fast as the bus allows */

#define MODBUS_METER_TYPE_DRIVER (modbus_meter_driver_get_type ())
G_DECLARE_FINAL_TYPE (ModbusMeterDriver, modbus_meter_driver, MODBUS_METER, DRIVER, GObject)

struct _ModbusMeterDriver {
    GObject parent_instance;

    WattleMeterLibrary *library;
};

static void driver_iface_init (WattleDriverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ModbusMeterDriver,
                               modbus_meter_driver,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WATTLE_TYPE_DRIVER, driver_iface_init))

static void
add_ratio (WattleCatalog *catalog, const char *model, const char *name)
{
    const WattleOptionSpec ct = { "CtRatio",
                                  WATTLE_OPTION_NUMBER,
                                  N_ ("Ratio of current transformers; 0: as the meter says"),
                                  "0",
                                  0,
                                  100000 };
    const WattleOptionSpec pt = { "PtRatio",
                                  WATTLE_OPTION_NUMBER,
                                  N_ ("Ratio of voltage transformers; 0: as the meter says"),
                                  "0",
                                  0,
                                  100000 };

    wattle_catalog_add_options (catalog, model, g_str_equal (name, "ct") ? &ct : &pt, 1);
}

static void
describe_bus (WattleCatalog *catalog, const char *model, guint factory_unit)
{
    g_autofree char *unit = g_strdup_printf ("%u", factory_unit);
    const WattleOptionSpec option = {
        "Unit", WATTLE_OPTION_INTEGER, N_ ("Address on the bus"), unit, 0, 255
    };

    wattle_catalog_add_link (catalog, model, WATTLE_LINK_MODBUS);
    wattle_catalog_set_interval (catalog, model, INTERVAL_MS, MIN_INTERVAL_MS);
    wattle_catalog_add_options (catalog, model, &option, 1);
}

/* As the query of a port's address; NULL: the definition says nothing of it. */
static char *
make_serial_line (const WattleMeter *definition)
{
    GString *line = g_string_new (NULL);

    if (definition->baud != 0)
        g_string_append_printf (line, "&baud=%u", definition->baud);
    if (definition->parity != NULL)
        g_string_append_printf (line, "&parity=%s", definition->parity);
    if (definition->stop != 0)
        g_string_append_printf (line, "&stop=%u", definition->stop);
    if (line->len > 0)
        g_string_erase (line, 0, 1);
    return g_string_free (line, line->len == 0);
}

static void
describe_registers (WattleCatalog *catalog, const WattleMeter *definition)
{
    g_autofree char *line = make_serial_line (definition);

    describe_bus (catalog, definition->id, definition->unit);
    wattle_catalog_set_serial_line (catalog, definition->id, line);
    for (guint i = 0; i < definition->n_ratios; i++)
        add_ratio (catalog, definition->id, definition->ratios[i].name);
}

static void
describe_documents (WattleCatalog *catalog, const WattleMeter *definition)
{
    const char *device = definition->device != NULL ? definition->device : "0";
    const WattleOptionSpec option = { "Meter", WATTLE_OPTION_TEXT,
                                      N_ ("Key of the meter in the answers"), device };

    wattle_catalog_add_link (catalog, definition->id, WATTLE_LINK_HTTP);
    wattle_catalog_set_interval (catalog, definition->id, INTERVAL_MS, definition->gap_ms);
    wattle_catalog_add_options (catalog, definition->id, &option, 1);
}

static void
describe_meter (WattleCatalog *catalog, const WattleMeter *definition)
{
    g_autofree char *name = g_strconcat (definition->manufacturer, " ", definition->model, NULL);

    wattle_catalog_add_model (catalog, definition->id, name, 0);
    if (definition->kind == WATTLE_METER_HTTP_JSON)
        describe_documents (catalog, definition);
    else
        describe_registers (catalog, definition);
}

/* What is wrong with files of definitions is a problem of this plugin: no other uses them. */
static void
describe_complaints (WattleCatalog *catalog, WattleMeterLibrary *library)
{
    const char *const *complaints = wattle_meter_library_get_complaints (library);

    for (guint i = 0; complaints[i] != NULL; i++)
        wattle_catalog_complain (catalog, complaints[i]);
}

static void
describe_auto (WattleCatalog *catalog, WattleMeterLibrary *library)
{
    if (wattle_catalog_has_model (catalog, WATTLE_METER_AUTO)) {
        wattle_catalog_complain (catalog, "auto.json: “auto” is no id that a definition can have");
    } else if (wattle_meter_library_get_length (library) > 0) {
        wattle_catalog_add_model (catalog, WATTLE_METER_AUTO,
                                  N_ ("Any meter on Modbus, found out by asking it"), 0);
        describe_bus (catalog, WATTLE_METER_AUTO, 1);
    }
}

static void
modbus_meter_driver_describe (WattleDriver *driver, WattleCatalog *catalog)
{
    ModbusMeterDriver *self = MODBUS_METER_DRIVER (driver);
    WattleMeterLibrary *library = wattle_meter_library_ref (wattle_catalog_get_meters (catalog));

    g_clear_pointer (&self->library, wattle_meter_library_unref);
    self->library = library;
    describe_complaints (catalog, library);
    for (guint i = 0; i < wattle_meter_library_get_length (library); i++)
        describe_meter (catalog, wattle_meter_library_get (library, i));
    describe_auto (catalog, library);
}

static WattleDevice *
make_device (ModbusMeterDriver *self, const WattleMeter *definition)
{
    const WattleMeter *alternative = NULL;

    if (definition->kind == WATTLE_METER_HTTP_JSON)
        return modbus_meter_http_new (definition);
    if (definition->alternative != NULL)
        alternative = wattle_meter_library_find (self->library, definition->alternative);
    return modbus_meter_device_new (definition, alternative);
}

static WattleDevice *
modbus_meter_driver_create (WattleDriver *driver, const char *model, GError **error)
{
    ModbusMeterDriver *self = MODBUS_METER_DRIVER (driver);
    const WattleMeter *definition =
        self->library != NULL ? wattle_meter_library_find (self->library, model) : NULL;

    if (definition != NULL)
        return make_device (self, definition);
    if (self->library != NULL && g_str_equal (model, WATTLE_METER_AUTO))
        return modbus_meter_device_new_auto (self->library);

    wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "modbus-meter knows no model “%s”", model);
    return NULL;
}

static void
driver_iface_init (WattleDriverInterface *iface)
{
    iface->describe = modbus_meter_driver_describe;
    iface->create = modbus_meter_driver_create;
}

static void
modbus_meter_driver_finalize (GObject *object)
{
    ModbusMeterDriver *self = MODBUS_METER_DRIVER (object);

    g_clear_pointer (&self->library, wattle_meter_library_unref);
    G_OBJECT_CLASS (modbus_meter_driver_parent_class)->finalize (object);
}

static void
modbus_meter_driver_class_init (ModbusMeterDriverClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = modbus_meter_driver_finalize;
}

static void
modbus_meter_driver_init (ModbusMeterDriver *self)
{
}

WATTLE_PLUGIN_DRIVER (MODBUS_METER_TYPE_DRIVER)
