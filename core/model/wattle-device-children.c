/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-device-children.h"

#include "base/wattle-ident.h"
#include "base/wattle-line.h"

#define MAX_NOTES 256

static void
note_free (gpointer data)
{
    WattleChildNote *note = data;

    g_free (note->id);
    g_free (note->model);
    g_free (note->address);
    g_free (note->label);
    g_free (note);
}

static GPtrArray *
make_list (void)
{
    return g_ptr_array_new_with_free_func (note_free);
}

void
wattle_device_children_init (WattleDeviceChildren *self)
{
    *self = (WattleDeviceChildren){ .notes = make_list () };
}

void
wattle_device_children_clear (WattleDeviceChildren *self)
{
    g_clear_pointer (&self->notes, g_ptr_array_unref);
}

void
wattle_device_children_begin (WattleDeviceChildren *self)
{
    self->staged = 0;
}

gboolean
wattle_device_children_is_staged (const WattleDeviceChildren *self)
{
    return self->staged > 0;
}

void
wattle_device_children_drop (WattleDeviceChildren *self)
{
    g_ptr_array_set_size (self->notes, (int)(self->notes->len - self->staged));
}

static void
add_note (WattleDevice *device, WattleChildNote note)
{
    WattleDeviceChildren *self = wattle_device_peek_children (device);

    if (self->notes->len >= MAX_NOTES) {
        note_free (g_memdup2 (&note, sizeof note));
        return;
    }
    g_ptr_array_add (self->notes, g_memdup2 (&note, sizeof note));
    if (wattle_device_is_answering (device))
        self->staged++;
}

/**
 * wattle_device_set_child:
 * @self: a gateway
 * @id: device identifier of the part behind it; it stays the same wherever the part is plugged in
 * @model: the driver's model to make it of
 * @address: where it is found now; its option `Address`
 * @label: (nullable): what it is called
 *
 * Names a sub-device: a device of its own that is asked over the gateway's links. One that is there
 * already is moved to @address. An @id that is no device identifier is ignored.
 */
void
wattle_device_set_child (WattleDevice *self,
                         const char *id,
                         const char *model,
                         const char *address,
                         const char *label)
{
    if (wattle_ident_is_valid_device (id))
        add_note (self, (WattleChildNote){ WATTLE_CHILD_PRESENT, g_strdup (id), g_strdup (model),
                                           wattle_line_from_text (address, WATTLE_DEVICE_MAX_TEXT),
                                           wattle_line_from_text (label, WATTLE_DEVICE_MAX_TEXT) });
}

/**
 * wattle_device_lose_child:
 * @self: a gateway
 * @id: a sub-device
 *
 * Names a sub-device that still belongs to the gateway but does not answer it: offline, not gone.
 */
void
wattle_device_lose_child (WattleDevice *self, const char *id)
{
    add_note (self, (WattleChildNote){ WATTLE_CHILD_LOST, g_strdup (id), NULL, NULL, NULL });
}

/**
 * wattle_device_end_children:
 * @self: a gateway
 *
 * Ends a complete listing: sub-devices not named since the last one are gone. They are unavailable,
 * and removed after 24 hours.
 */
void
wattle_device_end_children (WattleDevice *self)
{
    add_note (self, (WattleChildNote){ WATTLE_CHILD_END, NULL, NULL, NULL, NULL });
}

GPtrArray *
wattle_device_take_child_notes (WattleDevice *self)
{
    WattleDeviceChildren *children = wattle_device_peek_children (self);
    GPtrArray *notes = children->notes;

    children->notes = make_list ();
    return notes;
}
