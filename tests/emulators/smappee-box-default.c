/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What each model is like, and what is clamped when it begins. */
#include "smappee-box-private.h"

#define DEFAULT_HUBS 4u

static gboolean
refuse (GError **error, const char *text)
{
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);
    return FALSE;
}

/* They have inputs for the grid and the sun only. */
static gboolean
is_oldest (const SmappeeBoxSettings *settings)
{
    return settings->model == SMAPPEE_BOX_ENERGY || settings->model == SMAPPEE_BOX_SOLAR;
}

gboolean
smappee_box_check_settings (const SmappeeBoxSettings *settings, GError **error)
{
    gboolean has_hubs =
        settings->model == SMAPPEE_BOX_GENIUS || settings->model == SMAPPEE_BOX_CONNECT;

    if (settings->hubs != 0 && (settings->hubs < 2 || settings->hubs > SMAPPEE_BOX_MAX_HUBS))
        return refuse (error, "A gateway has 2 to 7 hubs");
    if (settings->hubs != 0 && !has_hubs)
        return refuse (error, "Only Genius and Connect have hubs");
    if (is_oldest (settings) && settings->topology == SMAPPEE_BOX_TOPOLOGY_DELTA)
        return refuse (error, "Energy and Solar are not for delta");
    if (settings->model == SMAPPEE_BOX_ENERGY && settings->topology == SMAPPEE_BOX_TOPOLOGY_TWO)
        return refuse (error, "Energy is for one phase or three");
    return TRUE;
}

/* The map */

/* They are not for delta. */
static guint
count_phases (const SmappeeBoxSettings *settings)
{
    if (settings->topology == SMAPPEE_BOX_TOPOLOGY_STAR)
        return 3;
    return settings->topology == SMAPPEE_BOX_TOPOLOGY_ONE ? 1 : 2;
}

static guint
count_inputs (const SmappeeBoxSettings *settings)
{
    switch (settings->model) {
    case SMAPPEE_BOX_PLUS:
    case SMAPPEE_BOX_PRO:
        return SMAPPEE_BOX_PLUS_INPUTS;
    case SMAPPEE_BOX_ENERGY:
        return count_phases (settings);
    case SMAPPEE_BOX_SOLAR:
        return 2 * count_phases (settings);
    default:
        return (settings->hubs != 0 ? settings->hubs : DEFAULT_HUBS) * SMAPPEE_BOX_INPUTS_PER_HUB;
    }
}

SmappeeBoxMap *
smappee_box_make_map (const SmappeeBoxSettings *settings)
{
    SmappeeBoxMap *map = smappee_box_map_new (settings->topology, count_inputs (settings));

    smappee_box_map_add_grid (map);
    if (settings->model != SMAPPEE_BOX_ENERGY)
        smappee_box_map_add_solar (map);
    if (!is_oldest (settings))
        smappee_box_map_add_loads (map, settings->model == SMAPPEE_BOX_GENIUS ||
                                            settings->model == SMAPPEE_BOX_CONNECT);
    if (settings->fill)
        smappee_box_map_fill (map);
    return map;
}
