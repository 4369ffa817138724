/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A list of entities whose keys and names are put together. */
#pragma once

#include "smappee-group.h"

G_BEGIN_DECLS

typedef struct _SmappeeSpecs SmappeeSpecs;

/* @cadence: seconds after which what was pushed is stale; 0: it is asked for. */
SmappeeSpecs *smappee_specs_new (guint cadence);
void smappee_specs_free (SmappeeSpecs *self);

/* Texts are copied; a cadence of its own stays. */
void smappee_specs_add (SmappeeSpecs *self, const WattleEntitySpec *spec);
void smappee_specs_add_table (SmappeeSpecs *self, const WattleEntitySpec *table, guint length);

/* @kinds: what is told of channels, a bit for each SmappeeValueKind. */
void
smappee_specs_add_groups (SmappeeSpecs *self, GPtrArray *groups, GPtrArray *channels, guint kinds);
void smappee_specs_add_channels (SmappeeSpecs *self, GPtrArray *channels, guint kinds);
/* Before: they are all there is. */
void smappee_specs_show_channels (SmappeeSpecs *self);

void smappee_specs_set (SmappeeSpecs *self, WattleDevice *device);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmappeeSpecs, smappee_specs_free)

G_END_DECLS
