/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-error.h"

#include <gio/gio.h>

static const GDBusErrorEntry entries[] = {
    { WATTLE_ERROR_CONFIG, "org.wattle.Wattle1.Error.Config" },
    { WATTLE_ERROR_NOT_FOUND, "org.wattle.Wattle1.Error.NotFound" },
    { WATTLE_ERROR_NOT_SUPPORTED, "org.wattle.Wattle1.Error.NotSupported" },
    { WATTLE_ERROR_AUTH, "org.wattle.Wattle1.Error.Auth" },
    { WATTLE_ERROR_UNREACHABLE, "org.wattle.Wattle1.Error.Unreachable" },
    { WATTLE_ERROR_TIMEOUT, "org.wattle.Wattle1.Error.Timeout" },
    { WATTLE_ERROR_PROTOCOL, "org.wattle.Wattle1.Error.Protocol" },
    { WATTLE_ERROR_BUSY, "org.wattle.Wattle1.Error.Busy" },
    { WATTLE_ERROR_PLUGIN, "org.wattle.Wattle1.Error.Plugin" },
    { WATTLE_ERROR_FAILED, "org.wattle.Wattle1.Error.Failed" },
};

/**
 * wattle_error_quark:
 *
 * Returns: the error domain of Wattle; its codes are also registered as D-Bus errors.
 */
GQuark
wattle_error_quark (void)
{
    static gsize quark = 0;

    g_dbus_error_register_error_domain ("wattle-error-quark", &quark, entries,
                                        G_N_ELEMENTS (entries));
    return (GQuark)quark;
}

/**
 * wattle_error_get_name:
 * @error: an error of any domain
 *
 * Returns: a stable word for the kind of @error, such as `Timeout`; `Failed` for foreign domains.
 */
const char *
wattle_error_get_name (const GError *error)
{
    if (error->domain == WATTLE_ERROR)
        for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
            if (entries[i].error_code == error->code)
                return strrchr (entries[i].dbus_error_name, '.') + 1;

    return "Failed";
}
