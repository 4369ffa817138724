/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-manager.h"

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "transport/wattle-endpoint.h"
#include "wattle-device-check.h"
#include "wattle-poller.h"

/* A sub-device that its gateway no longer lists is forgotten after this. */
#define GONE_FOR (24 * 60 * 60 * (gint64)G_USEC_PER_SEC)

typedef struct {
    WattleRunner *runner;
    WattleDriver *driver;       /* borrowed from the plugins */
    WattleCatalog *catalog;     /* of the time when it was made; or NULL */
    WattleDeviceConfig *config; /* NULL: a sub-device, or made elsewhere */
    gboolean explicit_interval;
    gboolean named;      /* a child: in the listing that is being read */
    gint64 gone_since;   /* monotonic; 0 while it is there */
    GHashTable *refused; /* a gateway: ids of this listing that did not become its sub-devices */
    GHashTable *was_refused; /* the same of the last one */
    GPtrArray *names;        /* a gateway: what the listing that is being read has named */
} Member;

typedef struct {
    WattleBatchFunc func;
    gpointer user_data;
} Subscriber;

struct _WattleManager {
    GObject parent_instance;

    WattleManagerParts parts;
    WattlePoller *poller;
    GPtrArray *members;  /* of Member, gateways before their children */
    GHashTable *by_id;   /* id → Member */
    GArray *subscribers; /* of Subscriber */
};

enum {
    SIGNAL_ADDED,
    SIGNAL_REMOVED,
    SIGNAL_CHANGED,
    SIGNAL_STATE,
    SIGNAL_LISTING,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleManager, wattle_manager, G_TYPE_OBJECT)

static void
member_free (gpointer data)
{
    Member *member = data;

    g_clear_pointer (&member->names, g_ptr_array_unref);
    g_clear_pointer (&member->config, wattle_device_config_free);
    g_object_unref (member->runner);
    g_clear_object (&member->catalog);
    g_hash_table_unref (member->refused);
    g_hash_table_unref (member->was_refused);
    g_free (member);
}

