/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-source-private.h"

#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-exception.h"
#include "base/wattle-ident.h"

#define MAX_STATE_KEYS   64
#define MAX_STATE_LENGTH 4096
#define MAX_FILTERS      128

#define NEVER G_MININT64

typedef struct {
    gint64 answered; /* monotonic start of the cycle that answered it, or NEVER */
    gboolean asked;  /* in this cycle */
    guint period;    /* ms */
} Group;

typedef struct {
    char *id;
    gint64 monotonic;
    gint64 wall;
    gint64 tolerance;
    gint64 cycle_start;
    const char *asked_group; /* key of groups, or NULL */
    GHashTable *groups;      /* name → Group */
    GHashTable *state;       /* key → WattleSourceState */
    gboolean state_changed;
    WattleStateFlags state_flags;
    GPtrArray *filters;
    GError *fault; /* why next_request failed, or NULL */
    guint links;   /* a bit for each kind */
    gboolean shares_links;
} WattleSourcePrivate;

/**
 * WattleSource:
 *
 * Something that is asked or listened to. It does no input or output itself: it says what to ask
 * (next_request) and turns what comes back into readings (decode); the host asks, waits, retries,
 * records and replays.
 */
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (WattleSource, wattle_source, G_TYPE_OBJECT)

static void
source_state_free (gpointer data)
{
    WattleSourceState *state = data;

    if (state->text != NULL)
        explicit_bzero (state->text, strlen (state->text));
    g_free (state->text);
    g_free (state);
}

static void
wattle_source_finalize (GObject *object)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (WATTLE_SOURCE (object));

    g_free (priv->id);
    g_hash_table_unref (priv->groups);
    g_hash_table_unref (priv->state);
    g_ptr_array_unref (priv->filters);
    g_clear_error (&priv->fault);

    G_OBJECT_CLASS (wattle_source_parent_class)->finalize (object);
}

/**
 * WattleSourceClass::configure:
 * @self: a source
 * @options: its options, checked and complete
 * @error: return location for an error that names the option and what is allowed
 *
 * Returns: whether the options can be used
 */

/**
 * WattleSourceClass::next_request:
 * @self: a source
 * @step: counts from 0 in each cycle
 *
 * Returns: (transfer full) (nullable): what to ask next; %NULL ends the cycle
 */

/**
 * WattleSourceClass::decode:
 * @self: a source
 * @frame: an answer, or a message that came by itself
 * @error: return location for an error that says what was wrong
 *
 * Returns: whether what this call reported counts
 */

/**
 * WattleSourceClass::check:
 * @self: a source
 * @error: return location for an error that says what is missing, and what to look at
 *
 * Asked about once a second while the broker is connected, and after each message. Without an error
 * %FALSE means that nothing can be said yet: the device is starting. With %WATTLE_ERROR_TIMEOUT it
 * is offline until %TRUE is returned, with any other error it is degraded.
 *
 * Returns: whether what should come does come
 */

static void
wattle_source_class_init (WattleSourceClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_source_finalize;
}

static void
wattle_source_init (WattleSource *self)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    priv->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    priv->state = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, source_state_free);
    priv->filters = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (priv->filters, NULL);
}

/**
 * wattle_source_listen:
 * @self: a source
 * @topic_filter: MQTT topic filter
 *
 * Asks for the messages of @topic_filter; they come to decode. At most 128 filters count.
 */
void
wattle_source_listen (WattleSource *self, const char *topic_filter)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    g_return_if_fail (topic_filter != NULL && *topic_filter != '\0');

    if (priv->filters->len <= MAX_FILTERS)
        g_ptr_array_insert (priv->filters, (int)priv->filters->len - 1, g_strdup (topic_filter));
}

/**
 * wattle_source_get_id:
 * @self: a source
 *
 * For a gateway that names a sub-device without a serial number of its own `<id>_<slot>`. Not known
 * in configure.
 *
 * Returns: (transfer none) (nullable): the device identifier in the host; never changes
 */
const char *
wattle_source_get_id (WattleSource *self)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    return priv->id;
}

/**
 * wattle_source_get_now:
 * @self: a source
 *
 * The only clock of a plugin. It stands still during one virtual function.
 *
 * Returns: wall time in microseconds since 1970, UTC
 */
gint64
wattle_source_get_now (WattleSource *self)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    return priv->wall;
}

/**
 * wattle_source_due:
 * @self: a source
 * @group: name of a poll group
 * @milliseconds: how often it is to be asked
 *
 * For next_request: a group is due when it was last answered longer ago than @milliseconds, and was
 * not yet asked in this cycle. A failed question stays due for the next cycle.
 *
 * Returns: whether to ask now; the request returned next belongs to @group
 */
