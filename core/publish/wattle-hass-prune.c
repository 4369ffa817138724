/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-prune.h"

#include "base/wattle-error.h"
#include "wattle-hass-strays.h"

typedef struct {
    gboolean dry_run;
    GStrv topics;
    guint n_orphans;    /* the first ones are those of the journal */
    WattleFence *fence; /* NULL: nothing is being cleared */
} Prune;

static void
prune_free (gpointer data)
{
    Prune *self = data;

    g_strfreev (self->topics);
    g_clear_pointer (&self->fence, wattle_fence_free);
    g_free (self);
}

static void
return_topics (GTask *task)
{
    Prune *self = g_task_get_task_data (task);

    g_task_return_pointer (task, g_steal_pointer (&self->topics), (GDestroyNotify)g_strfreev);
}

static void
add (GPtrArray *topics, const char *topic)
{
    if (!g_ptr_array_find_with_equal_func (topics, topic, g_str_equal, NULL))
        g_ptr_array_add (topics, g_strdup (topic));
}

static void
find_topics (Prune *self, WattleHass *hass, WattleHassSurvey *survey)
{
    g_auto (GStrv) orphans = wattle_hass_list_orphans (hass);
    g_auto (GStrv) strays = wattle_hass_strays_list (hass, survey);
    GPtrArray *topics = g_ptr_array_new ();

    for (char **topic = orphans; *topic != NULL; topic++)
        add (topics, *topic);
    self->n_orphans = topics->len;
    for (char **stray = strays; *stray != NULL; stray++) {
        g_auto (GStrv) all = wattle_hass_strays_list_topics (hass, *stray);

        for (char **topic = all; *topic != NULL; topic++)
            add (topics, *topic);
    }
    g_ptr_array_add (topics, NULL);
    self->topics = (GStrv)g_ptr_array_free (topics, FALSE);
}

static void
on_fence (const GError *error, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;

    if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
    else
        return_topics (task);
}

static void
clear (const Prune *self, WattleHass *hass)
{
    wattle_hass_orphans_sweep (hass->orphans);
    for (char **topic = self->topics + self->n_orphans; *topic != NULL; topic++) {
        g_message ("%s: cleared, as nobody wants it any more", *topic);
        wattle_hass_port_retain (&hass->port, *topic, "");
    }
}

static void
on_surveyed (WattleHassSurvey *survey, const GError *error, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    WattleHass *hass = g_task_get_source_object (task);
    Prune *self = g_task_get_task_data (task);

    if (error != NULL) {
        g_task_return_error (task, g_error_copy (error));
        return;
    }

    find_topics (self, hass, survey);
    if (self->dry_run || *self->topics == NULL) {
        return_topics (task);
        return;
    }

    clear (self, hass);
    self->fence = wattle_hass_port_fence (&hass->port, on_fence, task);
    g_steal_pointer (&task);
}

void
wattle_hass_prune_async (WattleHass *hass,
                         gboolean dry_run,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    GTask *task = g_task_new (hass, NULL, callback, user_data);
    Prune *self = g_new0 (Prune, 1);

    self->dry_run = dry_run;
    g_task_set_task_data (task, self, prune_free);
    if (hass->survey != NULL) {
        wattle_hass_survey_ask (hass->survey, on_surveyed, task);
        return;
    }

    g_task_return_error (task, wattle_error_new (WATTLE_ERROR_UNREACHABLE,
                                                 "Home Assistant is not told anything now"));
    g_object_unref (task);
}

GStrv
wattle_hass_prune_finish (WattleHass *hass, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}
