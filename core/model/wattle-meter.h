/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-json.h"
#include "wattle-entity.h"
#include "wattle-register-map.h"
#include "wattle-register.h"

G_BEGIN_DECLS

#define WATTLE_METER_MAX_POINTS 256
#define WATTLE_METER_MAX_RATIOS 4
#define WATTLE_METER_MAX_CHECKS 8
#define WATTLE_METER_MAX_BASES  8
#define WATTLE_METER_NO_ADDRESS 0xffffffffu

/* One value that the meter has. */
typedef struct {
    WattleEntitySpec spec; /* its texts are owned */
    guint8 function;
    guint16 address;
    WattleRegisterType type;
    WattleRegisterOrder order;
    double scale;          /* to the unit of the quantity */
    guint32 scale_address; /* of a power of ten (int16); or WATTLE_METER_NO_ADDRESS */
    guint ratios;          /* bits: which ratios of the definition it is to be multiplied with */
    gboolean has_marker;
    guint64 marker; /* bits that stand for "not available" */
    guint group;    /* read every so many seconds; 0: each time */
} WattleMeterPoint;

/* Something that is read once: what kind of meter it is, or by how much its values are to be
 * multiplied. */
typedef struct {
    char *name; /* of a ratio */
    guint8 function;
    guint16 address;
    WattleRegisterType type;
    double scale;
    guint64 any_of[WATTLE_METER_MAX_CHECKS]; /* of a check */
    guint n_any_of;
} WattleMeterProbe;

/* A meter as data: what stands in one file of data/meters. */
typedef struct {
    char *id;
    char *manufacturer;
    char *model;
    char *source;
    guint8 unit; /* as it leaves the factory */
    WattleRegisterLimits limits;
    guint gap_ms;
    guint timeout_ms;

    WattleMeterProbe ratios[WATTLE_METER_MAX_RATIOS];
    guint n_ratios;
    WattleMeterProbe checks[WATTLE_METER_MAX_CHECKS];
    guint n_checks;

    /* Of a SunSpec model, whose place has to be searched: where the list of models may begin, which
     * of them will do, and for which place of it the addresses are written. */
    guint32 bases[WATTLE_METER_MAX_BASES];
    guint n_bases; /* 0: addresses are as they are */
    guint16 models[WATTLE_METER_MAX_CHECKS];
    guint n_models;
    guint16 model_address;

    WattleMeterPoint *points;
    guint n_points;
} WattleMeter;

/* Checks all of it: types, ranges, overlaps, keys. The error names the place, such as
 * "points[3].type". */
WattleMeter *wattle_meter_parse (const char *text, gssize length, GError **error);
void wattle_meter_free (WattleMeter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleMeter, wattle_meter_free)

G_END_DECLS