static GHashTable *
create_id_set (void)
{
    return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static Member *
member_new (WattleRunner *runner, WattleDriver *driver, WattleCatalog *catalog)
{
    Member *member = g_new0 (Member, 1);

    member->runner = g_object_ref (runner);
    member->driver = driver;
    g_set_object (&member->catalog, catalog);
    member->refused = create_id_set ();
    member->was_refused = create_id_set ();
    return member;
}

/* What is on its way to the disk may come back later than the devices are gone. */
static void
release_counters (WattleManager *self)
{
    for (guint i = 0; self->parts.counters != NULL && i < self->members->len; i++) {
        Member *member = g_ptr_array_index (self->members, i);

        wattle_counters_release (self->parts.counters, wattle_runner_get_id (member->runner));
    }
}

static void
wattle_manager_dispose (GObject *object)
{
    WattleManager *self = WATTLE_MANAGER (object);

    wattle_manager_stop (self);
    release_counters (self);

    G_OBJECT_CLASS (wattle_manager_parent_class)->dispose (object);
}

static void
wattle_manager_finalize (GObject *object)
{
    WattleManager *self = WATTLE_MANAGER (object);

    g_hash_table_unref (self->by_id);
    g_ptr_array_unref (self->members);
    g_array_unref (self->subscribers);
    g_object_unref (self->poller);
    g_object_unref (self->parts.clock);
    g_object_unref (self->parts.plugins);
    g_object_unref (self->parts.links);
    g_object_unref (self->parts.secrets);
    g_clear_object (&self->parts.states);
    g_clear_object (&self->parts.counters);
    g_object_unref (self->parts.problems);

    G_OBJECT_CLASS (wattle_manager_parent_class)->finalize (object);
}

static guint
add_signal (const char *name)
{
    return g_signal_new (name, WATTLE_TYPE_MANAGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                         G_TYPE_NONE, 1, WATTLE_TYPE_RUNNER);
}

static void
wattle_manager_class_init (WattleManagerClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_manager_dispose;
    object_class->finalize = wattle_manager_finalize;

    signals[SIGNAL_ADDED] = add_signal ("runner-added");
    signals[SIGNAL_REMOVED] =
        g_signal_new ("runner-removed", WATTLE_TYPE_MANAGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, WATTLE_TYPE_RUNNER, G_TYPE_BOOLEAN);
    signals[SIGNAL_CHANGED] = add_signal ("runner-changed");
    signals[SIGNAL_STATE] = add_signal ("runner-state");
    signals[SIGNAL_LISTING] =
        g_signal_new ("listing-ended", WATTLE_TYPE_MANAGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, WATTLE_TYPE_RUNNER, G_TYPE_STRV);
}

static void
wattle_manager_init (WattleManager *self)
{
    self->members = g_ptr_array_new_with_free_func (member_free);
    self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
    self->subscribers = g_array_new (FALSE, FALSE, sizeof (Subscriber));
}

static void
on_released (WattleCounters *counters, const char *id, gpointer user_data)
{
    WattleManager *self = user_data;
    WattleRunner *runner = wattle_manager_find (self, id);

    if (runner != NULL)
        wattle_runner_tell (runner);
}

WattleManager *
wattle_manager_new (const WattleManagerParts *parts)
{
    WattleManager *self = g_object_new (WATTLE_TYPE_MANAGER, NULL);

    self->parts = *parts;
    g_object_ref (parts->clock);
    g_object_ref (parts->plugins);
    g_object_ref (parts->links);
    g_object_ref (parts->secrets);
    if (parts->states != NULL)
        g_object_ref (parts->states);
    if (parts->counters != NULL) {
        g_object_ref (parts->counters);
        g_signal_connect_object (parts->counters, "released", G_CALLBACK (on_released), self, 0);
    }
    g_object_ref (parts->problems);
    self->poller = wattle_poller_new (parts->clock);
    return self;
}

static Member *
find_member (WattleManager *self, const char *id)
{
    return g_hash_table_lookup (self->by_id, id);
}

/* What runners say */

static void
on_batch (WattleRunner *runner, GPtrArray *entities, gpointer user_data)
{
    WattleManager *self = user_data;

    for (guint i = 0; i < self->subscribers->len; i++) {
        Subscriber *subscriber = &g_array_index (self->subscribers, Subscriber, i);

        subscriber->func (runner, entities, subscriber->user_data);
    }
}

static void
on_runner_state (WattleRunner *runner, gpointer user_data)
{
    WattleManager *self = user_data;
    const char *id = wattle_runner_get_id (runner);
    const WattleMessage *error = wattle_runner_get_error_message (runner);
    WattleMessage *message;

    if (error == NULL) {
        wattle_problems_clear (self->parts.problems, id, "state");
    } else {
        message = wattle_message_copy (error);
        wattle_message_prefix (message, "%s: ", wattle_runner_get_state_name (runner));
        wattle_problems_note_message (self->parts.problems, id, "state", message);
    }
    g_signal_emit (self, signals[SIGNAL_STATE], 0, runner);
}

static void
on_runner_changed (WattleRunner *runner, gpointer user_data)
{
    WattleManager *self = user_data;

    if (self->parts.counters != NULL)
        wattle_counters_set_serial (self->parts.counters, wattle_runner_get_id (runner),
                                    wattle_device_get_serial (wattle_runner_get_device (runner)));
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, runner);
}

static void
on_kept (const GError *error, gpointer user_data)
{
    g_autoptr (WattleRunner) runner = user_data;

    if (error != NULL)
        g_message ("%s: state is not kept: %s", wattle_runner_get_id (runner), error->message);
    wattle_runner_release (runner);
}

static void
on_keep_state (WattleRunner *runner, guint flags, gpointer user_data)
{
    WattleManager *self = user_data;
    gboolean durable = flags & WATTLE_STATE_DURABLE;

    if (self->parts.states == NULL)
        return;
    if (durable)
        wattle_runner_hold (runner);
    wattle_state_store_keep (self->parts.states, wattle_runner_get_id (runner),
                             WATTLE_SOURCE (wattle_runner_get_device (runner)), flags, on_kept,
                             durable ? g_object_ref (runner) : NULL);
}

void
wattle_manager_forget_state (WattleManager *self, const char *id)
{
    WattleRunner *runner = wattle_manager_find (self, id);
    WattleSource *source;

    if (self->parts.states == NULL)
        return;
    if (runner == NULL) {
        wattle_state_store_forget (self->parts.states, id);
        return;
    }
    source = WATTLE_SOURCE (wattle_runner_get_device (runner));
    wattle_source_forget_state (source);
    wattle_state_store_keep (self->parts.states, id, source, 0, NULL, NULL);
}

