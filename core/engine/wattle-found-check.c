/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-found-check.h"

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "transport/wattle-endpoint.h"

static gboolean
check_model (WattleFound *found, WattleCatalog *catalog, GError **error)
{
    const char *model = wattle_found_get_model (found);

    if (wattle_catalog_has_model (catalog, model) &&
        !(wattle_catalog_get_model_flags (catalog, model) & WATTLE_MODEL_CHILD))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PLUGIN,
                      "the driver found a device of model “%s”, which nobody can add",
                      model != NULL ? model : "");
    return FALSE;
}

static gboolean
check_id (WattleFound *found, GError **error)
{
    const char *id = wattle_found_get_id (found);

    if (id == NULL || (wattle_ident_is_valid_device (id) && !wattle_ident_is_reserved (id)))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PLUGIN,
                      "the driver wants to call a device “%s”, which is no identifier", id);
    return FALSE;
}

static gboolean
check_link (WattleFound *found, WattleLinkKind kind, gboolean used, GError **error)
{
    const char *uri = wattle_found_get_link (found, kind);
    g_autofree char *normal = NULL;

    if (uri == NULL)
        return TRUE;
    if (!used) {
        wattle_error_set (error, WATTLE_ERROR_PLUGIN,
                          "the driver found a link that the model does not have");
        return FALSE;
    }
    if (kind == WATTLE_LINK_MQTT && *uri == '\0')
        return TRUE; /* the host's own broker */
    if (!g_utf8_validate (uri, -1, NULL)) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "the address is not text in UTF-8");
        return FALSE;
    }

    normal = wattle_endpoint_normalise (uri, kind, error);
    if (normal != NULL)
        wattle_found_set_link (found, kind, normal);
    return normal != NULL;
}

static gboolean
check_links (WattleFound *found, WattleCatalog *catalog, GError **error)
{
    guint kinds = wattle_catalog_get_link_kinds (catalog, wattle_found_get_model (found));

    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++)
        if (!check_link (found, kind, kinds & (1u << kind), error))
            return FALSE;
    return TRUE;
}

/* A secret is never found: its option names one that a person has to set. */
static gboolean
check_options (WattleFound *found, WattleCatalog *catalog, GError **error)
{
    g_autoptr (WattleOptions) options =
        wattle_catalog_create_options (catalog, wattle_found_get_model (found));
    g_auto (GStrv) keys = wattle_found_list_options (found);

    for (guint i = 0; keys[i] != NULL; i++) {
        const WattleOptionSpec *spec = wattle_options_get_spec (options, keys[i]);

        if (spec == NULL || spec->type == WATTLE_OPTION_SECRET) {
            wattle_error_set (error, WATTLE_ERROR_PLUGIN,
                              "the driver found a value of “%s”, which is no option to find",
                              keys[i]);
            return FALSE;
        }
        if (!wattle_options_set (options, keys[i], wattle_found_get_option (found, keys[i]), error))
            return FALSE;
    }
    return TRUE;
}

gboolean
wattle_found_check (WattleFound *found, WattleCatalog *catalog, GError **error)
{
    return check_model (found, catalog, error) && check_id (found, error) &&
           check_links (found, catalog, error) && check_options (found, catalog, error);
}
