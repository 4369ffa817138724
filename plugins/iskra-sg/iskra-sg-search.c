/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-search.h"

#include <string.h>

#define PORT 33333

/* The reply, as the maker's client and older firmware have it. */
#define REPLY_LENGTH   204
#define AT_MODEL       28
#define AT_SERIAL      43
#define AT_DESCRIPTION 55

#define MODEL_LENGTH       15
#define SERIAL_LENGTH      8
#define DESCRIPTION_LENGTH 40

/* Other bytes in the last place are commands: 1C changes the address of a gateway, 1D restarts it.
 */
static const guint8 question[] = { 0, 0, 0, 0x1A };
static const guint8 reply_start[] = { 0, 0, 0, 0x1B };

void
iskra_sg_search_describe (WattleCatalog *catalog)
{
    wattle_catalog_add_udp_search (catalog, PORT, 0, question, sizeof question);
}

/* Texts are padded with blanks or zeros and may be cut in the middle of a character. */
static char *
read_text (const char *place, gsize length)
{
    const char *end;

    g_utf8_validate_len (place, strnlen (place, length), &end);
    return g_strstrip (g_strndup (place, (gsize)(end - place)));
}

/* Such as IS000966. */
static gboolean
is_serial (const char *text)
{
    for (guint i = 0; i < SERIAL_LENGTH; i++)
        if (i < 2 ? !g_ascii_isupper (text[i]) : !g_ascii_isdigit (text[i]))
            return FALSE;
    return TRUE;
}

static gboolean
read_reply (const char *reply, const char *address, WattleFound *found, GError **error)
{
    g_autofree char *model = read_text (reply + AT_MODEL, MODEL_LENGTH);
    g_autofree char *description = read_text (reply + AT_DESCRIPTION, DESCRIPTION_LENGTH);
    g_autofree char *serial = g_strndup (reply + AT_SERIAL, SERIAL_LENGTH);
    g_autofree char *url = g_strconcat ("http://", address, NULL);

    /* All instruments of Iskra with a network answer alike. */
    if (!g_str_has_prefix (model, "SG"))
        return FALSE;
    if (!is_serial (serial)) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "the serial number of the gateway %s is not two letters and six digits",
                          address);
        return FALSE;
    }

    wattle_found_set_model (found, "gateway");
    wattle_found_set_serial (found, serial);
    wattle_found_set_name (found, *description != '\0' ? description : model);
    wattle_found_set_link (found, WATTLE_LINK_HTTP, url);
    return TRUE;
}

gboolean
iskra_sg_search_match (WattleFrame *frame, WattleFound *found, GError **error)
{
    const char *address = wattle_frame_get_address (frame);
    gsize length;
    const char *reply = g_bytes_get_data (wattle_frame_get_bytes (frame), &length);

    if (address == NULL || length != REPLY_LENGTH ||
        memcmp (reply, reply_start, sizeof reply_start) != 0)
        return FALSE;
    return read_reply (reply, address, found, error);
}
