/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-topic.h"

#include <string.h>

#include "smart-maic-key.h"

#define JSON "JSON"

static const char *
find_separator (const char *topic)
{
    const char *slash = strrchr (topic, '/');
    const char *dot = strrchr (topic, '.');

    return dot == NULL || (slash != NULL && slash > dot) ? slash : dot;
}

/* Returns whether the topic is one that a device publishes to. The prefix is any text, with a
 * separator of its own or none: what counts are the digits before the last separator. */
gboolean
smart_maic_topic_parse (const char *topic, SmartMaicTopic *parts)
{
    const char *separator = find_separator (topic);
    const char *digits = separator;

    if (separator == NULL)
        return FALSE;
    while (digits > topic && g_ascii_isdigit (digits[-1]))
        digits--;

    *parts = (SmartMaicTopic){ (gsize)(digits - topic), (gsize)(separator - digits), *separator,
                               separator + 1 };
    return parts->devid >= SMART_MAIC_DEVID_MIN && parts->devid <= SMART_MAIC_DEVID_MAX &&
           (smart_maic_topic_is_json (parts) || smart_maic_key_is_topic (parts->name));
}

/* Topics that begin with a dollar sign are the broker's own. Digits at the end would be taken for a
 * part of the device number. */
gboolean
smart_maic_topic_is_prefix (const char *text, gsize length)
{
    if (!g_utf8_validate_len (text, length, NULL) || length > SMART_MAIC_PREFIX_MAX)
        return FALSE;
    for (gsize i = 0; i < length; i++)
        if (g_ascii_iscntrl (text[i]) || text[i] == '+' || text[i] == '#')
            return FALSE;
    return length == 0 || (*text != '$' && !g_ascii_isdigit (text[length - 1]));
}

gboolean
smart_maic_topic_is_json (const SmartMaicTopic *parts)
{
    return g_str_equal (parts->name, JSON);
}
