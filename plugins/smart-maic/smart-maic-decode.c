/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-decode.h"

/* What cannot be, whatever the device is connected to. */
static const struct {
    double min;
    double max;
} ranges[] = {
    [SMART_MAIC_V] = { 0, 1000 },    [SMART_MAIC_A] = { 0, 10000 },
    [SMART_MAIC_W] = { -1e7, 1e7 },  [SMART_MAIC_RW] = { -1e7, 1e7 },
    [SMART_MAIC_WH] = { 0, 1e12 },   [SMART_MAIC_RWH] = { 0, 1e12 },
    [SMART_MAIC_PF] = { -1, 1 },     [SMART_MAIC_FR] = { 0, 1000 },
    [SMART_MAIC_T] = { -200, 1000 }, [SMART_MAIC_CH] = { 0, 1e12 },
    [SMART_MAIC_TCH] = { 0, 1e12 },  [SMART_MAIC_ADC] = { -1000, 1000 },
    [SMART_MAIC_OUT] = { 0, 1 },
};

static gboolean
is_possible (guint key, double number)
{
    guint kind = key / SMART_MAIC_N_PLACES;

    return number >= ranges[kind].min && number <= ranges[kind].max &&
           (kind != SMART_MAIC_OUT || number == 0 || number == 1);
}

/* Of the same energy in Wh and kWh the former counts, whichever comes first. */
static void
add (SmartMaicMessage *message, const SmartMaicName *name, gboolean known, double number)
{
    SmartMaicReading *reading = &message->readings[name->key];
    gboolean rough = name->scale != 1;

    number *= name->scale;
    known = known && is_possible (name->key, number);
    if (!reading->given)
        message->count++;
    else if (rough && reading->known && !reading->rough)
        return;
    *reading = (SmartMaicReading){ TRUE, known, rough, known ? number : 0 };
}

/* Numbers by MQTT, numbers within strings by HTTP; taken for each other. */
static gboolean
read_number (JsonNode *node, double *number)
{
    const char *text;

    if (wattle_json_node_is_number (node, number))
        return TRUE;
    if (wattle_json_node_is_string (node, &text)) {
        g_autofree char *trimmed = g_strstrip (g_strdup (text));

        return wattle_number_parse (trimmed, number, NULL);
    }
    return FALSE;
}

/* A flat object as it comes by MQTT. Keys that are not known are passed over. */
void
smart_maic_decode_json (JsonObject *root, SmartMaicMessage *message)
{
    JsonObjectIter iter;
    const char *member;
    JsonNode *node;

    *message = (SmartMaicMessage){ 0 };
    json_object_iter_init (&iter, root);
    while (json_object_iter_next (&iter, &member, &node)) {
        SmartMaicName name;
        double number = 0;

        if (smart_maic_key_parse (member, &name)) {
            gboolean known = read_number (node, &number);

            add (message, &name, known, number);
        }
    }
}

/* Items without a value are lines of the web page, br0 to br3 among them. */
static void
read_items (JsonObject *items, SmartMaicMessage *message)
{
    JsonObjectIter iter;
    const char *member;
    JsonNode *node;

    json_object_iter_init (&iter, items);
    while (json_object_iter_next (&iter, &member, &node)) {
        SmartMaicName name;
        JsonNode *value;
        double number = 0;

        if (!JSON_NODE_HOLDS_OBJECT (node) || !smart_maic_key_parse (member, &name))
            continue;
        value = json_object_get_member (json_node_get_object (node), "value");
        if (value != NULL) {
            gboolean known = read_number (value, &number);

            add (message, &name, known, number);
        }
    }
}

/* The answer to getdata, or to getwdata, which has nothing but the items. */
gboolean
smart_maic_decode_answer (JsonObject *root, SmartMaicMessage *message, GError **error)
{
    static const SmartMaicName contact = { SMART_MAIC_KEY (SMART_MAIC_OUT, 0), 1 };
    JsonNode *pout = json_object_get_member (root, "pout");
    JsonObject *items;
    double number = 0;

    *message = (SmartMaicMessage){ 0 };
    if (!wattle_json_get_object (root, "data", &items, error))
        return FALSE;

    read_items (items, message);
    if (pout != NULL) {
        gboolean known = read_number (pout, &number);

        add (message, &contact, known, number);
    }
    return TRUE;
}

/* The message of a topic that is called as its value. */
void
smart_maic_decode_scalar (const char *name, const char *text, SmartMaicMessage *message)
{
    g_autofree char *trimmed = g_strstrip (g_strdup (text));
    SmartMaicName key;
    double number = 0;

    *message = (SmartMaicMessage){ 0 };
    if (smart_maic_key_parse (name, &key)) {
        gboolean known = wattle_number_parse (trimmed, &number, NULL);

        add (message, &key, known, number);
    }
}

gboolean
smart_maic_decode_message (WattleFrame *frame,
                           const SmartMaicTopic *topic,
                           SmartMaicMessage *message,
                           GError **error)
{
    g_autoptr (JsonObject) root = NULL;
    g_autofree char *text = NULL;

    if (smart_maic_topic_is_json (topic)) {
        root = wattle_frame_get_json (frame, error);
        if (root != NULL)
            smart_maic_decode_json (root, message);
        return root != NULL;
    }

    text = wattle_frame_get_text (frame, error);
    if (text != NULL)
        smart_maic_decode_scalar (topic->name, text, message);
    return text != NULL;
}

const char *
smart_maic_decode_get_devid (JsonObject *root)
{
    return wattle_json_peek_string (root, "devid");
}

/* @member: `devid` or `devtype`. */
const char *
smart_maic_decode_get_about (JsonObject *webinit, const char *member)
{
    JsonObject *about = wattle_json_peek_object (webinit, "about");
    JsonObject *item = about != NULL ? wattle_json_peek_object (about, member) : NULL;

    return item != NULL ? wattle_json_peek_string (item, "value") : NULL;
}
