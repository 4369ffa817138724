/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-commands.h"

#include <glib/gi18n.h>

#include "wattle-cli-nearest.h"

static const WattleCliCommand *const groups[] = {
    wattle_cli_status_commands,
    wattle_cli_watch_commands,
    wattle_cli_get_commands,
    wattle_cli_control_commands,
    wattle_cli_devices_commands,
    wattle_cli_add_commands,
    wattle_cli_scan_commands,
    wattle_cli_change_commands,
    wattle_cli_replace_commands,
    wattle_cli_sync_meter_commands,
    wattle_cli_definition_commands,
    wattle_cli_definition_local_commands,
    wattle_cli_plugins_commands,
    wattle_cli_mqtt_commands,
    wattle_cli_ha_commands,
    wattle_cli_ledger_commands,
    wattle_cli_tariff_commands,
    wattle_cli_tariff_show_commands,
    wattle_cli_tariff_now_commands,
    wattle_cli_tariff_edit_commands,
    wattle_cli_tariff_import_commands,
    wattle_cli_tariff_export_commands,
    wattle_cli_tariff_year_commands,
    wattle_cli_tariff_verify_commands,
    wattle_cli_tariff_diff_commands,
    wattle_cli_config_commands,
    wattle_cli_restore_commands,
    wattle_cli_backup_commands,
    wattle_cli_secret_commands,
    wattle_cli_record_commands,
    wattle_cli_replay_commands,
    wattle_cli_doctor_commands,
    wattle_cli_log_commands,
};

/* "devices list" is of the group "devices". */
static gboolean
is_in_group (const WattleCliCommand *command, const char *group)
{
    gsize length = strlen (group);

    return strncmp (command->name, group, length) == 0 && command->name[length] == ' ';
}

void
wattle_cli_commands_each (const char *group, WattleCliCommandsFunc func, gpointer user_data)
{
    for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
        for (const WattleCliCommand *command = groups[i]; command->name != NULL; command++)
            if (group == NULL || is_in_group (command, group))
                func (command, user_data);
}

typedef struct {
    const char *name;
    const WattleCliCommand *found;
} Search;

static void
compare (const WattleCliCommand *command, gpointer user_data)
{
    Search *search = user_data;

    if (g_str_equal (command->name, search->name))
        search->found = command;
}

static const WattleCliCommand *
find (const char *name)
{
    Search search = { name, NULL };

    wattle_cli_commands_each (NULL, compare, &search);
    return search.found;
}

/* The first word that is no option. */
static int
find_word (GPtrArray *words, guint from)
{
    for (guint i = from; i < words->len; i++) {
        const char *word = g_ptr_array_index (words, i);

        if (word != NULL && *word != '-')
            return (int)i;
    }
    return -1;
}

/* First words, or the next ones of a group, each once. */
typedef struct {
    gsize skip;
    GPtrArray *list;
} Collection;

static void
collect (const WattleCliCommand *command, gpointer user_data)
{
    Collection *names = user_data;
    const char *word = command->name + names->skip;
    gsize length = strcspn (word, " ");
    const char *last =
        names->list->len > 0 ? g_ptr_array_index (names->list, names->list->len - 1) : "";

    if (strlen (last) != length || strncmp (last, word, length) != 0)
        g_ptr_array_add (names->list, g_strndup (word, length));
}

static const WattleCliCommand *
refuse (const char *group, const char *word, GError **error)
{
    g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
    Collection names = { group != NULL ? strlen (group) + 1 : 0, list };
    g_autofree char *sentence = NULL;

    wattle_cli_commands_each (group, collect, &names);
    g_ptr_array_add (list, NULL);
    if (word == NULL)
        sentence = group != NULL ? g_strdup_printf (_ ("what “%s” is to do is missing"), group)
                                 : g_strdup (_ ("the command is missing"));
    else if (group != NULL)
        sentence = g_strdup_printf (_ ("“%s” knows no “%s”"), group, word);
    else
        sentence = g_strdup_printf (_ ("there is no command “%s”"), word);
    wattle_cli_nearest_refuse (error, sentence, word != NULL ? word : "",
                               (const char *const *)list->pdata);
    return NULL;
}

static void
note_group (const WattleCliCommand *command, gpointer user_data)
{
    *(gboolean *)user_data = TRUE;
}

static gboolean
is_group (const char *name)
{
    gboolean found = FALSE;

    wattle_cli_commands_each (name, note_group, &found);
    return found;
}

/* Takes away the words of the command, from the last one on. */
static void
remove_words (GPtrArray *words, GArray *places)
{
    for (guint i = places->len; i > 0; i--)
        g_ptr_array_remove_index (words, g_array_index (places, guint, i - 1));
}

const WattleCliCommand *
wattle_cli_commands_take (GPtrArray *words, const char **group, GError **error)
{
    g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
    const WattleCliCommand *command = NULL;

    *group = NULL;
    for (guint next = 0; command == NULL;) {
        int place = find_word (words, next);
        const char *word = place >= 0 ? g_ptr_array_index (words, (guint)place) : NULL;
        g_autofree char *name = NULL;

        if (word == NULL)
            return refuse (*group, NULL, error);
        name = *group != NULL ? g_strconcat (*group, " ", word, NULL) : g_strdup (word);
        next = (guint)place + 1;
        g_array_append_val (places, place);
        command = find (name);
        if (command == NULL && !is_group (name))
            return refuse (*group, word, error);
        if (command == NULL)
            *group = g_intern_string (name);
    }

    remove_words (words, places);
    return command;
}
