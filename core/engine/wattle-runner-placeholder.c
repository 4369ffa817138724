/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-runner-placeholder.h"

static WattleSource *
get_source (WattleRunner *runner)
{
    return WATTLE_SOURCE (wattle_runner_get_device (runner));
}

static const char *
get_text (WattleRunner *runner, const char *key)
{
    return wattle_options_get_text (wattle_runner_get_options (runner), key);
}

/* A plugin whose device changes its secret now and then keeps the new one as secret state under the
 * lower-case key of the option. A gateway keeps it for its parts, which inherit the option. */
static const char *
find_rotated_secret (WattleRunner *self, const char *key)
{
    g_autofree char *name = g_ascii_strdown (key, -1);
    const char *configured = get_text (self, key);

    for (WattleRunner *runner = self; runner != NULL; runner = wattle_runner_get_parent (runner)) {
        GHashTable *kept = wattle_source_get_all_state (get_source (runner));
        WattleSourceState *state = g_hash_table_lookup (kept, name);

        if (!wattle_options_has (wattle_runner_get_options (runner), key) ||
            !g_str_equal (get_text (runner, key), configured))
            return NULL;
        if (state != NULL && state->flags & WATTLE_STATE_SECRET)
            return state->text;
    }

    return NULL;
}

static char *
find_secret (WattleRunner *runner, WattleSecrets *secrets, const char *key)
{
    const char *rotated = find_rotated_secret (runner, key);
    const char *name = wattle_secrets_get_name (get_text (runner, key));

    if (rotated != NULL)
        return g_strdup (rotated);
    return name != NULL && secrets != NULL ? wattle_secrets_lookup (secrets, name) : NULL;
}

char *
wattle_runner_placeholder_fill (WattleRunner *runner,
                                WattleSecrets *secrets,
                                const char *kind,
                                const char *argument)
{
    const WattleOptionSpec *spec;

    if (g_str_equal (kind, "state"))
        return g_strdup (wattle_source_get_state (get_source (runner), argument));
    if (!g_str_equal (kind, "option"))
        return NULL;

    spec = wattle_options_get_spec (wattle_runner_get_options (runner), argument);
    if (spec == NULL)
        return NULL;
    if (spec->type == WATTLE_OPTION_SECRET)
        return find_secret (runner, secrets, argument);
    return g_strdup (get_text (runner, argument));
}

gboolean
wattle_runner_placeholder_uses (WattleRunner *runner, const char *secret)
{
    WattleOptions *options = wattle_runner_get_options (runner);

    for (guint i = 0; i < wattle_options_get_n_specs (options); i++) {
        const WattleOptionSpec *spec = wattle_options_get_nth_spec (options, i);

        if (spec->type == WATTLE_OPTION_SECRET && wattle_options_has (options, spec->key) &&
            g_strcmp0 (wattle_secrets_get_name (wattle_options_get_text (options, spec->key)),
                       secret) == 0)
            return TRUE;
    }

    return FALSE;
}
