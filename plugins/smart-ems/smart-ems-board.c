/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-board.h"

#include "smart-ems-json.h"
#include "smart-ems-mac.h"
#include "smart-ems-version.h"
#include "smart-ems-xml.h"

#define HARDWARE_DECIMALS 1
#define FIRMWARE_DECIMALS 2

#define STATE_HARDWARE "hardware"
#define STATE_FIRMWARE "firmware"
#define STATE_MAC      "mac"

void
smart_ems_board_free (SmartEmsBoard *self)
{
    g_free (self->hardware);
    g_free (self->firmware);
    g_free (self->mac);
    g_free (self->label);
    g_free (self);
}

/* NULL: none that is spoken to. */
static SmartEmsBoard *
make_board (const char *hardware, const char *firmware)
{
    SmartEmsGeneration generation;
    const char *name;
    SmartEmsBoard *self;

    if (!smart_ems_version_find_board (hardware, firmware, &generation, &name))
        return NULL;

    self = g_new0 (SmartEmsBoard, 1);
    self->generation = generation;
    self->name = name;
    self->hardware = g_strdup (hardware);
    self->firmware = g_strdup (firmware);
    return self;
}

static SmartEmsBoard *
make_board_or_refuse (const char *hardware,
                      const char *firmware,
                      SmartEmsGeneration wanted,
                      GError **error)
{
    g_autoptr (SmartEmsBoard) self = NULL;

    if (hardware == NULL || firmware == NULL) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "the answer does not say which hardware and firmware it is of: it is of "
                          "another device");
        return NULL;
    }

    self = make_board (hardware, firmware);
    if (self != NULL && self->generation == wanted)
        return g_steal_pointer (&self);
    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                      "a board with hardware %s and firmware %s is no SMART EMS that is known: "
                      "those have an LK 3.5, an LK 3.9 or an LK4",
                      hardware, firmware);
    return NULL;
}

SmartEmsBoard *
smart_ems_board_new_from_xml (GBytes *bytes, GError **error)
{
    g_autoptr (GHashTable) texts = smart_ems_xml_parse (bytes, error);

    return texts != NULL
               ? make_board_or_refuse (g_hash_table_lookup (texts, "hw"),
                                       g_hash_table_lookup (texts, "sw"), SMART_EMS_LK35, error)
               : NULL;
}

static void
take_address (SmartEmsBoard *self, const char *text, const char *known)
{
    self->mac = text != NULL ? smart_ems_mac_parse (text) : NULL;
    if (self->mac == NULL)
        self->mac = g_strdup (known);
}

SmartEmsBoard *
smart_ems_board_new_from_all (JsonObject *root, const SmartEmsBoard *known, GError **error)
{
    g_autofree char *hardware = smart_ems_json_dup_text (root, "hw", HARDWARE_DECIMALS);
    g_autofree char *firmware = smart_ems_json_dup_text (root, "sw", FIRMWARE_DECIMALS);
    /* (sic) */
    g_autofree char *address = smart_ems_json_dup_text (root, "ip4", 0);
    SmartEmsBoard *self =
        make_board_or_refuse (hardware != NULL ? hardware : known->hardware,
                              firmware != NULL ? firmware : known->firmware, SMART_EMS_LK35, error);

    if (self == NULL)
        return NULL;
    take_address (self, address, known->mac);
    self->label = smart_ems_json_dup_text (root, "sname", 0);
    return self;
}

SmartEmsBoard *
smart_ems_board_new_from_settings (JsonObject *root, GError **error)
{
    g_autofree char *hardware =
        smart_ems_json_dup_text (root, "hardwareVersion", HARDWARE_DECIMALS);
    g_autofree char *firmware =
        smart_ems_json_dup_text (root, "softwareVersion", FIRMWARE_DECIMALS);
    g_autofree char *address = smart_ems_json_dup_text (root, "netMac", 0);
    SmartEmsBoard *self = make_board_or_refuse (hardware, firmware, SMART_EMS_LK4, error);

    if (self == NULL)
        return NULL;
    take_address (self, address, NULL);
    self->label = smart_ems_json_dup_text (root, "hostname", 0);
    return self;
}

gboolean
smart_ems_board_is_old (GBytes *bytes)
{
    g_autoptr (GHashTable) texts = smart_ems_xml_parse (bytes, NULL);

    return texts != NULL && g_hash_table_contains (texts, "ver");
}

SmartEmsBoard *
smart_ems_board_recall (WattleSource *source)
{
    const char *hardware = wattle_source_get_state (source, STATE_HARDWARE);
    const char *firmware = wattle_source_get_state (source, STATE_FIRMWARE);
    const char *mac = wattle_source_get_state (source, STATE_MAC);
    SmartEmsBoard *self =
        hardware != NULL && firmware != NULL ? make_board (hardware, firmware) : NULL;

    if (self != NULL)
        take_address (self, mac, NULL);
    return self;
}

void
smart_ems_board_remember (const SmartEmsBoard *self, WattleSource *source)
{
    wattle_source_set_state (source, STATE_HARDWARE, self->hardware, 0);
    wattle_source_set_state (source, STATE_FIRMWARE, self->firmware, 0);
    if (self->mac != NULL)
        wattle_source_set_state (source, STATE_MAC, self->mac, 0);
}

static gboolean
is_same (const SmartEmsBoard *self, const SmartEmsBoard *before)
{
    return self->generation == before->generation &&
           (self->mac == NULL || before->mac == NULL || g_str_equal (self->mac, before->mac));
}

static const char *
show_mac (const SmartEmsBoard *board)
{
    return board->mac != NULL ? board->mac : "?";
}

gboolean
smart_ems_board_check_same (const SmartEmsBoard *self,
                            const SmartEmsBoard *before,
                            const char *id,
                            GError **error)
{
    if (before == NULL || is_same (self, before))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "an %s with MAC %s and firmware %s answers at the address of the %s with MAC "
                      "%s; if it has taken its place, use “wattle devices replace %s --http "
                      "ADDRESS”",
                      self->name, show_mac (self), self->firmware, before->name, show_mac (before),
                      id);
    return FALSE;
}
