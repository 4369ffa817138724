/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What local HTTP answers. */
#include "smappee-box-private.h"

#include <math.h>
#include <string.h>

#include "base/wattle-json.h"

#define OLD_INPUTS 6u /* of Energy and Solar */

static void
add_pair (JsonBuilder *builder, const char *key, const char *value)
{
    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "value", value);
    emulator_json_add_string (builder, "key", key);
    json_builder_end_object (builder);
}

/* Closes the list. */
static char *
finish_list (JsonBuilder *builder)
{
    g_autoptr (JsonNode) root = NULL;

    json_builder_end_array (builder);
    root = json_builder_get_root (builder);
    return emulator_json_write (root);
}

static char *
make_pair (const char *key, const char *value)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_array (builder, NULL);
    add_pair (builder, key, value);
    return finish_list (builder);
}

/* What is measured */

/* FALSE: nothing is at that input. */
static gboolean
read_input (SmappeeBox *self, guint input, SmappeeBoxReading *reading)
{
    const SmappeeBoxChannel *channel = smappee_box_map_find_input (self->map, input);

    *reading = (SmappeeBoxReading){ 0 };
    if (channel == NULL)
        return FALSE;
    smappee_box_read (self, &channel->form, channel->phase, reading);
    return TRUE;
}

static int
get_power_factor (const SmappeeBoxReading *reading)
{
    return reading->apparent >= 1 ? (int)(100 * fabs (reading->active) / reading->apparent) : 0;
}

/* Counted from the one where both powers are positive. */
static int
get_quadrant (const SmappeeBoxReading *reading)
{
    if (reading->reactive >= 0)
        return reading->active >= 0 ? 0 : 1;
    return reading->active >= 0 ? 3 : 2;
}

static void
add_report_phase (GString *text, guint number, const SmappeeBoxReading *reading)
{
    g_string_append_printf (
        text,
        "Phase %u:<BR>\tcurrent=%.3f A, activePower=%.3f W, reactivePower=%.3f var, "
        "apparentPower=%.3f VA, cosfi=%d, quadrant=%d, phaseshift=0.0, "
        "phaseDiff=0.0<BR>\tFFTComponents:<BR>",
        number, reading->current, reading->active, reading->reactive, reading->apparent,
        get_power_factor (reading), get_quadrant (reading));
}

/* Of what is clamped at the grid. */
char *
smappee_box_page_report (SmappeeBox *self, const char *body)
{
    gint64 local = smappee_box_house_get_local (self->house);
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    guint number = 0;

    g_string_append_printf (text, "<BR>voltage=%.1f Vrms<BR>FFTComponents:<BR>",
                            smappee_box_get_voltage (self, 0, local));
    for (guint i = 0; i < smappee_box_map_get_length (self->map); i++) {
        const SmappeeBoxChannel *channel = smappee_box_map_get (self->map, i);
        SmappeeBoxReading reading;

        if (channel->role != SMAPPEE_BOX_ROLE_GRID)
            continue;
        smappee_box_read (self, &channel->form, channel->phase, &reading);
        add_report_phase (text, ++number, &reading);
    }
    g_string_append (text, "<BR>");
    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "report", text->str);
    return emulator_json_finish (builder);
}

typedef enum {
    INPUT_POWER,
    INPUT_FACTOR,
    INPUT_QUADRANT,
    N_INPUT_VALUES
} InputValue;

static void
add_input_value (SmappeeBox *self, JsonBuilder *builder, guint input, InputValue value)
{
    static const char *const names[] = { "ActivePower", "Cosfi", "Quadrant" };
    g_autofree char *key = g_strdup_printf ("phase%u%s", input, names[value]);
    g_autofree char *text = NULL;
    SmappeeBoxReading reading;

    read_input (self, input, &reading);
    if (value == INPUT_POWER)
        text = g_strdup_printf ("%ld", lround (reading.active * 1000));
    else
        text = g_strdup_printf ("%d", value == INPUT_FACTOR ? get_power_factor (&reading)
                                                            : get_quadrant (&reading));
    add_pair (builder, key, text);
}

char *
smappee_box_page_instantaneous (SmappeeBox *self, const char *body)
{
    guint count = smappee_box_is_plus (self) ? SMAPPEE_BOX_PLUS_INPUTS : OLD_INPUTS;
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_array (builder, NULL);
    for (guint value = 0; value < N_INPUT_VALUES; value++)
        for (guint i = 0; i < count; i++)
            add_input_value (self, builder, i, (InputValue)value);
    add_pair (builder, "meterReaderRestart", "false");
    add_pair (builder, "voltageReversed", "false");
    return finish_list (builder);
}

