/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "smappee-box-house.h"

G_BEGIN_DECLS

/* Which sensor clamps what. */

#define SMAPPEE_BOX_MAX_HUBS       7
#define SMAPPEE_BOX_INPUTS_PER_HUB 4
/* Energy, Solar, Plus and Pro have no hubs, but nine inputs. */
#define SMAPPEE_BOX_PLUS_INPUTS 9

typedef enum {
    SMAPPEE_BOX_TOPOLOGY_STAR,
    SMAPPEE_BOX_TOPOLOGY_DELTA,
    SMAPPEE_BOX_TOPOLOGY_ONE,
    SMAPPEE_BOX_TOPOLOGY_TWO
} SmappeeBoxTopology;

typedef enum {
    SMAPPEE_BOX_ROLE_GRID,
    SMAPPEE_BOX_ROLE_SOLAR,
    SMAPPEE_BOX_ROLE_LOAD
} SmappeeBoxRole;

/* What has come together in the five minutes that run. */
typedef struct {
    SmappeeBoxEnergy energy;
    double current; /* Ah */
    double apparent;
    double reactive;
} SmappeeBoxSums;

typedef struct {
    guint input; /* 4 · hub + input, or that of a Plus; of no other channel */
    guint index; /* what live values are found by */
    char *name;
    SmappeeBoxRole role;
    guint phase;
    SmappeeBoxForm form;
    SmappeeBoxEnergy energy;
    SmappeeBoxSums sums;
} SmappeeBoxChannel;

typedef struct _SmappeeBoxMap SmappeeBoxMap;

/* Empty. @n_inputs: how many there are */
SmappeeBoxMap *smappee_box_map_new (SmappeeBoxTopology topology, guint n_inputs);
void smappee_box_map_free (SmappeeBoxMap *self);

/* smappee-box-load.c: what the house has, as long as there are inputs for it. */
void smappee_box_map_add_grid (SmappeeBoxMap *self);
void smappee_box_map_add_solar (SmappeeBoxMap *self);
/* @all: or only those that are of interest to a Plus. */
void smappee_box_map_add_loads (SmappeeBoxMap *self, gboolean all);
/* One small circuit at each input that is left. */
void smappee_box_map_fill (SmappeeBoxMap *self);
/* @kind: car, heat pump, boiler, office, kitchen or circuit; @name: (nullable) */
gboolean
smappee_box_map_add (SmappeeBoxMap *self, const char *kind, const char *name, GError **error);

/* FALSE: there is no input for it, or not for all. The first phase is that of the first. */
gboolean smappee_box_map_add_channel (SmappeeBoxMap *self,
                                      const char *name,
                                      SmappeeBoxRole role,
                                      guint phase,
                                      const SmappeeBoxForm *form);
gboolean smappee_box_map_add_channels (SmappeeBoxMap *self,
                                       const char *name,
                                       SmappeeBoxRole role,
                                       const SmappeeBoxForm *forms,
                                       guint count);
/* The first input without a channel; behind the last: none. */
guint smappee_box_map_find_free (SmappeeBoxMap *self);
gboolean smappee_box_map_check_name (const char *name, GError **error);

gboolean smappee_box_map_remove (SmappeeBoxMap *self, const char *name, GError **error);
gboolean
smappee_box_map_rename (SmappeeBoxMap *self, const char *name, const char *to, GError **error);
/* Unplugged, and plugged in at the first inputs that are free; it counts from 0 there. */
gboolean smappee_box_map_move (SmappeeBoxMap *self, const char *name, GError **error);

SmappeeBoxTopology smappee_box_map_get_topology (SmappeeBoxMap *self);
guint smappee_box_map_get_n_inputs (SmappeeBoxMap *self);
guint smappee_box_map_get_n_phases (SmappeeBoxMap *self);
guint smappee_box_map_get_length (SmappeeBoxMap *self);
SmappeeBoxChannel *smappee_box_map_get (SmappeeBoxMap *self, guint position);
/* (nullable) */
SmappeeBoxChannel *smappee_box_map_find_input (SmappeeBoxMap *self, guint input);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmappeeBoxMap, smappee_box_map_free)

G_END_DECLS
