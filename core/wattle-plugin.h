/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a module registers itself. Together with engine/wattle-plugin-loader.c the only place that
 * knows libpeas, so a port to libpeas 2 is these two files. */
#pragma once

#include <libpeas/peas.h>

/**
 * WATTLE_PLUGIN_DRIVER:
 * @type: a GType that implements #WattleDriver
 *
 * Registers the driver of a device plugin; once in each module.
 */
#define WATTLE_PLUGIN_DRIVER(type)                                                                 \
    G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);                           \
    G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module)                            \
    {                                                                                              \
        peas_object_module_register_extension_type (module, WATTLE_TYPE_DRIVER, type);             \
    }

/**
 * WATTLE_PLUGIN_TARIFF:
 * @type: a GType derived from #WattleTariff
 *
 * Registers the tariff of a tariff plugin, of which one is made for each plan; once in each module.
 */
#define WATTLE_PLUGIN_TARIFF(type)                                                                 \
    G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);                           \
    G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module)                            \
    {                                                                                              \
        peas_object_module_register_extension_type (module, WATTLE_TYPE_TARIFF, type);             \
    }
