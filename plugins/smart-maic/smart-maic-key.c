/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-key.h"

#include <string.h>

typedef struct {
    const char *stem;
    SmartMaicKind kind;
    guint min; /* digit behind the stem; 0: none */
    guint max;
    double scale;
    gboolean only_http; /* no topic is called so */
} Stem;

/* T is the temperature of the device by HTTP, Temp by MQTT; T1 to T5 are something else. By HTTP a
 * D103 also tells sums: A, W and rW as a D101 its only phase, of energy under names of their own,
 * which the manual spells in another way. */
static const Stem stems[] = {
    { "V", SMART_MAIC_V, 0, 3, 1 },
    { "A", SMART_MAIC_A, 0, 3, 1 },
    { "W", SMART_MAIC_W, 0, 3, 1 },
    { "rW", SMART_MAIC_RW, 0, 3, 1 },
    { "Wh", SMART_MAIC_WH, 0, 3, 1 },
    { "rWh", SMART_MAIC_RWH, 0, 3, 1 },
    { "KWh", SMART_MAIC_WH, 0, 3, 1000 },
    { "rKWh", SMART_MAIC_RWH, 0, 3, 1000 },
    { "PF", SMART_MAIC_PF, 0, 3, 1 },
    { "Fr", SMART_MAIC_FR, 0, 3, 1 },
    { "T", SMART_MAIC_T, 0, 5, 1 },
    { "Temp", SMART_MAIC_T, 0, 0, 1 },
    { "Ch", SMART_MAIC_CH, 1, 2, 1 },
    { "TCh", SMART_MAIC_TCH, 1, 2, 1 },
    { "ADC", SMART_MAIC_ADC, 0, 0, 1 },
    { "OUT", SMART_MAIC_OUT, 0, 0, 1 },
    { "pout", SMART_MAIC_OUT, 0, 0, 1, TRUE },
    { "TA", SMART_MAIC_A, 0, 0, 1, TRUE },
    { "TW", SMART_MAIC_W, 0, 0, 1, TRUE },
    { "TrW", SMART_MAIC_RW, 0, 0, 1, TRUE },
    { "TWh", SMART_MAIC_WH, 0, 0, 1, TRUE },
    { "rTWh", SMART_MAIC_RWH, 0, 0, 1, TRUE },
    { "TrWh", SMART_MAIC_RWH, 0, 0, 1, TRUE },
};

static const Stem *
find_stem (const char *text, guint *place)
{
    gsize length = strlen (text);

    *place = 0;
    if (length > 1 && g_ascii_isdigit (text[length - 1])) {
        *place = (guint)g_ascii_digit_value (text[--length]);
        if (*place == 0)
            return NULL;
    }

    for (guint i = 0; i < G_N_ELEMENTS (stems); i++)
        if (strlen (stems[i].stem) == length && strncmp (stems[i].stem, text, length) == 0)
            return *place >= stems[i].min && *place <= stems[i].max ? &stems[i] : NULL;
    return NULL;
}

/* Returns whether a value is called so in any answer or message. */
gboolean
smart_maic_key_parse (const char *text, SmartMaicName *name)
{
    guint place;
    const Stem *stem = find_stem (text, &place);

    if (stem == NULL)
        return FALSE;

    *name = (SmartMaicName){ SMART_MAIC_KEY (stem->kind, place), stem->scale };
    return TRUE;
}

/* Returns whether the last part of a topic may be called so. */
gboolean
smart_maic_key_is_topic (const char *text)
{
    guint place;
    const Stem *stem = find_stem (text, &place);

    return stem != NULL && !stem->only_http;
}

/* The name that smart_maic_key_parse() reads as @key. */
char *
smart_maic_key_dup_name (guint key)
{
    guint place = key % SMART_MAIC_N_PLACES;

    for (guint i = 0; i < G_N_ELEMENTS (stems); i++)
        if (stems[i].kind == key / SMART_MAIC_N_PLACES && stems[i].scale == 1)
            return place == 0 ? g_strdup (stems[i].stem)
                              : g_strdup_printf ("%s%u", stems[i].stem, place);
    return NULL;
}
