// SPDX-License-Identifier: LGPL-2.1-or-later
// Plugins in Python that fail: the exception is the problem, and the host goes on. A module name
// counts once in a process, so each test has its own.
#include "plugins/plugin-house.h"

namespace
{

const std::string HEAD = "import gi, sys\n"
                         "gi.require_version('Wattle', '1.0')\n"
                         "from gi.repository import GLib, GObject, Wattle\n";

class BadPython : public wattle_test::PluginHouse
{
  protected:
    static std::string
    driver (const std::string &name, const std::string &describe, const std::string &create)
    {
        return "class " + name + "Driver(GObject.Object, Wattle.Driver):\n" +
               "    __gtype_name__ = '" + name + "Driver'\n" +
               "    def do_describe(self, catalog):\n        " + describe + "\n" +
               "    def do_create(self, model):\n        " + create + "\n";
    }

    // A module whose device does what the methods say.
    void
    add_device (const std::string &name, const std::string &methods)
    {
        add_python (name, HEAD + "class " + name + "Device(Wattle.Device):\n" +
                              "    __gtype_name__ = '" + name + "Device'\n" + methods +
                              driver (name, "catalog.add_model('meter', 'Meter', 0)",
                                      "return " + name + "Device()"));
    }

    void
    expect_failed (const std::string &name, const std::string &pattern)
    {
        add_module ("example");
        load ();
        EXPECT_LIKE (problem (name), "plugin failed: " + pattern);
        EXPECT_FALSE (has_driver (name.c_str ()));
        expect_good ();
    }

    // The device cannot be made.
    void
    expect_not_made (const std::string &name, const std::string &pattern)
    {
        add_module ("example");
        load ();
        ASSERT_EQ (problem (name), "");
        EXPECT_FALSE (run ("bad", name.c_str ()));
        EXPECT_LIKE (problem ("bad", "config/driver"), "test.conf: " + pattern);
        expect_good ();
    }

    // The device is made, but goes offline.
    void
    expect_offline (const std::string &name, const std::string &pattern)
    {
        add_module ("example");
        load ();
        ASSERT_EQ (problem (name), "");
        ASSERT_TRUE (run ("bad", name.c_str ()));
        let_pass (60);
        EXPECT_EQ (state ("bad"), "offline");
        EXPECT_LIKE (problem ("bad", "state"), "offline: " + pattern);
        expect_good ();
    }

