/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-register.h"

G_BEGIN_DECLS

/* How surprising it would be to find a measured value like this, in bits: what it takes to write it
 * down if values that meters have are short. Any 32 bits take 32 on average. */
double wattle_register_doubt (WattleRegisterType type, guint64 bits, double value);

/* The same beside the value of the same type before it: less, as neighbours are alike. To be
 * added. */
double wattle_register_doubt_beside (double value, double before);

G_END_DECLS
