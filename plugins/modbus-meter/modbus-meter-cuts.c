/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-meter-cuts.h"

#include <string.h>

#include "modbus-meter-points.h"

/* Of all registers that are asked for; FNV-1a. */
static guint32
get_sum (const WattleMeter *definition)
{
    guint32 sum = 2166136261u;

    for (guint i = 0; i < definition->n_points; i++) {
        WattleRegisterSpan span = modbus_meter_points_get_span (&definition->points[i]);
        const guint32 words[] = { span.function, span.address, span.count, span.group };

        for (guint j = 0; j < G_N_ELEMENTS (words); j++)
            sum = (sum ^ words[j]) * 16777619u;
    }
    return sum;
}

/* Its text was imported anew perhaps, so the id alone does not do. */
static char *
make_mark (const WattleMeter *definition)
{
    return g_strdup_printf ("%s %08x ", definition->id, get_sum (definition));
}

char *
modbus_meter_cuts_dup (WattleRegisterMap *map, const WattleMeter *definition)
{
    g_autofree char *mark = make_mark (definition);
    g_autofree char *cuts = wattle_register_map_dup_cuts (map);

    return g_strconcat (mark, cuts, NULL);
}

void
modbus_meter_cuts_recall (WattleRegisterMap *map, const WattleMeter *definition, const char *kept)
{
    g_autofree char *mark = make_mark (definition);

    if (g_str_has_prefix (kept, mark))
        wattle_register_map_set_cuts (map, kept + strlen (mark));
}
