/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-box-map.h"

#include "smappee-box-form.h"

#define MAX_NAME 100

struct _SmappeeBoxMap {
    SmappeeBoxTopology topology;
    guint n_inputs;
    guint next_index;    /* no channel gets the index of one that is gone */
    GPtrArray *channels; /* of SmappeeBoxChannel, as they are listed */
};

static void
channel_free (gpointer data)
{
    SmappeeBoxChannel *channel = data;

    g_free (channel->name);
    g_free (channel);
}

SmappeeBoxMap *
smappee_box_map_new (SmappeeBoxTopology topology, guint n_inputs)
{
    SmappeeBoxMap *self = g_new0 (SmappeeBoxMap, 1);

    self->topology = topology;
    self->n_inputs = n_inputs;
    self->channels = g_ptr_array_new_with_free_func (channel_free);
    return self;
}

void
smappee_box_map_free (SmappeeBoxMap *self)
{
    g_ptr_array_unref (self->channels);
    g_free (self);
}

/* Places */

SmappeeBoxChannel *
smappee_box_map_find_input (SmappeeBoxMap *self, guint input)
{
    for (guint i = 0; i < self->channels->len; i++) {
        SmappeeBoxChannel *channel = g_ptr_array_index (self->channels, i);

        if (channel->input == input)
            return channel;
    }
    return NULL;
}

static guint
count_free (SmappeeBoxMap *self)
{
    return self->n_inputs - self->channels->len;
}

/* From @from on; n_inputs: none. */
static guint
find_free (SmappeeBoxMap *self, guint from)
{
    while (from < self->n_inputs && smappee_box_map_find_input (self, from) != NULL)
        from++;
    return from;
}

guint
smappee_box_map_find_free (SmappeeBoxMap *self)
{
    return find_free (self, 0);
}

gboolean
smappee_box_map_add_channel (SmappeeBoxMap *self,
                             const char *name,
                             SmappeeBoxRole role,
                             guint phase,
                             const SmappeeBoxForm *form)
{
    SmappeeBoxChannel *channel;

    if (count_free (self) < 1)
        return FALSE;
    channel = g_new0 (SmappeeBoxChannel, 1);
    channel->input = find_free (self, 0);
    channel->index = MAX (self->next_index, channel->input);
    channel->name = g_strdup (name);
    channel->role = role;
    channel->phase = phase;
    channel->form = *form;
    self->next_index = channel->index + 1;
    g_ptr_array_add (self->channels, channel);
    return TRUE;
}

gboolean
smappee_box_map_add_channels (SmappeeBoxMap *self,
                              const char *name,
                              SmappeeBoxRole role,
                              const SmappeeBoxForm *forms,
                              guint count)
{
    if (count_free (self) < count)
        return FALSE;
    for (guint i = 0; i < count; i++)
        smappee_box_map_add_channel (self, name, role, i, &forms[i]);
    return TRUE;
}

/* Changes */

static gboolean
fail (GError **error, const char *text)
{
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);
    return FALSE;
}

gboolean
smappee_box_map_check_name (const char *name, GError **error)
{
    return g_utf8_strlen (name, -1) <= MAX_NAME ||
           fail (error, "A name has at most 100 characters");
}

/* The positions of the channels of that name, at most three of them. */
static guint
find_load (SmappeeBoxMap *self, const char *name, guint *positions)
{
    guint count = 0;

    for (guint i = 0; i < self->channels->len && count < SMAPPEE_BOX_MAX_SENSORS; i++)
        if (g_str_equal (smappee_box_map_get (self, i)->name, name))
            positions[count++] = i;

    return count;
}

gboolean
smappee_box_map_remove (SmappeeBoxMap *self, const char *name, GError **error)
{
    guint positions[SMAPPEE_BOX_MAX_SENSORS];
    guint count = find_load (self, name, positions);

    if (count == 0)
        return fail (error, "No channel has that name");
    while (count > 0)
        g_ptr_array_remove_index (self->channels, positions[--count]);
    return TRUE;
}

gboolean
smappee_box_map_rename (SmappeeBoxMap *self, const char *name, const char *to, GError **error)
{
    guint positions[SMAPPEE_BOX_MAX_SENSORS];
    guint count = find_load (self, name, positions);

    if (count == 0)
        return fail (error, "No channel has that name");
    if (!smappee_box_map_check_name (to, error))
        return FALSE;
    for (guint i = 0; i < count; i++) {
        SmappeeBoxChannel *channel = smappee_box_map_get (self, positions[i]);

        g_free (channel->name);
        channel->name = g_strdup (to);
    }
    return TRUE;
}

static void
move_channel (SmappeeBoxMap *self, SmappeeBoxChannel *channel)
{
    guint free_input = find_free (self, channel->input + 1);

    channel->input = free_input < self->n_inputs ? free_input : find_free (self, 0);
    channel->index = MAX (self->next_index, channel->input);
    self->next_index = channel->index + 1;
    channel->energy = (SmappeeBoxEnergy){ 0 };
    channel->sums = (SmappeeBoxSums){ 0 };
}

gboolean
smappee_box_map_move (SmappeeBoxMap *self, const char *name, GError **error)
{
    guint positions[SMAPPEE_BOX_MAX_SENSORS];
    guint count = find_load (self, name, positions);

    if (count == 0)
        return fail (error, "No channel has that name");
    if (count_free (self) < count)
        return fail (error, "There are not enough free inputs");
    for (guint i = 0; i < count; i++)
        move_channel (self, smappee_box_map_get (self, positions[i]));
    return TRUE;
}

/* Questions */

SmappeeBoxTopology
smappee_box_map_get_topology (SmappeeBoxMap *self)
{
    return self->topology;
}

guint
smappee_box_map_get_n_inputs (SmappeeBoxMap *self)
{
    return self->n_inputs;
}

guint
smappee_box_map_get_n_phases (SmappeeBoxMap *self)
{
    static const guint counts[] = {
        [SMAPPEE_BOX_TOPOLOGY_STAR] = 3,
        [SMAPPEE_BOX_TOPOLOGY_DELTA] = 3,
        [SMAPPEE_BOX_TOPOLOGY_ONE] = 1,
        [SMAPPEE_BOX_TOPOLOGY_TWO] = 2,
    };

    return counts[self->topology];
}

guint
smappee_box_map_get_length (SmappeeBoxMap *self)
{
    return self->channels->len;
}

SmappeeBoxChannel *
smappee_box_map_get (SmappeeBoxMap *self, guint position)
{
    return g_ptr_array_index (self->channels, position);
}