/* What it is */

char *
smappee_box_page_config (SmappeeBox *self, const char *body)
{
    static const char *const with_sun[] = {
        [SMAPPEE_BOX_TOPOLOGY_STAR] = "11",
        [SMAPPEE_BOX_TOPOLOGY_DELTA] = "11",
        [SMAPPEE_BOX_TOPOLOGY_ONE] = "17",
        [SMAPPEE_BOX_TOPOLOGY_TWO] = "16",
    };
    SmappeeBoxTopology topology = smappee_box_map_get_topology (self->map);

    if (self->model == SMAPPEE_BOX_ENERGY)
        return make_pair ("emeterConfiguration", topology == SMAPPEE_BOX_TOPOLOGY_ONE ? "0" : "4");
    return make_pair ("emeterConfiguration", with_sun[topology]);
}

char *
smappee_box_page_channels (SmappeeBox *self, const char *body)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    smappee_box_add_input_channels (self, builder);
    return emulator_json_finish (builder);
}

char *
smappee_box_page_advanced (SmappeeBox *self, const char *body)
{
    g_autofree char *name = g_strconcat ("Smappee", self->serial, NULL);

    return make_pair ("mdnsHostName", name);
}

char *
smappee_box_page_statistics (SmappeeBox *self, const char *body)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_array (builder, NULL);
    add_pair (builder, "linkQuality", "87");
    add_pair (builder, "monitorBuild", self->firmware);
    return finish_list (builder);
}

/* Plugs */

static char *
list_plugs (SmappeeBox *self)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_array (builder, NULL);
    for (guint i = 0; i < SMAPPEE_BOX_N_PLUGS; i++) {
        const SmappeeBoxPlug *plug = &self->plugs[i];
        g_autofree char *key = g_strdup_printf ("%u", plug->node);

        emulator_json_open_object (builder, NULL);
        emulator_json_add_string (builder, "value", plug->name);
        emulator_json_add_string (builder, "key", key);
        emulator_json_add_string (builder, "type", plug->serial != NULL ? "3" : "2");
        if (plug->serial != NULL) {
            g_autofree char *connection = g_ascii_strdown (plug->connection, -1);

            emulator_json_add_string (builder, "serialNumber", plug->serial);
            emulator_json_add_string (builder, "connectionStatus", connection);
            emulator_json_add_boolean (builder, "relayStatus", smappee_box_plug_is_on (self, plug));
        }
        json_builder_end_object (builder);
    }
    /* The list has more than can be switched. */
    add_pair (builder, "nbControllableNodes", "2");
    return finish_list (builder);
}

/* control,{"controllableNodeId":"1","action":"ON"} */
static gboolean
read_object (const char *text, guint64 *node, gboolean *on)
{
    g_autoptr (JsonObject) object = wattle_json_parse_object (text, -1, NULL);
    const char *id = object != NULL ? wattle_json_peek_string (object, "controllableNodeId") : NULL;
    const char *action = object != NULL ? wattle_json_peek_string (object, "action") : NULL;

    *on = g_strcmp0 (action, "ON") == 0;
    return id != NULL && (*on || g_strcmp0 (action, "OFF") == 0) &&
           g_ascii_string_to_unsigned (id, 10, 1, G_MAXUINT, node, NULL);
}

/* control,controlId=1|1: on or off, and which. */
static gboolean
read_id (const char *text, guint64 *node, gboolean *on)
{
    if (strncmp (text, "1|", 2) != 0 && strncmp (text, "0|", 2) != 0)
        return FALSE;
    *on = text[0] == '1';
    return g_ascii_string_to_unsigned (text + 2, 10, 1, G_MAXUINT, node, NULL);
}

static gboolean
read_command (const char *body, guint64 *node, gboolean *on)
{
    static const char old_form[] = "control,controlId=";
    static const char new_form[] = "control,";

    if (g_str_has_prefix (body, old_form))
        return read_id (body + strlen (old_form), node, on);
    return g_str_has_prefix (body, new_form) && read_object (body + strlen (new_form), node, on);
}

char *
smappee_box_page_command (SmappeeBox *self, const char *body)
{
    SmappeeBoxPlug *plug;
    guint64 node;
    gboolean on;

    if (g_str_equal (body, "load"))
        return list_plugs (self);
    plug = read_command (body, &node, &on) ? smappee_box_find_plug (self, node) : NULL;
    if (plug == NULL)
        return g_strdup ("{\"error\":\"Error unknown request!\"}");
    smappee_box_plug_set (self, plug, on);
    return g_strdup ("{\"success\":\"Command sent!\"}");
}
