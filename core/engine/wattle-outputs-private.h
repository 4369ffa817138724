/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-outputs-file.h"
#include "wattle-outputs.h"

G_BEGIN_DECLS

struct _WattleOutputs {
    GObject parent_instance;

    WattleManager *manager;
    WattleProblems *problems;
    WattleClock *clock;
    WattleGate *gate;
    WattleOutputsFile *file;
    GHashTable *outputs; /* name → WattleOutput */
    guint pass_timer;    /* something happened */
    guint due_timer;     /* or will */
    guint save_timer;
    guint64 saved; /* revisions that are on their way to the disk */
    guint64 saved_minor;
    gboolean check_config; /* devices have come or changed */
    gboolean started;
    gboolean stopped;
};

/* @entity may be NULL. */
gboolean wattle_outputs_is_output (WattleEntity *entity);

/* Makes problems of groups [Output NAME] that name no output of a device that is online. */
void wattle_outputs_config_check (WattleOutputs *self);

/* All that happens in one turn of the main loop is weighed together. */
void wattle_outputs_schedule (WattleOutputs *self);

G_END_DECLS
