// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-found-check.h"
#include "support/search-driver.h"

#include <gtest/gtest.h>

namespace
{

class FoundCheck : public testing::Test
{
  protected:
    FoundCheck ()
    {
        g_autoptr (SearchDriver) driver =
            SEARCH_DRIVER (g_object_new (SEARCH_TYPE_DRIVER, nullptr));

        wattle_driver_describe (WATTLE_DRIVER (driver), catalog);
        wattle_found_set_model (found, "meter");
    }

    ~FoundCheck () override
    {
        g_object_unref (found);
        g_object_unref (catalog);
    }

    void
    expect_refused (int code, const char *text)
    {
        g_autoptr (GError) error = nullptr;

        EXPECT_FALSE (wattle_found_check (found, catalog, &error)) << text;
        ASSERT_TRUE (g_error_matches (error, WATTLE_ERROR, code)) << text;
        EXPECT_NE (strstr (error->message, text), nullptr) << error->message;
        EXPECT_TRUE (g_utf8_validate (error->message, -1, nullptr));
    }

    bool
    passes ()
    {
        return wattle_found_check (found, catalog, nullptr);
    }

    WattleCatalog *catalog = wattle_catalog_new ();
    WattleFound *found = wattle_found_new ();
};

TEST_F (FoundCheck, AModelIsEnough)
{
    EXPECT_TRUE (passes ());
}

TEST_F (FoundCheck, TheModelIsOneThatPeopleCanAdd)
{
    for (const char *model : { "", "toaster", "part" }) {
        wattle_found_set_model (found, model);
        expect_refused (WATTLE_ERROR_PLUGIN, "nobody can add");
    }
}

TEST_F (FoundCheck, AnIdIsOne)
{
    wattle_found_set_id (found, "cellar_1");
    EXPECT_TRUE (passes ());
    for (const char *id : { "Cellar", "bridge", "a b" }) {
        wattle_found_set_id (found, id);
        expect_refused (WATTLE_ERROR_PLUGIN, id);
    }
}

TEST_F (FoundCheck, LinksAreBroughtInTheirNormalForm)
{
    wattle_found_set_link (found, WATTLE_LINK_HTTP, "HTTP://192.0.2.7:80/");
    wattle_found_set_link (found, WATTLE_LINK_MQTT, "mqtt://Broker");
    EXPECT_TRUE (passes ());
    EXPECT_STREQ (wattle_found_get_link (found, WATTLE_LINK_HTTP), "http://192.0.2.7");
    EXPECT_STREQ (wattle_found_get_link (found, WATTLE_LINK_MQTT), "mqtt://broker:1883");
    wattle_found_set_link (found, WATTLE_LINK_MQTT, "");
    EXPECT_TRUE (passes ()) << "the host's own broker";
    EXPECT_STREQ (wattle_found_get_link (found, WATTLE_LINK_MQTT), "");
}

TEST_F (FoundCheck, LinksThatCannotBeAreRefused)
{
    for (const char *uri : { "", "192.0.2.7", "ftp://192.0.2.7", "http://u:p@h", "http://h/?x" }) {
        wattle_found_set_link (found, WATTLE_LINK_HTTP, uri);
        expect_refused (WATTLE_ERROR_CONFIG, "the address");
    }
    wattle_found_set_link (found, WATTLE_LINK_HTTP, "http://h/\xff");
    expect_refused (WATTLE_ERROR_PROTOCOL, "UTF-8");
    wattle_found_set_link (found, WATTLE_LINK_HTTP, "http://h");
    wattle_found_set_model (found, "deaf");
    expect_refused (WATTLE_ERROR_PLUGIN, "link that the model does not have");
}

TEST_F (FoundCheck, OptionsFitTheTableOfTheModel)
{
    wattle_found_set_option (found, "Unit", "247");
    EXPECT_TRUE (passes ());
    wattle_found_set_option (found, "Unit", "248");
    expect_refused (WATTLE_ERROR_CONFIG, "Unit");
    wattle_found_set_option (found, "Unit", "1");
    wattle_found_set_option (found, "Slot", "1");
    expect_refused (WATTLE_ERROR_PLUGIN, "“Slot”");
}

TEST_F (FoundCheck, ASecretIsNotFound)
{
    wattle_found_set_option (found, "Password", "secret:gateway");
    expect_refused (WATTLE_ERROR_PLUGIN, "“Password”");
}

} // namespace
