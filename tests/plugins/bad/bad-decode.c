/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Believes no answer and does not say why. */
#include "bad.h"

BAD_DEVICE (BadDecodeDevice, bad_decode_device)

static WattleRequest *
next_request (WattleSource *source, guint step)
{
    return step == 0 ? wattle_request_new_local (1) : NULL;
}

static gboolean
decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    return FALSE;
}

static void
bad_decode_device_class_init (BadDecodeDeviceClass *klass)
{
    WATTLE_SOURCE_CLASS (klass)->next_request = next_request;
    WATTLE_SOURCE_CLASS (klass)->decode = decode;
}

BAD_CREATE (bad_decode_device)
BAD_DRIVER (BadDecodeDriver, bad_decode_driver, bad_describe, create)
