/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-outputs-config.h"

#include <string.h>

#include "wattle-output.h"

#define TOPIC "output-config/"

static gboolean
has_output (WattleRunner *runner, const char *key)
{
    return wattle_output_is (wattle_device_find_entity (wattle_runner_get_device (runner), key));
}

static char *
list_outputs (WattleRunner *runner)
{
    WattleDevice *device = wattle_runner_get_device (runner);
    GString *list = g_string_new (NULL);

    for (guint i = 0; i < wattle_device_get_n_entities (device); i++) {
        WattleEntity *entity = wattle_device_get_entity (device, i);

        if (wattle_output_is (entity))
            g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "",
                                    wattle_entity_get_key (entity));
    }
    if (list->len == 0)
        g_string_append (list, "–");
    return g_string_free (list, FALSE);
}

/* NULL: the name is of a sub-device that is not there. */
static WattleRunner *
find_owner (WattleManager *manager, WattleRunner *runner, const char *name, const char **key)
{
    const char *slash = strchr (name, '/');
    g_autofree char *id = slash != NULL ? g_strndup (name, (gsize)(slash - name)) : NULL;

    *key = slash != NULL ? slash + 1 : name;
    return id != NULL ? wattle_manager_find (manager, id) : runner;
}

static void
check_group (WattleManager *manager,
             WattleProblems *problems,
             WattleRunner *runner,
             const char *name)
{
    const char *id = wattle_runner_get_id (runner);
    g_autofree char *topic = g_strconcat (TOPIC, name, NULL);
    g_autofree char *list = NULL;
    const char *key;
    WattleRunner *owner = find_owner (manager, runner, name, &key);

    if (owner != NULL && has_output (owner, key)) {
        wattle_problems_clear (problems, id, topic);
    } else if (owner == NULL) {
        wattle_problems_set (problems, id, topic,
                             "[Output %s] protects nothing: %s has no such sub-device", name, id);
    } else {
        list = list_outputs (owner);
        wattle_problems_set (problems, id, topic,
                             "[Output %s] protects nothing: there is no such output; there are: %s",
                             name, list);
    }
}

/* What a device is made of is known once it has answered. */
static void
check_device (WattleManager *manager, WattleProblems *problems, WattleRunner *runner)
{
    const WattleDeviceConfig *config = wattle_manager_get_config (manager, runner);

    if (config == NULL || wattle_runner_get_state (runner) != WATTLE_RUNNER_ONLINE)
        return;
    for (guint i = 0; i < config->outputs->len; i++) {
        const WattleOutputConfig *output = g_ptr_array_index (config->outputs, i);

        check_group (manager, problems, runner, output->name);
    }
}

void
wattle_outputs_config_check (WattleManager *manager, WattleProblems *problems)
{
    for (guint i = 0; i < wattle_manager_get_n_runners (manager); i++) {
        WattleRunner *runner = wattle_manager_get_runner (manager, i);

        if (wattle_runner_get_parent (runner) == NULL)
            check_device (manager, problems, runner);
    }
}
