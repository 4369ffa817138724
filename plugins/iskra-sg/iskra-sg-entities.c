/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-entities.h"

static gboolean
same_spec (const WattleEntitySpec *a, const WattleEntitySpec *b)
{
    return g_str_equal (a->key, b->key) && g_strcmp0 (a->name, b->name) == 0 &&
           a->quantity == b->quantity && a->counter == b->counter && a->phase == b->phase &&
           a->flags == b->flags;
}

/* Adds to @known what @readings show for the first time. What an answer lacks later stays: it is
 * reported as missing. */
gboolean
iskra_sg_entities_grow (GPtrArray *known, GPtrArray *readings)
{
    gboolean changed = FALSE;

    for (guint i = 0; i < readings->len; i++) {
        const IskraSgReading *reading = g_ptr_array_index (readings, i);

        if (iskra_sg_readings_find (known, reading->spec.key) != NULL)
            continue;
        iskra_sg_readings_add (known, &reading->spec);
        changed = TRUE;
    }

    return changed;
}

/* Makes @known what @readings show. */
gboolean
iskra_sg_entities_replace (GPtrArray *known, GPtrArray *readings)
{
    gboolean same = known->len == readings->len;

    for (guint i = 0; same && i < readings->len; i++) {
        const IskraSgReading *before = g_ptr_array_index (known, i);
        const IskraSgReading *now = g_ptr_array_index (readings, i);

        same = same_spec (&before->spec, &now->spec);
    }
    if (same)
        return FALSE;

    g_ptr_array_set_size (known, 0);
    iskra_sg_entities_grow (known, readings);
    return TRUE;
}

static void
append_specs (GArray *specs, GPtrArray *known)
{
    for (guint i = 0; known != NULL && i < known->len; i++) {
        const IskraSgReading *reading = g_ptr_array_index (known, i);

        g_array_append_val (specs, reading->spec);
    }
}

void
iskra_sg_entities_set (WattleDevice *device, GPtrArray *known, GPtrArray *more)
{
    g_autoptr (GArray) specs = g_array_new (FALSE, FALSE, sizeof (WattleEntitySpec));

    append_specs (specs, known);
    append_specs (specs, more);
    wattle_device_set_entities (device, (const WattleEntitySpec *)(gpointer)specs->data,
                                specs->len);
}

static void
report (WattleDevice *device, const IskraSgReading *reading)
{
    switch (reading->type) {
    case WATTLE_VALUE_NUMBER:
        wattle_device_report (device, reading->spec.key, reading->number);
        break;
    case WATTLE_VALUE_BOOLEAN:
        wattle_device_report_boolean (device, reading->spec.key, reading->boolean);
        break;
    case WATTLE_VALUE_TEXT:
        wattle_device_report_text (device, reading->spec.key, reading->text);
        break;
    case WATTLE_VALUE_NONE:
        wattle_device_report_missing (device, reading->spec.key);
        break;
    }
}

void
iskra_sg_entities_report (WattleDevice *device, GPtrArray *known, GPtrArray *readings)
{
    for (guint i = 0; i < known->len; i++) {
        const IskraSgReading *entity = g_ptr_array_index (known, i);
        const IskraSgReading *reading = iskra_sg_readings_find (readings, entity->spec.key);

        report (device, reading != NULL ? reading : entity);
    }
}
