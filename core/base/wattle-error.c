/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-error-private.h"

#include <gio/gio.h>

typedef struct {
    WattleMessage *sentence; /* NULL: only the text is known */
} WattleErrorDataPrivate;

static void
wattle_error_data_private_init (WattleErrorDataPrivate *data)
{
    data->sentence = NULL;
}

static void
wattle_error_data_private_copy (const WattleErrorDataPrivate *from, WattleErrorDataPrivate *to)
{
    to->sentence = from->sentence != NULL ? wattle_message_copy (from->sentence) : NULL;
}

static void
wattle_error_data_private_clear (WattleErrorDataPrivate *data)
{
    g_clear_pointer (&data->sentence, wattle_message_free);
}

GQuark wattle_error_data_quark (void);
G_DEFINE_EXTENDED_ERROR (WattleErrorData, wattle_error_data)

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
    { WATTLE_ERROR_NOT_PERMITTED, "org.wattle.Wattle1.Error.NotPermitted" },
};

/**
 * wattle_error_quark:
 *
 * Returns: the error domain of Wattle; its codes are also registered as D-Bus errors.
 */
GQuark
wattle_error_quark (void)
{
    static gsize registered = 0;
    GQuark quark = wattle_error_data_quark ();

    if (g_once_init_enter (&registered)) {
        for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
            g_dbus_error_register_error (quark, entries[i].error_code, entries[i].dbus_error_name);
        g_once_init_leave (&registered, 1);
    }
    return quark;
}

GError *
wattle_error_new_take (WattleError code, WattleMessage *sentence)
{
    GError *error =
        g_error_new_literal (WATTLE_ERROR, (int)code, wattle_message_get_text (sentence));

    wattle_error_data_get_private (error)->sentence = sentence;
    return error;
}

/**
 * wattle_error_new_valist: (skip)
 * @code: what the caller can do about it
 * @format: as of wattle_error_new()
 * @arguments: what stands in it
 *
 * Returns: (transfer full): as of wattle_error_new()
 */
GError *
wattle_error_new_valist (WattleError code, const char *format, va_list arguments)
{
    return wattle_error_new_take (code, wattle_message_new_valist (format, arguments));
}

/**
 * wattle_error_new: (skip)
 * @code: what the caller can do about it
 * @format: a sentence in the manner of printf, which is also its id in translations
 * @...: what stands in it
 *
 * Returns: (transfer full): an error that keeps sentence and arguments apart, so that whoever reads
 *   it elsewhere can have it in another language
 */
GError *
wattle_error_new (WattleError code, const char *format, ...)
{
    GError *error;
    va_list arguments;

    va_start (arguments, format);
    error = wattle_error_new_valist (code, format, arguments);
    va_end (arguments);
    return error;
}

/**
 * wattle_error_set: (skip)
 * @error: return location, or %NULL
 * @code: what the caller can do about it
 * @format: as of wattle_error_new()
 * @...: what stands in it
 *
 * Sets an error as g_set_error() does.
 */
void
wattle_error_set (GError **error, WattleError code, const char *format, ...)
{
    va_list arguments;

    if (error == NULL)
        return;

    va_start (arguments, format);
    g_propagate_error (error, wattle_error_new_valist (code, format, arguments));
    va_end (arguments);
}

const WattleMessage *
wattle_error_get_sentence (const GError *error)
{
    return error->domain == WATTLE_ERROR ? wattle_error_data_get_private (error)->sentence : NULL;
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
