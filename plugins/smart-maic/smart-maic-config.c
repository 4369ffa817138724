/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "smart-maic-topic.h"

#define EXPIRY_LEAST     90  /* s */
#define EXPIRY_BY_HTTP   180 /* the same, where the standard version is read once a minute */
#define EXPIRY_INTERVALS 3
#define READ_EVERY       60 /* the standard version, over HTTP */

static const WattleOptionSpec common[] = {
    { "DeviceId", WATTLE_OPTION_TEXT, N_ ("Device number"), .pattern = "[0-9]{6,16}",
      .allowed = N_ ("6 to 16 digits") },
    { "Pin", WATTLE_OPTION_SECRET, N_ ("PIN"), .pattern = "[0-9]{1,10}",
      .allowed = N_ ("1 to 10 digits") },
    { "Prefix", WATTLE_OPTION_TEXT, N_ ("Prefix of its MQTT topics") },
    { "PushInterval", WATTLE_OPTION_INTEGER, N_ ("Seconds between its messages"), "5", 1, 86400 },
    { "Expiry", WATTLE_OPTION_INTEGER, N_ ("Seconds for which values count"), NULL, 5, 604800 },
    { "ReadBy", WATTLE_OPTION_CHOICE, N_ ("Read over HTTP by"), "getdata",
      .choices = "getdata|page" },
    { "SwitchBy", WATTLE_OPTION_CHOICE, N_ ("Switch the contact by"), "auto",
      .choices = "auto|mqtt|http" },
    { "OnPhrase", WATTLE_OPTION_TEXT, N_ ("Phrase that switches on"), "1" },
    { "OffPhrase", WATTLE_OPTION_TEXT, N_ ("Phrase that switches off"), "0" },
    { "TemperatureUnit", WATTLE_OPTION_CHOICE, N_ ("Unit of its temperatures"), "C",
      .choices = "C|F" },
    { "SetupServer", WATTLE_OPTION_TEXT, N_ ("For setup_mqtt: broker") },
    { "SetupPort", WATTLE_OPTION_INTEGER, N_ ("For setup_mqtt: port"), NULL, 1, 65535 },
    { "SetupUser", WATTLE_OPTION_TEXT, N_ ("For setup_mqtt: user name") },
    { "SetupPassword", WATTLE_OPTION_SECRET, N_ ("For setup_mqtt: password") },
};

static const WattleOptionSpec d101[] = {
    { "Invert", WATTLE_OPTION_BOOLEAN, N_ ("Exchange import and export"), "false" },
};

static const WattleOptionSpec d103[] = {
    { "Lines", WATTLE_OPTION_BOOLEAN, N_ ("Three lines of one phase"), "false" },
    { "Invert1", WATTLE_OPTION_BOOLEAN, N_ ("Exchange import and export of input 1"), "false" },
    { "Invert2", WATTLE_OPTION_BOOLEAN, N_ ("Exchange import and export of input 2"), "false" },
    { "Invert3", WATTLE_OPTION_BOOLEAN, N_ ("Exchange import and export of input 3"), "false" },
};

#define POINT(key, name)                                                                           \
    {                                                                                              \
        key, WATTLE_OPTION_CHOICE, name, "temperature", .choices = "temperature|humidity"          \
    }
#define UNITS "none|m3|l|kWh"

