/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-claims.h"

#include <string.h>

/* All tables go by texts whose parts are separated by line feeds, which stand in no topic. */
struct _WattleHassClaims {
    const WattleHassHost *host;
    GHashTable *topics;      /* set */
    GHashTable *identifiers; /* of devices → topic */
    GHashTable *unique_ids;  /* platform and unique id → topic and key */
    GHashTable *places;      /* platform, node and object of a topic of its own → the same */
    GHashTable *clashes;     /* topic and key → topic of somebody else */
};

static GHashTable *
new_table (void)
{
    return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

WattleHassClaims *
wattle_hass_claims_new (const WattleHassHost *host)
{
    WattleHassClaims *self = g_new0 (WattleHassClaims, 1);

    self->host = host;
    self->topics = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    self->identifiers = new_table ();
    self->unique_ids = new_table ();
    self->places = new_table ();
    self->clashes = new_table ();
    return self;
}

void
wattle_hass_claims_free (WattleHassClaims *self)
{
    g_hash_table_unref (self->topics);
    g_hash_table_unref (self->identifiers);
    g_hash_table_unref (self->unique_ids);
    g_hash_table_unref (self->places);
    g_hash_table_unref (self->clashes);
    g_free (self);
}

static char *
join (const char *a, const char *b)
{
    return g_strjoin ("\n", a, b, NULL);
}

/* Claiming */

typedef struct {
    WattleHassClaims *claims;
    const char *topic;
    const WattleHassMessage *message;
} Adding;

/* To Home Assistant a component of a device is the same as one that stands alone in the topic
 * <platform>/<object of the device>/<key>. */
static void
claim_component (const WattleHassMessageComponent *component, gpointer user_data)
{
    Adding *adding = user_data;
    char *place =
        g_strjoin ("\n", component->platform, adding->message->object, component->key, NULL);

    g_hash_table_insert (adding->claims->unique_ids,
                         join (component->platform, component->unique_id),
                         join (adding->topic, component->key));
    g_hash_table_insert (adding->claims->places, place, join (adding->topic, component->key));
}

void
wattle_hass_claims_add (WattleHassClaims *self, const char *topic, const char *description)
{
    g_autoptr (GBytes) payload =
        description != NULL ? g_bytes_new (description, strlen (description)) : NULL;
    g_autoptr (WattleHassMessage) message =
        payload != NULL ? wattle_hass_message_new (self->host, topic, payload) : NULL;
    g_auto (GStrv) identifiers = NULL;
    Adding adding = { self, topic, message };

    g_hash_table_add (self->topics, g_strdup (topic));
    if (message == NULL)
        return;

    identifiers = wattle_hass_message_list_identifiers (message);
    for (char **identifier = identifiers; *identifier != NULL; identifier++)
        g_hash_table_insert (self->identifiers, g_strdup (*identifier), g_strdup (topic));
    wattle_hass_message_foreach (message, claim_component, &adding);
}

/* Finding others */

/* @claim: topic and key. Takes it. */
static void
note_clash (WattleHassClaims *self, char *claim, const char *with)
{
    if (g_hash_table_contains (self->clashes, claim))
        g_free (claim);
    else
        g_hash_table_insert (self->clashes, claim, g_strdup (with));
}

static void
test_component (const WattleHassMessageComponent *component, gpointer user_data)
{
    Adding *other = user_data;
    g_autofree char *unique_id = join (component->platform, component->unique_id);
    const char *claim = g_hash_table_lookup (other->claims->unique_ids, unique_id);

    if (claim != NULL && *component->unique_id != '\0')
        note_clash (other->claims, g_strdup (claim), other->topic);
}

static void
test_place (WattleHassClaims *self, const char *topic, const WattleHassMessage *message)
{
    g_autofree char *place = NULL;
    const char *claim;

    if (message->node == NULL)
        return;

    place = g_strjoin ("\n", message->platform, message->node, message->object, NULL);
    claim = g_hash_table_lookup (self->places, place);
    if (claim != NULL)
        note_clash (self, g_strdup (claim), topic);
}

void
wattle_hass_claims_test (WattleHassClaims *self,
                         const char *topic,
                         const WattleHassMessage *message)
{
    g_auto (GStrv) identifiers = NULL;
    Adding other = { self, topic, message };

    if (g_hash_table_contains (self->topics, topic))
        note_clash (self, join (topic, ""), topic);
    if (message == NULL)
        return;

    identifiers = wattle_hass_message_list_identifiers (message);
    for (char **identifier = identifiers; *identifier != NULL; identifier++) {
        const char *own = g_hash_table_lookup (self->identifiers, *identifier);

        if (own != NULL)
            note_clash (self, join (own, ""), topic);
    }
    wattle_hass_message_foreach (message, test_component, &other);
    test_place (self, topic, message);
}

const char *
wattle_hass_claims_find_clash (WattleHassClaims *self, const char *topic, const char *key)
{
    g_autofree char *claim = join (topic, key);

    return g_hash_table_lookup (self->clashes, claim);
}
