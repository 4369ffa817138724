/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One option: `--name`, or `--name VALUE`. */
typedef struct {
    const char *name;  /* without the dashes */
    const char *value; /* what its value is called in a help text; NULL: it takes none */
    const char *help;  /* untranslated */
} WattleCliOption;

/* What stands behind a command. */
typedef struct _WattleCliArguments WattleCliArguments;

/* @words: without the command itself. @tables: of options, each ended by one without a name, the
 * list ended by NULL; an option's name belongs to one table only. @operands: what else may stand
 * there, as in a help text: "DEVICE [KEY]", where an ellipsis stands for any number more. */
WattleCliArguments *wattle_cli_arguments_parse (const char *const *words,
                                                const WattleCliOption *const *tables,
                                                const char *operands,
                                                GError **error);
void wattle_cli_arguments_free (WattleCliArguments *self);

gboolean wattle_cli_arguments_has (const WattleCliArguments *self, const char *option);
/* The last one counts; NULL: it was not given. */
const char *wattle_cli_arguments_get (const WattleCliArguments *self, const char *option);
/* All of them; free the array alone. */
const char **wattle_cli_arguments_get_all (const WattleCliArguments *self, const char *option);
/* A whole number; @value is left alone if it was not given. */
gboolean wattle_cli_arguments_get_number (const WattleCliArguments *self,
                                          const char *option,
                                          guint min,
                                          guint max,
                                          guint *value,
                                          GError **error);

guint wattle_cli_arguments_get_n_operands (const WattleCliArguments *self);
/* NULL behind the last one. */
const char *wattle_cli_arguments_get_operand (const WattleCliArguments *self, guint index);
/* From @index on; NULL-terminated, owned by @self. */
const char *const *wattle_cli_arguments_get_operands (const WattleCliArguments *self, guint index);

/* Splits KEY=VALUE. Both are to be freed. */
gboolean wattle_cli_arguments_split (const char *word, char **key, char **value, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleCliArguments, wattle_cli_arguments_free)

G_END_DECLS
