/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-survey.h"

#include <string.h>

#include "base/wattle-error.h"
#include "wattle-hass-claims.h"
#include "wattle-hass-wanted.h"

/* Some brokers look up what they keep on the side, and are a little later than the fence. */
#define QUIET_TIME (G_USEC_PER_SEC / 2)

/* Of messages that seem to be this host's; it is never so many unless somebody means harm. */
#define MAX_MESSAGES 4096
#define MAX_BYTES    (64 * 1024 * 1024)

typedef struct {
    WattleHassSurveyFunc func;
    gpointer user_data;
} Asker;

struct _WattleHassSurvey {
    const WattleHassPort *port;
    WattleHassBridge *bridge;
    GPtrArray *devices;

    GArray *askers;           /* of Asker */
    WattleHassClaims *claims; /* NULL: no look is under way */
    GHashTable *held;         /* topic → what it says */
    gsize n_bytes;
    gboolean all; /* not only messages of devices */
    WattleFence *fence;
    guint timer;

    gboolean telling; /* what was found */
    gboolean gone;    /* to be freed after that */
};

static void begin (WattleHassSurvey *self);

WattleHassSurvey *
wattle_hass_survey_new (const WattleHassPort *port, WattleHassBridge *bridge, GPtrArray *devices)
{
    WattleHassSurvey *self = g_new0 (WattleHassSurvey, 1);

    self->port = port;
    self->bridge = bridge;
    self->devices = g_ptr_array_ref (devices);
    self->askers = g_array_new (FALSE, FALSE, sizeof (Asker));
    return self;
}

/* The end */

static void
clear (WattleHassSurvey *self)
{
    wattle_mqtt_client_unsubscribe (self->port->client, self);
    wattle_clock_clear (self->port->clock, &self->timer);
    g_clear_pointer (&self->fence, wattle_fence_free);
    g_clear_pointer (&self->claims, wattle_hass_claims_free);
    g_clear_pointer (&self->held, g_hash_table_unref);
}

static void
survey_destroy (WattleHassSurvey *self)
{
    g_array_unref (self->askers);
    g_ptr_array_unref (self->devices);
    g_free (self);
}

static void
tell_askers (WattleHassSurvey *self, const GError *error)
{
    g_autoptr (GArray) askers = g_steal_pointer (&self->askers);

    self->askers = g_array_new (FALSE, FALSE, sizeof (Asker));
    self->telling = TRUE;
    for (guint i = 0; i < askers->len; i++) {
        const Asker *asker = &g_array_index (askers, Asker, i);

        asker->func (self, error, asker->user_data);
    }
    self->telling = FALSE;
}

/* Whoever is told may ask again, or close everything. */
static void
finish (WattleHassSurvey *self, const GError *error)
{
    tell_askers (self, error);
    clear (self);
    if (self->gone)
        survey_destroy (self);
    else if (self->askers->len > 0)
        begin (self);
}

static GError *
make_error (WattleHassSurvey *self, WattleError code, const char *why)
{
    return wattle_error_new (code, "what the broker keeps cannot be looked at: %s: %s",
                             wattle_mqtt_client_get_uri (self->port->client), why);
}

void
wattle_hass_survey_free (WattleHassSurvey *self)
{
    g_autoptr (GError) error =
        make_error (self, WATTLE_ERROR_UNREACHABLE, "the connection is closed");

    self->gone = TRUE;
    if (!self->telling)
        finish (self, error);
}

/* Looking */

static void
drop (WattleHassSurvey *self, const char *topic)
{
    GBytes *before = g_hash_table_lookup (self->held, topic);

    if (before == NULL)
        return;
    self->n_bytes -= g_bytes_get_size (before);
    g_hash_table_remove (self->held, topic);
}

static void
hold (WattleHassSurvey *self, const char *topic, GBytes *payload)
{
    g_autoptr (GError) error = NULL;

    drop (self, topic);
    self->n_bytes += g_bytes_get_size (payload);
    g_hash_table_insert (self->held, g_strdup (topic), g_bytes_ref (payload));
    if (self->n_bytes <= MAX_BYTES && g_hash_table_size (self->held) <= MAX_MESSAGES)
        return;

    error = make_error (self, WATTLE_ERROR_FAILED, "there are too many messages of this host");
    finish (self, error);
}