    const std::string ask = "    def do_next_request(self, step):\n"
                            "        return Wattle.Request.new_local(1) if step == 0 else None\n";
    const std::string believe = "    def do_decode(self, frame):\n        return True\n";
};

TEST_F (BadPython, ASyntaxError)
{
    add_python ("bad_syntax", "x = 1\ndef (:\n");
    expect_failed ("bad_syntax", "SyntaxError: * (File \"*bad_syntax.py\", line 2)");
}

TEST_F (BadPython, AMissingImport)
{
    add_python ("bad_import", "\nimport a_module_that_is_nowhere\n");
    expect_failed ("bad_import", "ModuleNotFoundError: No module named 'a_module_that_is_nowhere' "
                                 "(File \"*bad_import.py\", line 2*");
}

// It counts as there until a device asks for it.
TEST_F (BadPython, ADeviceIsToldWhyItsPluginFails)
{
    add_python ("bad_late", "\nimport a_module_that_is_nowhere\n");
    wattle_plugins_set_python_on_demand (plugins, TRUE);
    load ();
    EXPECT_FALSE (run ("meter", "bad_late"));
    EXPECT_LIKE (problem ("meter", "config/Device/Driver"),
                 "*: [Device] Driver: the plugin “bad_late” cannot be used: ModuleNotFoundError: "
                 "No module named 'a_module_that_is_nowhere' *");
}

TEST_F (BadPython, AMissingFile)
{
    add ("bad_file", info ("bad_file", "Loader=python3\n"));
    expect_failed ("bad_file", "ModuleNotFoundError: No module named 'bad_file'*");
}

TEST_F (BadPython, AModuleThatExits)
{
    add_python ("bad_exit", "import sys\nsys.exit(3)\n");
    expect_failed ("bad_exit", "SystemExit: 3 *");
}

TEST_F (BadPython, NoDriver)
{
    add_python ("bad_class", HEAD);
    expect_failed ("bad_class", "its module has no driver");
}

TEST_F (BadPython, AnExceptionInTheConstructor)
{
    add_python ("bad_init", HEAD + driver ("BadInit", "pass", "pass") +
                                "    def __init__(self):\n        raise ValueError('not me')\n");
    expect_failed ("bad_init", "ValueError: not me (bad_init.py, line 11)");
}

TEST_F (BadPython, AnExceptionInDescribe)
{
    add_python ("bad_describe_py", HEAD + driver ("BadDescribePy", "1 / 0", "pass"));
    expect_failed ("bad_describe_py", "its models cannot be described: ZeroDivisionError: division "
                                      "by zero (bad_describe_py.py, line 7)");
}

TEST_F (BadPython, AnExceptionInCreate)
{
    add_python ("bad_create_py", HEAD + driver ("BadCreatePy", "catalog.add_model('m', 'M', 0)",
                                                "raise KeyError(model)"));
    expect_not_made ("bad_create_py",
                     "the plugin failed: KeyError: 'm' (bad_create_py.py, line 9)");
}

TEST_F (BadPython, CreateThatReturnsNoDevice)
{
    add_python ("bad_type",
                HEAD + driver ("BadType", "catalog.add_model('m', 'M', 0)", "return 'a meter'"));
    expect_not_made ("bad_type", "the plugin failed: TypeError: *");
}

TEST_F (BadPython, AnExceptionInConfigure)
{
    add_device ("BadConfigurePy", "    def do_configure(self, options):\n        self.nothing\n");
    expect_not_made ("BadConfigurePy", "the plugin failed: AttributeError: *'nothing' *line 7)");
}

TEST_F (BadPython, AnExceptionInTheFirstRequest)
{
    add_device ("BadAsk", "    def do_next_request(self, step):\n        1 / 0\n");
    expect_offline ("BadAsk", "the plugin failed: ZeroDivisionError: * (BadAsk.py, line 7)");
}

TEST_F (BadPython, AnExceptionInALaterRequestIsNoGoodCycle)
{
    add_device ("BadAskLater", "    def do_next_request(self, step):\n"
                               "        return Wattle.Request.new_local(1 // (1 - step))\n" +
                                   believe);
    load ();
    ASSERT_TRUE (run ("bad", "BadAskLater"));
    let_pass (30);
    EXPECT_EQ (state ("bad"), "degraded");
    EXPECT_LIKE (problem ("bad", "state"), "degraded: the plugin failed: ZeroDivisionError: *");
}

TEST_F (BadPython, AnExceptionInDecode)
{
    add_device ("BadDecodePy", ask + "    def do_decode(self, frame):\n        return [][1]\n");
    expect_offline ("BadDecodePy", "*the plugin failed: IndexError: * (BadDecodePy.py, line 9)");
}

TEST_F (BadPython, AFailureWithoutReasonInDecode)
{
    add_device ("BadDecodeFalse", ask + "    def do_decode(self, frame):\n        return False\n");
    expect_offline ("BadDecodeFalse", "*the plugin failed without saying why");
}

TEST_F (BadPython, ADeviceThatExits)
{
    add_device ("BadDecodeExit", ask + "    def do_decode(self, frame):\n        sys.exit(3)\n");
    expect_offline ("BadDecodeExit", "*the plugin failed: SystemExit: 3 *");
}

TEST_F (BadPython, AnExceptionInACommandIsNoSuccess)
{
    g_autoptr (WattleCommand) command = wattle_command_new_action ("jump");
    std::string outcome;

    add_device ("BadCommand",
                ask + believe + "    def do_command(self, command, step):\n        1 / 0\n");
    load ();
    ASSERT_TRUE (run ("bad", "BadCommand"));
    wattle_runner_act (
        wattle_manager_find (manager, "bad"), command,
        [] (const GError *error, gpointer data) {
            *(std::string *)data = error != nullptr ? error->message : "done";
        },
        &outcome);
    EXPECT_LIKE (outcome, "the plugin failed: ZeroDivisionError: *");
}

} // namespace
