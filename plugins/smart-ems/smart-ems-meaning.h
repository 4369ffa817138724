/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of what a person says variables mean, one option each. */
#pragma once

#include "smart-ems-channel.h"
#include "smart-ems-variable.h"

G_BEGIN_DECLS

typedef struct _SmartEmsMeanings SmartEmsMeanings;

void smart_ems_meanings_describe (WattleCatalog *catalog, const char *model);

/* NULL: one of them is not understood, or two would be the same entity. */
SmartEmsMeanings *smart_ems_meanings_new (WattleOptions *options, GError **error);
void smart_ems_meanings_free (SmartEmsMeanings *self);

/* NULL: nobody says. */
const SmartEmsVariable *
smart_ems_meanings_find (const SmartEmsMeanings *self, SmartEmsChannel channel, guint number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmartEmsMeanings, smart_ems_meanings_free)

G_END_DECLS
