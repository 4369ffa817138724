/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What every bad plugin is made of, so that each shows its fault alone. */
#pragma once

#include <wattle.h>

#define BAD_DEVICE(Type, prefix)                                                                   \
    typedef WattleDevice Type;                                                                     \
    typedef WattleDeviceClass Type##Class;                                                         \
    static GType prefix##_get_type (void);                                                         \
    G_DEFINE_TYPE (Type, prefix, WATTLE_TYPE_DEVICE)                                               \
    static void prefix##_init (Type *self)                                                         \
    {                                                                                              \
    }

#define BAD_CREATE(prefix)                                                                         \
    static WattleDevice *create (WattleDriver *driver, const char *model, GError **error)          \
    {                                                                                              \
        return g_object_new (prefix##_get_type (), NULL);                                          \
    }

#define BAD_DRIVER(Type, prefix, describe_func, create_func)                                       \
    typedef GObject Type;                                                                          \
    typedef GObjectClass Type##Class;                                                              \
    static GType prefix##_get_type (void);                                                         \
    static void prefix##_iface_init (WattleDriverInterface *iface)                                 \
    {                                                                                              \
        iface->describe = describe_func;                                                           \
        iface->create = create_func;                                                               \
    }                                                                                              \
    G_DEFINE_TYPE_WITH_CODE (Type, prefix, G_TYPE_OBJECT,                                          \
                             G_IMPLEMENT_INTERFACE (WATTLE_TYPE_DRIVER, prefix##_iface_init))      \
    static void prefix##_class_init (Type##Class *klass)                                           \
    {                                                                                              \
    }                                                                                              \
    static void prefix##_init (Type *self)                                                         \
    {                                                                                              \
    }                                                                                              \
    WATTLE_PLUGIN_DRIVER (prefix##_get_type ())

static inline void
bad_describe (WattleDriver *driver, WattleCatalog *catalog)
{
    wattle_catalog_add_model (catalog, "meter", "Bad meter", 0);
}
