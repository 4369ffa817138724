// SPDX-License-Identifier: LGPL-2.1-or-later
// `wattle tariff` with files alone, or with a real host.
#pragma once

#include <filesystem>

#include "cli/program.h"
#include "support/text.h"
#include "system/house.h"

namespace wattle_test
{

inline const std::string EXAMPLE = WATTLE_DATA "/tariffs/iskra-sg-manual.json";

// As text of GVariant; a bytestring there would have one more byte at its end.
inline std::string
to_bytes (const std::string &text)
{
    std::string bytes;

    for (char letter : text)
        bytes += (bytes.empty () ? "[byte " : ", ") + std::to_string ((unsigned char)letter);
    return bytes + "]";
}

class TariffHouse : public testing::Test
{
  protected:
    TariffHouse ()
    {
        environment = make_environment (bus);
        environment["WATTLE_DATA_DIR"] = WATTLE_DATA;
        house.environment = environment;
        environment["TMPDIR"] = scratch.path ();
    }

    Outcome
    run (std::vector<std::string> arguments, const std::string &input = "")
    {
        arguments.insert (arguments.begin (), "tariff");
        return run_wattle (environment, arguments, input);
    }

    std::string
    json (std::vector<std::string> arguments, const std::string &input = "")
    {
        arguments.push_back ("--json");
        Outcome outcome = run (arguments, input);

        EXPECT_EQ (outcome.status, 0) << outcome.err;
        return outcome.out;
    }

    // Waits until the host tells of the plan, as it does once it is imported.
    void
    import ()
    {
        ASSERT_EQ (run ({ "import", EXAMPLE }).status, 0);
    }

    std::string
    kept ()
    {
        return peek_file (house.dir.file ("state/config/tariffs/iskra_sg_manual.json"));
    }

    // What was left behind for the editor.
    std::vector<std::string>
    left ()
    {
        std::vector<std::string> files;

        for (const auto &entry : std::filesystem::directory_iterator (scratch.path ()))
            files.push_back (entry.path ());
        return files;
    }

    // An editor that runs these commands of sed.
    void
    use_editor (const std::string &script)
    {
        environment["EDITOR"] = "sed -i -e '" + script + "'";
    }

    PrivateBus bus;
    BusClient client{ bus };
    House house;
    TempDir dir;
    TempDir scratch; // of the program; nothing of it stays behind the test
    Process::Environment environment;
};

} // namespace wattle_test
