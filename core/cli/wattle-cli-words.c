/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-words.h"

#include <glib/gi18n.h>

#define GOOD     WATTLE_CLI_STYLE_GOOD
#define PLAIN    WATTLE_CLI_STYLE_PLAIN
#define FAINT    WATTLE_CLI_STYLE_FAINT
#define DOUBTFUL WATTLE_CLI_STYLE_DOUBTFUL
#define BAD      WATTLE_CLI_STYLE_BAD

/* The same word may read differently of a device, a plugin or a host. */
static const char *const contexts[] = {
    [WATTLE_CLI_WORDS_DEVICE_STATE] = "device", [WATTLE_CLI_WORDS_HOST_STATE] = "host",
    [WATTLE_CLI_WORDS_PLUGIN_STATE] = "plugin", [WATTLE_CLI_WORDS_QUALITY] = "reading",
    [WATTLE_CLI_WORDS_CHANGE] = "change",       [WATTLE_CLI_WORDS_VERDICT] = "verdict",
    [WATTLE_CLI_WORDS_CHECK] = "check",         [WATTLE_CLI_WORDS_LEDGER] = "total",
};

typedef struct {
    WattleCliWords words;
    const char *word;
    WattleCliStyle style;
} Word;

static const Word table[] = {
    { WATTLE_CLI_WORDS_DEVICE_STATE, NC_ ("device", "starting"), PLAIN },
    { WATTLE_CLI_WORDS_DEVICE_STATE, NC_ ("device", "online"), GOOD },
    { WATTLE_CLI_WORDS_DEVICE_STATE, NC_ ("device", "degraded"), DOUBTFUL },
    { WATTLE_CLI_WORDS_DEVICE_STATE, NC_ ("device", "offline"), BAD },
    { WATTLE_CLI_WORDS_DEVICE_STATE, NC_ ("device", "gone"), BAD },
    { WATTLE_CLI_WORDS_DEVICE_STATE, NC_ ("device", "disabled"), FAINT },
    { WATTLE_CLI_WORDS_DEVICE_STATE, NC_ ("device", "broken"), BAD },

    { WATTLE_CLI_WORDS_HOST_STATE, NC_ ("host", "starting"), PLAIN },
    { WATTLE_CLI_WORDS_HOST_STATE, NC_ ("host", "running"), GOOD },
    { WATTLE_CLI_WORDS_HOST_STATE, NC_ ("host", "stopping"), DOUBTFUL },

    { WATTLE_CLI_WORDS_PLUGIN_STATE, NC_ ("plugin", "loaded"), GOOD },
    { WATTLE_CLI_WORDS_PLUGIN_STATE, NC_ ("plugin", "waiting"), PLAIN },
    { WATTLE_CLI_WORDS_PLUGIN_STATE, NC_ ("plugin", "disabled"), FAINT },
    { WATTLE_CLI_WORDS_PLUGIN_STATE, NC_ ("plugin", "shadowed"), FAINT },
    { WATTLE_CLI_WORDS_PLUGIN_STATE, NC_ ("plugin", "refused"), BAD },
    { WATTLE_CLI_WORDS_PLUGIN_STATE, NC_ ("plugin", "failed"), BAD },

    { WATTLE_CLI_WORDS_QUALITY, NC_ ("reading", "missing"), FAINT },
    { WATTLE_CLI_WORDS_QUALITY, NC_ ("reading", "good"), GOOD },
    { WATTLE_CLI_WORDS_QUALITY, NC_ ("reading", "held"), DOUBTFUL },
    { WATTLE_CLI_WORDS_QUALITY, NC_ ("reading", "stale"), DOUBTFUL },
    { WATTLE_CLI_WORDS_QUALITY, NC_ ("reading", "suspect"), BAD },

    { WATTLE_CLI_WORDS_CHANGE, NC_ ("change", "same"), FAINT },
    { WATTLE_CLI_WORDS_CHANGE, NC_ ("change", "appear"), GOOD },
    { WATTLE_CLI_WORDS_CHANGE, NC_ ("change", "change"), DOUBTFUL },
    { WATTLE_CLI_WORDS_CHANGE, NC_ ("change", "vanish"), DOUBTFUL },
    { WATTLE_CLI_WORDS_CHANGE, NC_ ("change", "clash"), BAD },

    { WATTLE_CLI_WORDS_VERDICT, NC_ ("verdict", "ok"), GOOD },
    { WATTLE_CLI_WORDS_VERDICT, NC_ ("verdict", "note"), DOUBTFUL },
    { WATTLE_CLI_WORDS_VERDICT, NC_ ("verdict", "problem"), BAD },

    { WATTLE_CLI_WORDS_CHECK, NC_ ("check", "problems"), PLAIN },
    { WATTLE_CLI_WORDS_CHECK, NC_ ("check", "credentials"), PLAIN },
    { WATTLE_CLI_WORDS_CHECK, NC_ ("check", "clock"), PLAIN },
    { WATTLE_CLI_WORDS_CHECK, NC_ ("check", "zone"), PLAIN },
    { WATTLE_CLI_WORDS_CHECK, NC_ ("check", "tariffs"), PLAIN },
    { WATTLE_CLI_WORDS_CHECK, NC_ ("check", "device-clock"), PLAIN },
    { WATTLE_CLI_WORDS_CHECK, NC_ ("check", "broker"), PLAIN },
    { WATTLE_CLI_WORDS_CHECK, NC_ ("check", "files"), PLAIN },
    { WATTLE_CLI_WORDS_CHECK, NC_ ("check", "serial"), PLAIN },
    { WATTLE_CLI_WORDS_CHECK, NC_ ("check", "version"), PLAIN },

    { WATTLE_CLI_WORDS_LEDGER, NC_ ("total", "reset"), PLAIN },
    { WATTLE_CLI_WORDS_LEDGER, NC_ ("total", "roll-over"), PLAIN },
    { WATTLE_CLI_WORDS_LEDGER, NC_ ("total", "set"), PLAIN },
    { WATTLE_CLI_WORDS_LEDGER, NC_ ("total", "replaced"), PLAIN },
    { WATTLE_CLI_WORDS_LEDGER, NC_ ("total", "returned"), PLAIN },
    { WATTLE_CLI_WORDS_LEDGER, NC_ ("total", "synchronised"), PLAIN },
    { WATTLE_CLI_WORDS_LEDGER, NC_ ("total", "undone"), PLAIN },
};

static const Word *
find (WattleCliWords words, const char *word)
{
    for (guint i = 0; i < G_N_ELEMENTS (table); i++)
        if (table[i].words == words && g_str_equal (table[i].word, word))
            return &table[i];

    return NULL;
}

const char *
wattle_cli_words_translate (WattleCliWords words, const char *word)
{
    const Word *known = find (words, word);

    return known != NULL ? g_dpgettext2 (GETTEXT_PACKAGE, contexts[words], known->word) : word;
}

WattleCliStyle
wattle_cli_words_get_style (WattleCliWords words, const char *word)
{
    const Word *known = find (words, word);

    return known != NULL ? known->style : PLAIN;
}

const char *
wattle_cli_words_get_quality (guint number)
{
    static const char *const qualities[] = { "missing", "good", "held", "stale", "suspect" };

    return number < G_N_ELEMENTS (qualities) ? qualities[number] : "missing";
}
