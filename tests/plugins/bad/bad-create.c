/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes no device and does not say why. */
#include "bad.h"

static WattleDevice *
create (WattleDriver *driver, const char *model, GError **error)
{
    return NULL;
}

BAD_DRIVER (BadCreateDriver, bad_create_driver, bad_describe, create)
