/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-strays.h"

#include <string.h>

#include "wattle-hass-message.h"

/* "<instance>_<id>", as a device refers to its gateway. NULL: it hangs on the host. */
static const char *
read_gateway (const WattleHassHost *host, const WattleHassMessage *message)
{
    const char *via = wattle_hass_message_get_via (message);
    gsize length = strlen (host->instance);

    return g_str_has_prefix (via, host->instance) && via[length] == '_' ? via + length + 1 : NULL;
}

static gboolean
is_stray (WattleHass *hass, WattleHassSurvey *survey, const char *topic)
{
    const WattleHassHost *host = &hass->port.host;
    g_autoptr (WattleHassMessage) message =
        wattle_hass_message_new (host, topic, wattle_hass_survey_find (survey, topic));
    const char *id;

    return message != NULL && wattle_hass_message_is_own (message, host, &id) && *id != '\0' &&
           wattle_hass_orphans_has_gone (hass->orphans, id, read_gateway (host, message));
}

GStrv
wattle_hass_strays_list (WattleHass *hass, WattleHassSurvey *survey)
{
    g_auto (GStrv) topics = wattle_hass_survey_list_topics (survey);
    g_autoptr (GStrvBuilder) strays = g_strv_builder_new ();

    for (char **topic = topics; *topic != NULL; topic++)
        if (is_stray (hass, survey, *topic))
            g_strv_builder_add (strays, *topic);
    return g_strv_builder_end (strays);
}

/* The topic is known to be of this host. */
char *
wattle_hass_strays_dup_id (WattleHass *hass, const char *topic)
{
    g_autofree char *own = wattle_hass_payload_discovery_topic (&hass->port.host, NULL);
    gsize length = strlen (own) - strlen ("/config");
    const char *rest = topic + length;

    return *rest == '_' ? g_strndup (rest + 1, strlen (rest + 1) - strlen ("/config"))
                        : g_strdup ("");
}

GStrv
wattle_hass_strays_list_topics (WattleHass *hass, const char *topic)
{
    g_autofree char *id = wattle_hass_strays_dup_id (hass, topic);
    GStrv topics = g_new0 (char *, 3);

    topics[0] = wattle_hass_payload_availability_topic (&hass->port.host, id);
    topics[1] = g_strdup (topic);
    return topics;
}
