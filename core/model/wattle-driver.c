/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-driver.h"

#include "base/wattle-error.h"
#include "base/wattle-exception.h"

/**
 * WattleDriver:
 *
 * What a device plugin offers: which models exist, which options they take, and devices.
 */
G_DEFINE_INTERFACE (WattleDriver, wattle_driver, G_TYPE_OBJECT)

/**
 * WattleDriverInterface::match:
 * @self: a driver
 * @frame: what a search in one of the driver's ways brought
 * @found: what is known of the device goes there
 * @error: return location for an error that says what was wrong
 *
 * Returns: whether it is from a device of this driver; %FALSE without error: from something else
 */

static void
wattle_driver_default_init (WattleDriverInterface *iface)
{
}

/**
 * wattle_driver_describe:
 * @self: a driver
 * @catalog: where its models go
 */
void
wattle_driver_describe (WattleDriver *self, WattleCatalog *catalog)
{
    WattleDriverInterface *iface = WATTLE_DRIVER_GET_IFACE (self);

    if (iface->describe != NULL)
        iface->describe (self, catalog);
}

/**
 * wattle_driver_create:
 * @self: a driver
 * @model: one of its models
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a device that is to be configured next
 */
WattleDevice *
wattle_driver_create (WattleDriver *self, const char *model, GError **error)
{
    WattleDriverInterface *iface = WATTLE_DRIVER_GET_IFACE (self);
    g_autoptr (WattleDevice) device = NULL;
    g_autoptr (GError) problem = NULL;

    wattle_exception_forget ();
    if (iface->create != NULL)
        device = iface->create (self, model, &problem);
    if (device != NULL)
        return g_steal_pointer (&device);

    if (problem != NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
    else if (!wattle_exception_take_error (error))
        wattle_error_set (error, WATTLE_ERROR_PLUGIN, "the plugin made no device of model “%s”",
                          model);
    return NULL;
}

/**
 * wattle_driver_match:
 * @self: a driver
 * @frame: what a search in one of the driver's ways brought: a datagram or a message
 * @found: where the driver tells what it knows; only of use if the frame matches
 * @error: return location for an error: it looks like one of the driver's devices, but cannot be
 *   understood
 *
 * Returns: whether @frame is from a device of this driver; %FALSE without error if it is from
 *   something else
 */
gboolean
wattle_driver_match (WattleDriver *self, WattleFrame *frame, WattleFound *found, GError **error)
{
    WattleDriverInterface *iface = WATTLE_DRIVER_GET_IFACE (self);
    g_autoptr (GError) problem = NULL;

    if (iface->match == NULL)
        return FALSE;

    wattle_exception_forget ();
    if (iface->match (self, frame, found, &problem))
        return TRUE;

    if (problem != NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
    else
        wattle_exception_take_error (error);
    return FALSE;
}
