/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-meter.h"

G_BEGIN_DECLS

/* A file of a definition has at most this many bytes. */
#define WATTLE_METER_MAX_SIZE (256 * 1024)

typedef enum {
    WATTLE_METER_BUILT_IN, /* came with the program */
    WATTLE_METER_OWN,      /* of this house; counts instead of one that is built in */
} WattleMeterOrigin;

/* Definitions by id, in the order of their ids, and what was wrong with those that are left out.
 * Once it is handed on it does not change any more: what is different later is another library. */
typedef struct _WattleMeterLibrary WattleMeterLibrary;

WattleMeterLibrary *wattle_meter_library_new (void);
WattleMeterLibrary *wattle_meter_library_ref (WattleMeterLibrary *self);
void wattle_meter_library_unref (WattleMeterLibrary *self);

/* From now on what is the same in @known is taken from there and not made again, so that whoever
 * uses it and the library go on to share it. NULL ends that. */
void wattle_meter_library_share (WattleMeterLibrary *self, WattleMeterLibrary *known);

/* All *.json of a folder but *.schema.json. A file that is no definition is left out and complained
 * of. A folder that is not there is complained of if it came with the program. */
void wattle_meter_library_add_folder (WattleMeterLibrary *self,
                                      const char *folder,
                                      WattleMeterOrigin origin);
/* One definition. @name: of its file, which must be its id with .json behind. */
gboolean wattle_meter_library_add (WattleMeterLibrary *self,
                                   const char *name,
                                   GBytes *text,
                                   WattleMeterOrigin origin,
                                   GError **error);

guint wattle_meter_library_get_length (WattleMeterLibrary *self);
const WattleMeter *wattle_meter_library_get (WattleMeterLibrary *self, guint index);
const WattleMeter *wattle_meter_library_find (WattleMeterLibrary *self, const char *id);

/* Of a definition that is there: */
WattleMeterOrigin wattle_meter_library_get_origin (WattleMeterLibrary *self, const char *id);
/* Whether it is the house's own and stands before one that is built in. */
gboolean wattle_meter_library_replaces (WattleMeterLibrary *self, const char *id);

/* The file, byte by byte; NULL: there is no such definition. */
GBytes *wattle_meter_library_get_text (WattleMeterLibrary *self, const char *id);

/* Whether @id is the same in both, also if it is in neither of them. */
gboolean
wattle_meter_library_agree (WattleMeterLibrary *self, WattleMeterLibrary *other, const char *id);

/* Sentences that begin with the path of a file; ended by NULL. */
const char *const *wattle_meter_library_get_complaints (WattleMeterLibrary *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleMeterLibrary, wattle_meter_library_unref)

G_END_DECLS
