/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which board it is. */
#include "smart-ems-private.h"

#include <string.h>

static const struct {
    const char *firmware;
    const char *mac;
} boards[] = {
    [SMART_EMS_LK35] = { "1.57", "00:04:A3:12:34:56" },
    [SMART_EMS_LK4] = { "1.20", "AC:67:B2:12:34:56" },
};

/* As it comes from the factory, with the sensors of the box. @mac: NULL: the usual one */
void
smart_ems_put_board (SmartEms *self, SmartEmsGeneration generation, const char *mac)
{
    self->generation = generation;
    smart_ems_set_firmware (self, boards[generation].firmware);
    smart_ems_set_mac (self, mac != NULL ? mac : boards[generation].mac);
    smart_ems_outputs_rename (self);
    smart_ems_sensors_place (self);
    smart_ems_meter_map (self);
    g_hash_table_remove_all (self->published);
    memset (self->variables, 0, sizeof self->variables);
    memset (self->entries, 0, sizeof self->entries);
}

/* “lk35” or “lk4” */
gboolean
smart_ems_parse_generation (const char *text, SmartEmsGeneration *generation)
{
    *generation = g_str_equal (text, "lk4") ? SMART_EMS_LK4 : SMART_EMS_LK35;
    return *generation == SMART_EMS_LK4 || g_str_equal (text, "lk35");
}

/* Another board behind the same address, as when it was exchanged: its relays are off and its
 * settings are those of the factory. @mac: NULL: the usual one of that generation */
void
smart_ems_set_generation (SmartEms *self, SmartEmsGeneration generation, const char *mac)
{
    smart_ems_outputs_drop (self);
    smart_ems_put_board (self, generation, mac);
    if (self->started && self->certificate != NULL)
        smart_ems_listen_again (self);
}

SmartEmsGeneration
smart_ems_get_generation (SmartEms *self)
{
    return self->generation;
}

/* Such as 1.36 or 1.49d. */
gboolean
smart_ems_is_firmware (const char *text)
{
    return g_regex_match_simple ("^[0-9]{1,2}\\.[0-9]{1,3}[a-z]{0,4}$", text, 0, 0);
}

/* FALSE: it is no version. */
gboolean
smart_ems_set_firmware (SmartEms *self, const char *firmware)
{
    if (!smart_ems_is_firmware (firmware))
        return FALSE;
    g_free (self->firmware);
    self->firmware = g_strdup (firmware);
    return TRUE;
}

/* As the maker's own library compares versions: as texts. */
gboolean
smart_ems_is_at_least (SmartEms *self, const char *firmware)
{
    return strcmp (self->firmware, firmware) >= 0;
}

const char *
smart_ems_get_hardware (SmartEms *self)
{
    if (self->generation == SMART_EMS_LK4)
        return "4.0";
    return smart_ems_is_at_least (self, "1.50") ? "3.8" : "3.7";
}

/* With colons. */
gboolean
smart_ems_is_mac (const char *text)
{
    return g_regex_match_simple ("^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$", text, 0, 0);
}

/* FALSE: it is none. */
gboolean
smart_ems_set_mac (SmartEms *self, const char *mac)
{
    if (!smart_ems_is_mac (mac))
        return FALSE;
    g_free (self->mac);
    self->mac = g_ascii_strup (mac, -1);
    return TRUE;
}
