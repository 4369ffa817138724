/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-meaning.h"

struct _SmartEmsMeanings {
    /* [channel][number]; NULL: nobody says */
    SmartEmsVariable *variables[SMART_EMS_N_CHANNELS][SMART_EMS_MAX_NUMBER + 1];
};

typedef gboolean (*EachFunc) (SmartEmsChannel channel,
                              guint number,
                              const char *option,
                              gpointer data,
                              GError **error);

/* All that has such an option, until one is refused. */
static gboolean
for_each (EachFunc func, gpointer data, GError **error)
{
    for (guint channel = 0; channel < SMART_EMS_N_CHANNELS; channel++) {
        const char *stem = smart_ems_channel_get_info (channel)->option;

        for (guint number = 1; stem != NULL && number <= SMART_EMS_MAX_NUMBER; number++) {
            g_autofree char *option = g_strdup_printf ("%s%u", stem, number);

            if (smart_ems_channel_has (channel, number) &&
                !func (channel, number, option, data, error))
                return FALSE;
        }
    }

    return TRUE;
}

typedef struct {
    WattleCatalog *catalog;
    const char *model;
} Describing;

static gboolean
describe (SmartEmsChannel channel, guint number, const char *option, gpointer data, GError **error)
{
    Describing *describing = data;
    g_autofree char *label = smart_ems_channel_make_name (channel, number);

    const WattleOptionSpec spec = { option, WATTLE_OPTION_TEXT, label };

    wattle_catalog_add_options (describing->catalog, describing->model, &spec, 1);
    return TRUE;
}

void
smart_ems_meanings_describe (WattleCatalog *catalog, const char *model)
{
    Describing describing = { catalog, model };

    for_each (describe, &describing, NULL);
}

typedef struct {
    SmartEmsMeanings *self;
    WattleOptions *options;
    GHashTable *keys; /* key → option that has it */
} Reading;

static gboolean
check_key (Reading *reading, const SmartEmsVariable *variable, const char *option, GError **error)
{
    g_autofree char *key = smart_ems_variable_dup_key (variable);
    const char *other = g_hash_table_lookup (reading->keys, key);
    SmartEmsChannel channel;
    guint number;

    if (smart_ems_channel_find_key (key, &channel, &number)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%s: the box has a “%s” of its own; give it a name that tells them apart "
                          "(name NAME)",
                          option, key);
        return FALSE;
    }
    if (other != NULL) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%s: %s is “%s” already; give one of them a name that tells them apart "
                          "(name NAME)",
                          option, other, key);
        return FALSE;
    }

    g_hash_table_insert (reading->keys, g_steal_pointer (&key), g_strdup (option));
    return TRUE;
}

static gboolean
read_option (SmartEmsChannel channel,
             guint number,
             const char *option,
             gpointer data,
             GError **error)
{
    Reading *reading = data;
    SmartEmsVariable *variable;

    if (!wattle_options_has (reading->options, option))
        return TRUE;

    variable = smart_ems_variable_parse (wattle_options_get_text (reading->options, option), error);
    if (variable == NULL) {
        g_prefix_error (error, "%s: ", option);
        return FALSE;
    }
    reading->self->variables[channel][number] = variable;
    return check_key (reading, variable, option, error);
}

SmartEmsMeanings *
smart_ems_meanings_new (WattleOptions *options, GError **error)
{
    g_autoptr (SmartEmsMeanings) self = g_new0 (SmartEmsMeanings, 1);
    g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    Reading reading = { self, options, keys };

    return for_each (read_option, &reading, error) ? g_steal_pointer (&self) : NULL;
}

void
smart_ems_meanings_free (SmartEmsMeanings *self)
{
    for (guint i = 0; i < SMART_EMS_N_CHANNELS; i++)
        for (guint j = 0; j <= SMART_EMS_MAX_NUMBER; j++)
            g_clear_pointer (&self->variables[i][j], smart_ems_variable_free);
    g_free (self);
}

const SmartEmsVariable *
smart_ems_meanings_find (const SmartEmsMeanings *self, SmartEmsChannel channel, guint number)
{
    return number <= SMART_EMS_MAX_NUMBER ? self->variables[channel][number] : NULL;
}
