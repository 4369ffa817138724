/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-meter.h"

G_BEGIN_DECLS

/* All definitions of a folder. */
typedef struct _WattleMeterLibrary WattleMeterLibrary;

/* A file that is no definition is left out, and told to @complain with its path and what is wrong.
 */
WattleMeterLibrary *wattle_meter_library_new (const char *folder,
                                              void (*complain) (const char *sentence,
                                                                gpointer user_data),
                                              gpointer user_data);
void wattle_meter_library_free (WattleMeterLibrary *self);

guint wattle_meter_library_get_length (WattleMeterLibrary *self);
/* In the order of their ids. */
const WattleMeter *wattle_meter_library_get (WattleMeterLibrary *self, guint index);
const WattleMeter *wattle_meter_library_find (WattleMeterLibrary *self, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleMeterLibrary, wattle_meter_library_free)

G_END_DECLS