/* One that is said meanwhile counts as one that is kept: discovery messages are. */
static void
on_message (const char *topic, GBytes *payload, gboolean retained, gpointer user_data)
{
    WattleHassSurvey *self = user_data;
    g_autoptr (WattleHassMessage) message = NULL;
    const char *id;

    if (g_bytes_get_size (payload) == 0) {
        drop (self, topic);
        return;
    }

    message = wattle_hass_message_new (&self->port->host, topic, payload);
    if (message != NULL && wattle_hass_message_is_own (message, &self->port->host, &id))
        hold (self, topic, payload);
    else
        wattle_hass_claims_test (self->claims, topic, message);
}

static void
on_quiet (gpointer user_data)
{
    WattleHassSurvey *self = user_data;

    self->timer = 0;
    finish (self, NULL);
}

static void on_fence (const GError *error, gpointer user_data);

static void
look_at (WattleHassSurvey *self, const char *levels)
{
    g_autofree char *filter = g_strconcat (self->port->host.prefix, levels, NULL);

    wattle_mqtt_client_subscribe (self->port->client, filter, on_message, self);
}

/* Alone ones come in thousands, more than a broker may want to send at once: they must not get in
 * the way of what this host itself has said. */
static void
look_at_all (WattleHassSurvey *self)
{
    self->all = TRUE;
    look_at (self, "/+/+/config");
    look_at (self, "/+/+/+/config");
    self->fence = wattle_hass_port_fence (self->port, on_fence, self);
}

static void
on_fence (const GError *error, gpointer user_data)
{
    WattleHassSurvey *self = user_data;

    g_clear_pointer (&self->fence, wattle_fence_free);
    if (error != NULL)
        finish (self, error);
    else if (!self->all)
        look_at_all (self);
    else
        self->timer = wattle_clock_call_after (self->port->clock, QUIET_TIME, on_quiet, self);
}

static void
make_claims (WattleHassSurvey *self)
{
    g_autoptr (GPtrArray) list = wattle_hass_wanted_list (self->bridge, self->devices);

    self->claims = wattle_hass_claims_new (&self->port->host);
    for (guint i = 0; i < list->len; i++) {
        const WattleHassWanted *wanted = g_ptr_array_index (list, i);

        wattle_hass_claims_add (self->claims, wanted->topic, wanted->description);
    }
}

static void
begin (WattleHassSurvey *self)
{
    g_autoptr (GError) error = NULL;

    make_claims (self);
    self->held =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    self->n_bytes = 0;
    self->all = FALSE;
    if (!wattle_hass_port_is_ready (self->port)) {
        error = make_error (self, WATTLE_ERROR_UNREACHABLE, "there is no connection");
        finish (self, error);
        return;
    }

    look_at (self, "/device/+/config");
    self->fence = wattle_hass_port_fence (self->port, on_fence, self);
}

void
wattle_hass_survey_ask (WattleHassSurvey *self, WattleHassSurveyFunc func, gpointer user_data)
{
    Asker asker = { func, user_data };

    g_array_append_val (self->askers, asker);
    if (self->claims == NULL)
        begin (self);
}

/* What was found */

static int
compare_topics (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *)a, *(const char *const *)b);
}

GStrv
wattle_hass_survey_list_topics (WattleHassSurvey *self)
{
    g_autofree const char **topics =
        (const char **)g_hash_table_get_keys_as_array (self->held, NULL);

    qsort (topics, g_hash_table_size (self->held), sizeof *topics, compare_topics);
    return g_strdupv ((GStrv)topics);
}

GBytes *
wattle_hass_survey_find (WattleHassSurvey *self, const char *topic)
{
    return g_hash_table_lookup (self->held, topic);
}

const char *
wattle_hass_survey_find_clash (WattleHassSurvey *self, const char *topic, const char *key)
{
    return wattle_hass_claims_find_clash (self->claims, topic, key);
}
