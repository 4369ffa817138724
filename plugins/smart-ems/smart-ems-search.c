/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-search.h"

#include <string.h>

#include "smart-ems-mac.h"
#include "smart-ems-version.h"

/* Whether boxes answer to the port that was asked from or to this one is not known: both are the
 * same. */
#define PORT       30403
#define MAX_LENGTH 512

/* Other bytes to this port are commands: three of them put a board into its boot loader. */
static const char question[] = "Discovery: Who is out there?";

enum {
    LINE_NAME,
    LINE_MAC,
    LINE_FIRMWARE,
    LINE_HARDWARE, /* an LK 2.x has none */
    N_LINES,
};

void
smart_ems_search_describe (WattleCatalog *catalog)
{
    wattle_catalog_add_udp_search (catalog, PORT, PORT, (const guint8 *)question,
                                   strlen (question));
}

/* The first lines, without what surrounds them; NULL: it has fewer. */
static char **
split_lines (const char *data, gsize length)
{
    g_autofree char *copy = g_strndup (data, length);
    g_autofree char *text = g_utf8_make_valid (copy, -1);
    g_auto (GStrv) lines = NULL;

    g_strdelimit (text, "\r", ' ');
    lines = g_strsplit (text, "\n", N_LINES + 1);
    if (g_strv_length (lines) < N_LINES)
        return NULL;
    for (guint i = 0; i < N_LINES; i++)
        g_strstrip (lines[i]);
    return g_steal_pointer (&lines);
}

static gboolean
read_lines (char **lines, const char *address, WattleFound *found, GError **error)
{
    g_autofree char *url = g_strconcat ("http://", address, NULL);
    g_autofree char *serial = smart_ems_mac_parse (lines[LINE_MAC]);
    SmartEmsGeneration generation;
    const char *board;

    /* All boards of tinycontrol answer alike. */
    if (!smart_ems_version_find_board (lines[LINE_HARDWARE], lines[LINE_FIRMWARE], &generation,
                                       &board))
        return FALSE;
    if (serial == NULL) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "what the board at %s says in its second line is no MAC address",
                          address);
        return FALSE;
    }

    wattle_found_set_model (found, "box");
    wattle_found_set_serial (found, serial);
    wattle_found_set_name (found, *lines[LINE_NAME] != '\0' ? lines[LINE_NAME] : board);
    wattle_found_set_link (found, WATTLE_LINK_HTTP, url);
    return TRUE;
}

gboolean
smart_ems_search_match (WattleFrame *frame, WattleFound *found, GError **error)
{
    const char *address = wattle_frame_get_address (frame);
    gsize length;
    const char *data = g_bytes_get_data (wattle_frame_get_bytes (frame), &length);
    g_auto (GStrv) lines = NULL;

    /* One's own question comes back, too. */
    if (address == NULL || length > MAX_LENGTH || length == 0)
        return FALSE;
    lines = split_lines (data, length);
    return lines != NULL && read_lines (lines, address, found, error);
}
