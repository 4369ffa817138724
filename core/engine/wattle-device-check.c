/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-device-check.h"

#include "transport/wattle-endpoint.h"

typedef struct {
    const WattleDeviceConfig *config;
    WattleSecrets *secrets;
    GPtrArray *findings;
    WattleDevicePlan *plan;
} Check;

void
wattle_device_plan_clear (WattleDevicePlan *self)
{
    g_clear_pointer (&self->model, g_free);
    g_clear_object (&self->options);
}

void
wattle_device_finding_free (WattleDeviceFinding *self)
{
    g_free (self->key);
    wattle_message_free (self->message);
    g_free (self);
}

/* Takes @message. */
static gboolean
note (Check *check, const char *group, const char *key, WattleMessage *message)
{
    WattleDeviceFinding *finding = g_new0 (WattleDeviceFinding, 1);

    finding->group = group;
    finding->key = g_strdup (key);
    finding->message = message;
    g_ptr_array_add (check->findings, finding);
    return FALSE;
}

static gboolean G_GNUC_PRINTF (4, 5)
    refuse (Check *check, const char *group, const char *key, const char *format, ...)
{
    WattleMessage *message;
    va_list arguments;

    va_start (arguments, format);
    message = wattle_message_new_valist (format, arguments);
    va_end (arguments);
    return note (check, group, key, message);
}

/* Takes over what somebody else has said about the key. */
static gboolean
refuse_error (Check *check,
              const char *group,
              const char *key,
              const char *place,
              const GError *error)
{
    WattleMessage *message = wattle_message_new_from_error (error);

    wattle_message_prefix (message, "%s", place);
    return note (check, group, key, message);
}

static const WattlePluginInfo *
find_plugin (WattlePlugins *plugins, const char *module)
{
    for (guint i = 0; i < wattle_plugins_get_count (plugins); i++) {
        const WattlePluginInfo *info = wattle_plugins_get_info (plugins, i);

        if (g_str_equal (info->module, module) && info->state != WATTLE_PLUGIN_SHADOWED)
            return info;
    }

    return NULL;
}

/* To be asked after the look-up: that is when a plugin in Python is loaded, or is found to fail. */
static gboolean
refuse_driver (Check *check, WattlePlugins *plugins)
{
    const char *name = check->config->driver;
    const WattlePluginInfo *info = find_plugin (plugins, name);
    g_autofree char *list = NULL;

    if (info != NULL && info->state == WATTLE_PLUGIN_DISABLED)
        return refuse (check, "Device", "Driver",
                       "Driver: the plugin “%s” is switched off; see [Plugins] Disabled", name);
    if (info != NULL && info->error != NULL)
        return refuse (check, "Device", "Driver", "Driver: the plugin “%s” cannot be used: %s",
                       name, info->error);

    list = wattle_plugins_list_drivers (plugins);
    return refuse (check, "Device", "Driver", "Driver: “%s” is not known; there are: %s", name,
                   *list != '\0' ? list : "none");
}

static gboolean
find_driver (Check *check, WattlePlugins *plugins)
{
    const char *name = check->config->driver;

    check->plan->driver = wattle_plugins_get_driver (plugins, name);
    check->plan->catalog = wattle_plugins_get_catalog (plugins, name);
    return check->plan->driver != NULL || refuse_driver (check, plugins);
}

static void
choose_model (Check *check, const char *model)
{
    g_free (check->plan->model);
    check->plan->model = g_strdup (model);
}

/* A driver with one model for people needs no Model=, nor one with a model that is meant then. */
static gboolean
find_model (Check *check)
{
    WattleCatalog *catalog = check->plan->catalog;
    const char *wanted = check->config->model;
    g_auto (GStrv) models = wattle_catalog_list_models (catalog);
    g_autoptr (GString) list = g_string_new (NULL);
    const char *meant = NULL;
    guint count = 0;

    for (guint i = 0; models[i] != NULL; i++) {
        WattleModelFlags flags = wattle_catalog_get_model_flags (catalog, models[i]);

        if (flags & WATTLE_MODEL_CHILD)
            continue;
        if (flags & WATTLE_MODEL_DEFAULT)
            meant = models[i];
        g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", models[i]);
        if (wanted == NULL || g_str_equal (models[i], wanted)) {
            count++;
            choose_model (check, models[i]);
        }
    }

    if (wanted == NULL && meant != NULL)
        choose_model (check, meant);
    if (count == 1 || (wanted == NULL && meant != NULL))
        return TRUE;
    if (wanted == NULL)
        return refuse (check, "Device", "Model", "Model: must be set to one of %s", list->str);
    return refuse (check, "Device", "Model", "Model: “%s” is not known; there are: %s", wanted,
                   list->str);
}

static gboolean
check_interval (Check *check)
{
    guint min = wattle_catalog_get_min_interval (check->plan->catalog, check->plan->model);
    int wanted = check->config->interval_ms;

    if (wanted < 0) {
        check->plan->interval_ms =
            wattle_catalog_get_interval (check->plan->catalog, check->plan->model);
        return TRUE;
    }
    if ((guint)wanted < min)
        return refuse (check, "Device", "Interval", "Interval: must be at least %u ms", min);

    check->plan->interval_ms = (guint)wanted;
    return TRUE;
}

