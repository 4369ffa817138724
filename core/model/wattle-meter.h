/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-json.h"
#include "wattle-entity.h"
#include "wattle-register-map.h"
#include "wattle-register.h"

G_BEGIN_DECLS

#define WATTLE_METER_MAX_POINTS    256
#define WATTLE_METER_MAX_RATIOS    4
#define WATTLE_METER_MAX_CHECKS    8
#define WATTLE_METER_MAX_BASES     8
#define WATTLE_METER_MAX_QUESTIONS 8
#define WATTLE_METER_MAX_ID        64
#define WATTLE_METER_NO_ADDRESS    0xffffffffu

/* The model of devices that find out which definition they are one of, and the state in which they
 * keep its id. No definition has that id. */
#define WATTLE_METER_AUTO        "auto"
#define WATTLE_METER_STATE_FOUND "definition"

/* How the values of a meter are come by. */
typedef enum {
    WATTLE_METER_REGISTERS, /* registers and coils, by Modbus */
    WATTLE_METER_HTTP_JSON, /* members of JSON documents, by HTTP */
} WattleMeterKind;

/* One value that the meter has. */
typedef struct {
    WattleEntitySpec spec; /* its texts are owned */
    double scale;          /* to the unit of the quantity */
    guint group;           /* read every so many seconds; 0: each time */

    /* Of WATTLE_METER_REGISTERS. */
    guint8 function;       /* 1 and 2: one bit, without a type; 3 and 4: registers */
    guint8 write_function; /* 0: it is only read; else 5, 6 or 16 */
    guint16 address;
    WattleRegisterType type;
    WattleRegisterOrder order;
    guint32 scale_address; /* of a power of ten (int16); or WATTLE_METER_NO_ADDRESS */
    guint ratios;          /* bits: which ratios of the definition it is to be multiplied with */
    gboolean has_marker;
    guint64 marker; /* bits that stand for "not available" */

    /* Of WATTLE_METER_HTTP_JSON. */
    guint question;      /* which document it is in */
    char *pointer;       /* where in it (RFC 6901); {device} stands for the key of the meter */
    gboolean reversible; /* its sign is the other one where the meter sits in the load branch */
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

/* A document that is asked for. */
typedef struct {
    char *name;
    char *path;
} WattleMeterQuestion;

/* A member of a document that has to be a number, or must not be one. */
typedef struct {
    char *pointer;  /* NULL: there is none */
    guint question; /* which document it is in */
    double equals;
} WattleMeterMember;

/* A meter as data: what stands in one file of data/meters. Counted by references; whoever holds one
 * keeps it when the file has changed. */
typedef struct {
    WattleMeterKind kind;
    char *id;
    char *manufacturer;
    char *model;
    char **aliases;
    guint phases; /* 0: not said */
    char *source;
    char **notes;

    /* As it leaves the factory; 0 and NULL: not said. */
    guint8 unit;
    guint baud;
    const char *parity; /* none, even, odd */
    guint stop;
    guint16 port;
    char *device; /* key of the meter in documents */

    WattleRegisterLimits limits;
    guint gap_ms;
    guint timeout_ms;

    WattleMeterProbe ratios[WATTLE_METER_MAX_RATIOS];
    guint n_ratios;
    WattleMeterProbe checks[WATTLE_METER_MAX_CHECKS];
    guint n_checks;
    gboolean has_serial;
    WattleMeterProbe serial; /* a whole number */

    /* Of a SunSpec model, whose place has to be searched: where the list of models may begin, which
     * of them will do, and for which place of it the addresses are written. */
    guint32 bases[WATTLE_METER_MAX_BASES];
    guint n_bases; /* 0: addresses are as they are */
    guint16 models[WATTLE_METER_MAX_CHECKS];
    guint n_models;
    guint16 model_address;

    /* The other map that this product may have: there the telltale register of this one is refused
     * or stays 0. */
    char *alternative; /* its id; NULL: there is none */
    WattleMeterProbe telltale;

    WattleMeterQuestion questions[WATTLE_METER_MAX_QUESTIONS];
    guint n_questions;
    WattleMeterMember ok;       /* of each document, or it is not believed */
    WattleMeterMember reversed; /* turns the sign of what is reversible */

    WattleMeterPoint *points;
    guint n_points;
} WattleMeter;

/* Checks all of it: members, types, ranges, overlaps, keys. The error names the place, such as
 * "points[3].type". */
WattleMeter *wattle_meter_parse (const char *text, gssize length, GError **error);
WattleMeter *wattle_meter_ref (const WattleMeter *self);
void wattle_meter_unref (WattleMeter *self);

/* How many registers, or coils, a point takes. */
guint wattle_meter_point_get_words (const WattleMeterPoint *point);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleMeter, wattle_meter_unref)

G_END_DECLS
