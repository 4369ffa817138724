// SPDX-License-Identifier: LGPL-2.1-or-later
// A driver in the test program: a gateway whose listing a test writes, meters behind it, and a
// model that takes links and options.
#pragma once

#include "model/wattle-driver.h"
#include "support/test-device.h"

G_BEGIN_DECLS

#define TEST_TYPE_DRIVER (test_driver_get_type ())
G_DECLARE_FINAL_TYPE (TestDriver, test_driver, TEST, DRIVER, GObject)

struct _TestDriver {
    GObject parent_instance;
    std::function<void (WattleDevice *, const std::string &)> *prepare; // device, model
};

static const WattleOptionSpec test_meter_options[] = {
    { "Address", WATTLE_OPTION_INTEGER, "Slot", nullptr, 0, 15, nullptr, TRUE },
    { "Scale", WATTLE_OPTION_NUMBER, "Scale", "1" },
};

static const WattleOptionSpec test_linked_options[] = {
    { "Unit", WATTLE_OPTION_INTEGER, "Unit", nullptr, 1, 247, nullptr, TRUE },
    { "Password", WATTLE_OPTION_SECRET, "Password" },
    { "Mode", WATTLE_OPTION_CHOICE, "Mode", "a", 0, 0, "a|b" },
    { "Pin", WATTLE_OPTION_SECRET, .pattern = "[0-9]+", .allowed = "digits" },
};

static void
test_driver_describe (WattleDriver *, WattleCatalog *catalog)
{
    wattle_catalog_add_model (catalog, "gateway", "Gateway", (WattleModelFlags)0);
    wattle_catalog_set_interval (catalog, "gateway", 10000, 1000);
    wattle_catalog_add_options (catalog, "gateway", test_meter_options + 1, 1);
    wattle_catalog_add_model (catalog, "meter", "Meter", WATTLE_MODEL_CHILD);
    wattle_catalog_set_interval (catalog, "meter", 5000, 2000);
    wattle_catalog_add_options (catalog, "meter", test_meter_options, 2);
    wattle_catalog_add_model (catalog, "linked", "Linked", (WattleModelFlags)0);
    wattle_catalog_add_link (catalog, "linked", WATTLE_LINK_HTTP);
    wattle_catalog_set_interval (catalog, "linked", 1000, 500);
    wattle_catalog_add_options (catalog, "linked", test_linked_options,
                                G_N_ELEMENTS (test_linked_options));
}

static WattleDevice *
test_driver_create (WattleDriver *driver, const char *model, GError **)
{
    WattleDevice *device = wattle_test::make_device ();

    (*TEST_DRIVER (driver)->prepare) (device, model);
    return device;
}

static void
test_driver_iface_init (WattleDriverInterface *iface)
{
    iface->describe = test_driver_describe;
    iface->create = test_driver_create;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestDriver,
                               test_driver,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WATTLE_TYPE_DRIVER, test_driver_iface_init))

static void
test_driver_finalize (GObject *object)
{
    delete TEST_DRIVER (object)->prepare;
    G_OBJECT_CLASS (test_driver_parent_class)->finalize (object);
}

static void
test_driver_class_init (TestDriverClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = test_driver_finalize;
}

static void
test_driver_init (TestDriver *self)
{
    self->prepare = new std::function<void (WattleDevice *, const std::string &)> (
        [] (WattleDevice *, const std::string &) {});
}

G_END_DECLS
