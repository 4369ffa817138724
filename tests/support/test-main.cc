// SPDX-License-Identifier: LGPL-2.1-or-later
// The main function of every test program. A critical or warning that a test did not announce with
// g_test_expect_message() fails the test it happened in.

#include <gio/gio.h>
#include <gtest/gtest.h>

#include <cstdlib>

int
main (int argc, char **argv)
{
    g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
    g_setenv ("GIO_USE_VFS", "local", TRUE);
    g_test_init (&argc, &argv, nullptr);
    g_log_set_always_fatal (
        (GLogLevelFlags)(G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING));
    testing::InitGoogleTest (&argc, argv);
    return RUN_ALL_TESTS ();
}
