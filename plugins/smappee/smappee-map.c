/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-map.h"

#include <string.h>

#include "smappee-json.h"

#define MAX_ENTRIES 256 /* that are looked at, those without a channel among them */
#define MAX_INDEX   9999

static SmappeeRole
find_role (const char *flow, const char *connection)
{
    gboolean grid = g_strcmp0 (connection, "GRID") == 0;
    /* What the Plus calls so is known from one example. */
    gboolean load =
        g_strcmp0 (connection, "SUBMETER") == 0 || g_strcmp0 (connection, "SUBCIRCUIT") == 0;

    if (g_strcmp0 (flow, "CONSUMPTION") == 0)
        return grid ? SMAPPEE_ROLE_GRID : load ? SMAPPEE_ROLE_LOAD : SMAPPEE_ROLE_NONE;
    return g_strcmp0 (flow, "PRODUCTION") == 0 && grid ? SMAPPEE_ROLE_SOLAR : SMAPPEE_ROLE_NONE;
}

/* The first source of a formula: `$5500010001/2$` is input 2 of that hub. */
static char *
read_formula (const char *formula)
{
    static const char digits[] = "0123456789";
    const char *start = formula != NULL ? strchr (formula, '$') : NULL;
    gsize hub;
    gsize input;

    if (start == NULL)
        return NULL;
    start++;
    hub = strspn (start, digits);
    if (hub == 0 || hub > 10 || start[hub] != '/')
        return NULL;
    input = strspn (start + hub + 1, digits);
    if (input == 0 || input > 2 || start[hub + 1 + input] != '$')
        return NULL;
    return g_strdup_printf ("%.*s_%.*s", (int)hub, start, (int)input, start + hub + 1);
}

static gboolean
is_place_taken (GPtrArray *channels, const char *place)
{
    for (guint i = 0; i < channels->len; i++)
        if (g_str_equal (((SmappeeChannel *)g_ptr_array_index (channels, i))->place, place))
            return TRUE;
    return FALSE;
}

/* Returns FALSE for an index that another channel has, or for one channel too many. */
static gboolean
check_new (GPtrArray *channels, guint index, GError **error)
{
    guint position;

    if (smappee_channels_find (channels, index, &position) != NULL) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "two channels have the index %u", index);
        return FALSE;
    }
    if (channels->len < SMAPPEE_MAX_CHANNELS)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "there are more than %d channels, which is more than a gateway takes",
                      SMAPPEE_MAX_CHANNELS);
    return FALSE;
}

static guint
read_phase (JsonObject *entry)
{
    static const char *const phases[] = { "PHASEA", "PHASEB", "PHASEC" };
    JsonArray *types = wattle_json_peek_array (entry, "publishedMeasurementTypes");

    for (guint i = 0; types != NULL && i < json_array_get_length (types); i++) {
        JsonNode *node = json_array_get_element (types, i);
        const char *phase = JSON_NODE_HOLDS_OBJECT (node)
                                ? wattle_json_peek_string (json_node_get_object (node), "phase")
                                : NULL;

        for (guint j = 0; phase != NULL && j < G_N_ELEMENTS (phases); j++)
            if (g_str_equal (phase, phases[j]))
                return j + 1;
    }
    return 0;
}

/* The entry of the whole service location has the index -1 and no name. What has no index is in no
 * other message. */
static gboolean
read_measurement (JsonObject *entry, GPtrArray *channels, GError **error)
{
    const char *formula = wattle_json_peek_string (entry, "formula");
    g_autofree char *place = read_formula (formula);
    g_autofree char *name = smappee_json_dup_text (entry, "name");
    SmappeeChannel *channel;
    gint64 index;

    if (!json_object_has_member (entry, "publishIndex"))
        return TRUE;
    if (!wattle_json_get_integer (entry, "publishIndex", G_MININT32, MAX_INDEX, &index, error))
        return FALSE;
    if (index < 0)
        return TRUE;
    if (!check_new (channels, (guint)index, error))
        return FALSE;

    if (place == NULL || is_place_taken (channels, place)) {
        g_free (place);
        place = g_strdup_printf ("p%u", (guint)index);
    }
    channel = smappee_channel_new ((guint)index, place, name,
                                   find_role (wattle_json_peek_string (entry, "flow"),
                                              wattle_json_peek_string (entry, "connectionType")),
                                   read_phase (entry));
    channel->formula = g_strdup (formula);
    g_ptr_array_add (channels, channel);
    return TRUE;
}

