/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-specs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HAS(kinds, kind) (((kinds) & (1u << (kind))) != 0)
#define RESOLUTION       1   /* Wh; they are counted in steps of 3600 J */
#define AVERAGE_CADENCE  900 /* s; they come every five minutes */

/* Where the sensors of an entity are. */
typedef struct {
    const char *key;
    JsonObject *inputs;
} Origin;

struct _SmappeeSpecs {
    GArray *specs;
    GArray *origins; /* of Origin */
    GStringChunk *texts;
    guint cadence;
    gboolean shows_channels;
};

static const struct {
    WattleQuantity quantity;
    WattleDirection direction;
    guint cadence;
} kinds_table[SMAPPEE_N_VALUES] = {
    [SMAPPEE_VALUE_POWER] = { WATTLE_QUANTITY_ACTIVE_POWER },
    [SMAPPEE_VALUE_IMPORT] = { WATTLE_QUANTITY_ENERGY, WATTLE_DIRECTION_IMPORT },
    [SMAPPEE_VALUE_EXPORT] = { WATTLE_QUANTITY_ENERGY, WATTLE_DIRECTION_EXPORT },
    [SMAPPEE_VALUE_CURRENT] = { WATTLE_QUANTITY_CURRENT },
    [SMAPPEE_VALUE_APPARENT] = { WATTLE_QUANTITY_APPARENT_POWER },
    [SMAPPEE_VALUE_FACTOR] = { WATTLE_QUANTITY_POWER_FACTOR },
    [SMAPPEE_VALUE_REACTIVE] = { WATTLE_QUANTITY_REACTIVE_POWER },
    [SMAPPEE_VALUE_AVERAGE_POWER] = { WATTLE_QUANTITY_ACTIVE_POWER, 0, AVERAGE_CADENCE },
    [SMAPPEE_VALUE_AVERAGE_CURRENT] = { WATTLE_QUANTITY_CURRENT, 0, AVERAGE_CADENCE },
    [SMAPPEE_VALUE_AVERAGE_APPARENT] = { WATTLE_QUANTITY_APPARENT_POWER, 0, AVERAGE_CADENCE },
    [SMAPPEE_VALUE_AVERAGE_REACTIVE] = { WATTLE_QUANTITY_REACTIVE_POWER, 0, AVERAGE_CADENCE },
    [SMAPPEE_VALUE_AVERAGE_FACTOR] = { WATTLE_QUANTITY_POWER_FACTOR, 0, AVERAGE_CADENCE },
};

static void
origin_clear (gpointer origin)
{
    json_object_unref (((Origin *)origin)->inputs);
}

SmappeeSpecs *
smappee_specs_new (guint cadence)
{
    SmappeeSpecs *self = g_new0 (SmappeeSpecs, 1);

    self->specs = g_array_new (FALSE, FALSE, sizeof (WattleEntitySpec));
    self->origins = g_array_new (FALSE, FALSE, sizeof (Origin));
    g_array_set_clear_func (self->origins, origin_clear);
    self->texts = g_string_chunk_new (1024);
    self->cadence = cadence;
    return self;
}

void
smappee_specs_free (SmappeeSpecs *self)
{
    g_array_unref (self->specs);
    g_array_unref (self->origins);
    g_string_chunk_free (self->texts);
    g_free (self);
}

void
smappee_specs_add (SmappeeSpecs *self, const WattleEntitySpec *spec)
{
    WattleEntitySpec copy = *spec;

    copy.key = spec->key != NULL ? g_string_chunk_insert (self->texts, spec->key) : NULL;
    copy.name = spec->name != NULL ? g_string_chunk_insert (self->texts, spec->name) : NULL;
    if (copy.cadence == 0 && !(copy.flags & WATTLE_ENTITY_ON_CHANGE))
        copy.cadence = self->cadence;
    if (copy.quantity == WATTLE_QUANTITY_ENERGY && copy.resolution == 0)
        copy.resolution = RESOLUTION;
    g_array_append_val (self->specs, copy);
}

void
smappee_specs_add_table (SmappeeSpecs *self, const WattleEntitySpec *table, guint length)
{
    for (guint i = 0; i < length; i++)
        smappee_specs_add (self, &table[i]);
}

