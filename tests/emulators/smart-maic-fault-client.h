// SPDX-License-Identifier: LGPL-2.1-or-later
// An emulated smart-MAIC whose faults are set from outside.
#pragma once

#include "http-fetch.h"
#include "smart-maic-client.h"
#include "smart-maic-control.h"

class SmartMaicFault : public SmartMaicClient
{
  protected:
    void
    SetUp () override
    {
        SmartMaicClient::SetUp ();
        control = smart_maic_control_new (device, "127.0.0.1", 0, nullptr);
        ASSERT_NE (control, nullptr);
        smart_maic_set_forms (device, SMART_MAIC_JSON);
    }

    void
    TearDown () override
    {
        emulator_control_free (control);
        SmartMaicClient::TearDown ();
    }

    std::string
    uri (const char *path) const
    {
        return "http://127.0.0.1:" + std::to_string (emulator_control_get_port (control)) + path;
    }

    Fetched
    try_fault (const std::string &json)
    {
        return request ("POST", uri ("/emulator/fault"), json);
    }

    void
    set (const std::string &json)
    {
        Fetched fetched = try_fault (json);

        EXPECT_EQ (fetched.status, 200u) << json << fetched.body;
    }

    std::string
    state ()
    {
        return fetch (uri ("/emulator/state"));
    }

    bool
    knows (const std::string &text)
    {
        return state ().find (text) != std::string::npos;
    }

    // Works with getwdata, which may be asked at any time.
    Answer
    ask ()
    {
        return page ("getwdata");
    }

    EmulatorControl *control = nullptr;
};
