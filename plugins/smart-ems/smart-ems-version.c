/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-version.h"

#include <string.h>

gboolean
smart_ems_version_is_at_least (const char *version, const char *least)
{
    return strcmp (version, least) >= 0;
}

/* Firmware with such an end is that of boards for something else. */
static const struct {
    const char *hardware;
    const char *name;
    SmartEmsGeneration generation;
    const char *others[3];
} boards[] = {
    { "3.5", "LK 3.5", SMART_EMS_LK35, { "ps", "dcdc" } },
    { "3.6", "LK 3.5", SMART_EMS_LK35, { "ps", "dcdc" } },
    { "3.7", "LK 3.5", SMART_EMS_LK35, { "ps", "dcdc" } },
    { "3.8", "LK 3.5", SMART_EMS_LK35, { "ps", "dcdc" } },
    { "3.9", "LK 3.9", SMART_EMS_LK35, { "ps", "dcdc" } },
    { "4.0", "LK4", SMART_EMS_LK4, { "mini" } },
};

static gboolean
is_other (const char *firmware, const char *const *ends)
{
    for (guint i = 0; ends[i] != NULL; i++)
        if (g_str_has_suffix (firmware, ends[i]))
            return TRUE;

    return FALSE;
}

gboolean
smart_ems_version_find_board (const char *hardware,
                              const char *firmware,
                              SmartEmsGeneration *generation,
                              const char **name)
{
    for (guint i = 0; i < G_N_ELEMENTS (boards); i++)
        if (g_str_equal (boards[i].hardware, hardware) && !is_other (firmware, boards[i].others)) {
            *generation = boards[i].generation;
            *name = boards[i].name;
            return TRUE;
        }

    return FALSE;
}
