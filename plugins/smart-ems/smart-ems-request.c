/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-request.h"

#include <string.h>

/* The maker's library waits 3 s, and tries once more. */
#define TIMEOUT_MS 6000

static const char *const questions[SMART_EMS_N_QUESTIONS] = {
    [SMART_EMS_ASK_OLD] = "/st2.xml",
    [SMART_EMS_ASK_BOARD] = "/xml/stat.xml",
    [SMART_EMS_ASK_ALL] = "/json/all.json",
    [SMART_EMS_ASK_PWM] = "/json/pwmpid.json",
    [SMART_EMS_ASK_EVENTS] = "/json/events_per.json",
    [SMART_EMS_ASK_SETTINGS] = "/api/v1/read/set/?generalConfig&outConfig&networkConfig",
    [SMART_EMS_ASK_STATUS] =
        "/api/v1/read/status/?boardValues&timeValues&outValues&pwmValues&iAValues&dsValues"
        "&i2cValues&otherSensorsValues&diffValues&iDValues&powerValues&mrValues&varValues",
};

typedef struct {
    SmartEmsGeneration generation;
    SmartEmsChannel channel;
    const char *path; /* number, separator and value follow */
    const char *separator;
    int shift; /* from the number of the channel to that of the command */
    guint max;
} Setting;

/* tinycontrol's documentation; EVENT of both, and PWM and duty of the LK4: tinytoolslib. */
static const Setting settings[] = {
    { SMART_EMS_LK35, SMART_EMS_OUTPUT, "/outs.cgi?out", "=", 0, 1 },
    { SMART_EMS_LK35, SMART_EMS_EVENT, "/outs.cgi?vout", "=", -1, 1 },
    { SMART_EMS_LK35, SMART_EMS_PWM, "/outs.cgi?pwm", "=", 0, 1 },
    { SMART_EMS_LK35, SMART_EMS_PWM_DUTY, "/stm.cgi?pwmd=", "", 0, 100 },
    { SMART_EMS_LK4, SMART_EMS_OUTPUT, "/api/v1/save/?out", "=", 1, 1 },
    { SMART_EMS_LK4, SMART_EMS_EVENT, "/api/v1/save/?var", "=", 0, 1 },
    { SMART_EMS_LK4, SMART_EMS_PWM, "/api/v1/save/?pwm", "=", 0, 1 },
    { SMART_EMS_LK4, SMART_EMS_PWM_DUTY, "/api/v1/save/?pwmDuty", "=", 0, 100 },
};

/* Every outcome is to be seen: a redirect tells what is to be configured. */
static WattleRequest *
make_request (guint tag, const char *path, WattleOptions *options)
{
    WattleRequest *request = wattle_request_new_http (tag, "GET", path);

    wattle_request_with_timeout (request, TIMEOUT_MS);
    wattle_request_with_flags (request, WATTLE_REQUEST_REPORT_FAILURE);
    if (wattle_options_has (options, "Password"))
        wattle_request_with_header (request, "Authorization", "Basic {basic:User:Password}");
    return request;
}

WattleRequest *
smart_ems_request_ask (guint tag, SmartEmsQuestion question, WattleOptions *options)
{
    return make_request (tag, questions[question], options);
}

static const Setting *
find_setting (SmartEmsGeneration generation, SmartEmsChannel channel, guint number, guint value)
{
    for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
        const Setting *setting = &settings[i];
        const SmartEmsMember *range = &smart_ems_channel_get_info (channel)->members[generation];

        if (setting->generation == generation && setting->channel == channel)
            return number >= range->first && number <= range->last && value <= setting->max
                       ? setting
                       : NULL;
    }

    return NULL;
}

/* NULL: there is no such setting. */
static char *
make_path (SmartEmsGeneration generation, SmartEmsChannel channel, guint number, guint value)
{
    const Setting *setting = find_setting (generation, channel, number, value);

    return setting != NULL
               ? g_strdup_printf ("%s%d%s%u", setting->path, (int)number + setting->shift,
                                  setting->separator, value)
               : NULL;
}

WattleRequest *
smart_ems_request_set (guint tag,
                       SmartEmsGeneration generation,
                       SmartEmsChannel channel,
                       guint number,
                       guint value,
                       WattleOptions *options)
{
    g_autofree char *path = make_path (generation, channel, number, value);

    return path != NULL ? make_request (tag, path, options) : NULL;
}

/* The payload is what follows the question mark. */
WattleRequest *
smart_ems_request_publish (guint tag,
                           SmartEmsGeneration generation,
                           SmartEmsChannel channel,
                           guint number,
                           guint value)
{
    g_autofree char *path = make_path (generation, channel, number, value);

    if (path == NULL || smart_ems_channel_get_info (channel)->topic == NULL)
        return NULL;
    return wattle_request_new_publish (tag, "{option:Prefix}/cmd", strchr (path, '?') + 1, FALSE);
}
