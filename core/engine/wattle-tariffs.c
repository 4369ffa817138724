/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-tariffs.h"

#include <string.h>

#include "base/wattle-error.h"
#include "wattle-tariff-device.h"
#include "wattle-tariff-loader.h"

#define SUBJECT "tariffs"

/* Nothing else than a boundary needs a timer. Where nobody tells that the wall clock was set, this
 * is how late that is noticed. */
#define LONGEST_WAIT (60 * (gint64)G_USEC_PER_SEC)

/* Shown as the period of the devices; they are told when there is something to tell. */
#define INTERVAL_MS 60000

struct _WattleTariffs {
    GObject parent_instance;

    WattleTariffsParts parts;
    WattleTariffLoader *loader;
    gboolean zone_changed;
    GPtrArray *ids;  /* of all documents */
    GPtrArray *runs; /* of WattleTariffRun, in order of their ids */
    guint timer;
};

enum {
    SIGNAL_ADDED,
    SIGNAL_REMOVED,
    SIGNAL_CHANGED,
    SIGNAL_MOVED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleTariffs, wattle_tariffs, G_TYPE_OBJECT)

static void
wattle_tariffs_dispose (GObject *object)
{
    wattle_tariffs_stop (WATTLE_TARIFFS (object));

    G_OBJECT_CLASS (wattle_tariffs_parent_class)->dispose (object);
}

static void
wattle_tariffs_finalize (GObject *object)
{
    WattleTariffs *self = WATTLE_TARIFFS (object);

    g_ptr_array_unref (self->runs);
    g_ptr_array_unref (self->ids);
    wattle_tariff_loader_free (self->loader);
    g_object_unref (self->parts.clock);
    g_object_unref (self->parts.manager);
    g_object_unref (self->parts.plugins);
    g_object_unref (self->parts.problems);
    g_clear_object (&self->parts.store);

    G_OBJECT_CLASS (wattle_tariffs_parent_class)->finalize (object);
}

static guint
add_signal (const char *name)
{
    return g_signal_new (name, WATTLE_TYPE_TARIFFS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                         G_TYPE_NONE, 1, WATTLE_TYPE_TARIFF_RUN);
}

static void
wattle_tariffs_class_init (WattleTariffsClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = wattle_tariffs_dispose;
    G_OBJECT_CLASS (klass)->finalize = wattle_tariffs_finalize;

    signals[SIGNAL_ADDED] = add_signal ("plan-added");
    signals[SIGNAL_REMOVED] = add_signal ("plan-removed");
    signals[SIGNAL_CHANGED] = add_signal ("plan-changed");
    signals[SIGNAL_MOVED] = add_signal ("plan-moved");
}

static void
wattle_tariffs_init (WattleTariffs *self)
{
    self->ids = g_ptr_array_new_with_free_func (g_free);
    self->runs = g_ptr_array_new_with_free_func (g_object_unref);
}

/* Time */

static void look_at_all (WattleTariffs *self);

static void
on_timer (gpointer user_data)
{
    WattleTariffs *self = user_data;

    self->timer = 0;
    look_at_all (self);
}

static void
set_timer (WattleTariffs *self)
{
    gint64 now = wattle_clock_get_wall (self->parts.clock);
    gint64 wait = LONGEST_WAIT;

    wattle_clock_clear (self->parts.clock, &self->timer);
    if (self->runs->len == 0)
        return;

    for (guint i = 0; i < self->runs->len; i++)
        wait = MIN (wait, wattle_tariff_run_get_until (wattle_tariffs_get (self, i)) - now);
    self->timer = wattle_clock_call_after (self->parts.clock, wait, on_timer, self);
}

/* A plugin that fails now may not the next time. */
static void
tell_fault (WattleTariffs *self, WattleTariffRun *run)
{
    const char *id = wattle_tariff_run_get_device_id (run);
    const GError *error = wattle_tariff_run_get_error (run);

    if (error != NULL)
        wattle_problems_set_error (self->parts.problems, id, "prices", "", error);
    else
        wattle_problems_clear (self->parts.problems, id, "prices");
}