gboolean
wattle_source_due (WattleSource *self, const char *group, guint milliseconds)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);
    gpointer key;
    gpointer value;
    Group *entry;

    if (!g_hash_table_lookup_extended (priv->groups, group, &key, &value)) {
        key = g_strdup (group);
        value = g_new0 (Group, 1);
        ((Group *)value)->answered = NEVER;
        g_hash_table_insert (priv->groups, key, value);
    }

    entry = value;
    entry->period = milliseconds;
    if (entry->asked)
        return FALSE;
    if (entry->answered != NEVER &&
        priv->cycle_start - entry->answered + priv->tolerance < (gint64)milliseconds * 1000)
        return FALSE;

    entry->asked = TRUE;
    priv->asked_group = key;
    return TRUE;
}

/**
 * wattle_source_go_on:
 * @self: a source
 * @group: name of a poll group that was due in this cycle
 *
 * For next_request: the request returned next is one more of @group, for what takes several
 * questions. The group counts as answered with the first of them.
 */
void
wattle_source_go_on (WattleSource *self, const char *group)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);
    gpointer key;

    if (g_hash_table_lookup_extended (priv->groups, group, &key, NULL))
        priv->asked_group = key;
}

/**
 * wattle_source_has_link:
 * @self: a source
 * @kind: a kind of link
 *
 * For models that can be talked to in several ways. Known from configure on; sub-devices have the
 * links of their gateway.
 *
 * Returns: whether the device was given a link of this kind
 */
gboolean
wattle_source_has_link (WattleSource *self, WattleLinkKind kind)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    return (priv->links & (1u << kind)) != 0;
}

/**
 * wattle_source_share_links:
 * @self: a source
 *
 * For configure, where each link tells the same: the device is away only when all of them are down,
 * while otherwise one that is down is enough.
 */
void
wattle_source_share_links (WattleSource *self)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    priv->shares_links = TRUE;
}

gboolean
wattle_source_get_shares_links (WattleSource *self)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    return priv->shares_links;
}

/**
 * wattle_source_get_state:
 * @self: a source
 * @key: identifier
 *
 * Returns: (transfer none) (nullable): what was kept under @key, also by an earlier run of the host
 */
const char *
wattle_source_get_state (WattleSource *self, const char *key)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);
    WattleSourceState *state = g_hash_table_lookup (priv->state, key);

    return state != NULL ? state->text : NULL;
}

/**
 * wattle_source_set_state:
 * @self: a source
 * @key: identifier
 * @text: (nullable): at most 4096 bytes to keep; %NULL forgets it
 * @flags: how it is treated
 *
 * Keeps a text over restarts of the host: a token, a remembered path, a pulse total. A source has
 * at most 64.
 *
 * A secret that the device itself changes is kept with %WATTLE_STATE_SECRET (and
 * %WATTLE_STATE_DURABLE) under the key of its option in lower case: from then on
 * `{option:Password}` means the text kept as `password`, also for sub-devices that inherit the
 * option, until it is forgotten.
 *
 * Returns: whether it is kept
 */
gboolean
wattle_source_set_state (WattleSource *self,
                         const char *key,
                         const char *text,
                         WattleStateFlags flags)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);
    WattleSourceState *known = g_hash_table_lookup (priv->state, key);

    /* Where a text is kept depends on whether it is a secret. */
    if (known == NULL ? text == NULL
                      : g_strcmp0 (known->text, text) == 0 &&
                            ((known->flags ^ flags) & WATTLE_STATE_SECRET) == 0)
        return TRUE;
    if (!wattle_ident_is_valid_device (key) || (text != NULL && strlen (text) > MAX_STATE_LENGTH) ||
        (known == NULL && g_hash_table_size (priv->state) >= MAX_STATE_KEYS))
        return FALSE;

    if (text == NULL)
        g_hash_table_remove (priv->state, key);
    else
        wattle_source_restore_state (self, key, text, flags);
    priv->state_changed = TRUE;
    priv->state_flags |= flags;
    return TRUE;
}

void
wattle_source_set_id (WattleSource *self, const char *id)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    g_free (priv->id);
    priv->id = g_strdup (id);
}

void
wattle_source_set_links (WattleSource *self, guint kinds)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    priv->links = kinds;
}

void
wattle_source_set_now (WattleSource *self, gint64 monotonic, gint64 wall)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    priv->monotonic = monotonic;
    priv->wall = wall;
}

