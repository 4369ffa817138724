/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define SMAPPEE_TYPE_DRIVER (smappee_driver_get_type ())
G_DECLARE_FINAL_TYPE (SmappeeDriver, smappee_driver, SMAPPEE, DRIVER, GObject)

G_END_DECLS
