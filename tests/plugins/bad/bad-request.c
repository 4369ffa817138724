/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Never asks anything. */
#include "bad.h"

BAD_DEVICE (BadRequestDevice, bad_request_device)

static WattleRequest *
next_request (WattleSource *source, guint step)
{
    return NULL;
}

static void
bad_request_device_class_init (BadRequestDeviceClass *klass)
{
    WATTLE_SOURCE_CLASS (klass)->next_request = next_request;
}

BAD_CREATE (bad_request_device)
BAD_DRIVER (BadRequestDriver, bad_request_driver, bad_describe, create)