static void
push (WattleTariffs *self, WattleTariffRun *run)
{
    WattleRunner *runner =
        wattle_manager_find (self->parts.manager, wattle_tariff_run_get_device_id (run));
    g_autoptr (WattleFrame) frame =
        wattle_frame_new_push ("", NULL, FALSE, wattle_clock_get_wall (self->parts.clock));

    wattle_runner_push (runner, frame);
    tell_fault (self, run);
}

static void
look_at (WattleTariffs *self, WattleTariffRun *run)
{
    if (!wattle_tariff_run_look (run, wattle_clock_get_wall (self->parts.clock)))
        return;

    push (self, run);
    g_signal_emit (self, signals[SIGNAL_MOVED], 0, run);
}

static void
look_at_all (WattleTariffs *self)
{
    g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = 0; i < self->runs->len; i++)
        g_ptr_array_add (runs, g_object_ref (wattle_tariffs_get (self, i)));
    for (guint i = 0; i < runs->len; i++)
        look_at (self, g_ptr_array_index (runs, i));
    set_timer (self);
}

WattleTariffs *
wattle_tariffs_new (const WattleTariffsParts *parts, const char *state_dir)
{
    WattleTariffs *self = g_object_new (WATTLE_TYPE_TARIFFS, NULL);
    g_autofree char *folder =
        state_dir != NULL ? g_build_filename (state_dir, "config", NULL) : NULL;

    self->loader = wattle_tariff_loader_new (parts->plugins, folder);
    self->parts = *parts;
    g_object_ref (parts->clock);
    g_object_ref (parts->manager);
    g_object_ref (parts->plugins);
    g_object_ref (parts->problems);
    if (parts->store != NULL)
        g_object_ref (parts->store);
    g_signal_connect_object (parts->clock, "wall-set", G_CALLBACK (look_at_all), self,
                             G_CONNECT_SWAPPED);
    return self;
}

void
wattle_tariffs_set_zone (WattleTariffs *self, const char *zone)
{
    if (wattle_tariff_loader_set_zone (self->loader, zone))
        self->zone_changed = TRUE;
}

const char *
wattle_tariffs_get_zone (WattleTariffs *self)
{
    return wattle_tariff_loader_get_zone (self->loader);
}

/* Plans */

static WattleRunner *
make_runner (WattleTariffs *self, WattleTariffRun *run)
{
    g_autoptr (WattleDevice) device = wattle_tariff_device_new (run, WATTLE_TARIFF_MODULE);
    g_autoptr (WattleOptions) options = wattle_options_new ();
    WattleRunner *runner = wattle_runner_new (wattle_tariff_run_get_device_id (run), device,
                                              options, NULL, self->parts.clock, INTERVAL_MS);

    wattle_runner_set_driver (runner, WATTLE_TARIFF_MODULE);
    wattle_runner_set_model (runner, WATTLE_TARIFF_MODULE);
    return runner;
}

static void
begin (WattleTariffs *self, WattleTariffRun *run)
{
    g_autoptr (WattleRunner) runner = make_runner (self, run);
    guint place = 0;

    while (place < self->runs->len &&
           strcmp (wattle_tariff_run_get_id (wattle_tariffs_get (self, place)),
                   wattle_tariff_run_get_id (run)) < 0)
        place++;
    g_ptr_array_insert (self->runs, (int)place, g_object_ref (run));
    wattle_tariff_run_look (run, wattle_clock_get_wall (self->parts.clock));
    wattle_manager_adopt (self->parts.manager, runner);
    push (self, run);
    g_signal_emit (self, signals[SIGNAL_ADDED], 0, run);
}

static void
end (WattleTariffs *self, WattleTariffRun *run, gboolean for_good)
{
    g_object_ref (run);
    g_ptr_array_remove (self->runs, run);
    wattle_manager_remove (self->parts.manager, wattle_tariff_run_get_device_id (run), for_good);
    g_signal_emit (self, signals[SIGNAL_REMOVED], 0, run);
    g_object_unref (run);
}

static void
change (WattleTariffs *self, WattleTariffRun *run, WattleTariff *tariff, GBytes *document)
{
    wattle_tariff_run_set_tariff (run, tariff, document);
    wattle_tariff_run_look (run, wattle_clock_get_wall (self->parts.clock));
    push (self, run);
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, run);
}