static const WattleOptionSpec d105[] = {
    { "Channel1Unit", WATTLE_OPTION_CHOICE, N_ ("Unit that channel 1 counts"), "none",
      .choices = UNITS },
    { "Channel1PulsesPerUnit", WATTLE_OPTION_NUMBER, N_ ("Pulses per unit, channel 1"), "1", 1e-6,
      1e9 },
    { "Channel1Offset", WATTLE_OPTION_NUMBER, N_ ("Reading at no pulses, channel 1"), "0", -1e9,
      1e9 },
    { "Channel2Unit", WATTLE_OPTION_CHOICE, N_ ("Unit that channel 2 counts"), "none",
      .choices = UNITS },
    { "Channel2PulsesPerUnit", WATTLE_OPTION_NUMBER, N_ ("Pulses per unit, channel 2"), "1", 1e-6,
      1e9 },
    { "Channel2Offset", WATTLE_OPTION_NUMBER, N_ ("Reading at no pulses, channel 2"), "0", -1e9,
      1e9 },
    POINT ("Point1", N_ ("What sensor point 1 measures")),
    POINT ("Point2", N_ ("What sensor point 2 measures")),
    POINT ("Point3", N_ ("What sensor point 3 measures")),
    POINT ("Point4", N_ ("What sensor point 4 measures")),
    POINT ("Point5", N_ ("What sensor point 5 measures")),
};

void
smart_maic_config_describe (WattleCatalog *catalog)
{
    static const char *const models[] = { "d101", "d103", "d105" };

    for (guint i = 0; i < G_N_ELEMENTS (models); i++)
        wattle_catalog_add_options (catalog, models[i], common, G_N_ELEMENTS (common));
    wattle_catalog_add_options (catalog, "d101", d101, G_N_ELEMENTS (d101));
    wattle_catalog_add_options (catalog, "d103", d103, G_N_ELEMENTS (d103));
    wattle_catalog_add_options (catalog, "d105", d105, G_N_ELEMENTS (d105));
}

static gboolean
has_option (WattleOptions *options, const char *key)
{
    return wattle_options_get_spec (options, key) != NULL;
}

static gboolean
is_true (WattleOptions *options, const char *key)
{
    return has_option (options, key) && wattle_options_get_boolean (options, key);
}

static gboolean
is_word (WattleOptions *options, const char *key, const char *word)
{
    return has_option (options, key) && g_str_equal (wattle_options_get_text (options, key), word);
}

/* Checks */

static gboolean
check_phrase (WattleOptions *options, const char *key, GError **error)
{
    gsize length = strlen (wattle_options_get_text (options, key));

    if (length >= 1 && length <= 15)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be 1 to 15 bytes long", key);
    return FALSE;
}

static gboolean
check_phrases (WattleOptions *options, GError **error)
{
    if (!check_phrase (options, "OnPhrase", error) || !check_phrase (options, "OffPhrase", error))
        return FALSE;
    if (strcmp (wattle_options_get_text (options, "OnPhrase"),
                wattle_options_get_text (options, "OffPhrase")) != 0)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "OffPhrase: must differ from OnPhrase");
    return FALSE;
}

static gboolean
check_prefix (WattleOptions *options, GError **error)
{
    const char *prefix = wattle_options_get_text (options, "Prefix");

    if (smart_maic_topic_is_prefix (prefix, strlen (prefix)))
        return TRUE;

    wattle_error_set (
        error, WATTLE_ERROR_CONFIG,
        "Prefix: must be the beginning of a topic with its slash, such as "
        "smart-maic/, of at most 200 bytes, without + and #, not begin with $ and not "
        "end in a digit");
    return FALSE;
}

static gboolean
check_set (WattleOptions *options, const char *key, const char *why, GError **error)
{
    if (wattle_options_has (options, key))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be set, %s", key, why);
    return FALSE;
}

static gboolean
check_links (const SmartMaicConfig *self, WattleOptions *options, GError **error)
{
    if (self->mqtt && !check_set (options, "DeviceId", "as Mqtt is used", error))
        return FALSE;
    if (self->http && !self->by_page &&
        !check_set (options, "DeviceId", "unless ReadBy is page", error))
        return FALSE;
    if (self->http && !check_set (options, "Pin", "as Http is used", error))
        return FALSE;
    if (is_word (options, "SwitchBy", "mqtt") ? self->mqtt : !self->switch_http || self->http)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "SwitchBy: must be the way of a link that the device has, or auto");
    return FALSE;
}

