// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-error.h"
#include "transport/wattle-placeholder.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace
{

using Values = std::map<std::string, std::string>;

char *
look_up (const char *kind, const char *argument, gpointer user_data)
{
    Values *values = (Values *)user_data;
    auto found = values->find (std::string (kind) + ":" + argument);

    return found == values->end () ? nullptr : g_strdup (found->second.c_str ());
}

std::string
expand (const char *text, WattlePlace place, Values values)
{
    g_autoptr (GError) error = nullptr;
    g_autofree char *out = wattle_placeholder_expand (text, place, look_up, &values, &error);

    if (out == nullptr) {
        EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
        return std::string ("error: ") + error->message;
    }
    return out;
}

TEST (Placeholder, PercentEncodesInAPath)
{
    EXPECT_EQ (expand ("/a/{option:Id}?t={state:token}&x=1", WATTLE_PLACE_URL,
                       { { "option:Id", "b/c d" }, { "state:token", "1&x=2%é" } }),
               "/a/b%2Fc%20d?t=1%26x%3D2%25%C3%A9&x=1");
}

TEST (Placeholder, MakesTheBasicWordOfUserAndPassword)
{
    EXPECT_EQ (expand ("Authorization=Basic {basic:User:Password}", WATTLE_PLACE_HEADER,
                       { { "option:User", "admin" }, { "option:Password", "iskra" } }),
               "Authorization=Basic YWRtaW46aXNrcmE=");
}

TEST (Placeholder, RefusesAColonInTheUserOfBasic)
{
    std::string text = expand ("{basic:User:Password}", WATTLE_PLACE_HEADER,
                               { { "option:User", "ad:min" }, { "option:Password", "iskra" } });

    EXPECT_EQ (text,
               "error: filling in {basic:User:Password}: the option “User” cannot hold a colon");
}

TEST (Placeholder, RefusesControlCharactersInAHeaderWithoutShowingThem)
{
    std::string text =
        expand ("Pin {option:Pin}", WATTLE_PLACE_HEADER, { { "option:Pin", "hush\r\nEvil: 1" } });

    EXPECT_EQ (text, "error: filling in {option:Pin}: a header cannot hold control characters");
}

TEST (Placeholder, EscapesInsideAJsonBodyAndKeepsItsBraces)
{
    EXPECT_EQ (expand (R"({"pin":"{option:Pin}","a":{"b":{}}})", WATTLE_PLACE_JSON,
                       { { "option:Pin", "a\"b\\c\n" } }),
               R"({"pin":"a\"b\\c\u000a","a":{"b":{}}})");
}

TEST (Placeholder, EncodesAFormBody)
{
    EXPECT_EQ (
        expand ("user={option:User}&x=1", WATTLE_PLACE_FORM, { { "option:User", "a b&c+d" } }),
        "user=a+b%26c%2Bd&x=1");
}

TEST (Placeholder, LeavesBracesThatAreNoPlaceholder)
{
    for (const char *text : { "{", "}", "{}", "{option}", "{option:}", "{option:a", "{Option:A}",
                              "{basic:User}", "{state:a b}", "{other:Key}", "{option:A:B}" })
        EXPECT_EQ (expand (text, WATTLE_PLACE_TEXT, {}), text);
}

TEST (Placeholder, FindsAPlaceholderRightAfterABrace)
{
    EXPECT_EQ (expand ("{{option:A}}", WATTLE_PLACE_TEXT, { { "option:A", "1" } }), "{1}");
}

TEST (Placeholder, DoesNotExpandAValueAgain)
{
    EXPECT_EQ (expand ("{option:A}", WATTLE_PLACE_TEXT, { { "option:A", "{option:A}" } }),
               "{option:A}");
}

TEST (Placeholder, NamesWhatHasNoValue)
{
    EXPECT_EQ (expand ("/{state:token}", WATTLE_PLACE_URL, {}),
               "error: filling in {state:token}: the state “token” has no value");
    EXPECT_EQ (expand ("{basic:User:Password}", WATTLE_PLACE_HEADER, { { "option:User", "a" } }),
               "error: filling in {basic:User:Password}: the option “Password” has no value");
}

TEST (Placeholder, FailsWithoutAnyoneToAsk)
{
    g_autoptr (GError) error = nullptr;
    g_autofree char *out =
        wattle_placeholder_expand ("{option:A}", WATTLE_PLACE_URL, nullptr, nullptr, &error);

    EXPECT_EQ (out, nullptr);
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
}

TEST (Placeholder, TellsThePlaceByTheContentType)
{
    EXPECT_EQ (wattle_placeholder_get_place ("application/json; charset=utf-8"), WATTLE_PLACE_JSON);
    EXPECT_EQ (wattle_placeholder_get_place ("application/x-www-form-urlencoded"),
               WATTLE_PLACE_FORM);
    EXPECT_EQ (wattle_placeholder_get_place ("text/plain"), WATTLE_PLACE_TEXT);
    EXPECT_EQ (wattle_placeholder_get_place (nullptr), WATTLE_PLACE_TEXT);
}

} // namespace
