/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "smappee-map.h"
#include "smappee-total.h"

#define AVERAGE_CADENCE 900

struct _SmappeeLayout {
    WattleOptions *options;
    SmappeeListing channels;
    SmappeeListing plugs;
    SmappeeListing sensors;
    GPtrArray *no_channels;
    GPtrArray *groups;
    SmappeeFeatures features;
    guint n_phases;      /* of the installation; 0: not told */
    gboolean is_indexed; /* the map is of version 2 */
    gboolean lacks_inverted;
    gboolean changed;
};

SmappeeLayout *
smappee_layout_new (WattleOptions *options)
{
    SmappeeLayout *self = g_new0 (SmappeeLayout, 1);

    self->options = g_object_ref (options);
    self->no_channels = smappee_channels_new ();
    self->groups = smappee_groups_new (self->no_channels);
    self->changed = TRUE;
    return self;
}

void
smappee_layout_free (SmappeeLayout *self)
{
    smappee_listing_clear (&self->channels);
    smappee_listing_clear (&self->plugs);
    smappee_listing_clear (&self->sensors);
    g_ptr_array_unref (self->groups);
    g_ptr_array_unref (self->no_channels);
    g_object_unref (self->options);
    g_free (self);
}

/* Lists */

static void
group_anew (SmappeeLayout *self)
{
    g_ptr_array_unref (self->groups);
    self->groups = smappee_groups_new (smappee_layout_get_channels (self));
    self->changed = TRUE;
}

static void
invert_channels (SmappeeLayout *self, GPtrArray *channels)
{
    if (wattle_options_has (self->options, "Invert"))
        self->lacks_inverted =
            !smappee_channels_invert (channels, wattle_options_get_text (self->options, "Invert"));
}

gboolean
smappee_layout_check_invert (SmappeeLayout *self, GError **error)
{
    if (!self->lacks_inverted)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "Invert is “%s”, and names an input that the channel map does not have; it "
                      "lists inputs such as 5500010002/3",
                      wattle_options_get_text (self->options, "Invert"));
    return FALSE;
}

/* Where both versions are told, the second is the one that goes with what comes each second. */
static gboolean
is_outdone (SmappeeLayout *self, const SmappeeMap *map)
{
    if (map->is_indexed && !self->is_indexed)
        smappee_listing_clear (&self->channels);
    self->is_indexed |= map->is_indexed;
    return self->is_indexed && !map->is_indexed;
}

gboolean
smappee_layout_take_channels (SmappeeLayout *self, JsonObject *root, gint64 now, GError **error)
{
    SmappeeMap map;

    if (!smappee_map_decode (root, &map, error)) {
        g_prefix_error (error, "the channel map: ");
        return FALSE;
    }
    if (is_outdone (self, &map)) {
        g_ptr_array_unref (map.channels);
        return TRUE;
    }

    invert_channels (self, map.channels);
    self->changed |= map.n_phases != self->n_phases;
    self->n_phases = map.n_phases;
    if (smappee_listing_offer (&self->channels, map.channels, smappee_channels_print (map.channels),
                               now))
        group_anew (self);
    return TRUE;
}

gboolean
smappee_layout_take_plugs (SmappeeLayout *self, JsonObject *root, gint64 now, GError **error)
{
    GPtrArray *plugs = smappee_plugs_decode (root, error);

    if (plugs == NULL) {
        g_prefix_error (error, "the list of plugs: ");
        return FALSE;
    }
    if (smappee_listing_offer (&self->plugs, plugs, smappee_plugs_print (plugs), now))
        self->changed = TRUE;
    return TRUE;
}

gboolean
smappee_layout_take_sensors (SmappeeLayout *self, JsonObject *root, gint64 now, GError **error)
{
    GPtrArray *sensors = smappee_sensors_decode (root, error);

    if (sensors == NULL) {
        g_prefix_error (error, "the list of sensors: ");
        return FALSE;
    }
    if (smappee_listing_offer (&self->sensors, sensors, smappee_sensors_print (sensors), now))
        self->changed = TRUE;
    return TRUE;
}

void
smappee_layout_pass (SmappeeLayout *self, gint64 now)
{
    if (smappee_listing_pass (&self->channels, now))
        group_anew (self);
    if (smappee_listing_pass (&self->plugs, now))
        self->changed = TRUE;
    if (smappee_listing_pass (&self->sensors, now))
        self->changed = TRUE;
}

void
smappee_layout_note (SmappeeLayout *self, const SmappeeFeatures *features)
{
    SmappeeFeatures both = self->features;

    both.kinds |= features->kinds;
    both.n_voltages = MAX (both.n_voltages, features->n_voltages);
    both.has_totals |= features->has_totals;
    both.has_frequency |= features->has_frequency;
    both.is_indexed |= features->is_indexed;
    both.has_averages |= features->has_averages;
    both.has_presence |= features->has_presence;
    if (memcmp (&both, &self->features, sizeof both) != 0)
        self->changed = TRUE;
    self->features = both;
}

GPtrArray *
smappee_layout_get_channels (SmappeeLayout *self)
{
    return self->channels.list != NULL ? self->channels.list : self->no_channels;
}

GPtrArray *
smappee_layout_get_groups (SmappeeLayout *self)
{
    return self->groups;
}