static void on_children (WattleRunner *runner, gpointer user_data);

/* A sub-device is in the installation of its gateway. */
static double
find_max_power (WattleManager *self, const Member *member)
{
    WattleRunner *parent;

    while (member != NULL && member->config == NULL &&
           (parent = wattle_runner_get_parent (member->runner)) != NULL)
        member = find_member (self, wattle_runner_get_id (parent));
    return member != NULL && member->config != NULL && member->config->max_power > 0
               ? member->config->max_power
               : WATTLE_COUNTERS_MAX_POWER;
}

static void
enlist (WattleManager *self, Member *member)
{
    WattleRunner *runner = member->runner;

    g_ptr_array_add (self->members, member);
    g_hash_table_insert (self->by_id, (char *)wattle_runner_get_id (runner), member);
    wattle_runner_set_secrets (runner, self->parts.secrets);
    wattle_runner_set_batch_func (runner, on_batch, self);
    if (self->parts.counters != NULL)
        wattle_counters_guard (self->parts.counters, wattle_runner_get_id (runner),
                               wattle_runner_get_device (runner), find_max_power (self, member));
    g_signal_connect_object (runner, "state-changed", G_CALLBACK (on_runner_state), self, 0);
    g_signal_connect_object (runner, "changed", G_CALLBACK (on_runner_changed), self, 0);
    g_signal_connect_object (runner, "children-changed", G_CALLBACK (on_children), self, 0);
    g_signal_connect_object (runner, "keep-state", G_CALLBACK (on_keep_state), self, 0);

    g_signal_emit (self, signals[SIGNAL_ADDED], 0, runner);
    wattle_poller_add (self->poller, runner);
}

/* A gateway's complaint about a part is its own: another one may well have it. */
static void G_GNUC_PRINTF (4, 5)
    refuse_child (WattleManager *self, Member *parent, const char *id, const char *format, ...)
{
    g_autofree char *topic = g_strconcat ("child/", wattle_runner_get_id (parent->runner), NULL);
    g_autofree char *message = NULL;
    va_list arguments;

    va_start (arguments, format);
    message = g_strdup_vprintf (format, arguments);
    va_end (arguments);

    wattle_problems_set (self->parts.problems, id, topic, "%s", message);
    g_hash_table_add (parent->refused, g_strdup (id));
}

/* What was refused in the last listing and not in this one is well by now, or not there. */
static void
forgive_children (WattleManager *self, Member *parent)
{
    g_autofree char *topic = g_strconcat ("child/", wattle_runner_get_id (parent->runner), NULL);
    GHashTable *last = parent->was_refused;
    GHashTableIter iter;
    gpointer id;

    g_hash_table_iter_init (&iter, last);
    while (g_hash_table_iter_next (&iter, &id, NULL))
        if (!g_hash_table_contains (parent->refused, id))
            wattle_problems_clear (self->parts.problems, id, topic);

    parent->was_refused = parent->refused;
    g_hash_table_remove_all (last);
    parent->refused = last;
}

static void
dismiss (WattleManager *self, Member *member, gboolean for_good)
{
    g_autoptr (WattleRunner) runner = g_object_ref (member->runner);

    forgive_children (self, member);
    forgive_children (self, member);
    wattle_poller_remove (self->poller, runner);
    g_signal_handlers_disconnect_by_data (runner, self);
    wattle_runner_set_batch_func (runner, NULL, NULL);
    if (self->parts.counters != NULL)
        wattle_counters_release (self->parts.counters, wattle_runner_get_id (runner));
    wattle_problems_clear_subject (self->parts.problems, wattle_runner_get_id (runner));
    g_hash_table_remove (self->by_id, wattle_runner_get_id (runner));
    g_ptr_array_remove (self->members, member);

    g_signal_emit (self, signals[SIGNAL_REMOVED], 0, runner, for_good);
}

/* Sub-devices */

static guint
collect_links (WattleRunner *runner)
{
    guint kinds = 0;

    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++)
        if (wattle_runner_get_link (runner, kind) != NULL)
            kinds |= 1u << kind;
    return kinds;
}