static char *
name_value (const char *label, SmappeeValueKind kind)
{
    switch (kind) {
    case SMAPPEE_VALUE_POWER:
        return g_strdup_printf (_ ("%s power"), label);
    case SMAPPEE_VALUE_IMPORT:
        return g_strdup_printf (_ ("%s energy"), label);
    case SMAPPEE_VALUE_EXPORT:
        return g_strdup_printf (_ ("%s energy fed back"), label);
    case SMAPPEE_VALUE_CURRENT:
        return g_strdup_printf (_ ("%s current"), label);
    case SMAPPEE_VALUE_APPARENT:
        return g_strdup_printf (_ ("%s apparent power"), label);
    case SMAPPEE_VALUE_FACTOR:
        return g_strdup_printf (_ ("%s power factor"), label);
    case SMAPPEE_VALUE_REACTIVE:
        return g_strdup_printf (_ ("%s reactive power"), label);
    case SMAPPEE_VALUE_AVERAGE_POWER:
        return g_strdup_printf (_ ("%s mean power"), label);
    case SMAPPEE_VALUE_AVERAGE_CURRENT:
        return g_strdup_printf (_ ("%s mean current"), label);
    case SMAPPEE_VALUE_AVERAGE_APPARENT:
        return g_strdup_printf (_ ("%s mean apparent power"), label);
    case SMAPPEE_VALUE_AVERAGE_REACTIVE:
        return g_strdup_printf (_ ("%s mean reactive power"), label);
    default:
        return g_strdup_printf (_ ("%s mean power factor"), label);
    }
}

static void
add_value (SmappeeSpecs *self,
           const char *key,
           SmappeeValueKind kind,
           const char *label,
           WattleEntityFlags flags)
{
    g_autofree char *name = name_value (label, kind);
    const WattleEntitySpec spec = {
        .key = key,
        .quantity = kinds_table[kind].quantity,
        .direction = kinds_table[kind].direction,
        .name = name,
        .flags = flags,
        .cadence = kinds_table[kind].cadence,
    };

    smappee_specs_add (self, &spec);
}

/* A place is that of a CT hub and its input, 5500010002_0, or an input alone. */
static void
tell_place (JsonObject *object, const char *place)
{
    const char *input = strrchr (place, '_');
    g_autofree char *hub = input != NULL ? g_strndup (place, (gsize)(input - place)) : NULL;

    if (hub != NULL)
        json_object_set_string_member (object, "hub", hub);
    json_object_set_string_member (object, "input", input != NULL ? input + 1 : place);
}

static void
add_origin (SmappeeSpecs *self, const char *key, JsonObject *inputs)
{
    Origin origin = { g_string_chunk_insert_const (self->texts, key), json_object_ref (inputs) };

    g_array_append_val (self->origins, origin);
}

static JsonObject *
describe_channel (const SmappeeChannel *channel)
{
    JsonObject *object = json_object_new ();

    tell_place (object, channel->place);
    if (channel->phase != 0)
        json_object_set_int_member (object, "phase", channel->phase);
    return object;
}

/* The inputs of all its phases; hub and input are those that its keys are made of. */
static JsonObject *
describe_load (const SmappeeGroup *group, GPtrArray *channels)
{
    JsonObject *object = json_object_new ();
    JsonArray *inputs = json_array_new ();

    for (guint i = 0; i < group->members->len; i++) {
        const SmappeeChannel *channel =
            g_ptr_array_index (channels, g_array_index (group->members, guint, i));

        if (i == 0)
            tell_place (object, channel->place);
        json_array_add_object_element (inputs, describe_channel (channel));
    }
    json_object_set_array_member (object, "inputs", inputs);
    return object;
}

/* The grid is what a meter at its place would be: its keys are those of any meter. */
static void
add_grid (SmappeeSpecs *self, guint kinds)
{
    static const WattleEntitySpec power = { .quantity = WATTLE_QUANTITY_ACTIVE_POWER,
                                            .name = N_ ("Grid power") };
    static const WattleEntitySpec energies[] = {
        { .quantity = WATTLE_QUANTITY_ENERGY,
          .direction = WATTLE_DIRECTION_IMPORT,
          .name = N_ ("Grid import") },
        { .quantity = WATTLE_QUANTITY_ENERGY,
          .direction = WATTLE_DIRECTION_EXPORT,
          .name = N_ ("Grid export") },
    };
    static const WattleEntitySpec house = { .key = "load_power",
                                            .quantity = WATTLE_QUANTITY_ACTIVE_POWER,
                                            .name = N_ ("House consumption") };

    smappee_specs_add (self, &power);
    if (HAS (kinds, SMAPPEE_VALUE_IMPORT))
        smappee_specs_add_table (self, energies, G_N_ELEMENTS (energies));
    smappee_specs_add (self, &house);
}