static gboolean
check_one_link (Check *check, WattleLinkKind kind, gboolean used)
{
    const char *uri = check->config->uris[kind];
    g_autofree char *place = g_strconcat (wattle_device_config_get_link_key (kind), ": ", NULL);
    g_autofree char *normal = NULL;
    g_autoptr (GError) error = NULL;

    if (uri == NULL)
        return TRUE;
    if (!used)
        return refuse (check, "Link", wattle_device_config_get_link_key (kind),
                       "%s: this model has no such link", wattle_device_config_get_link_key (kind));
    if (kind == WATTLE_LINK_MQTT && *uri == '\0')
        return TRUE; /* the host's own broker */
    normal = wattle_endpoint_normalise (uri, kind, &error);
    if (normal == NULL)
        return refuse_error (check, "Link", wattle_device_config_get_link_key (kind), place, error);
    return TRUE;
}

static gboolean
check_links (Check *check)
{
    guint kinds = wattle_catalog_get_link_kinds (check->plan->catalog, check->plan->model);
    gboolean any = wattle_catalog_get_model_flags (check->plan->catalog, check->plan->model) &
                   WATTLE_MODEL_ANY_LINK;
    g_autoptr (GString) lacking = g_string_new (NULL);
    gboolean fine = TRUE;
    guint given = 0;

    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++) {
        gboolean used = kinds & (1u << kind);

        fine &= check_one_link (check, kind, used);
        if (check->config->uris[kind] != NULL)
            given++;
        else if (used)
            g_string_append_printf (lacking, "%s%s", lacking->len > 0 ? ", " : "",
                                    wattle_device_config_get_link_key (kind));
    }

    if (lacking->len > 0 && !(any && given > 0))
        return refuse (check, "Link", lacking->str, "%s: must be set%s", lacking->str,
                       any ? ", one of them at least" : "");
    return fine;
}

static gboolean
check_secret (Check *check, const char *key, const char *text)
{
    const char *name = wattle_secrets_get_name (text);
    char *value = NULL;
    g_autoptr (GError) error = NULL;
    gboolean found;

    if (*text == '\0')
        return TRUE;
    if (name == NULL)
        return refuse (check, "Options", key,
                       "%s: must be secret:NAME, the name of a value in secrets.conf", key);

    value = wattle_secrets_lookup (check->secrets, name);
    found = value != NULL;
    if (found)
        wattle_options_check_secret (check->plan->options, key, value, &error);
    wattle_secret_free (value);
    if (error != NULL)
        return refuse_error (check, "Options", key, "", error);
    if (found)
        return TRUE;

    refuse (check, "Options", key,
            "%s: there is no secret “%s”; add the line %s=VALUE to [Secrets] of secrets.conf", key,
            name, name);
    ((WattleDeviceFinding *)g_ptr_array_index (check->findings, check->findings->len - 1))
        ->lacks_secret = TRUE;
    return FALSE;
}

static gboolean
is_given (Check *check, const char *key)
{
    GPtrArray *given = check->config->options;

    for (guint i = 0; i + 1 < given->len; i += 2)
        if (g_str_equal (g_ptr_array_index (given, i), key))
            return TRUE;

    return FALSE;
}

static gboolean
check_complete (Check *check)
{
    WattleOptions *options = check->plan->options;
    gboolean fine = TRUE;

    for (guint i = 0; i < wattle_options_get_n_specs (options); i++) {
        const WattleOptionSpec *spec = wattle_options_get_nth_spec (options, i);

        if (spec->required && !is_given (check, spec->key))
            fine = refuse (check, "Options", spec->key, "%s: must be set", spec->key);
    }

    return fine;
}

static gboolean
check_options (Check *check)
{
    GPtrArray *given = check->config->options;
    gboolean fine = TRUE;

    check->plan->options = wattle_catalog_create_options (check->plan->catalog, check->plan->model);
    for (guint i = 0; i + 1 < given->len; i += 2) {
        const char *key = g_ptr_array_index (given, i);
        const char *text = g_ptr_array_index (given, i + 1);
        const WattleOptionSpec *spec = wattle_options_get_spec (check->plan->options, key);
        g_autoptr (GError) error = NULL;

        if (!wattle_options_set (check->plan->options, key, text, &error))
            fine = refuse_error (check, "Options", key, "", error);
        else if (spec->type == WATTLE_OPTION_SECRET)
            fine &= check_secret (check, key, text);
    }

    return check_complete (check) && fine;
}

gboolean
wattle_device_check (const WattleDeviceConfig *config,
                     WattlePlugins *plugins,
                     WattleSecrets *secrets,
                     GPtrArray *findings,
                     WattleDevicePlan *plan)
{
    Check check = { config, secrets, findings, plan };
    gboolean fine;

    if (!find_driver (&check, plugins) || !find_model (&check))
        return FALSE;

    /* All that is wrong is said at once. */
    fine = check_interval (&check);
    fine &= check_links (&check);
    fine &= check_options (&check);
    return fine;
}
