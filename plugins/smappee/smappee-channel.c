/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-channel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *const suffixes[SMAPPEE_N_VALUES] = {
    [SMAPPEE_VALUE_POWER] = "active_power",
    [SMAPPEE_VALUE_IMPORT] = "energy_import",
    [SMAPPEE_VALUE_EXPORT] = "energy_export",
    [SMAPPEE_VALUE_CURRENT] = "current",
    [SMAPPEE_VALUE_APPARENT] = "apparent_power",
    [SMAPPEE_VALUE_FACTOR] = "power_factor",
    [SMAPPEE_VALUE_REACTIVE] = "reactive_power",
    [SMAPPEE_VALUE_AVERAGE_POWER] = "average_power",
    [SMAPPEE_VALUE_AVERAGE_CURRENT] = "average_current",
    [SMAPPEE_VALUE_AVERAGE_APPARENT] = "average_apparent",
    [SMAPPEE_VALUE_AVERAGE_REACTIVE] = "average_reactive",
    [SMAPPEE_VALUE_AVERAGE_FACTOR] = "average_factor",
};

SmappeeChannel *
smappee_channel_new (guint index,
                     const char *place,
                     const char *name,
                     SmappeeRole role,
                     guint phase)
{
    SmappeeChannel *self = g_new0 (SmappeeChannel, 1);

    self->index = index;
    self->place = g_strdup (place);
    self->name = g_strdup (name);
    self->role = role;
    self->phase = phase;
    for (guint i = 0; i < SMAPPEE_N_VALUES; i++)
        self->keys[i] = g_strdup_printf ("ch_%s_%s", place, suffixes[i]);
    return self;
}

void
smappee_channel_free (SmappeeChannel *self)
{
    for (guint i = 0; i < SMAPPEE_N_VALUES; i++)
        g_free (self->keys[i]);
    g_free (self->place);
    g_free (self->formula);
    g_free (self->name);
    g_free (self);
}

/* Where it is goes with its name, as phases of a load, and loads too, may be called alike. */
char *
smappee_channel_dup_label (const SmappeeChannel *self)
{
    g_autofree char *place = g_strdelimit (g_strdup (self->place), "_", '/');
    const char *name = self->name != NULL ? self->name : _ ("Input");

    if (self->phase == 0 || self->name == NULL)
        return g_strdup_printf ("%s %s", name, place);
    return g_strdup_printf ("%s L%u (%s)", name, self->phase, place);
}

GPtrArray *
smappee_channels_new (void)
{
    return g_ptr_array_new_with_free_func ((GDestroyNotify)smappee_channel_free);
}

/* @position: return location for its place in the list. */
const SmappeeChannel *
smappee_channels_find (GPtrArray *channels, guint index, guint *position)
{
    for (guint i = 0; i < channels->len; i++) {
        const SmappeeChannel *channel = g_ptr_array_index (channels, i);

        if (channel->index != index)
            continue;
        *position = i;
        return channel;
    }
    return NULL;
}

/* All that matters about a list, so that two can be compared. */
char *
smappee_channels_print (GPtrArray *channels)
{
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < channels->len; i++) {
        const SmappeeChannel *channel = g_ptr_array_index (channels, i);

        g_string_append_printf (text, "%u %s %s %d %u %d %s\n", channel->index, channel->place,
                                channel->formula != NULL ? channel->formula : "", channel->role,
                                channel->phase, channel->inverted,
                                channel->name != NULL ? channel->name : "");
    }
    return g_string_free (g_steal_pointer (&text), FALSE);
}

static SmappeeChannel *
find_place (GPtrArray *channels, const char *place)
{
    for (guint i = 0; i < channels->len; i++) {
        SmappeeChannel *channel = g_ptr_array_index (channels, i);

        if (g_str_equal (channel->place, place))
            return channel;
    }
    return NULL;
}

/* @places: such as `5500010002/0, 5500010002/1`. Returns whether all of them are there. */
gboolean
smappee_channels_invert (GPtrArray *channels, const char *places)
{
    g_auto (GStrv) words = g_strsplit_set (places, ", ", 0);
    gboolean found_all = TRUE;

    for (char **word = words; *word != NULL; word++) {
        SmappeeChannel *channel = find_place (channels, g_strdelimit (*word, "/", '_'));

        if (channel != NULL)
            channel->inverted = TRUE;
        found_all = found_all && (channel != NULL || **word == '\0');
    }
    return found_all;
}

void
smappee_values_clear (SmappeeValues *values, guint n_values)
{
    for (guint i = 0; i < n_values; i++)
        for (guint kind = 0; kind < SMAPPEE_N_VALUES; kind++)
            values[i].values[kind] = NAN;
}

/* For a transformer that was put on the wrong way round. */
void
smappee_values_invert (SmappeeValues *self)
{
    static const SmappeeValueKind signs[] = {
        SMAPPEE_VALUE_POWER,         SMAPPEE_VALUE_FACTOR,         SMAPPEE_VALUE_REACTIVE,
        SMAPPEE_VALUE_AVERAGE_POWER, SMAPPEE_VALUE_AVERAGE_FACTOR, SMAPPEE_VALUE_AVERAGE_REACTIVE,
    };
    double drawn = self->values[SMAPPEE_VALUE_IMPORT];

    for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
        self->values[signs[i]] = 0 - self->values[signs[i]]; /* no -0 */
    self->values[SMAPPEE_VALUE_IMPORT] = self->values[SMAPPEE_VALUE_EXPORT];
    self->values[SMAPPEE_VALUE_EXPORT] = drawn;
}
