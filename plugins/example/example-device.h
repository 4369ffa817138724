/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define EXAMPLE_TYPE_DEVICE (example_device_get_type ())
G_DECLARE_FINAL_TYPE (ExampleDevice, example_device, EXAMPLE, DEVICE, WattleDevice)

#define EXAMPLE_TYPE_DRIVER (example_driver_get_type ())
G_DECLARE_FINAL_TYPE (ExampleDriver, example_driver, EXAMPLE, DRIVER, GObject)

G_END_DECLS
