// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-exception.h"
#include "model/wattle-driver.h"
#include "support/test-device.h"

#include <gtest/gtest.h>

#define TEST_TYPE_DRIVER (test_driver_get_type ())
G_DECLARE_FINAL_TYPE (TestDriver, test_driver, TEST, DRIVER, GObject)

struct _TestDriver {
    GObject parent_instance;
};

static void
describe (WattleDriver *, WattleCatalog *catalog)
{
    wattle_catalog_add_model (catalog, "meter", "Meter", (WattleModelFlags)0);
}

// What a plugin may do, right and wrong, by the name of the model.
static WattleDevice *
create (WattleDriver *, const char *model, GError **error)
{
    if (g_str_equal (model, "meter"))
        return wattle_test::make_device ();
    if (g_str_equal (model, "both")) {
        g_set_error_literal (error, WATTLE_ERROR, WATTLE_ERROR_FAILED, "and an error");
        return wattle_test::make_device ();
    }
    if (!g_str_equal (model, "silent"))
        g_set_error (error, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND, "no model “%s”", model);
    return nullptr;
}

// The same by the text of the frame.
static gboolean
match (WattleDriver *, WattleFrame *frame, WattleFound *found, GError **error)
{
    g_autofree char *text = wattle_frame_get_text (frame, nullptr);

    wattle_found_set_serial (found, text);
    if (g_str_equal (text, "broken") || g_str_equal (text, "both"))
        g_set_error_literal (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL, "it is cut off");
    if (g_str_equal (text, "exception"))
        wattle_exception_note ("TypeError: no (line 1)", nullptr);
    return g_str_equal (text, "mine") || g_str_equal (text, "both");
}

static void
iface_init (WattleDriverInterface *iface)
{
    iface->describe = describe;
    iface->create = create;
    iface->match = match;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestDriver,
                               test_driver,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WATTLE_TYPE_DRIVER, iface_init))

static void
test_driver_class_init (TestDriverClass *)
{
}

static void
test_driver_init (TestDriver *)
{
}

class Driver : public testing::Test
{
  protected:
    ~Driver () override
    {
        g_object_unref (found);
        g_object_unref (driver);
    }

    bool
    match (const char *text, GError **error)
    {
        g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
        g_autoptr (WattleFrame) frame = wattle_frame_new_datagram ("192.0.2.1", bytes, 0);

        return wattle_driver_match (driver, frame, found, error);
    }

    WattleFound *found = wattle_found_new ();
    WattleDriver *driver = WATTLE_DRIVER (g_object_new (TEST_TYPE_DRIVER, nullptr));
};

TEST_F (Driver, DescribesItsModels)
{
    g_autoptr (WattleCatalog) catalog = wattle_catalog_new ();

    wattle_driver_describe (driver, catalog);
    EXPECT_TRUE (wattle_catalog_has_model (catalog, "meter"));
}

TEST_F (Driver, MakesADevice)
{
    g_autoptr (GError) error = nullptr;
    g_autoptr (WattleDevice) device = wattle_driver_create (driver, "meter", &error);

    EXPECT_NE (device, nullptr);
    EXPECT_EQ (error, nullptr);
}

TEST_F (Driver, PassesOnWhyThereIsNone)
{
    g_autoptr (GError) error = nullptr;

    EXPECT_EQ (wattle_driver_create (driver, "toaster", &error), nullptr);
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND));
}

TEST_F (Driver, NoDeviceWithoutAReasonIsTheFaultOfThePlugin)
{
    g_autoptr (GError) error = nullptr;

    EXPECT_EQ (wattle_driver_create (driver, "silent", &error), nullptr);
    ASSERT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PLUGIN));
    EXPECT_NE (strstr (error->message, "silent"), nullptr) << error->message;
}

TEST_F (Driver, ADeviceCountsEvenWithAnError)
{
    g_autoptr (GError) error = nullptr;
    g_autoptr (WattleDevice) device = wattle_driver_create (driver, "both", &error);

    EXPECT_NE (device, nullptr);
    EXPECT_EQ (error, nullptr);
}

TEST_F (Driver, SaysWhetherAFrameIsFromItsDevices)
{
    g_autoptr (GError) error = nullptr;

    EXPECT_TRUE (match ("mine", &error));
    EXPECT_STREQ (wattle_found_get_serial (found), "mine");
    EXPECT_FALSE (match ("foreign", &error));
    EXPECT_EQ (error, nullptr);
}

TEST_F (Driver, PassesOnWhyAFrameCannotBeUnderstood)
{
    g_autoptr (GError) error = nullptr;

    EXPECT_FALSE (match ("broken", &error));
    ASSERT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL));
    EXPECT_STREQ (error->message, "it is cut off");
}

TEST_F (Driver, AMatchCountsEvenWithAnError)
{
    g_autoptr (GError) error = nullptr;

    EXPECT_TRUE (match ("both", &error));
    EXPECT_EQ (error, nullptr);
}

TEST_F (Driver, AnExceptionInMatchIsTheFaultOfThePlugin)
{
    g_autoptr (GError) error = nullptr;

    EXPECT_FALSE (match ("exception", &error));
    ASSERT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PLUGIN));
    EXPECT_NE (strstr (error->message, "TypeError: no"), nullptr) << error->message;
    g_clear_error (&error);
    EXPECT_FALSE (match ("foreign", &error));
    EXPECT_EQ (error, nullptr) << "of an earlier call";
}

TEST_F (Driver, WithoutMatchNothingIsItsOwn)
{
    g_autoptr (GError) error = nullptr;
    WattleDriverInterface *iface = WATTLE_DRIVER_GET_IFACE (driver);

    iface->match = nullptr;
    EXPECT_FALSE (match ("mine", &error));
    EXPECT_EQ (error, nullptr);
    iface->match = ::match;
}
