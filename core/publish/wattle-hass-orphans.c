/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-orphans.h"

#include <string.h>

/* As long as the manager keeps a sub-device that its gateway no longer lists. */
#define GONE_FOR (24 * 60 * 60 * (gint64)G_USEC_PER_SEC)

/* 2024: before that, the clock of the computer was not set yet. */
#define EARLIEST (G_GINT64_CONSTANT (1704067200) * G_USEC_PER_SEC)

/* Gateways above a device; more is a circle in a file that is not as it was written. */
#define MAX_DEPTH 8

struct _WattleHassOrphans {
    const WattleHassPort *port;
    WattleManager *manager;
    GHashTable *configured; /* set of ids; NULL: not known */
    GHashTable *listings;   /* gateway → its last listing as GStrv */
    GHashTable *filters;    /* set of those that are listened to */
};

WattleHassOrphans *
wattle_hass_orphans_new (const WattleHassPort *port, WattleManager *manager)
{
    WattleHassOrphans *self = g_new0 (WattleHassOrphans, 1);

    self->port = port;
    self->manager = g_object_ref (manager);
    self->listings =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_strfreev);
    self->filters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    return self;
}

void
wattle_hass_orphans_free (WattleHassOrphans *self)
{
    wattle_mqtt_client_unsubscribe (self->port->client, self);
    g_clear_pointer (&self->configured, g_hash_table_unref);
    g_hash_table_unref (self->listings);
    g_hash_table_unref (self->filters);
    g_object_unref (self->manager);
    g_free (self);
}

/* Which ones they are */

static gboolean
is_wanted (WattleHassOrphans *self, const char *id)
{
    return wattle_manager_find (self->manager, id) != NULL ||
           (self->configured != NULL && g_hash_table_contains (self->configured, id));
}

/* One that its gateway does not name may be on its way back; it has a day. */
static gboolean
is_overdue (WattleHassOrphans *self, const WattleHassOwned *owned)
{
    const char *const *names = g_hash_table_lookup (self->listings, owned->parent);
    gint64 now = wattle_clock_get_wall (self->port->clock);

    return names != NULL && !g_strv_contains (names, owned->id) && owned->missing_since != 0 &&
           now - owned->missing_since >= GONE_FOR;
}

static gboolean
is_of_bridge (const WattleHassOwned *owned)
{
    return g_str_equal (owned->id, WATTLE_HASS_JOURNAL_BRIDGE);
}

static gboolean
is_orphan_below (WattleHassOrphans *self, const WattleHassOwned *owned, int depth)
{
    const WattleHassOwned *parent;

    if (!wattle_hass_journal_is_present (self->port->journal, owned))
        return TRUE;
    if (*owned->id == '\0' || wattle_manager_find (self->manager, owned->id) != NULL)
        return FALSE;
    if (owned->gone)
        return TRUE;
    if (is_of_bridge (owned))
        return FALSE;
    if (self->configured == NULL || depth > MAX_DEPTH || is_wanted (self, owned->id))
        return FALSE;
    if (*owned->parent == '\0' || is_overdue (self, owned))
        return TRUE;

    parent = wattle_hass_journal_find (self->port->journal, owned->parent);
    return !is_wanted (self, owned->parent) &&
           (parent == NULL || is_orphan_below (self, parent, depth + 1));
}

static gboolean
is_orphan (WattleHassOrphans *self, const WattleHassOwned *owned)
{
    return is_orphan_below (self, owned, 0);
}

static GPtrArray *
find_orphans (WattleHassOrphans *self)
{
    WattleHassJournal *journal = self->port->journal;
    GPtrArray *orphans = g_ptr_array_new ();

    for (guint i = 0; i < wattle_hass_journal_get_n_owned (journal); i++) {
        WattleHassOwned *owned = wattle_hass_journal_get_owned (journal, i);

        if (is_orphan (self, owned))
            g_ptr_array_add (orphans, owned);
    }

    return orphans;
}

/* With another prefix the rest of the topics is still in use. */
static gboolean
is_in_use (WattleHassOrphans *self, const char *topic)
{
    WattleHassJournal *journal = self->port->journal;

    for (guint i = 0; i < wattle_hass_journal_get_n_owned (journal); i++) {
        const WattleHassOwned *owned = wattle_hass_journal_get_owned (journal, i);

        if (g_strv_contains ((const char *const *)owned->topics, topic) && !is_orphan (self, owned))
            return TRUE;
    }

    return FALSE;
}

/* Clearing */

static const char *
get_last_topic (const WattleHassOwned *owned)
{
    guint n = g_strv_length (owned->topics);

    return n > 0 ? owned->topics[n - 1] : NULL;
}

static void
on_echo (const char *topic, GBytes *payload, gboolean retained, gpointer user_data)
{
    if (!retained && g_bytes_get_size (payload) == 0)
        wattle_hass_orphans_take_echo (user_data, topic);
}

/* The filter of the last topic. NULL: the publisher listens to it anyway. */
static char *
find_filter (WattleHassOrphans *self, const WattleHassOwned *owned)
{
    WattleHassHost host = { NULL, owned->prefix, NULL };

    if (is_of_bridge (owned))
        return g_strdup (get_last_topic (owned));
    if (g_str_equal (owned->prefix, self->port->host.prefix))
        return NULL;
    return wattle_hass_payload_discovery_filter (&host);
}