GPtrArray *
smappee_layout_get_plugs (SmappeeLayout *self)
{
    return self->plugs.list;
}

GPtrArray *
smappee_layout_get_sensors (SmappeeLayout *self)
{
    return self->sensors.list;
}

guint
smappee_layout_get_n_voltages (SmappeeLayout *self)
{
    guint n_phases = self->n_phases > 0 ? self->n_phases : self->features.n_voltages;

    return MIN (n_phases, self->features.n_voltages);
}

/* Entities */

static void
add_voltages (SmappeeLayout *self, SmappeeSpecs *specs)
{
    guint n_voltages = smappee_layout_get_n_voltages (self);

    for (guint phase = 1; phase <= n_voltages; phase++)
        smappee_specs_add (
            specs, &(WattleEntitySpec){ .quantity = WATTLE_QUANTITY_VOLTAGE, .phase = phase });
}

static void
add_whole (SmappeeLayout *self, SmappeeSpecs *specs)
{
    static const WattleEntitySpec totals[] = {
        { .quantity = WATTLE_QUANTITY_REACTIVE_POWER },
        { .key = "total_power",
          .quantity = WATTLE_QUANTITY_ACTIVE_POWER,
          .name = N_ ("Power as the monitor adds it up"),
          .flags = WATTLE_ENTITY_DIAGNOSTIC | WATTLE_ENTITY_DISABLED },
        { .key = "monitor_status",
          .quantity = WATTLE_QUANTITY_NUMBER,
          .name = N_ ("Status of the monitor"),
          .flags = WATTLE_ENTITY_DIAGNOSTIC | WATTLE_ENTITY_DISABLED },
    };
    static const WattleEntitySpec frequency = { .quantity = WATTLE_QUANTITY_FREQUENCY };
    static const WattleEntitySpec differ = { .key = "sums_differ",
                                             .quantity = WATTLE_QUANTITY_PROBLEM,
                                             .name = N_ ("Sums do not fit the channel map"),
                                             .flags = WATTLE_ENTITY_DIAGNOSTIC };

    smappee_specs_add_table (specs, totals, G_N_ELEMENTS (totals));
    if (self->features.has_frequency)
        smappee_specs_add (specs, &frequency);
    if (self->features.is_indexed && smappee_groups_find (self->groups, SMAPPEE_ROLE_GRID) != NULL)
        smappee_specs_add (specs, &differ);
}

static void
add_presence (SmappeeSpecs *specs)
{
    static const WattleEntitySpec presence = { .key = "presence",
                                               .quantity = WATTLE_QUANTITY_STATE,
                                               .name = N_ ("Presence"),
                                               .flags = WATTLE_ENTITY_ON_CHANGE };

    smappee_specs_add (specs, &presence);
}

static void
add_averages (SmappeeSpecs *specs)
{
    static const WattleEntitySpec always_on = { .key = "always_on_power",
                                                .quantity = WATTLE_QUANTITY_ACTIVE_POWER,
                                                .name = N_ ("Always-on power"),
                                                .cadence = AVERAGE_CADENCE };

    smappee_specs_add (specs, &always_on);
    for (guint phase = 1; phase <= SMAPPEE_AVERAGE_VOLTAGES; phase++) {
        g_autofree char *key = g_strdup_printf ("average_voltage_l%u", phase);
        g_autofree char *name = g_strdup_printf (_ ("Mean voltage L%u"), phase);

        smappee_specs_add (specs, &(WattleEntitySpec){ .key = key,
                                                       .quantity = WATTLE_QUANTITY_VOLTAGE,
                                                       .name = name,
                                                       .flags = WATTLE_ENTITY_DISABLED,
                                                       .cadence = AVERAGE_CADENCE });
    }
}

/* In the order of what matters: there is a limit to how many a device may have. */
static void
add_all (SmappeeLayout *self, SmappeeSpecs *specs)
{
    const SmappeeFeatures *features = &self->features;
    GPtrArray *channels = smappee_layout_get_channels (self);

    if (features->kinds != 0)
        smappee_specs_add_groups (specs, self->groups, channels, features->kinds);
    add_voltages (self, specs);
    if (features->has_totals)
        add_whole (self, specs);
    smappee_outputs_add_specs (specs, self->plugs.list);
    smappee_total_add_specs (specs, self->sensors.list);
    if (features->has_presence)
        add_presence (specs);
    if (features->has_averages)
        add_averages (specs);
    smappee_specs_add_channels (specs, channels, features->kinds);
}

/* Three messages that are taken over, and 10 s at least: however patient the device itself is
 * waited for, what it said last is old by then. */
static guint
get_cadence (SmappeeLayout *self)
{
    gint64 every = wattle_options_get_integer (self->options, "Every");

    return (guint)MAX (10, 3 * every);
}

gboolean
smappee_layout_apply (SmappeeLayout *self, WattleDevice *device)
{
    g_autoptr (SmappeeSpecs) specs = NULL;

    if (!self->changed)
        return FALSE;

    specs = smappee_specs_new (get_cadence (self));
    add_all (self, specs);
    smappee_specs_set (specs, device);
    self->changed = FALSE;
    return TRUE;
}
