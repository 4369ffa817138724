/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * WattleOptionType:
 * @WATTLE_OPTION_TEXT: free text of at most 255 characters in one line
 * @WATTLE_OPTION_SECRET: a password or key; a key file holds `secret:NAME`, never the value
 * @WATTLE_OPTION_INTEGER: a whole number within a range
 * @WATTLE_OPTION_NUMBER: a number within a range
 * @WATTLE_OPTION_BOOLEAN: `true` or `false`
 * @WATTLE_OPTION_CHOICE: one of a list of words
 *
 * What an option may hold.
 */
typedef enum {
    WATTLE_OPTION_TEXT,
    WATTLE_OPTION_SECRET,
    WATTLE_OPTION_INTEGER,
    WATTLE_OPTION_NUMBER,
    WATTLE_OPTION_BOOLEAN,
    WATTLE_OPTION_CHOICE,
} WattleOptionType;

/**
 * WattleOptionSpec:
 * @key: name in key files, CamelCase
 * @type: what it may hold
 * @label: (nullable): short name for people, untranslated
 * @fallback: (nullable): text of the default value
 * @min: smallest number; no limits if @min and @max are both 0
 * @max: largest number
 * @choices: (nullable): the words of a choice, separated by `|`
 * @required: whether it must be set
 * @pattern: (nullable): regular expression that a text, or a secret, matches from end to end
 * @allowed: (nullable): what @pattern allows, for people, as in “must be 1 to 10 digits”
 *
 * One option of a device model. The same table serves the loader, the validator, forms and the
 * generated documentation.
 */
typedef struct {
    const char *key;
    WattleOptionType type;
    const char *label;
    const char *fallback;
    double min;
    double max;
    const char *choices;
    gboolean required;
    const char *pattern;
    const char *allowed;
} WattleOptionSpec;

#define WATTLE_TYPE_OPTIONS (wattle_options_get_type ())
G_DECLARE_FINAL_TYPE (WattleOptions, wattle_options, WATTLE, OPTIONS, GObject)

WattleOptions *wattle_options_new (void);
void wattle_options_add_spec (WattleOptions *self, const WattleOptionSpec *spec);
gboolean
wattle_options_set (WattleOptions *self, const char *key, const char *text, GError **error);
gboolean wattle_options_check_secret (WattleOptions *self,
                                      const char *key,
                                      const char *secret,
                                      GError **error);
gboolean wattle_options_check_complete (WattleOptions *self, GError **error);
void wattle_options_inherit (WattleOptions *self, WattleOptions *parent);
const WattleOptionSpec *wattle_options_get_spec (WattleOptions *self, const char *key);
guint wattle_options_get_n_specs (WattleOptions *self);
const WattleOptionSpec *wattle_options_get_nth_spec (WattleOptions *self, guint index);

gboolean wattle_options_has (WattleOptions *self, const char *key);
const char *wattle_options_get_text (WattleOptions *self, const char *key);
gint64 wattle_options_get_integer (WattleOptions *self, const char *key);
double wattle_options_get_number (WattleOptions *self, const char *key);
gboolean wattle_options_get_boolean (WattleOptions *self, const char *key);

G_END_DECLS
