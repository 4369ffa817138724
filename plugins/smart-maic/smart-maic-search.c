/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-search.h"

#include "smart-maic-decode.h"

/* With a dot before its name a topic has a level less. A prefix is of any text; of more than two
 * levels it is looked for by one name only, as others have many topics of that length. */
static const char *const filters[] = { "+", "+/+", "+/+/+", "+/+/+/JSON" };

void
smart_maic_search_describe (WattleCatalog *catalog)
{
    for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
        wattle_catalog_add_mqtt_search (catalog, filters[i]);
}

static gboolean
has_kind (const SmartMaicMessage *message, guint first, guint last, guint min, guint max)
{
    for (guint kind = first; kind <= last; kind++)
        for (guint place = min; place <= max; place++)
            if (message->readings[SMART_MAIC_KEY (kind, place)].given)
                return TRUE;
    return FALSE;
}

/* By what only that model has. The temperature of the device and the contact are all models'. */
static const char *
find_model (const SmartMaicMessage *message)
{
    if (has_kind (message, SMART_MAIC_V, SMART_MAIC_FR, 1, SMART_MAIC_N_PHASES))
        return "d103";
    if (has_kind (message, SMART_MAIC_CH, SMART_MAIC_TCH, 1, 2) ||
        has_kind (message, SMART_MAIC_T, SMART_MAIC_T, 1, 5) ||
        has_kind (message, SMART_MAIC_ADC, SMART_MAIC_ADC, 0, 0))
        return "d105";
    return has_kind (message, SMART_MAIC_V, SMART_MAIC_FR, 0, 0) ? "d101" : NULL;
}

static gboolean
is_any_known (const SmartMaicMessage *message)
{
    for (guint key = 0; key < SMART_MAIC_N_KEYS; key++)
        if (message->readings[key].known)
            return TRUE;
    return FALSE;
}

static void
describe (WattleFound *found, const char *model, const char *text, const SmartMaicTopic *topic)
{
    g_autofree char *prefix = g_strndup (text, topic->prefix);
    g_autofree char *devid = g_strndup (text + topic->prefix, topic->devid);
    g_autofree char *upper = g_ascii_strup (model, -1);
    g_autofree char *name = g_strdup_printf ("smart-MAIC %s %s", upper, devid);

    wattle_found_set_model (found, model);
    wattle_found_set_serial (found, devid);
    wattle_found_set_name (found, name);
    wattle_found_set_link (found, WATTLE_LINK_MQTT, "");
    wattle_found_set_option (found, "DeviceId", devid);
    if (*prefix != '\0')
        wattle_found_set_option (found, "Prefix", prefix);
}

/* Other makers have topics that end like these; a number behind one of them is no error of theirs.
 */
gboolean
smart_maic_search_match (WattleFrame *frame, WattleFound *found, GError **error)
{
    const char *text = wattle_frame_get_topic (frame);
    SmartMaicMessage message;
    SmartMaicTopic topic;
    const char *model;

    if (text == NULL || !smart_maic_topic_parse (text, &topic) ||
        !smart_maic_topic_is_prefix (text, topic.prefix))
        return FALSE;
    if (!smart_maic_decode_message (frame, &topic, &message, error))
        return FALSE;

    model = find_model (&message);
    if (model == NULL || !is_any_known (&message))
        return FALSE;
    describe (found, model, text, &topic);
    return TRUE;
}