/* Only where each phase has one channel: of two the currents do not add up. */
static void
add_grid_phases (SmappeeSpecs *self, const SmappeeGroup *grid, GPtrArray *channels)
{
    for (guint i = 0; i < grid->members->len; i++) {
        const SmappeeChannel *channel =
            g_ptr_array_index (channels, g_array_index (grid->members, guint, i));
        const guint phase = channel->phase;
        g_autofree char *power = g_strdup_printf (_ ("Grid power L%u"), phase);
        g_autofree char *current = g_strdup_printf (_ ("Grid current L%u"), phase);

        if (phase == 0)
            continue;
        smappee_specs_add (self, &(WattleEntitySpec){ .quantity = WATTLE_QUANTITY_ACTIVE_POWER,
                                                      .phase = phase,
                                                      .name = power });
        smappee_specs_add (self, &(WattleEntitySpec){ .quantity = WATTLE_QUANTITY_CURRENT,
                                                      .phase = phase,
                                                      .name = current });
    }
}

static void
add_solar (SmappeeSpecs *self, guint kinds)
{
    static const WattleEntitySpec power = { .key = "solar_power",
                                            .quantity = WATTLE_QUANTITY_ACTIVE_POWER,
                                            .name = N_ ("Solar power") };
    static const WattleEntitySpec energies[] = {
        { .key = "solar_energy",
          .quantity = WATTLE_QUANTITY_ENERGY,
          .direction = WATTLE_DIRECTION_EXPORT,
          .name = N_ ("Solar energy") },
        { .key = "solar_own_use",
          .quantity = WATTLE_QUANTITY_ENERGY,
          .direction = WATTLE_DIRECTION_IMPORT,
          .flags = WATTLE_ENTITY_DISABLED,
          .name = N_ ("Own use of the solar system") },
    };

    smappee_specs_add (self, &power);
    if (HAS (kinds, SMAPPEE_VALUE_IMPORT))
        smappee_specs_add_table (self, energies, G_N_ELEMENTS (energies));
}

static void
add_load (SmappeeSpecs *self, const SmappeeGroup *group, GPtrArray *channels, guint kinds)
{
    g_autofree char *label = smappee_group_dup_label (group, channels);
    g_autoptr (JsonObject) inputs = describe_load (group, channels);

    add_origin (self, group->power_key, inputs);
    add_value (self, group->power_key, SMAPPEE_VALUE_POWER, label, 0);
    if (!HAS (kinds, SMAPPEE_VALUE_IMPORT))
        return;
    add_origin (self, group->import_key, inputs);
    add_origin (self, group->export_key, inputs);
    add_value (self, group->import_key, SMAPPEE_VALUE_IMPORT, label, 0);
    add_value (self, group->export_key, SMAPPEE_VALUE_EXPORT, label, WATTLE_ENTITY_DISABLED);
}

void
smappee_specs_add_groups (SmappeeSpecs *self, GPtrArray *groups, GPtrArray *channels, guint kinds)
{
    for (guint i = 0; i < groups->len; i++) {
        const SmappeeGroup *group = g_ptr_array_index (groups, i);

        switch (group->role) {
        case SMAPPEE_ROLE_GRID:
            add_grid (self, kinds);
            add_grid_phases (self, group, channels);
            break;
        case SMAPPEE_ROLE_SOLAR:
            add_solar (self, kinds);
            break;
        default:
            add_load (self, group, channels, kinds);
        }
    }
}

/* They repeat what groups tell, in more detail: off in Home Assistant until wanted. */
void
smappee_specs_add_channels (SmappeeSpecs *self, GPtrArray *channels, guint kinds)
{
    WattleEntityFlags flags = self->shows_channels ? 0 : WATTLE_ENTITY_DISABLED;

    for (guint i = 0; i < channels->len; i++) {
        const SmappeeChannel *channel = g_ptr_array_index (channels, i);
        g_autofree char *label = smappee_channel_dup_label (channel);
        g_autoptr (JsonObject) input = describe_channel (channel);

        for (guint kind = 0; kind < SMAPPEE_N_VALUES; kind++) {
            if (!HAS (kinds, kind))
                continue;
            add_origin (self, channel->keys[kind], input);
            add_value (self, channel->keys[kind], kind, label, flags);
        }
    }
}

void
smappee_specs_show_channels (SmappeeSpecs *self)
{
    self->shows_channels = TRUE;
}

void
smappee_specs_set (SmappeeSpecs *self, WattleDevice *device)
{
    wattle_device_set_entities (device, (const WattleEntitySpec *)self->specs->data,
                                self->specs->len);
    for (guint i = 0; i < self->origins->len; i++) {
        const Origin *origin = &g_array_index (self->origins, Origin, i);

        wattle_device_set_attributes (device, origin->key, origin->inputs);
    }
}
