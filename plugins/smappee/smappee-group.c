/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-group.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
group_free (gpointer data)
{
    SmappeeGroup *self = data;

    g_array_unref (self->members);
    g_free (self->name);
    g_free (self->power_key);
    g_free (self->import_key);
    g_free (self->export_key);
    g_free (self);
}

static SmappeeGroup *
add_group (GPtrArray *groups, SmappeeRole role, const char *name)
{
    SmappeeGroup *self = g_new0 (SmappeeGroup, 1);

    self->role = role;
    self->name = g_strdup (name);
    self->members = g_array_new (FALSE, FALSE, sizeof (guint));
    g_ptr_array_add (groups, self);
    return self;
}

SmappeeGroup *
smappee_groups_find (GPtrArray *groups, SmappeeRole role)
{
    for (guint i = 0; i < groups->len; i++) {
        SmappeeGroup *group = g_ptr_array_index (groups, i);

        if (group->role == role)
            return group;
    }
    return NULL;
}

/* Grid and generation are one each, whatever their channels are called; of loads the phases bear
 * one name. Those without a name are each by itself. */
static SmappeeGroup *
find_group (GPtrArray *groups, const SmappeeChannel *channel)
{
    if (channel->role != SMAPPEE_ROLE_LOAD)
        return smappee_groups_find (groups, channel->role);
    for (guint i = 0; channel->name != NULL && i < groups->len; i++) {
        SmappeeGroup *group = g_ptr_array_index (groups, i);

        if (group->role == channel->role && g_strcmp0 (group->name, channel->name) == 0)
            return group;
    }
    return NULL;
}

static const SmappeeChannel *
get_member (const SmappeeGroup *self, GPtrArray *channels, guint i)
{
    return g_ptr_array_index (channels, g_array_index (self->members, guint, i));
}

/* Hub by hub and input by input, whatever the order of the list: as texts, but shorter numbers
 * first. */
static gboolean
is_before (const char *a, const char *b)
{
    gsize length_a = strlen (a);
    gsize length_b = strlen (b);

    return length_a != length_b ? length_a < length_b : strcmp (a, b) < 0;
}

static const char *
find_first_place (const SmappeeGroup *self, GPtrArray *channels)
{
    const char *first = get_member (self, channels, 0)->place;

    for (guint i = 1; i < self->members->len; i++)
        if (is_before (get_member (self, channels, i)->place, first))
            first = get_member (self, channels, i)->place;
    return first;
}

static void
set_keys (SmappeeGroup *self, GPtrArray *channels)
{
    const char *place = find_first_place (self, channels);

    switch (self->role) {
    case SMAPPEE_ROLE_GRID:
        self->power_key = g_strdup ("active_power");
        self->import_key = g_strdup ("energy_import");
        self->export_key = g_strdup ("energy_export");
        break;
    case SMAPPEE_ROLE_SOLAR: /* what it generates it counts as import */
        self->power_key = g_strdup ("solar_power");
        self->import_key = g_strdup ("solar_energy");
        self->export_key = g_strdup ("solar_own_use");
        break;
    default:
        self->power_key = g_strdup_printf ("ct_%s_active_power", place);
        self->import_key = g_strdup_printf ("ct_%s_energy_import", place);
        self->export_key = g_strdup_printf ("ct_%s_energy_export", place);
    }
}

static void
add_channels (GPtrArray *groups, GPtrArray *channels, SmappeeRole role)
{
    for (guint i = 0; i < channels->len; i++) {
        const SmappeeChannel *channel = g_ptr_array_index (channels, i);
        SmappeeGroup *group;

        if (channel->role != role)
            continue;
        group = find_group (groups, channel);
        if (group == NULL)
            group = add_group (groups, role, role == SMAPPEE_ROLE_LOAD ? channel->name : NULL);
        g_array_append_val (group->members, i);
    }
}

GPtrArray *
smappee_groups_new (GPtrArray *channels)
{
    GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);

    add_channels (groups, channels, SMAPPEE_ROLE_GRID);
    add_channels (groups, channels, SMAPPEE_ROLE_SOLAR);
    add_channels (groups, channels, SMAPPEE_ROLE_LOAD);
    for (guint i = 0; i < groups->len; i++)
        set_keys (g_ptr_array_index (groups, i), channels);
    return groups;
}

double
smappee_group_sum (const SmappeeGroup *self, const SmappeeValues *values, SmappeeValueKind kind)
{
    double sum = 0;

    for (guint i = 0; i < self->members->len; i++)
        sum += values[g_array_index (self->members, guint, i)].values[kind];
    return sum;
}

char *
smappee_group_dup_label (const SmappeeGroup *self, GPtrArray *channels)
{
    g_autofree char *place = g_strdelimit (g_strdup (find_first_place (self, channels)), "_", '/');

    return self->name != NULL ? g_strdup (self->name)
                              : g_strdup_printf ("%s %s", _ ("Input"), place);
}
