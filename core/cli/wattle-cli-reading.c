/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-reading.h"

#include <glib/gi18n.h>

#include "base/wattle-number.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-words.h"

void
wattle_cli_reading_free (WattleCliReading *self)
{
    g_clear_pointer (&self->value, g_variant_unref);
    g_free (self->key);
    g_free (self->name);
    g_free (self->unit);
    g_free (self);
}

/* The end of a name that the host has put together, such as " L2". */
static gsize
find_phase (const char *name)
{
    gsize length = strlen (name);

    return length > 3 && name[length - 3] == ' ' && name[length - 2] == 'L' ? length - 3 : length;
}

/* The host names what it measures in its own language, which is English in a service. */
char *
wattle_cli_reading_translate_name (const char *name)
{
    static const char *const directions[] = { N_ ("import"), N_ ("export") };
    gsize length = find_phase (name);
    g_autofree char *stem = g_strndup (name, length);
    const char *direction = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (directions); i++) {
        g_autofree char *end = g_strconcat (" ", directions[i], NULL);

        if (!g_str_has_suffix (stem, end))
            continue;
        stem[strlen (stem) - strlen (end)] = '\0';
        direction = directions[i];
        break;
    }
    if (*stem == '\0')
        return g_strdup (name);
    return g_strconcat (_ (stem), direction != NULL ? " " : "",
                        direction != NULL ? _ (direction) : "", name + length, NULL);
}

static WattleCliReading *
reading_new (const char *key, GVariant *entity)
{
    WattleCliReading *self = g_new0 (WattleCliReading, 1);
    g_autofree char *name =
        wattle_cli_reading_translate_name (wattle_cli_fields_get_text (entity, "name"));
    gboolean diagnostic = FALSE;
    gboolean disabled = FALSE;

    self->key = g_strdup (key);
    self->name = wattle_cli_text_clean (name);
    self->unit = wattle_cli_text_clean (wattle_cli_fields_get_text (entity, "unit"));
    g_variant_lookup (entity, "decimals", "i", &self->decimals);
    g_variant_lookup (entity, "phase", "u", &self->phase);
    g_variant_lookup (entity, "order", "u", &self->order);
    g_variant_lookup (entity, "output", "b", &self->output);
    g_variant_lookup (entity, "diagnostic", "b", &diagnostic);
    g_variant_lookup (entity, "disabled", "b", &disabled);
    self->side = diagnostic || disabled;
    return self;
}

static int
compare (gconstpointer a, gconstpointer b)
{
    const WattleCliReading *one = *(const WattleCliReading *const *)a;
    const WattleCliReading *other = *(const WattleCliReading *const *)b;

    return one->order < other->order ? -1 : one->order > other->order;
}

GPtrArray *
wattle_cli_reading_list (GVariant *entities, GVariant *values)
{
    GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_cli_reading_free);
    GVariantIter iter;
    const char *key;
    GVariant *entity;

    if (entities == NULL)
        return list;

    g_variant_iter_init (&iter, entities);
    while (g_variant_iter_next (&iter, "{&s@a{sv}}", &key, &entity)) {
        g_ptr_array_add (list, reading_new (key, entity));
        g_variant_unref (entity);
    }
    g_ptr_array_sort (list, compare);
    if (values != NULL)
        wattle_cli_reading_update (list, values, NULL, NULL);
    return list;
}

WattleCliReading *
wattle_cli_reading_find (GPtrArray *readings, const char *key)
{
    for (guint i = 0; i < readings->len; i++) {
        WattleCliReading *reading = g_ptr_array_index (readings, i);

        if (g_str_equal (reading->key, key))
            return reading;
    }
    return NULL;
}

/* Takes @value. */
static void
set (WattleCliReading *self, GVariant *value, gint64 time, guint quality)
{
    gboolean none = g_variant_is_of_type (value, G_VARIANT_TYPE_UNIT);

    g_clear_pointer (&self->value, g_variant_unref);
    if (none)
        g_variant_unref (value);
    else
        self->value = value;
    self->time = time;
    self->quality = quality;
    self->fresh = TRUE;
}

void
wattle_cli_reading_update (GPtrArray *readings,
                           GVariant *values,
                           void (*changed) (WattleCliReading *reading, gpointer user_data),
                           gpointer user_data)
{
    GVariantIter iter;
    const char *key;
    GVariant *value;
    gint64 time;
    guchar quality;

    g_variant_iter_init (&iter, values);
    while (g_variant_iter_next (&iter, "{&s(vxy)}", &key, &value, &time, &quality)) {
        WattleCliReading *reading = wattle_cli_reading_find (readings, key);

        if (reading != NULL)
            set (reading, value, time, quality);
        else
            g_variant_unref (value);
    }

    for (guint i = 0; i < readings->len; i++) {
        WattleCliReading *reading = g_ptr_array_index (readings, i);

        if (reading->fresh && changed != NULL)
            changed (reading, user_data);
        reading->fresh = FALSE;
    }
}

char *
wattle_cli_reading_format (const WattleCliReading *self)
{
    GVariant *value = self->value;

    if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
        return wattle_number_format (g_variant_get_double (value), self->decimals);
    if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
        return g_strdup (g_variant_get_boolean (value) ? _ ("on") : _ ("off"));
    if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        return wattle_cli_text_clean (g_variant_get_string (value, NULL));
    return g_strdup ("–");
}

const char *
wattle_cli_reading_get_quality (const WattleCliReading *self)
{
    return wattle_cli_words_get_quality (self->quality);
}

WattleCliStyle
wattle_cli_reading_get_style (const WattleCliReading *self)
{
    return wattle_cli_words_get_style (WATTLE_CLI_WORDS_QUALITY,
                                       wattle_cli_reading_get_quality (self));
}

const char *
wattle_cli_reading_get_doubt (const WattleCliReading *self)
{
    const char *quality = wattle_cli_reading_get_quality (self);

    return g_str_equal (quality, "good")
               ? ""
               : wattle_cli_words_translate (WATTLE_CLI_WORDS_QUALITY, quality);
}

void
wattle_cli_reading_add_members (const WattleCliReading *self, WattleCliJson *json)
{
    wattle_cli_fields_add_value (json, "value", self->value);
    wattle_cli_json_add_text (json, "unit", self->unit);
    wattle_cli_json_add_text (json, "quality", wattle_cli_reading_get_quality (self));
    wattle_cli_json_add_time (json, "time", self->time);
}
