/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The list of models of a SunSpec device, in its holding registers: it begins with the word "SunS"
 * at one of a few places, and each model says how long it is. From the SunSpec information model
 * specification. Pure: it says what to read next, and is given what was read. */

#define WATTLE_SUNSPEC_MAX_BASES  16
#define WATTLE_SUNSPEC_MAX_MODELS 32

/* The model that each device has, and where in it the serial number is. */
#define WATTLE_SUNSPEC_COMMON        1
#define WATTLE_SUNSPEC_SERIAL_OFFSET 50
#define WATTLE_SUNSPEC_SERIAL_WORDS  16

typedef struct {
    guint16 id;
    guint16 address; /* of its id */
} WattleSunspecModel;

typedef struct {
    guint bases[WATTLE_SUNSPEC_MAX_BASES];
    guint n_bases;

    WattleSunspecModel models[WATTLE_SUNSPEC_MAX_MODELS]; /* that were found so far */
    guint n_models;
    gboolean ended; /* there is no more to be read */

    guint base; /* the one that is looked at */
    gboolean in_list;
    guint address;
} WattleSunspec;

void wattle_sunspec_begin (WattleSunspec *self, const guint *bases, guint n_bases);
/* FALSE: it has ended. */
gboolean wattle_sunspec_next (WattleSunspec *self, guint16 *address, guint16 *count);
/* @bytes: as many as were asked for; NULL: the device has no such registers. */
void wattle_sunspec_take (WattleSunspec *self, const guint8 *bytes);

/* NULL: there is no such model. */
const WattleSunspecModel *wattle_sunspec_find (const WattleSunspec *self, guint id);

G_END_DECLS
