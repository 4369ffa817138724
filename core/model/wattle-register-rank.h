/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-register.h"

G_BEGIN_DECLS

/* As many as one request can read. */
#define WATTLE_REGISTER_RANK_MAX 125

/* What two registers may stand for: three types in four orders. */
#define WATTLE_REGISTER_RANK_N_READINGS 12

/* One way to read two registers. */
typedef struct {
    WattleRegisterType type;
    WattleRegisterOrder order;
    double value;  /* NAN if it is no number */
    double doubts; /* bits: the more, the less likely, given all that was read */
} WattleRegisterReading;

/* What the registers of one read most probably stand for. All of them are judged together: for each
 * order of bytes, the registers are cut into values of 16 and 32 bits such that these are as likely
 * as measured values can be, each beside the one before it. */
typedef struct _WattleRegisterRank WattleRegisterRank;

/* @bytes: as they came, two for each of 1 to 125 registers. */
WattleRegisterRank *wattle_register_rank_new (const guint8 *bytes, guint n_registers);
void wattle_register_rank_free (WattleRegisterRank *self);

/* All orders, the likeliest first. */
const WattleRegisterOrder *wattle_register_rank_get_orders (WattleRegisterRank *self);
/* How likely an order is beside the others, from 0 to 1. */
double wattle_register_rank_get_share (WattleRegisterRank *self, WattleRegisterOrder order);

/* All readings of the two registers that begin at @index, the likeliest first. FALSE: there is but
 * one register. */
gboolean
wattle_register_rank_list (WattleRegisterRank *self, guint index, WattleRegisterReading *readings);

/* The value that begins at @index in the likeliest cut, if one does. */
gboolean
wattle_register_rank_get_cut (WattleRegisterRank *self, guint index, WattleRegisterType *type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleRegisterRank, wattle_register_rank_free)

G_END_DECLS
