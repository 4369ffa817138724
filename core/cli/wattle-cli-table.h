/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-text.h"

G_BEGIN_DECLS

/* Rows of text in columns. Cells are cleaned as they come in. */
typedef struct _WattleCliTable WattleCliTable;

WattleCliTable *wattle_cli_table_new (void);
void wattle_cli_table_free (WattleCliTable *self);

/* All columns come before the first cell. */
void wattle_cli_table_add_column (WattleCliTable *self, const char *header);
void wattle_cli_table_add_number_column (WattleCliTable *self, const char *header);

/* The next cell; a row is full when every column has one. */
void wattle_cli_table_add (WattleCliTable *self, const char *text);
void wattle_cli_table_add_styled (WattleCliTable *self, WattleCliStyle style, const char *text);

guint wattle_cli_table_get_n_rows (WattleCliTable *self);

/* With a line of headers, unless all of them are empty. */
char *wattle_cli_table_to_text (WattleCliTable *self, gboolean colour);
void wattle_cli_table_print (WattleCliTable *self, gboolean colour);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleCliTable, wattle_cli_table_free)

G_END_DECLS
