/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-output-config.h"

#include <string.h>

#include "base/wattle-ident.h"

#define PREFIX     "Output "
#define MAX_STARTS 1000

WattleOutputConfig *
wattle_output_config_new (const char *name)
{
    WattleOutputConfig *self = g_new0 (WattleOutputConfig, 1);

    self->name = g_strdup (name);
    self->pairs = g_ptr_array_new_with_free_func (g_free);
    return self;
}

WattleOutputConfig *
wattle_output_config_copy (const WattleOutputConfig *self)
{
    WattleOutputConfig *copy = wattle_output_config_new (self->name);

    for (guint i = 0; i < self->pairs->len; i++)
        g_ptr_array_add (copy->pairs, g_strdup (g_ptr_array_index (self->pairs, i)));
    wattle_gate_protection_copy (&copy->protection, &self->protection);
    copy->fallback = g_strdup (self->fallback);
    return copy;
}

void
wattle_output_config_free (WattleOutputConfig *self)
{
    g_free (self->name);
    g_free (self->fallback);
    g_ptr_array_unref (self->pairs);
    wattle_gate_protection_clear (&self->protection);
    g_free (self);
}

gboolean
wattle_output_config_is_name (const char *name)
{
    const char *slash = strchr (name, '/');
    g_autofree char *device = slash != NULL ? g_strndup (name, (gsize)(slash - name)) : NULL;

    return wattle_ident_is_valid (slash != NULL ? slash + 1 : name) &&
           (device == NULL || wattle_ident_is_valid_device (device));
}

char *
wattle_output_config_dup_group (const char *name)
{
    return g_strconcat (PREFIX, name, NULL);
}

const WattleOutputConfig *
wattle_output_config_find (const GPtrArray *outputs, const char *name)
{
    for (guint i = 0; i < outputs->len; i++) {
        const WattleOutputConfig *config = g_ptr_array_index (outputs, i);

        if (g_str_equal (config->name, name))
            return config;
    }

    return NULL;
}

/* Reading */

static void
read_span (WattleStoreReader *reader, const char *group, const char *key, gint64 *span)
{
    int milliseconds = 0;

    wattle_store_reader_read_interval (reader, group, key, &milliseconds);
    *span = (gint64)milliseconds * 1000;
}

static void
read_starts (WattleStoreReader *reader, const char *group, const char *key, guint *limit)
{
    int value = 0;

    wattle_store_reader_read_integer (reader, group, key, 0, MAX_STARTS, &value);
    *limit = (guint)value;
}

static void
read_pairs (WattleStoreReader *reader,
            const char *group,
            const char *const *known,
            GPtrArray *pairs)
{
    for (guint i = 0; known[i] != NULL; i++) {
        char *text = NULL;

        wattle_store_reader_read_text (reader, group, known[i], &text);
        if (text == NULL)
            continue;
        g_ptr_array_add (pairs, g_strdup (known[i]));
        g_ptr_array_add (pairs, text);
    }
}

static WattleOutputConfig *
read_one (WattleStoreReader *reader, const char *group)
{
    static const char *const keys[] = {
        "MinOn",         "MinOff",    "StartsPerHour", "StartsPerDay", "Delay",
        "ProtectManual", "Interlock", "DeadTime",      "Default",      NULL
    };
    WattleOutputConfig *self = wattle_output_config_new (group + strlen (PREFIX));
    WattleGateProtection *protection = &self->protection;

    wattle_store_reader_check_keys (reader, group, keys);
    read_span (reader, group, "MinOn", &protection->min_on);
    read_span (reader, group, "MinOff", &protection->min_off);
    read_span (reader, group, "Delay", &protection->delay);
    read_span (reader, group, "DeadTime", &protection->dead_time);
    read_starts (reader, group, "StartsPerHour", &protection->starts_per_hour);
    read_starts (reader, group, "StartsPerDay", &protection->starts_per_day);
    wattle_store_reader_read_boolean (reader, group, "ProtectManual", &protection->protect_manual);
    wattle_store_reader_read_ident (reader, group, "Interlock", &protection->interlock);
    wattle_store_reader_read_text (reader, group, "Default", &self->fallback);
    read_pairs (reader, group, keys, self->pairs);
    return self;
}

void
wattle_output_config_read_all (WattleStoreReader *reader, GPtrArray *outputs, GPtrArray *groups)
{
    g_auto (GStrv) present = g_key_file_get_groups (reader->file, NULL);

    for (guint i = 0; present[i] != NULL; i++) {
        if (!g_str_has_prefix (present[i], PREFIX))
            continue;
        g_ptr_array_add (groups, g_strdup (present[i]));
        if (wattle_output_config_is_name (present[i] + strlen (PREFIX)))
            g_ptr_array_add (outputs, read_one (reader, present[i]));
        else
            wattle_store_reader_refuse (reader, present[i], "",
                                        "must be “Output” with the key of an output, as in [Output "
                                        "output_1], or with SUB-DEVICE/KEY");
    }
}

/* Writing */

static const char *
find_text (const WattleOutputConfig *self, const char *key)
{
    for (guint i = 0; self != NULL && i + 1 < self->pairs->len; i += 2)
        if (g_str_equal (g_ptr_array_index (self->pairs, i), key))
            return g_ptr_array_index (self->pairs, i + 1);

    return NULL;
}

static void
write_one (const WattleOutputConfig *self, GKeyFile *file)
{
    g_autofree char *group = wattle_output_config_dup_group (self->name);
    g_auto (GStrv) present = g_key_file_get_keys (file, group, NULL, NULL);

    for (guint i = 0; present != NULL && present[i] != NULL; i++)
        if (find_text (self, present[i]) == NULL)
            g_key_file_remove_key (file, group, present[i], NULL);
    for (guint i = 0; i + 1 < self->pairs->len; i += 2)
        g_key_file_set_string (file, group, g_ptr_array_index (self->pairs, i),
                               g_ptr_array_index (self->pairs, i + 1));
}

void
wattle_output_config_write_all (const GPtrArray *outputs, GKeyFile *file)
{
    g_auto (GStrv) present = g_key_file_get_groups (file, NULL);

    for (guint i = 0; present[i] != NULL; i++)
        if (g_str_has_prefix (present[i], PREFIX) &&
            wattle_output_config_find (outputs, present[i] + strlen (PREFIX)) == NULL)
            g_key_file_remove_group (file, present[i], NULL);
    for (guint i = 0; i < outputs->len; i++)
        write_one (g_ptr_array_index (outputs, i), file);
}
