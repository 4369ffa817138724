// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-error.h"

#include <gio/gio.h>
#include <gtest/gtest.h>

TEST (Error, CrossesTheBusAsItsOwnName)
{
    g_autoptr (GError) error = g_error_new_literal (WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND, "no");
    g_autofree char *name = g_dbus_error_encode_gerror (error);

    EXPECT_STREQ (name, "org.wattle.Wattle1.Error.NotFound");
}

TEST (Error, HasAStableWordForEachCode)
{
    g_autoptr (GError) timeout = g_error_new_literal (WATTLE_ERROR, WATTLE_ERROR_TIMEOUT, "late");
    g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "late");

    EXPECT_STREQ (wattle_error_get_name (timeout), "Timeout");
    EXPECT_STREQ (wattle_error_get_name (foreign), "Failed");
}