static WattleRunner *
make_child (WattleManager *self, Member *parent, const WattleChildNote *note, GError **error)
{
    g_autoptr (WattleOptions) options = NULL;
    g_autoptr (WattleDevice) device = NULL;
    WattleRunner *runner;
    guint interval;

    if (wattle_ident_is_reserved (note->id)) {
        wattle_error_set (error, WATTLE_ERROR_PLUGIN, "“%s” is the name of the host's own device",
                          note->id);
        return NULL;
    }
    if (parent->catalog == NULL || !wattle_catalog_has_model (parent->catalog, note->model)) {
        wattle_error_set (error, WATTLE_ERROR_PLUGIN, "the driver has no model “%s”", note->model);
        return NULL;
    }

    options = wattle_catalog_create_options (parent->catalog, note->model);
    wattle_options_inherit (options, wattle_runner_get_options (parent->runner));
    if (!wattle_options_set (options, "Address", note->address, error))
        return NULL;
    device = wattle_driver_create (parent->driver, note->model, error);
    if (device == NULL)
        return NULL;
    if (self->parts.states != NULL)
        wattle_state_store_restore (self->parts.states, note->id, WATTLE_SOURCE (device));
    wattle_source_set_links (WATTLE_SOURCE (device), collect_links (parent->runner));
    if (!wattle_source_configure (WATTLE_SOURCE (device), options, error))
        return NULL;

    interval = parent->explicit_interval
                   ? MAX (wattle_runner_get_interval (parent->runner),
                          wattle_catalog_get_min_interval (parent->catalog, note->model))
                   : wattle_catalog_get_interval (parent->catalog, note->model);
    runner =
        wattle_runner_new (note->id, device, options, parent->runner, self->parts.clock, interval);
    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++)
        wattle_runner_set_link (runner, kind, wattle_runner_get_link (parent->runner, kind));
    wattle_runner_set_driver (runner, wattle_runner_get_driver (parent->runner));
    wattle_runner_set_model (runner, note->model);
    return runner;
}

static void
add_child (WattleManager *self, Member *parent, const WattleChildNote *note)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleRunner) runner = make_child (self, parent, note, &error);
    Member *member;

    if (runner == NULL) {
        refuse_child (self, parent, note->id, "cannot be made: %s", error->message);
        return;
    }

    wattle_device_set_label (wattle_runner_get_device (runner), note->label);
    member = member_new (runner, parent->driver, parent->catalog);
    member->named = TRUE;
    enlist (self, member);
}

static void
move_child (WattleManager *self, Member *parent, Member *child, const WattleChildNote *note)
{
    WattleRunner *runner = child->runner;
    WattleOptions *options = wattle_runner_get_options (runner);
    g_autoptr (GError) error = NULL;

    if (!wattle_options_has (options, "Address") ||
        g_str_equal (wattle_options_get_text (options, "Address"), note->address))
        return;
    if (!wattle_options_set (options, "Address", note->address, &error) ||
        !wattle_source_configure (WATTLE_SOURCE (wattle_runner_get_device (runner)), options,
                                  &error)) {
        refuse_child (self, parent, note->id, "cannot be moved: %s", error->message);
        return;
    }

    g_message ("%s: now at address %s", note->id, note->address);
    /* What is under way asks whatever is at the old address now. */
    wattle_runner_restart (runner);
}

static void
keep_child (WattleManager *self, Member *parent, Member *child, const WattleChildNote *note)
{
    const char *label = wattle_device_get_label (wattle_runner_get_device (child->runner));

    child->named = TRUE;
    child->gone_since = 0;
    move_child (self, parent, child, note);
    wattle_runner_set_gone (child->runner, FALSE);
    wattle_runner_set_lost (child->runner, FALSE);
    if (note->label != NULL && g_strcmp0 (label, note->label) != 0) {
        wattle_device_set_label (wattle_runner_get_device (child->runner), note->label);
        g_signal_emit (self, signals[SIGNAL_CHANGED], 0, child->runner);
    }
}