static gboolean
mend (gboolean success, GError **error)
{
    if (!success && error != NULL && *error == NULL && !wattle_exception_take_error (error))
        wattle_error_set (error, WATTLE_ERROR_PLUGIN, "the plugin failed without saying why");
    return success;
}

gboolean
wattle_source_configure (WattleSource *self, WattleOptions *options, GError **error)
{
    WattleSourceClass *klass = WATTLE_SOURCE_GET_CLASS (self);

    wattle_exception_forget ();
    return klass->configure == NULL || mend (klass->configure (self, options, error), error);
}

WattleRequest *
wattle_source_next_request (WattleSource *self, guint step)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);
    WattleSourceClass *klass = WATTLE_SOURCE_GET_CLASS (self);
    WattleRequest *request;

    priv->asked_group = NULL;
    g_clear_error (&priv->fault);
    wattle_exception_forget ();
    request = klass->next_request != NULL ? klass->next_request (self, step) : NULL;
    if (request == NULL)
        wattle_exception_take_error (&priv->fault);
    return request;
}

const GError *
wattle_source_get_fault (WattleSource *self)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    return priv->fault;
}

gboolean
wattle_source_decode (WattleSource *self, WattleFrame *frame, GError **error)
{
    WattleSourceClass *klass = WATTLE_SOURCE_GET_CLASS (self);

    if (klass->decode == NULL) {
        wattle_error_set (error, WATTLE_ERROR_PLUGIN, "the plugin cannot decode anything");
        return FALSE;
    }

    wattle_exception_forget ();
    return mend (klass->decode (self, frame, error), error);
}

gboolean
wattle_source_is_checked (WattleSource *self)
{
    return WATTLE_SOURCE_GET_CLASS (self)->check != NULL;
}

gboolean
wattle_source_check (WattleSource *self, GError **error)
{
    gboolean fine;

    wattle_exception_forget ();
    fine = WATTLE_SOURCE_GET_CLASS (self)->check (self, error);
    if (!fine && error != NULL && *error == NULL)
        wattle_exception_take_error (error);
    return fine;
}

void
wattle_source_begin_cycle (WattleSource *self, gint64 tolerance)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);
    GHashTableIter iter;
    gpointer group;

    priv->cycle_start = priv->monotonic;
    priv->tolerance = tolerance;
    priv->asked_group = NULL;
    g_hash_table_iter_init (&iter, priv->groups);
    while (g_hash_table_iter_next (&iter, NULL, &group))
        ((Group *)group)->asked = FALSE;
}

const char *
wattle_source_get_asked_group (WattleSource *self)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    return priv->asked_group;
}

guint
wattle_source_get_group_period (WattleSource *self, const char *group)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);
    Group *entry = g_hash_table_lookup (priv->groups, group);

    return entry != NULL ? entry->period : 0;
}

void
wattle_source_group_answered (WattleSource *self, const char *group)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);
    Group *entry = g_hash_table_lookup (priv->groups, group);

    if (entry != NULL)
        entry->answered = priv->cycle_start;
}

void
wattle_source_make_all_due (WattleSource *self)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);
    GHashTableIter iter;
    gpointer group;

    g_hash_table_iter_init (&iter, priv->groups);
    while (g_hash_table_iter_next (&iter, NULL, &group))
        ((Group *)group)->answered = NEVER;
}

gboolean
wattle_source_is_any_group_known (WattleSource *self)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    return g_hash_table_size (priv->groups) > 0;
}

const char *const *
wattle_source_get_filters (WattleSource *self)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    return (const char *const *)priv->filters->pdata;
}

GHashTable *
wattle_source_get_all_state (WattleSource *self)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    return priv->state;
}

void
wattle_source_restore_state (WattleSource *self,
                             const char *key,
                             const char *text,
                             WattleStateFlags flags)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);
    WattleSourceState *state = g_new (WattleSourceState, 1);

    state->text = g_strdup (text);
    state->flags = flags;
    g_hash_table_replace (priv->state, g_strdup (key), state);
}

static gboolean
is_plain (gpointer key, gpointer value, gpointer user_data)
{
    return !(((WattleSourceState *)value)->flags & WATTLE_STATE_SECRET);
}

void
wattle_source_forget_state (WattleSource *self)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);

    if (g_hash_table_foreach_remove (priv->state, is_plain, NULL) > 0)
        priv->state_changed = TRUE;
}

gboolean
wattle_source_take_state_changed (WattleSource *self, WattleStateFlags *flags)
{
    WattleSourcePrivate *priv = wattle_source_get_instance_private (self);
    gboolean changed = priv->state_changed;

    *flags = priv->state_flags;
    priv->state_changed = FALSE;
    priv->state_flags = 0;
    return changed;
}
