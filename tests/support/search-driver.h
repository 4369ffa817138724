// SPDX-License-Identifier: LGPL-2.1-or-later
// A driver in the test program whose devices can be found, in whatever way a test says.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/wattle-driver.h"
#include "support/test-device.h"

namespace wattle_test
{

struct SearchScript {
    std::function<void (WattleCatalog *)> describe = [] (WattleCatalog *) {};
    // All that came. What a device answers is its serial number.
    std::vector<std::string> heard;
    std::function<bool (const std::string &, WattleFrame *, WattleFound *, GError **)> match =
        [] (const std::string &text, WattleFrame *frame, WattleFound *found, GError **) {
            const char *address = wattle_frame_get_address (frame);
            std::string uri = address != nullptr ? std::string ("http://") + address + "/" : "";

            wattle_found_set_model (found, "meter");
            wattle_found_set_serial (found, text.c_str ());
            if (address != nullptr)
                wattle_found_set_link (found, WATTLE_LINK_HTTP, uri.c_str ());
            else
                wattle_found_set_link (found, WATTLE_LINK_MQTT, "");
            return true;
        };
};

} // namespace wattle_test

G_BEGIN_DECLS

#define SEARCH_TYPE_DRIVER (search_driver_get_type ())
G_DECLARE_FINAL_TYPE (SearchDriver, search_driver, SEARCH, DRIVER, GObject)

struct _SearchDriver {
    GObject parent_instance;
    wattle_test::SearchScript *script;
};

static const WattleOptionSpec search_driver_options[] = {
    { "Unit", WATTLE_OPTION_INTEGER, "Unit", "1", 1, 247 },
    { "Password", WATTLE_OPTION_SECRET, "Password" },
};

static void
search_driver_describe (WattleDriver *driver, WattleCatalog *catalog)
{
    wattle_catalog_add_model (catalog, "meter", "Meter", WATTLE_MODEL_ANY_LINK);
    wattle_catalog_add_link (catalog, "meter", WATTLE_LINK_HTTP);
    wattle_catalog_add_link (catalog, "meter", WATTLE_LINK_MQTT);
    wattle_catalog_add_options (catalog, "meter", search_driver_options,
                                G_N_ELEMENTS (search_driver_options));
    wattle_catalog_add_model (catalog, "part", "Part", WATTLE_MODEL_CHILD);
    wattle_catalog_add_model (catalog, "deaf", "Without links", (WattleModelFlags)0);
    SEARCH_DRIVER (driver)->script->describe (catalog);
}

static WattleDevice *
search_driver_create (WattleDriver *, const char *, GError **)
{
    return wattle_test::make_device ();
}

static gboolean
search_driver_match (WattleDriver *driver, WattleFrame *frame, WattleFound *found, GError **error)
{
    wattle_test::SearchScript *script = SEARCH_DRIVER (driver)->script;
    gsize length;
    const char *data = (const char *)g_bytes_get_data (wattle_frame_get_bytes (frame), &length);
    std::string text (data != nullptr ? data : "", length);

    script->heard.push_back (text);
    return script->match (text, frame, found, error);
}

static void
search_driver_iface_init (WattleDriverInterface *iface)
{
    iface->describe = search_driver_describe;
    iface->create = search_driver_create;
    iface->match = search_driver_match;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SearchDriver,
                               search_driver,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WATTLE_TYPE_DRIVER, search_driver_iface_init))

static void
search_driver_finalize (GObject *object)
{
    delete SEARCH_DRIVER (object)->script;
    G_OBJECT_CLASS (search_driver_parent_class)->finalize (object);
}

static void
search_driver_class_init (SearchDriverClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = search_driver_finalize;
}

static void
search_driver_init (SearchDriver *self)
{
    self->script = new wattle_test::SearchScript;
}

G_END_DECLS