static gboolean
read_input (JsonObject *entry, GPtrArray *channels, GError **error)
{
    const char *type = wattle_json_peek_string (entry, "inputChannelType");
    const char *connection = wattle_json_peek_string (entry, "inputChannelConnection");
    g_autofree char *name = smappee_json_dup_text (entry, "name");
    g_autofree char *place = NULL;
    gint64 index;
    gint64 phase = -1;

    if (g_strcmp0 (type, "UNUSED") == 0 || !json_object_has_member (entry, "ctInput"))
        return TRUE;
    if (!wattle_json_get_integer (entry, "ctInput", 0, MAX_INDEX, &index, error) ||
        !check_new (channels, (guint)index, error))
        return FALSE;
    if (json_object_has_member (entry, "phase") &&
        !wattle_json_get_integer (entry, "phase", 0, 2, &phase, error))
        return FALSE;

    place = g_strdup_printf ("%u", (guint)index);
    g_ptr_array_add (channels,
                     smappee_channel_new ((guint)index, place, name, find_role (type, connection),
                                          (guint)(phase + 1)));
    return TRUE;
}

typedef gboolean (*ReadEntry) (JsonObject *entry, GPtrArray *channels, GError **error);

static GPtrArray *
read_list (JsonObject *root, const char *member, ReadEntry read, GError **error)
{
    g_autoptr (GPtrArray) channels = smappee_channels_new ();
    g_autoptr (GPtrArray) entries = NULL;

    if (!smappee_json_list_objects (root, member, MAX_ENTRIES, &entries, error))
        return NULL;
    for (guint i = 0; i < entries->len; i++)
        if (!read (g_ptr_array_index (entries, i), channels, error)) {
            g_prefix_error (error, "“%s”, element %u: ", member, i);
            return NULL;
        }
    return g_steal_pointer (&channels);
}

/* Free text: what is not known is seen by the voltages. */
static guint
count_phases (const char *type)
{
    if (type == NULL)
        return 0;
    if (g_str_equal (type, "ONE"))
        return 1;
    if (g_str_equal (type, "TWO"))
        return 2;
    return g_str_equal (type, "THREE_STAR") || g_str_equal (type, "THREE_DELTA") ? 3 : 0;
}

/* Some firmware wraps its config once more, in an object named as the topic; so may maps be. */
static JsonObject *
unwrap (JsonObject *root)
{
    static const char *const names[] = { "channelConfigV2", "channelConfig" };

    for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
        JsonObject *inner = wattle_json_peek_object (root, names[i]);

        if (inner != NULL)
            return inner;
    }
    return root;
}

gboolean
smappee_map_decode (JsonObject *message, SmappeeMap *map, GError **error)
{
    JsonObject *root = unwrap (message);
    JsonObject *specification = wattle_json_peek_object (root, "dataProcessingSpecification");

    *map = (SmappeeMap){ .is_indexed = specification != NULL };
    if (specification != NULL) {
        map->n_phases = count_phases (wattle_json_peek_string (specification, "phaseType"));
        map->channels = read_list (specification, "measurements", read_measurement, error);
    } else if (json_object_has_member (root, "inputChannels")) {
        map->channels = read_list (root, "inputChannels", read_input, error);
    } else {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "it holds neither “dataProcessingSpecification” nor “inputChannels”");
    }
    return map->channels != NULL;
}
