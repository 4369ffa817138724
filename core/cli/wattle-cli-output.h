/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-arguments.h"
#include "wattle-cli.h"

G_BEGIN_DECLS

/* An output that somebody named: as DEVICE OUTPUT, as DEVICE/OUTPUT, or as DEVICE alone if that has
 * no other. */
typedef struct {
    WattleDBusControl *control;
    char *id;
    char *key;
    char *unit;
} WattleCliOutput;

/* @n_values: how many operands stand behind it. NULL: the error says what there is. */
WattleCliOutput *wattle_cli_output_find (WattleCli *cli,
                                         const WattleCliArguments *arguments,
                                         guint n_values,
                                         GError **error);
void wattle_cli_output_free (WattleCliOutput *self);

/* DEVICE/OUTPUT */
char *wattle_cli_output_dup_name (const WattleCliOutput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleCliOutput, wattle_cli_output_free)

G_END_DECLS
