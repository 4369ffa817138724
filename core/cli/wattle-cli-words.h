/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-text.h"

G_BEGIN_DECLS

/* The words that the host uses for states and the like: each in the language of the person, and how
 * it is shown. One that is not known here is shown as it is. */
typedef enum {
    WATTLE_CLI_WORDS_DEVICE_STATE,
    WATTLE_CLI_WORDS_HOST_STATE,
    WATTLE_CLI_WORDS_PLUGIN_STATE,
    WATTLE_CLI_WORDS_QUALITY,
    WATTLE_CLI_WORDS_CHANGE,  /* of what Home Assistant is told */
    WATTLE_CLI_WORDS_VERDICT, /* of a check */
    WATTLE_CLI_WORDS_CHECK,   /* what was looked at */
    WATTLE_CLI_WORDS_LEDGER,  /* kinds of changes of totals */
} WattleCliWords;

const char *wattle_cli_words_translate (WattleCliWords words, const char *word);
WattleCliStyle wattle_cli_words_get_style (WattleCliWords words, const char *word);

/* "missing", "good" … by the number that it has on the bus. */
const char *wattle_cli_words_get_quality (guint number);

G_END_DECLS
