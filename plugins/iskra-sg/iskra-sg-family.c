/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-family.h"

#define MOST  120 /* the maker's client asks for no more; gateways refuse more than 121 */
#define SHORT 20  /* WM1 refuse long questions: older firmware of gateways asks them for so many */

/* Registers between those that are wanted; nobody minds that they are read. */
#define MAX_HOLE 40

/* The first that fits counts. The last three are sold under another name. */
static const IskraSgFamily families[] = {
    { "IE38", ISKRA_SG_FAMILY_IMPACT, 3, 4, 16, MOST },
    { "IE35", ISKRA_SG_FAMILY_IMPACT, 3, 4, 16, MOST },
    { "IE14", ISKRA_SG_FAMILY_IMPACT, 1, 4, 8, MOST },
    { "WM3M4", ISKRA_SG_FAMILY_WM, 3, 2, 0, MOST },
    { "WM3", ISKRA_SG_FAMILY_WM, 3, 4, 4, MOST },
    { "WM1", ISKRA_SG_FAMILY_WM, 1, 0, 4, SHORT },
    { "MT", ISKRA_SG_FAMILY_CENTRE, 3, 0, 4, MOST },
    { "iMT", ISKRA_SG_FAMILY_CENTRE, 3, 0, 4, MOST },
    { "MC", ISKRA_SG_FAMILY_CENTRE, 3, 0, 4, MOST },
    { "iMC", ISKRA_SG_FAMILY_CENTRE, 3, 0, 4, MOST },
    { "7M.24", ISKRA_SG_FAMILY_IMPACT, 1, 4, 8, MOST },
    { "7M.38", ISKRA_SG_FAMILY_IMPACT, 3, 4, 16, MOST },
    { "7M.34.8", ISKRA_SG_FAMILY_WM, 3, 2, 0, MOST },
};

const IskraSgFamily *
iskra_sg_family_find (const char *model)
{
    for (guint i = 0; i < G_N_ELEMENTS (families); i++)
        if (g_str_has_prefix (model, families[i].prefix))
            return &families[i];

    return NULL;
}

void
iskra_sg_family_plan (const IskraSgFamily *self,
                      const WattleRegisterSpan *spans,
                      guint n_spans,
                      GArray *reads)
{
    const WattleRegisterLimits limits = { self->max_registers, MAX_HOLE, FALSE };
    g_autoptr (WattleRegisterMap) map = wattle_register_map_new (spans, n_spans, &limits);

    for (guint i = 0; i < wattle_register_map_get_n_blocks (map); i++) {
        const WattleRegisterBlock *block = wattle_register_map_get_block (map, i);
        IskraSgRead read = { block->function, block->address, block->count };

        g_array_append_val (reads, read);
    }
}
