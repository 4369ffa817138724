/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Keeps the entities of a device as its answers show them. */
#pragma once

#include "iskra-sg-value.h"

G_BEGIN_DECLS

gboolean iskra_sg_entities_grow (GPtrArray *known, GPtrArray *readings);
gboolean iskra_sg_entities_replace (GPtrArray *known, GPtrArray *readings);
void iskra_sg_entities_set (WattleDevice *device, GPtrArray *known, GPtrArray *more);
void iskra_sg_entities_report (WattleDevice *device, GPtrArray *known, GPtrArray *readings);

G_END_DECLS
