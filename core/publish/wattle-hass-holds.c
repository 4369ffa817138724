/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-holds.h"

#include "base/wattle-json.h"
#include "base/wattle-reason-text.h"
#include "wattle-hass-output.h"

#define NOBODY "nobody"

/* One output. */
typedef struct {
    WattleEntity *entity;
    char *held_by; /* members of the state */
    char *override_until;
    char *reason; /* as last told */
} Hold;

struct _WattleHassHolds {
    WattleOutputs *outputs;
    char *id;
    GArray *list; /* of Hold */
    gboolean moved;
};

static void
hold_clear (gpointer data)
{
    Hold *hold = data;

    g_object_unref (hold->entity);
    g_free (hold->held_by);
    g_free (hold->override_until);
    g_free (hold->reason);
}

WattleHassHolds *
wattle_hass_holds_new (WattleOutputs *outputs, const char *id, WattleDevice *device)
{
    WattleHassHolds *self = g_new0 (WattleHassHolds, 1);

    g_set_object (&self->outputs, outputs);
    self->id = g_strdup (id);
    self->list = g_array_new (FALSE, FALSE, sizeof (Hold));
    g_array_set_clear_func (self->list, hold_clear);
    for (guint i = 0; i < wattle_device_get_n_entities (device); i++) {
        WattleEntity *entity = wattle_device_get_entity (device, i);
        Hold hold = { .entity = entity };

        if (outputs == NULL || !wattle_hass_output_is_one (entity))
            continue;
        g_object_ref (entity);
        hold.held_by = wattle_hass_output_dup_key (device, entity, WATTLE_HASS_OUTPUT_HELD_BY);
        hold.override_until =
            wattle_hass_output_dup_key (device, entity, WATTLE_HASS_OUTPUT_OVERRIDE_UNTIL);
        g_array_append_val (self->list, hold);
    }
    return self;
}

void
wattle_hass_holds_free (WattleHassHolds *self)
{
    g_array_unref (self->list);
    g_clear_object (&self->outputs);
    g_free (self->id);
    g_free (self);
}

void
wattle_hass_holds_note (WattleHassHolds *self)
{
    self->moved = TRUE;
}

gboolean
wattle_hass_holds_has_moved (WattleHassHolds *self)
{
    return self->moved;
}

/* Why */

static char *
explain (WattleHassHolds *self, const Hold *hold)
{
    const char *key = wattle_entity_get_key (hold->entity);
    g_autoptr (GVariant) reason = wattle_outputs_explain (self->outputs, self->id, key, NULL);
    WattleReasonStyle style = {
        .unit = wattle_entity_get_unit (hold->entity),
        .now = wattle_outputs_get_wall (self->outputs),
    };

    return reason != NULL ? wattle_reason_text_summarize (reason, &style) : NULL;
}

gboolean
wattle_hass_holds_has_turned (WattleHassHolds *self)
{
    for (guint i = 0; i < self->list->len; i++) {
        Hold *hold = &g_array_index (self->list, Hold, i);
        g_autofree char *reason = explain (self, hold);

        if (g_strcmp0 (reason, hold->reason) != 0)
            return TRUE;
    }

    return FALSE;
}

void
wattle_hass_holds_append_reason (WattleHassHolds *self, WattleEntity *entity, GString *buffer)
{
    for (guint i = 0; i < self->list->len; i++) {
        Hold *hold = &g_array_index (self->list, Hold, i);

        if (hold->entity != entity)
            continue;
        g_free (hold->reason);
        hold->reason = explain (self, hold);
        if (hold->reason == NULL)
            return;
        g_string_append (buffer, ",\"reason\":");
        wattle_json_append_string (buffer, hold->reason);
    }
}

/* Who */

static void
append_time (GString *buffer, gint64 time)
{
    g_autoptr (GDateTime) date =
        g_date_time_new_from_unix_utc ((time + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC);
    g_autofree char *text = date != NULL && time > 0
                                ? g_date_time_format (date, "\"%Y-%m-%dT%H:%M:%SZ\"")
                                : g_strdup ("null");

    g_string_append (buffer, text);
}

void
wattle_hass_holds_append (WattleHassHolds *self, GString *buffer)
{
    for (guint i = 0; i < self->list->len; i++) {
        const Hold *hold = &g_array_index (self->list, Hold, i);
        const char *key = wattle_entity_get_key (hold->entity);
        const char *holder = wattle_outputs_get_held_by (self->outputs, self->id, key);

        g_string_append_printf (buffer, ",\"%s\":", hold->held_by);
        wattle_json_append_string (buffer, holder != NULL ? holder : NOBODY);
        g_string_append_printf (buffer, ",\"%s\":", hold->override_until);
        append_time (buffer, wattle_outputs_get_override_until (self->outputs, self->id, key));
    }
}

void
wattle_hass_holds_remember (WattleHassHolds *self)
{
    self->moved = FALSE;
}
