// SPDX-License-Identifier: LGPL-2.1-or-later
// The program itself among bad plugins: it starts, says what is wrong and runs the good ones.
#include <csignal>
#include <fstream>
#include <iterator>

#include "plugins/plugin-house.h"

namespace
{

class BadPluginsProgram : public wattle_test::PluginHouse
{
  protected:
    ~BadPluginsProgram () override
    {
        if (process_ != nullptr)
            g_subprocess_force_exit (process_);
        g_clear_object (&process_);
    }

    void
    add_device (const std::string &id, const std::string &driver)
    {
        dir.write ("config/devices.d/" + id + ".conf",
                   "[Device]\nFormat=1\nModel=meter\nDriver=" + driver + "\n");
    }

    void
    start ()
    {
        g_autoptr (GSubprocessLauncher) launcher =
            g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
        g_autoptr (GError) error = nullptr;
        std::string config = dir.file ("config"), state = dir.file ("run"),
                    ready = dir.file ("ready");

        dir.write ("config/wattle.conf", "[Host]\nInstance=test\n");
        g_subprocess_launcher_set_stdout_file_path (launcher, dir.file ("out").c_str ());
        g_subprocess_launcher_set_stderr_file_path (launcher, dir.file ("err").c_str ());
        g_subprocess_launcher_setenv (launcher, "WATTLE_PLUGIN_DIR", dir.file ("plugins").c_str (),
                                      TRUE);
        g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
        process_ = g_subprocess_launcher_spawn (
            launcher, &error, WATTLED, "--session", "--verbose", "--config", config.c_str (),
            "--state", state.c_str (), "--ready-file", ready.c_str (), nullptr);
        ASSERT_NE (process_, nullptr) << error->message;
        ASSERT_TRUE (wattle_test::spin ([&] {
            return g_file_test (ready.c_str (), G_FILE_TEST_EXISTS) != FALSE;
        })) << read ("err");
    }

    std::string
    read (const std::string &name) const
    {
        std::ifstream file (dir.file (name));

        return { std::istreambuf_iterator<char> (file), {} };
    }

    GSubprocess *process_ = nullptr;
};

TEST_F (BadPluginsProgram, StartsAndRunsTheGoodOne)
{
    for (const char *name : { "bad-configure", "bad-create", "bad-decode", "bad-describe",
                              "bad-driver", "bad-link", "bad-register", "bad-request", "example" })
        add_module (name);
    add ("x", "nonsense");
    for (const char *name :
         { "bad-configure", "bad-create", "bad-decode", "bad-request", "bad-link" })
        add_device (std::string (name + 4) + "_meter", name);
    add_device ("good", "example");

    start ();
    EXPECT_LIKE (read ("out"), "*(good)*Frequency*50*");
    for (const char *line :
         { "x: plugin refused: *cannot be read",
           "bad-driver: plugin failed: its module has no driver",
           "bad-link: plugin failed: *undefined symbol",
           "bad-describe: plugin failed: it describes no model", "create_meter: *made no device",
           "configure_meter: *failed without saying why",
           "link_meter: *the plugin “bad-link” cannot be used: *undefined symbol" })
        EXPECT_LIKE (read ("err"), "*" + std::string (line) + "*");

    g_subprocess_send_signal (process_, SIGTERM);
    ASSERT_TRUE (g_subprocess_wait (process_, nullptr, nullptr));
    EXPECT_TRUE (g_subprocess_get_successful (process_)) << read ("err");
    EXPECT_FALSE (wattle_test::like (read ("err"), "*WARNING*")) << read ("err");
}

} // namespace