static void
take_present (WattleManager *self, Member *parent, const WattleChildNote *note)
{
    Member *child = find_member (self, note->id);

    /* A part that was plugged into another gateway comes along once the old one has missed it. */
    if (child != NULL && wattle_runner_get_parent (child->runner) != parent->runner &&
        child->gone_since != 0) {
        wattle_manager_remove (self, note->id, TRUE);
        child = NULL;
    }

    if (child == NULL)
        add_child (self, parent, note);
    else if (wattle_runner_get_parent (child->runner) == parent->runner)
        keep_child (self, parent, child, note);
    else
        refuse_child (self, parent, note->id, "%s and another device both claim it",
                      wattle_runner_get_id (parent->runner));
}

static void
take_lost (WattleManager *self, Member *parent, const char *id)
{
    Member *child = find_member (self, id);

    if (child == NULL || wattle_runner_get_parent (child->runner) != parent->runner)
        return;

    child->named = TRUE;
    child->gone_since = 0;
    wattle_runner_set_lost (child->runner, TRUE);
    wattle_runner_set_gone (child->runner, FALSE);
}

static void
end_listing (WattleManager *self, Member *parent)
{
    gint64 now = wattle_clock_get_monotonic (self->parts.clock);
    g_autoptr (GPtrArray) members = g_ptr_array_new ();

    for (guint i = 0; i < self->members->len; i++) {
        Member *member = g_ptr_array_index (self->members, i);

        if (wattle_runner_get_parent (member->runner) == parent->runner)
            g_ptr_array_add (members, member);
    }

    for (guint i = 0; i < members->len; i++) {
        Member *child = g_ptr_array_index (members, i);

        if (!child->named && child->gone_since == 0)
            child->gone_since = MAX (now, 1);
        if (!child->named)
            wattle_runner_set_gone (child->runner, TRUE);
        child->named = FALSE;
        if (child->gone_since != 0 && now - child->gone_since >= GONE_FOR)
            wattle_manager_remove (self, wattle_runner_get_id (child->runner), TRUE);
    }
    forgive_children (self, parent);
}

static void
note_name (Member *parent, const char *id)
{
    if (parent->names == NULL)
        parent->names = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (parent->names, g_strdup (id)); /* the end has none */
}

static void
tell_listing (WattleManager *self, Member *parent)
{
    g_autoptr (GPtrArray) names = NULL;

    note_name (parent, NULL);
    names = g_steal_pointer (&parent->names);
    g_signal_emit (self, signals[SIGNAL_LISTING], 0, parent->runner, names->pdata);
}

/* The successor of a sub-device goes on under its id. */
static void
take_over_id (const Member *parent, WattleChildNote *note)
{
    const char *known;

    if (parent->config == NULL || note->id == NULL)
        return;

    known = wattle_device_config_get_known_id (parent->config, note->id);
    if (known != note->id) {
        g_free (note->id);
        note->id = g_strdup (known);
    }
}

static void
on_children (WattleRunner *runner, gpointer user_data)
{
    WattleManager *self = user_data;
    Member *parent = find_member (self, wattle_runner_get_id (runner));
    g_autoptr (GPtrArray) notes =
        wattle_device_take_child_notes (wattle_runner_get_device (runner));

    for (guint i = 0; i < notes->len; i++) {
        WattleChildNote *note = g_ptr_array_index (notes, i);

        take_over_id (parent, note);
        if (note->kind != WATTLE_CHILD_END)
            note_name (parent, note->id);
        switch (note->kind) {
        case WATTLE_CHILD_PRESENT:
            take_present (self, parent, note);
            break;
        case WATTLE_CHILD_LOST:
            take_lost (self, parent, note->id);
            break;
        case WATTLE_CHILD_END:
            end_listing (self, parent);
            tell_listing (self, parent);
            break;
        }
    }
}

/* Configured devices */

static void
tell_error (WattleManager *self,
            const WattleDeviceConfig *config,
            const char *topic,
            const char *place,
            const GError *error)
{
    g_autofree char *where = g_strdup_printf ("%s: %s", config->path, place);

    wattle_problems_set_error (self->parts.problems, config->id, topic, where, error);
}

static void
tell_finding (WattleManager *self,
              const WattleDeviceConfig *config,
              const WattleDeviceFinding *finding)
{
    g_autofree char *topic =
        g_strdup_printf (WATTLE_STORE_TOPIC "%s/%s", finding->group, finding->key);
    WattleMessage *message = wattle_message_copy (finding->message);

    wattle_message_prefix (message, "%s: [%s] ", config->path, finding->group);
    wattle_problems_set_message (self->parts.problems, config->id, topic, message);
}

