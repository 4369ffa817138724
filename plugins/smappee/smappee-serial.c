/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-serial.h"

#include <string.h>

#define LENGTH 10

/* Two digits go before four: pysmappee, and published captures. Of the Plus its client tests the
 * first digit alone. */
static const struct {
    const char *prefix;
    const char *model;
} models[] = {
    { "10", "Energy" },
    { "11", "Solar" },
    { "30", "Gas & Water" },
    { "50", "Genius" },
    { "55", "CT Hub" },
    { "57", "P1S1 module" },
    { "58", "Output module" },
    { "61", "EV Wall" },
    { "62", "EV charger" },
    { "4006", "Switch" },
    { "5100", "Wi-Fi Connect" },
    { "5110", "Wi-Fi Connect" },
    { "5130", "Ethernet Connect" },
    { "5140", "4G Connect" },
    { "2", "Pro/Plus" },
};

gboolean
smappee_serial_is_valid (const char *text)
{
    return text != NULL && strlen (text) == LENGTH && strspn (text, "0123456789") == LENGTH;
}

/* Returns the name its maker gives it, or NULL if it is not known. */
const char *
smappee_serial_get_model (const char *serial)
{
    if (!smappee_serial_is_valid (serial))
        return NULL;
    for (guint i = 0; i < G_N_ELEMENTS (models); i++)
        if (g_str_has_prefix (serial, models[i].prefix))
            return models[i].model;
    return NULL;
}

/* Of the name by which a gateway goes in the network, such as Smappee1006001234.local: NULL if it
 * is none. Clients compare it without regard to case. */
char *
smappee_serial_from_name (const char *name)
{
    static const char prefix[] = "smappee";
    g_autofree char *serial = NULL;

    if (name == NULL || g_ascii_strncasecmp (name, prefix, strlen (prefix)) != 0)
        return NULL;
    name += strlen (prefix);
    serial = g_strndup (name, strcspn (name, "."));
    return smappee_serial_is_valid (serial) ? g_steal_pointer (&serial) : NULL;
}

void
smappee_serial_identify (WattleDevice *device,
                         const char *serial,
                         const char *version,
                         const char *fallback)
{
    const char *known = smappee_serial_get_model (serial);
    const char *model = known != NULL ? known : fallback;
    g_autofree char *label = g_strconcat ("Smappee ", model, NULL);

    wattle_device_set_identity (device, "Smappee", model, serial, version);
    wattle_device_set_label (device, label);
}
