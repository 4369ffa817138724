/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-runner-maker.h"

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "transport/wattle-endpoint.h"

static void
tell_error (const WattleManagerParts *parts,
            const WattleDeviceConfig *config,
            const char *topic,
            const char *place,
            const GError *error)
{
    g_autofree char *where = g_strdup_printf ("%s: %s", config->path, place);

    wattle_problems_set_error (parts->problems, config->id, topic, where, error);
}

static void
tell_finding (const WattleManagerParts *parts,
              const WattleDeviceConfig *config,
              const WattleDeviceFinding *finding)
{
    g_autofree char *topic =
        g_strdup_printf (WATTLE_STORE_TOPIC "%s/%s", finding->group, finding->key);
    WattleMessage *message = wattle_message_copy (finding->message);

    wattle_message_prefix (message, "%s: [%s] ", config->path, finding->group);
    wattle_problems_set_message (parts->problems, config->id, topic, message);
}

gboolean
wattle_runner_maker_check (const WattleManagerParts *parts,
                           const WattleDeviceConfig *config,
                           WattleDevicePlan *plan)
{
    g_autoptr (GPtrArray) findings =
        g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_device_finding_free);
    gboolean fine = wattle_device_check (config, parts->plugins, parts->secrets, findings, plan);

    for (guint i = 0; i < findings->len; i++)
        tell_finding (parts, config, g_ptr_array_index (findings, i));
    return fine;
}

static gboolean
set_links (const WattleManagerParts *parts,
           WattleRunner *runner,
           const WattleDeviceConfig *config,
           const WattleDevicePlan *plan)
{
    const char *serial_line = wattle_catalog_get_serial_line (plan->catalog, plan->model);
    guint kinds = wattle_catalog_get_link_kinds (plan->catalog, plan->model);

    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++) {
        g_autoptr (WattleLink) link = NULL;
        g_autoptr (GError) error = NULL;
        g_autofree char *uri = NULL;

        if (config->uris[kind] == NULL || !(kinds & (1u << kind)))
            continue;
        uri = kind == WATTLE_LINK_HTTP
                  ? wattle_endpoint_join (config->uris[kind], config->http_certificate)
                  : wattle_endpoint_add_line (config->uris[kind], serial_line);
        link = wattle_link_pool_get (parts->links, kind, uri, &error);
        if (link == NULL) {
            tell_error (parts, config, WATTLE_STORE_TOPIC "link", "[Link] ", error);
            return FALSE;
        }
        wattle_runner_set_link (runner, kind, link);
    }

    return TRUE;
}

static guint
list_links (const WattleDeviceConfig *config, guint kinds)
{
    guint given = 0;

    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++)
        if (config->uris[kind] != NULL)
            given |= 1u << kind;
    return given & kinds;
}

WattleRunner *
wattle_runner_maker_make (const WattleManagerParts *parts,
                          const WattleDeviceConfig *config,
                          const WattleDevicePlan *plan)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDevice) device = wattle_driver_create (plan->driver, plan->model, &error);
    g_autoptr (WattleRunner) runner = NULL;
    guint kinds = wattle_catalog_get_link_kinds (plan->catalog, plan->model);

    if (device != NULL)
        wattle_source_set_links (WATTLE_SOURCE (device), list_links (config, kinds));
    if (device != NULL && parts->states != NULL)
        wattle_state_store_restore (parts->states, config->id, WATTLE_SOURCE (device));
    if (device == NULL ||
        !wattle_source_configure (WATTLE_SOURCE (device), plan->options, &error)) {
        tell_error (parts, config, WATTLE_STORE_TOPIC "driver", "", error);
        return NULL;
    }

    runner = wattle_runner_new (config->id, device, plan->options, NULL, parts->clock,
                                plan->interval_ms);
    wattle_runner_set_name (runner, config->name);
    wattle_runner_set_driver (runner, config->driver);
    wattle_runner_set_model (runner, plan->model);
    if (!set_links (parts, runner, config, plan))
        return NULL;
    return g_steal_pointer (&runner);
}

/* Sub-devices */

static guint
collect_links (WattleRunner *runner)
{
    guint kinds = 0;

    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++)
        if (wattle_runner_get_link (runner, kind) != NULL)
            kinds |= 1u << kind;
    return kinds;
}

static gboolean
check_child (const WattleRosterEntry *gateway, const WattleChildNote *note, GError **error)
{
    if (wattle_ident_is_reserved (note->id)) {
        wattle_error_set (error, WATTLE_ERROR_PLUGIN, "“%s” is the name of the host's own device",
                          note->id);
        return FALSE;
    }
    if (gateway->catalog == NULL || !wattle_catalog_has_model (gateway->catalog, note->model)) {
        wattle_error_set (error, WATTLE_ERROR_PLUGIN, "the driver has no model “%s”", note->model);
        return FALSE;
    }
    return TRUE;
}

static WattleOptions *
make_child_options (const WattleRosterEntry *gateway, const WattleChildNote *note, GError **error)
{
    g_autoptr (WattleOptions) options =
        wattle_catalog_create_options (gateway->catalog, note->model);

    wattle_options_inherit (options, wattle_runner_get_options (gateway->runner));
    if (!wattle_options_set (options, "Address", note->address, error))
        return NULL;
    return g_steal_pointer (&options);
}

static WattleDevice *
make_child_device (const WattleManagerParts *parts,
                   const WattleRosterEntry *gateway,
                   const WattleChildNote *note,
                   WattleOptions *options,
                   GError **error)
{
    g_autoptr (WattleDevice) device = wattle_driver_create (gateway->driver, note->model, error);

    if (device == NULL)
        return NULL;
    if (parts->states != NULL)
        wattle_state_store_restore (parts->states, note->id, WATTLE_SOURCE (device));
    wattle_source_set_links (WATTLE_SOURCE (device), collect_links (gateway->runner));
    if (!wattle_source_configure (WATTLE_SOURCE (device), options, error))
        return NULL;
    return g_steal_pointer (&device);
}

static guint
choose_child_interval (const WattleRosterEntry *gateway, const char *model)
{
    if (!gateway->explicit_interval)
        return wattle_catalog_get_interval (gateway->catalog, model);
    return MAX (wattle_runner_get_interval (gateway->runner),
                wattle_catalog_get_min_interval (gateway->catalog, model));
}

WattleRunner *
wattle_runner_maker_make_child (const WattleManagerParts *parts,
                                const WattleRosterEntry *gateway,
                                const WattleChildNote *note,
                                GError **error)
{
    g_autoptr (WattleOptions) options = NULL;
    g_autoptr (WattleDevice) device = NULL;
    WattleRunner *runner;

    if (!check_child (gateway, note, error))
        return NULL;
    options = make_child_options (gateway, note, error);
    if (options == NULL)
        return NULL;
    device = make_child_device (parts, gateway, note, options, error);
    if (device == NULL)
        return NULL;

    runner = wattle_runner_new (note->id, device, options, gateway->runner, parts->clock,
                                choose_child_interval (gateway, note->model));
    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++)
        wattle_runner_set_link (runner, kind, wattle_runner_get_link (gateway->runner, kind));
    wattle_runner_set_driver (runner, wattle_runner_get_driver (gateway->runner));
    wattle_runner_set_model (runner, note->model);
    return runner;
}