static gboolean
set_links (WattleManager *self,
           WattleRunner *runner,
           const WattleDeviceConfig *config,
           const WattleDevicePlan *plan)
{
    const char *serial_line = wattle_catalog_get_serial_line (plan->catalog, plan->model);
    guint kinds = wattle_catalog_get_link_kinds (plan->catalog, plan->model);

    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++) {
        g_autoptr (WattleLink) link = NULL;
        g_autoptr (GError) error = NULL;
        g_autofree char *uri = NULL;

        if (config->uris[kind] == NULL || !(kinds & (1u << kind)))
            continue;
        uri = kind == WATTLE_LINK_HTTP
                  ? wattle_endpoint_join (config->uris[kind], config->http_certificate)
                  : wattle_endpoint_add_line (config->uris[kind], serial_line);
        link = wattle_link_pool_get (self->parts.links, kind, uri, &error);
        if (link == NULL) {
            tell_error (self, config, WATTLE_STORE_TOPIC "link", "[Link] ", error);
            return FALSE;
        }
        wattle_runner_set_link (runner, kind, link);
    }

    return TRUE;
}

static guint
list_links (const WattleDeviceConfig *config, guint kinds)
{
    guint given = 0;

    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++)
        if (config->uris[kind] != NULL)
            given |= 1u << kind;
    return given & kinds;
}

static WattleRunner *
make_runner (WattleManager *self, const WattleDeviceConfig *config, const WattleDevicePlan *plan)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDevice) device = wattle_driver_create (plan->driver, plan->model, &error);
    g_autoptr (WattleRunner) runner = NULL;
    guint kinds = wattle_catalog_get_link_kinds (plan->catalog, plan->model);

    if (device != NULL)
        wattle_source_set_links (WATTLE_SOURCE (device), list_links (config, kinds));
    if (device != NULL && self->parts.states != NULL)
        wattle_state_store_restore (self->parts.states, config->id, WATTLE_SOURCE (device));
    if (device == NULL ||
        !wattle_source_configure (WATTLE_SOURCE (device), plan->options, &error)) {
        tell_error (self, config, WATTLE_STORE_TOPIC "driver", "", error);
        return NULL;
    }

    runner = wattle_runner_new (config->id, device, plan->options, NULL, self->parts.clock,
                                plan->interval_ms);
    wattle_runner_set_name (runner, config->name);
    wattle_runner_set_driver (runner, config->driver);
    wattle_runner_set_model (runner, plan->model);
    if (!set_links (self, runner, config, plan))
        return NULL;
    return g_steal_pointer (&runner);
}

/* What is wrong becomes problems of the device. */
static gboolean
check (WattleManager *self, const WattleDeviceConfig *config, WattleDevicePlan *plan)
{
    g_autoptr (GPtrArray) findings =
        g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_device_finding_free);
    gboolean fine =
        wattle_device_check (config, self->parts.plugins, self->parts.secrets, findings, plan);

    for (guint i = 0; i < findings->len; i++)
        tell_finding (self, config, g_ptr_array_index (findings, i));
    return fine;
}

gboolean
wattle_manager_check (WattleManager *self, const WattleDeviceConfig *config)
{
    g_auto (WattleDevicePlan) plan = { 0 };

    return check (self, config, &plan);
}

gboolean
wattle_manager_add (WattleManager *self, const WattleDeviceConfig *config)
{
    g_auto (WattleDevicePlan) plan = { 0 };
    g_autoptr (WattleRunner) runner = NULL;
    Member *member;

    if (!config->enabled)
        return TRUE;
    if (find_member (self, config->id) != NULL) {
        wattle_problems_set (self->parts.problems, config->id, WATTLE_STORE_TOPIC "id",
                             "%s: a device of this id is there already", config->path);
        return FALSE;
    }
    if (!check (self, config, &plan))
        return FALSE;

    runner = make_runner (self, config, &plan);
    if (runner == NULL)
        return FALSE;

    member = member_new (runner, plan.driver, plan.catalog);
    member->config = wattle_device_config_copy (config);
    member->explicit_interval = config->interval_ms >= 0;
    enlist (self, member);
    return TRUE;
}