static void
listen_to (WattleHassOrphans *self, const WattleHassOwned *owned)
{
    g_autofree char *filter = find_filter (self, owned);

    if (filter == NULL || !g_hash_table_add (self->filters, g_strdup (filter)))
        return;
    wattle_mqtt_client_subscribe (self->port->client, filter, on_echo, self);
}

/* When the broker echoes the last one, it has got all. */
static void
clear (WattleHassOrphans *self, WattleHassOwned *owned)
{
    gboolean sent = FALSE;

    g_info ("%s: gone; what the broker keeps of it is cleared",
            *owned->id != '\0' ? owned->id : owned->instance);
    listen_to (self, owned);
    for (char **topic = owned->topics; *topic != NULL; topic++) {
        sent = !is_in_use (self, *topic);
        if (sent)
            wattle_hass_port_retain (self->port, *topic, "");
    }

    owned->cleared = TRUE;
    if (sent)
        owned->clearing++;
    else
        wattle_hass_journal_drop (self->port->journal, owned);
}

void
wattle_hass_orphans_sweep (WattleHassOrphans *self)
{
    g_autoptr (GPtrArray) orphans = NULL;

    if (!wattle_hass_port_is_ready (self->port))
        return;

    orphans = find_orphans (self);
    for (guint i = 0; i < orphans->len; i++) {
        WattleHassOwned *owned = g_ptr_array_index (orphans, i);

        if (!owned->cleared)
            clear (self, owned);
    }
}

gboolean
wattle_hass_orphans_take_echo (WattleHassOrphans *self, const char *topic)
{
    WattleHassJournal *journal = self->port->journal;

    for (guint i = 0; i < wattle_hass_journal_get_n_owned (journal); i++) {
        WattleHassOwned *owned = wattle_hass_journal_get_owned (journal, i);

        if (owned->clearing == 0 || g_strcmp0 (get_last_topic (owned), topic) != 0)
            continue;
        owned->clearing--;
        if (owned->clearing == 0 && owned->cleared && is_orphan (self, owned))
            wattle_hass_journal_drop (journal, owned);
        return TRUE;
    }

    return FALSE;
}

void
wattle_hass_orphans_lose_connection (WattleHassOrphans *self)
{
    WattleHassJournal *journal = self->port->journal;

    for (guint i = 0; i < wattle_hass_journal_get_n_owned (journal); i++) {
        WattleHassOwned *owned = wattle_hass_journal_get_owned (journal, i);

        owned->cleared = FALSE;
        owned->clearing = 0;
    }
}

GStrv
wattle_hass_orphans_list (WattleHassOrphans *self)
{
    g_autoptr (GPtrArray) orphans = find_orphans (self);
    g_autoptr (GStrvBuilder) topics = g_strv_builder_new ();

    for (guint i = 0; i < orphans->len; i++) {
        const WattleHassOwned *owned = g_ptr_array_index (orphans, i);

        for (char **topic = owned->topics; *topic != NULL; topic++)
            if (!is_in_use (self, *topic))
                g_strv_builder_add (topics, *topic);
    }

    return g_strv_builder_end (topics);
}

/* What the journal does not know was said before it was lost, or by an earlier installation. */
gboolean
wattle_hass_orphans_has_gone (WattleHassOrphans *self, const char *id, const char *gateway)
{
    const WattleHassOwned *owned = wattle_hass_journal_find (self->port->journal, id);
    const char *const *names =
        gateway != NULL ? g_hash_table_lookup (self->listings, gateway) : NULL;

    if (owned != NULL)
        return is_orphan (self, owned);
    if (*id == '\0' || self->configured == NULL || is_wanted (self, id))
        return FALSE;
    if (gateway == NULL || !is_wanted (self, gateway))
        return TRUE;
    return names != NULL && !g_strv_contains (names, id);
}

/* What is known of the house */

void
wattle_hass_orphans_set_configured (WattleHassOrphans *self, const char *const *ids)
{
    g_clear_pointer (&self->configured, g_hash_table_unref);
    self->configured = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    for (; *ids != NULL; ids++)
        g_hash_table_add (self->configured, g_strdup (*ids));
    wattle_hass_orphans_sweep (self);
}

static void
look_for (WattleHassOrphans *self, WattleHassOwned *owned, const char *const *names)
{
    gint64 now = wattle_clock_get_wall (self->port->clock);

    if (g_strv_contains (names, owned->id))
        wattle_hass_journal_set_missing (self->port->journal, owned, 0);
    else if ((owned->missing_since == 0 || owned->missing_since > now) && now >= EARLIEST)
        wattle_hass_journal_set_missing (self->port->journal, owned, now);
}

void
wattle_hass_orphans_end_listing (WattleHassOrphans *self,
                                 const char *gateway,
                                 const char *const *names)
{
    WattleHassJournal *journal = self->port->journal;

    g_hash_table_replace (self->listings, g_strdup (gateway), g_strdupv ((GStrv)names));
    for (guint i = 0; i < wattle_hass_journal_get_n_owned (journal); i++) {
        WattleHassOwned *owned = wattle_hass_journal_get_owned (journal, i);

        if (wattle_hass_journal_is_present (journal, owned) && g_str_equal (owned->parent, gateway))
            look_for (self, owned, names);
    }
    wattle_hass_orphans_sweep (self);
}

void
wattle_hass_orphans_set_gone (WattleHassOrphans *self, const char *id)
{
    wattle_hass_journal_set_gone (self->port->journal, id);
    if (self->configured != NULL)
        g_hash_table_remove (self->configured, id);
    wattle_hass_orphans_sweep (self);
}