/* Documents */

/* Whether it is a device already, or somebody configured one under this id. */
static gboolean
is_taken (WattleTariffs *self, const char *device_id)
{
    const char *const *ids =
        self->parts.store != NULL ? wattle_store_get_ids (self->parts.store) : NULL;

    return wattle_manager_find (self->parts.manager, device_id) != NULL ||
           (ids != NULL && g_strv_contains (ids, device_id));
}

static gboolean
has_room (WattleTariffs *self, const char *device_id, GError **error)
{
    if (is_taken (self, device_id))
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "the plan would be the device “%s”, and there is one; give one of them "
                          "another id",
                          device_id);
    else if (self->runs->len >= WATTLE_TARIFFS_MAX)
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "there are %d tariff plans already, as many as may be",
                          WATTLE_TARIFFS_MAX);
    else
        return TRUE;
    return FALSE;
}

/* Returns the tariff if the document is in force. It may have days without a tariff: what counts is
 * what the files say, after a restart and before it. */
static WattleTariff *
take_document (WattleTariffs *self, const char *id, GError **error)
{
    WattleTariffRun *run = wattle_tariffs_find (self, id);
    g_autoptr (GBytes) document = wattle_tariff_loader_read (self->loader, id, error);
    g_autoptr (WattleTariff) tariff = NULL;
    g_autoptr (WattleTariffRun) fresh = NULL;

    if (document == NULL)
        return NULL;
    if (run != NULL && !self->zone_changed &&
        g_bytes_equal (wattle_tariff_run_get_document (run), document))
        return g_object_ref (wattle_tariff_run_get_tariff (run));

    tariff = wattle_tariff_loader_load (self->loader, id, document, error);
    if (tariff == NULL)
        return NULL;
    if (run != NULL) {
        change (self, run, tariff, document);
        return g_steal_pointer (&tariff);
    }
    fresh = wattle_tariff_run_new (tariff, document);
    if (!has_room (self, wattle_tariff_run_get_device_id (fresh), error))
        return NULL;
    begin (self, fresh);
    return g_steal_pointer (&tariff);
}

static WattleTariff *
try_document (WattleTariffs *self, const char *id, GError **error)
{
    g_autoptr (GBytes) document = wattle_tariff_loader_read (self->loader, id, error);

    return document != NULL ? wattle_tariff_loader_load (self->loader, id, document, error) : NULL;
}

static void
read_document (WattleTariffs *self, const char *id, gboolean run)
{
    g_autofree char *device_id = g_strconcat (WATTLE_TARIFF_RUN_PREFIX, id, NULL);
    g_autofree char *path = wattle_tariff_loader_dup_path (self->loader, id);
    g_autofree char *place = g_strconcat (path, ": ", NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleTariff) tariff =
        run ? take_document (self, id, &error) : try_document (self, id, &error);

    /* One that has no tariff for some days is used as far as it goes. */
    if (tariff != NULL && wattle_tariff_loader_validate (tariff, &error))
        wattle_problems_clear (self->parts.problems, device_id, WATTLE_STORE_TOPIC "document");
    else
        wattle_problems_set_error (self->parts.problems, device_id, WATTLE_STORE_TOPIC "document",
                                   place, error);
}

static gboolean
has_id (WattleTariffs *self, const char *id)
{
    return g_ptr_array_find_with_equal_func (self->ids, id, g_str_equal, NULL);
}

/* Whose document is gone, and all if there is no plugin for them any more. */
static void
end_what_is_over (WattleTariffs *self)
{
    gboolean able = self->runs->len == 0 || wattle_tariff_loader_is_able (self->loader);

    for (guint i = self->runs->len; i > 0; i--) {
        WattleTariffRun *run = wattle_tariffs_get (self, i - 1);
        gboolean there = has_id (self, wattle_tariff_run_get_id (run));

        if (!able || !there)
            end (self, run, !there);
    }
}

