// SPDX-License-Identifier: LGPL-2.1-or-later
// Proofs of several tariff plans at once, and of those that have no price for some tariff.
#include "cli/program.h"
#include "support/temp-dir.h"
#include "support/text.h"

using namespace wattle_test;

namespace
{

const std::string EXAMPLE = WATTLE_DATA "/tariffs/iskra-sg-manual.json";
const std::string BLOCKS = WATTLE_DATA "/tariffs/si-five-blocks.json";

class CliTariffVerify : public testing::Test
{
  protected:
    CliTariffVerify ()
    {
        environment = make_environment (bus);
        environment["WATTLE_DATA_DIR"] = WATTLE_DATA;
    }

    Outcome
    verify (std::vector<std::string> arguments)
    {
        arguments.insert (arguments.begin (), { "tariff", "verify" });
        return run_wattle (environment, arguments);
    }

    PrivateBus bus;
    TempDir dir;
    Process::Environment environment;
};

} // namespace

TEST_F (CliTariffVerify, GoesOnWhereADocumentCannotBeRead)
{
    std::string bad =
        dir.write ("bad.json", replaced (read_file (EXAMPLE), "\"0.23\"", "\"0,23\""));
    Outcome outcome = verify ({ EXAMPLE, bad, "/none.json", BLOCKS });

    EXPECT_EQ (outcome.status, 1);
    EXPECT_EQ (outcome.err, "");
    EXPECT_TRUE (has (outcome.out, "\nok       iskra_sg_manual ")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "\nproblem  " + bad + " ")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "\nproblem  /none.json ")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "\nok       si_five_blocks ")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "\n" + bad + ": versions[0].components[0].prices.high: "))
        << outcome.out;
    EXPECT_TRUE (has (outcome.out, "\n/none.json: ")) << outcome.out;
    EXPECT_FALSE (has (outcome.out, "exactly one tariff")) << outcome.out;

    outcome = verify ({ EXAMPLE, bad, BLOCKS, "--json" });
    EXPECT_EQ (outcome.status, 1);
    EXPECT_EQ (count (outcome.out), 3);
    EXPECT_EQ (at (outcome.out, "0.error"), "null");
    EXPECT_EQ (members (outcome.out, "1"), members (outcome.out, "0"));
    EXPECT_EQ (at (outcome.out, "1.plan"), bad);
    EXPECT_EQ (at (outcome.out, "1.zone"), "null");
    EXPECT_EQ (at (outcome.out, "1.days"), "null");
    EXPECT_TRUE (has (at (outcome.out, "1.error"), "prices.high: ")) << outcome.out;
    EXPECT_EQ (at (outcome.out, "2.plan"), "si_five_blocks");
    EXPECT_EQ (at (outcome.out, "2.error"), "null");
}

// No host runs here: a plan of the house is named in the sentence, too.
TEST_F (CliTariffVerify, GoesOnWhereAPlanCannotBeAskedFor)
{
    Outcome outcome = verify ({ "some_plan", EXAMPLE });

    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.out, "\nsome_plan: ")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "\nok       iskra_sg_manual ")) << outcome.out;
    EXPECT_EQ (verify ({ "some_plan" }).status, 3);
}

TEST_F (CliTariffVerify, SaysWhichComponentHasNoPriceForWhichTariff)
{
    std::string file =
        dir.write ("plan.json", replaced (read_file (EXAMPLE), "\"low\": \"0.16\", ", ""));
    Outcome outcome = verify ({ file });

    EXPECT_EQ (outcome.status, 0);
    EXPECT_TRUE (has (outcome.out, "\nok       iskra_sg_manual ")) << outcome.out;
    EXPECT_TRUE (has (outcome.out,
                      "\niskra_sg_manual, Europe/Ljubljana: 81834 spans have no price: "
                      "energy has none for low.\n"))
        << outcome.out;
    EXPECT_FALSE (has (verify ({ EXAMPLE }).out, "have no price"));
    Outcome json = verify ({ file, "--json" });
    EXPECT_EQ (at (json.out, "0.without_price"),
               "[{\"from\":\"1970-01-01\",\"component\":\"energy\",\"tariff\":\"low\"}]");
    EXPECT_EQ (at (verify ({ EXAMPLE, "--json" }).out, "0.without_price"), "[]");
}

TEST_F (CliTariffVerify, SaysItOfEachComponentAndTariff)
{
    std::string text = read_file (BLOCKS);

    for (const char *name : { "\"block_2\": ", "\"block_4\": ", "\"mt\": " }) {
        size_t begin = text.find (name);
        ASSERT_NE (begin, std::string::npos) << name;
        size_t end = text.find_first_of (",}", begin);
        bool last = text[end] == '}';
        begin = last ? text.rfind (',', begin) : begin;
        text.erase (begin, end + (last ? 0 : 1) - begin);
    }
    Outcome outcome = verify ({ dir.write ("plan.json", text) });
    EXPECT_EQ (outcome.status, 0) << outcome.err;
    for (const char *why : { "network has none for block_2", "network has none for block_4",
                             "energy has none for mt" })
        EXPECT_TRUE (has (outcome.out, why)) << outcome.out;
}

TEST_F (CliTariffVerify, HasALineForAllZonesOfTheComputer)
{
    std::string file =
        dir.write ("plan.json", replaced (read_file (EXAMPLE), "1970-01-01", "2027-03-15"));
    Outcome outcome = verify ({ file, "--all-zones" });

    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (has (outcome.out, " zones from 1970-01-01 on; the slowest took ")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "\niskra_sg_manual begins on 2027-03-15.\n")) << outcome.out;
    EXPECT_FALSE (has (outcome.out, "Verdict")) << outcome.out;
    EXPECT_LT (outcome.out.size (), 600u) << outcome.out;
}

TEST_F (CliTariffVerify, SaysWhenAPlanBegins)
{
    std::string file =
        dir.write ("plan.json", replaced (read_file (EXAMPLE), "1970-01-01", "2027-03-15"));
    Outcome outcome = verify ({ file });

    EXPECT_TRUE (has (outcome.out, "  From        Begins       Days ")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "  Europe/Ljubljana  1970-01-01  2027-03-15  47847 "))
        << outcome.out;
    EXPECT_FALSE (has (verify ({ EXAMPLE }).out, "Begins"));
}
