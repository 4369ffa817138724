// SPDX-License-Identifier: LGPL-2.1-or-later
// Plugins that load well and fail when they are used: the device says so, and hurts nobody else.
#include "plugins/plugin-house.h"

namespace
{

class BadDevices : public wattle_test::PluginHouse
{
  protected:
    // Loads well; the fault shows when it is used.
    void
    expect_loaded (const char *module)
    {
        add_module ("example");
        add_module (module);
        load ();
        EXPECT_EQ (problem (module), "");
        EXPECT_TRUE (has_driver (module));
    }
};

TEST_F (BadDevices, ADriverThatMakesNothing)
{
    expect_loaded ("bad-create");
    EXPECT_FALSE (run ("bad", "bad-create"));
    EXPECT_EQ (problem ("bad", "config/driver"),
               "test.conf: the plugin made no device of model “meter”");
    expect_good ();
}

TEST_F (BadDevices, ADeviceThatRefusesItsOptionsWithoutReason)
{
    expect_loaded ("bad-configure");
    EXPECT_FALSE (run ("bad", "bad-configure"));
    EXPECT_EQ (problem ("bad", "config/driver"), "test.conf: the plugin failed without saying why");
    expect_good ();
}

TEST_F (BadDevices, ADeviceThatAsksNothing)
{
    expect_loaded ("bad-request");
    ASSERT_TRUE (run ("bad", "bad-request"));
    let_pass (60);
    EXPECT_EQ (state ("bad"), "offline");
    EXPECT_EQ (problem ("bad", "state"), "offline: the plugin asks nothing");
    expect_good ();
}

TEST_F (BadDevices, ADeviceThatBelievesNothing)
{
    expect_loaded ("bad-decode");
    ASSERT_TRUE (run ("bad", "bad-decode"));
    let_pass (60);
    EXPECT_EQ (state ("bad"), "offline");
    EXPECT_LIKE (problem ("bad", "state"), "offline: *the plugin failed without saying why");
    expect_good ();
}

} // namespace