static void
forgive_gone (WattleTariffs *self, GPtrArray *before)
{
    for (guint i = 0; i < before->len; i++) {
        const char *id = g_ptr_array_index (before, i);
        g_autofree char *device_id = g_strconcat (WATTLE_TARIFF_RUN_PREFIX, id, NULL);

        if (!has_id (self, id))
            wattle_problems_clear (self->parts.problems, device_id, WATTLE_STORE_TOPIC "document");
    }
}

static void
list (WattleTariffs *self)
{
    g_autoptr (GPtrArray) before = self->ids;
    g_autoptr (GError) error = NULL;

    self->ids = g_ptr_array_new_with_free_func (g_free);
    if (!wattle_tariff_loader_list (self->loader, self->ids, &error))
        wattle_problems_set_error (self->parts.problems, SUBJECT, WATTLE_STORE_TOPIC "folder", "",
                                   error);
    else
        wattle_problems_clear (self->parts.problems, SUBJECT, WATTLE_STORE_TOPIC "folder");
    forgive_gone (self, before);
}

void
wattle_tariffs_read (WattleTariffs *self)
{
    list (self);
    end_what_is_over (self);
    for (guint i = 0; i < self->ids->len; i++)
        read_document (self, g_ptr_array_index (self->ids, i), TRUE);
    self->zone_changed = FALSE;
    look_at_all (self);
}

void
wattle_tariffs_check_files (WattleTariffs *self)
{
    list (self);
    for (guint i = 0; i < self->ids->len; i++)
        read_document (self, g_ptr_array_index (self->ids, i), FALSE);
}

void
wattle_tariffs_stop (WattleTariffs *self)
{
    wattle_clock_clear (self->parts.clock, &self->timer);
}

/* Asking */

guint
wattle_tariffs_get_count (WattleTariffs *self)
{
    return self->runs->len;
}

WattleTariffRun *
wattle_tariffs_get (WattleTariffs *self, guint index)
{
    return g_ptr_array_index (self->runs, index);
}

WattleTariffRun *
wattle_tariffs_find (WattleTariffs *self, const char *id)
{
    for (guint i = 0; i < self->runs->len; i++)
        if (g_str_equal (wattle_tariff_run_get_id (wattle_tariffs_get (self, i)), id))
            return wattle_tariffs_get (self, i);

    return NULL;
}

GStrv
wattle_tariffs_list_ids (WattleTariffs *self)
{
    g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

    for (guint i = 0; i < self->ids->len; i++)
        g_strv_builder_add (ids, g_ptr_array_index (self->ids, i));
    return g_strv_builder_end (ids);
}

const WattleMessage *
wattle_tariffs_find_fault (WattleTariffs *self, const char *id)
{
    g_autofree char *device_id = g_strconcat (WATTLE_TARIFF_RUN_PREFIX, id, NULL);

    for (guint i = 0; i < wattle_problems_get_count (self->parts.problems); i++) {
        const WattleProblem *problem = wattle_problems_get (self->parts.problems, i);

        if (g_str_equal (problem->subject, device_id) &&
            g_str_equal (problem->topic, WATTLE_STORE_TOPIC "document"))
            return problem->data;
    }
    return NULL;
}

GStrv
wattle_tariffs_list_devices (WattleTariffs *self)
{
    g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

    for (guint i = 0; i < self->ids->len; i++) {
        g_autofree char *id = g_strconcat (WATTLE_TARIFF_RUN_PREFIX,
                                           (const char *)g_ptr_array_index (self->ids, i), NULL);

        g_strv_builder_add (ids, id);
    }
    return g_strv_builder_end (ids);
}

WattleTariff *
wattle_tariffs_validate (WattleTariffs *self, GBytes *document, GError **error)
{
    g_autoptr (WattleTariff) tariff =
        wattle_tariff_loader_load (self->loader, NULL, document, error);

    return tariff != NULL && wattle_tariff_loader_validate (tariff, error)
               ? g_steal_pointer (&tariff)
               : NULL;
}

gboolean
wattle_tariffs_check_draft (WattleTariffs *self, const WattleConfigDraft *draft, GError **error)
{
    return wattle_tariff_loader_check_draft (self->loader, draft, error);
}
