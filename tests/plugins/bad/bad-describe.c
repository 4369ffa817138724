/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Has a driver that has no model. */
#include "bad.h"

static void
describe_nothing (WattleDriver *driver, WattleCatalog *catalog)
{
}

BAD_DRIVER (BadDescribeDriver, bad_describe_driver, describe_nothing, NULL)