void
wattle_manager_adopt (WattleManager *self, WattleRunner *runner)
{
    g_return_if_fail (find_member (self, wattle_runner_get_id (runner)) == NULL);

    enlist (self, member_new (runner, NULL, NULL));
}

static Member *
find_child_of (WattleManager *self, WattleRunner *parent)
{
    for (guint i = 0; i < self->members->len; i++) {
        Member *member = g_ptr_array_index (self->members, i);

        if (wattle_runner_get_parent (member->runner) == parent)
            return member;
    }

    return NULL;
}

void
wattle_manager_remove (WattleManager *self, const char *id, gboolean for_good)
{
    Member *member = find_member (self, id);
    Member *child;

    if (member == NULL)
        return;

    while ((child = find_child_of (self, member->runner)) != NULL)
        wattle_manager_remove (self, wattle_runner_get_id (child->runner), for_good);
    dismiss (self, member, for_good);
}

void
wattle_manager_stop (WattleManager *self)
{
    for (guint i = 0; i < self->members->len; i++) {
        Member *member = g_ptr_array_index (self->members, i);

        wattle_poller_remove (self->poller, member->runner);
    }
    if (self->parts.states != NULL)
        wattle_state_store_flush (self->parts.states);
    if (self->parts.counters != NULL)
        wattle_counters_flush (self->parts.counters);
}

void
wattle_manager_set_name (WattleManager *self, const char *id, const char *name)
{
    WattleRunner *runner = wattle_manager_find (self, id);

    if (runner == NULL)
        return;

    wattle_runner_set_name (runner, name);
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, runner);
}

static gboolean
uses_secret (WattleRunner *runner, const char *secret)
{
    WattleOptions *options = wattle_runner_get_options (runner);

    for (guint i = 0; i < wattle_options_get_n_specs (options); i++) {
        const WattleOptionSpec *spec = wattle_options_get_nth_spec (options, i);

        if (spec->type == WATTLE_OPTION_SECRET && wattle_options_has (options, spec->key) &&
            g_strcmp0 (wattle_secrets_get_name (wattle_options_get_text (options, spec->key)),
                       secret) == 0)
            return TRUE;
    }

    return FALSE;
}

void
wattle_manager_use_secret (WattleManager *self, const char *secret)
{
    g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = 0; i < self->members->len; i++) {
        Member *member = g_ptr_array_index (self->members, i);

        if (uses_secret (member->runner, secret))
            g_ptr_array_add (users, g_object_ref (member->runner));
    }
    for (guint i = 0; i < users->len; i++)
        wattle_runner_restart (g_ptr_array_index (users, i));
}

gboolean
wattle_manager_is_settled (WattleManager *self)
{
    for (guint i = 0; i < self->members->len; i++) {
        Member *member = g_ptr_array_index (self->members, i);

        if (wattle_runner_get_state (member->runner) == WATTLE_RUNNER_STARTING)
            return FALSE;
    }

    return TRUE;
}

WattleCounters *
wattle_manager_get_counters (WattleManager *self)
{
    return self->parts.counters;
}

guint
wattle_manager_get_n_runners (WattleManager *self)
{
    return self->members->len;
}

WattleRunner *
wattle_manager_get_runner (WattleManager *self, guint index)
{
    return ((Member *)g_ptr_array_index (self->members, index))->runner;
}

WattleRunner *
wattle_manager_find (WattleManager *self, const char *id)
{
    Member *member = find_member (self, id);

    return member != NULL ? member->runner : NULL;
}

const WattleDeviceConfig *
wattle_manager_get_config (WattleManager *self, WattleRunner *runner)
{
    for (; runner != NULL; runner = wattle_runner_get_parent (runner)) {
        Member *member = find_member (self, wattle_runner_get_id (runner));

        if (member != NULL && member->config != NULL)
            return member->config;
    }

    return NULL;
}

void
wattle_manager_subscribe (WattleManager *self, WattleBatchFunc func, gpointer user_data)
{
    Subscriber subscriber = { func, user_data };

    g_array_append_val (self->subscribers, subscriber);
}

void
wattle_manager_unsubscribe (WattleManager *self, gpointer user_data)
{
    for (guint i = self->subscribers->len; i > 0; i--)
        if (g_array_index (self->subscribers, Subscriber, i - 1).user_data == user_data)
            g_array_remove_index (self->subscribers, i - 1);
}
