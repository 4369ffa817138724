/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-bicom-order.h"

/* There is no “toggle” by MQTT, and none by REST that would be sure: it is on or off, from what is
 * known. */
static gboolean
read_toggle (IskraSgSeen seen, IskraSgWanted *wanted, GError **error)
{
    if (seen != ISKRA_SG_SEEN_NOT) {
        *wanted = seen == ISKRA_SG_SEEN_ON ? ISKRA_SG_WANTED_OFF : ISKRA_SG_WANTED_ON;
        return TRUE;
    }

    wattle_error_set (error, WATTLE_ERROR_NOT_FOUND,
                      "the switch cannot be toggled before its state was read");
    return FALSE;
}

static gboolean
read_word (const char *word, IskraSgSeen seen, IskraSgWanted *wanted, GError **error)
{
    if (g_str_equal (word, "toggle"))
        return read_toggle (seen, wanted, error);

    if (g_str_equal (word, "on"))
        *wanted = ISKRA_SG_WANTED_ON;
    else if (g_str_equal (word, "off"))
        *wanted = ISKRA_SG_WANTED_OFF;
    else if (g_str_equal (word, "state"))
        *wanted = ISKRA_SG_WANTED_STATE;
    else {
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "the switch knows no “%s”, only “on”, “off”, “toggle” and “state”", word);
        return FALSE;
    }
    return TRUE;
}

gboolean
iskra_sg_bicom_order_read (WattleCommand *command,
                           IskraSgSeen seen,
                           IskraSgWanted *wanted,
                           GError **error)
{
    const char *name = wattle_command_get_name (command);
    const char *word = wattle_command_get_text (command);
    gboolean action = wattle_command_is_action (command);

    if (action && g_str_equal (name, ISKRA_SG_REFRESH)) {
        *wanted = ISKRA_SG_WANTED_STATE;
        return TRUE;
    }
    if (!action && g_str_equal (name, ISKRA_SG_OUTPUT)) {
        if (word != NULL)
            return read_word (word, seen, wanted, error);
        *wanted = wattle_command_get_boolean (command) ? ISKRA_SG_WANTED_ON : ISKRA_SG_WANTED_OFF;
        return TRUE;
    }

    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                      "the switch knows no command “%s”, only “%s” and the action “%s”", name,
                      ISKRA_SG_OUTPUT, ISKRA_SG_REFRESH);
    return FALSE;
}
