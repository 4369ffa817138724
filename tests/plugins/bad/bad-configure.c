/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Refuses its options and does not say why. */
#include "bad.h"

BAD_DEVICE (BadConfigureDevice, bad_configure_device)

static gboolean
configure (WattleSource *source, WattleOptions *options, GError **error)
{
    return FALSE;
}

static void
bad_configure_device_class_init (BadConfigureDeviceClass *klass)
{
    WATTLE_SOURCE_CLASS (klass)->configure = configure;
}

BAD_CREATE (bad_configure_device)
BAD_DRIVER (BadConfigureDriver, bad_configure_driver, bad_describe, create)