/* Values would be stale before the next ones can come. */
static gboolean
check_expiry (const SmartMaicConfig *self, WattleOptions *options, GError **error)
{
    gint64 interval = wattle_options_get_integer (options, "PushInterval");

    if (self->mqtt && self->expiry < interval) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "Expiry: must not be less than PushInterval, which is %d s",
                          (int)interval);
        return FALSE;
    }
    if (self->mqtt || self->expiry >= READ_EVERY)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "Expiry: must be at least %d without Mqtt, as the standard version is read "
                      "once a minute",
                      READ_EVERY);
    return FALSE;
}

/* Reading */

static SmartMaicUnit
read_unit (const char *word)
{
    if (g_str_equal (word, "m3"))
        return SMART_MAIC_UNIT_M3;
    if (g_str_equal (word, "l"))
        return SMART_MAIC_UNIT_LITRE;
    return g_str_equal (word, "kWh") ? SMART_MAIC_UNIT_KWH : SMART_MAIC_UNIT_NONE;
}

static void
read_channel (SmartMaicConfig *self, WattleOptions *options, guint number)
{
    SmartMaicChannel *channel = &self->channels[number];
    g_autofree char *unit = g_strdup_printf ("Channel%uUnit", number);
    g_autofree char *pulses = g_strdup_printf ("Channel%uPulsesPerUnit", number);
    g_autofree char *offset = g_strdup_printf ("Channel%uOffset", number);

    if (!has_option (options, unit))
        return;
    channel->unit = read_unit (wattle_options_get_text (options, unit));
    channel->pulses_per_unit = wattle_options_get_number (options, pulses);
    channel->offset = wattle_options_get_number (options, offset);
}

static void
read_inputs (SmartMaicConfig *self, WattleOptions *options)
{
    self->inverted[0] = is_true (options, "Invert");
    for (guint i = 1; i <= SMART_MAIC_N_PHASES; i++) {
        g_autofree char *key = g_strdup_printf ("Invert%u", i);

        self->inverted[i] = is_true (options, key);
    }
    for (guint i = 1; i <= SMART_MAIC_N_POINTS; i++) {
        g_autofree char *key = g_strdup_printf ("Point%u", i);

        self->humid[i] = is_word (options, key, "humidity");
    }
    for (guint i = 1; i <= SMART_MAIC_N_CHANNELS; i++)
        read_channel (self, options, i);
}

static gint64
read_expiry (const SmartMaicConfig *self, WattleOptions *options)
{
    if (wattle_options_has (options, "Expiry"))
        return wattle_options_get_integer (options, "Expiry");
    if (!self->mqtt)
        return EXPIRY_BY_HTTP;
    return MAX (EXPIRY_LEAST,
                EXPIRY_INTERVALS * wattle_options_get_integer (options, "PushInterval"));
}

gboolean
smart_maic_config_read (SmartMaicConfig *self,
                        WattleSource *source,
                        WattleOptions *options,
                        GError **error)
{
    *self = (SmartMaicConfig){ 0 };
    self->http = wattle_source_has_link (source, WATTLE_LINK_HTTP);
    self->mqtt = wattle_source_has_link (source, WATTLE_LINK_MQTT);
    self->by_page = is_word (options, "ReadBy", "page");
    self->switch_http = is_word (options, "SwitchBy", "http") ||
                        (is_word (options, "SwitchBy", "auto") && !self->mqtt);
    self->falls_back = is_word (options, "SwitchBy", "auto") && self->mqtt && self->http;
    self->has_devid = wattle_options_has (options, "DeviceId");
    self->lines = is_true (options, "Lines");
    self->fahrenheit = is_word (options, "TemperatureUnit", "F");
    read_inputs (self, options);
    self->expiry = read_expiry (self, options);
    return check_phrases (options, error) && check_prefix (options, error) &&
           check_links (self, options, error) && check_expiry (self, options, error);
}
