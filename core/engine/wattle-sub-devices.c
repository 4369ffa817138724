/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-sub-devices.h"

#include "wattle-runner-maker.h"

/* A sub-device that its gateway no longer lists is forgotten after this. */
#define GONE_FOR (24 * 60 * 60 * (gint64)G_USEC_PER_SEC)

static void
add_child (const WattleSubDevices *self, WattleRosterEntry *parent, const WattleChildNote *note)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleRunner) runner =
        wattle_runner_maker_make_child (self->parts, parent, note, &error);
    WattleRosterEntry *child;

    if (runner == NULL) {
        wattle_listing_refuse (&parent->listing, note->id, "cannot be made: %s", error->message);
        return;
    }

    wattle_device_set_label (wattle_runner_get_device (runner), note->label);
    child =
        wattle_roster_entry_new (runner, parent->driver, parent->catalog, self->parts->problems);
    child->named = TRUE;
    self->events->enlist (child, self->owner);
}

static void
move_child (WattleRosterEntry *parent, WattleRosterEntry *child, const WattleChildNote *note)
{
    WattleRunner *runner = child->runner;
    WattleOptions *options = wattle_runner_get_options (runner);
    g_autoptr (GError) error = NULL;

    if (!wattle_options_has (options, "Address") ||
        g_str_equal (wattle_options_get_text (options, "Address"), note->address))
        return;
    if (!wattle_options_set (options, "Address", note->address, &error) ||
        !wattle_source_configure (WATTLE_SOURCE (wattle_runner_get_device (runner)), options,
                                  &error)) {
        wattle_listing_refuse (&parent->listing, note->id, "cannot be moved: %s", error->message);
        return;
    }

    g_message ("%s: now at address %s", note->id, note->address);
    /* What is under way asks whatever is at the old address now. */
    wattle_runner_restart (runner);
}

static void
keep_child (const WattleSubDevices *self,
            WattleRosterEntry *parent,
            WattleRosterEntry *child,
            const WattleChildNote *note)
{
    const char *label = wattle_device_get_label (wattle_runner_get_device (child->runner));

    child->named = TRUE;
    child->gone_since = 0;
    move_child (parent, child, note);
    wattle_runner_set_gone (child->runner, FALSE);
    wattle_runner_set_lost (child->runner, FALSE);
    if (note->label != NULL && g_strcmp0 (label, note->label) != 0) {
        wattle_device_set_label (wattle_runner_get_device (child->runner), note->label);
        self->events->changed (child->runner, self->owner);
    }
}

static void
take_present (const WattleSubDevices *self, WattleRosterEntry *parent, const WattleChildNote *note)
{
    WattleRosterEntry *child = wattle_roster_find (self->roster, note->id);

    /* A part that was plugged into another gateway comes along once the old one has missed it. */
    if (child != NULL && wattle_runner_get_parent (child->runner) != parent->runner &&
        child->gone_since != 0) {
        self->events->remove (note->id, self->owner);
        child = NULL;
    }

    if (child == NULL)
        add_child (self, parent, note);
    else if (wattle_runner_get_parent (child->runner) == parent->runner)
        keep_child (self, parent, child, note);
    else
        wattle_listing_refuse (&parent->listing, note->id, "%s and another device both claim it",
                               wattle_runner_get_id (parent->runner));
}

static void
take_lost (const WattleSubDevices *self, WattleRosterEntry *parent, const char *id)
{
    WattleRosterEntry *child = wattle_roster_find (self->roster, id);

    if (child == NULL || wattle_runner_get_parent (child->runner) != parent->runner)
        return;

    child->named = TRUE;
    child->gone_since = 0;
    wattle_runner_set_lost (child->runner, TRUE);
    wattle_runner_set_gone (child->runner, FALSE);
}

static void
miss_child (const WattleSubDevices *self, WattleRosterEntry *child, gint64 now)
{
    if (!child->named && child->gone_since == 0)
        child->gone_since = MAX (now, 1);
    if (!child->named)
        wattle_runner_set_gone (child->runner, TRUE);
    child->named = FALSE;
    if (child->gone_since != 0 && now - child->gone_since >= GONE_FOR)
        self->events->remove (wattle_runner_get_id (child->runner), self->owner);
}

static void
end_listing (const WattleSubDevices *self, WattleRosterEntry *parent)
{
    gint64 now = wattle_clock_get_monotonic (self->parts->clock);
    g_autoptr (GPtrArray) children = wattle_roster_list_children (self->roster, parent->runner);

    for (guint i = 0; i < children->len; i++)
        miss_child (self, g_ptr_array_index (children, i), now);
    wattle_listing_forgive (&parent->listing);
}

static void
tell_listing (const WattleSubDevices *self, WattleRosterEntry *parent)
{
    g_autoptr (GPtrArray) names = wattle_listing_take_names (&parent->listing);

    self->events->listed (parent->runner, (char **)names->pdata, self->owner);
}

/* The successor of a sub-device goes on under its id. */
static void
take_over_id (const WattleRosterEntry *parent, WattleChildNote *note)
{
    const char *known;

    if (parent->config == NULL || note->id == NULL)
        return;

    known = wattle_device_config_get_known_id (parent->config, note->id);
    if (known != note->id) {
        g_free (note->id);
        note->id = g_strdup (known);
    }
}

void
wattle_sub_devices_take_notes (const WattleSubDevices *self, WattleRunner *gateway)
{
    WattleRosterEntry *parent = wattle_roster_find (self->roster, wattle_runner_get_id (gateway));
    g_autoptr (GPtrArray) notes =
        wattle_device_take_child_notes (wattle_runner_get_device (gateway));

    for (guint i = 0; i < notes->len; i++) {
        WattleChildNote *note = g_ptr_array_index (notes, i);

        take_over_id (parent, note);
        if (note->kind != WATTLE_CHILD_END)
            wattle_listing_note_name (&parent->listing, note->id);
        switch (note->kind) {
        case WATTLE_CHILD_PRESENT:
            take_present (self, parent, note);
            break;
        case WATTLE_CHILD_LOST:
            take_lost (self, parent, note->id);
            break;
        case WATTLE_CHILD_END:
            end_listing (self, parent);
            tell_listing (self, parent);
            break;
        }
    }
}
