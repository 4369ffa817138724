/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Shows the driver of one plugin what a search may bring. Built once per plugin that searches, with
 * its sources; FUZZ_DRIVER_TYPE is the function that gives the type of its driver.
 *
 * The input is one frame, begun by a letter:
 *   u BODY           a datagram
 *   p TOPIC LF BODY  a message; with P one that the broker had kept
 *   s NAME LF TXT    a service of the first type that the driver searches for, with its TXT record
 */
#include "fuzz.h"

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "base/wattle-line.h"
#include "engine/wattle-found-check.h"
#include "model/wattle-driver.h"

GType FUZZ_DRIVER_TYPE (void);

/* As the host would let it through. */
static WattleFrame *
make_service (FuzzInput *input, const char *service_type)
{
    g_autofree char *taken = fuzz_take_text (input, '\n');
    gboolean usable = taken != NULL && *taken != '\0' && g_utf8_validate (taken, -1, NULL) &&
                      wattle_line_is_plain (taken, 63);
    const char *name = usable ? taken : "x";
    g_autofree char *host = g_strconcat (name, ".local", NULL);
    g_autoptr (GBytes) txt = g_bytes_new (input->data, input->size);
    g_autoptr (WattleMdnsService) service =
        wattle_mdns_service_new (service_type, name, host, "192.0.2.1", 22, txt);

    return wattle_frame_new_service (service, 1);
}

static WattleFrame *
make_frame (FuzzInput *input, WattleCatalog *catalog)
{
    const char *service_type = wattle_catalog_get_mdns_searches (catalog)[0];
    char letter = (char)fuzz_take_byte (input);
    gboolean is_message = letter == 'p' || letter == 'P';
    g_autofree char *topic = is_message ? fuzz_take_text (input, '\n') : NULL;
    g_autoptr (GBytes) bytes = g_bytes_new (input->data, input->size);

    if (letter == 's' && service_type != NULL)
        return make_service (input, service_type);
    if (topic != NULL && g_utf8_validate (topic, -1, NULL))
        return wattle_frame_new_push (topic, bytes, letter == 'P', 1);
    return wattle_frame_new_datagram ("192.0.2.1", bytes, 1);
}

/* Whoever adds the device can take it as it is. */
static void
check_found (WattleFound *found, WattleCatalog *catalog)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *id = wattle_found_make_id (found, "fuzz");

    fuzz_check (wattle_found_check (found, catalog, &error));
    fuzz_check (id == NULL || wattle_ident_is_valid_device (id));
    fuzz_check (wattle_found_get_serial (found) != NULL ||
                wattle_found_get_link (found, WATTLE_LINK_HTTP) != NULL ||
                wattle_found_get_link (found, WATTLE_LINK_MQTT) != NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    static WattleDriver *driver;
    static WattleCatalog *catalog;
    FuzzInput input = { (const char *)data, size };
    g_autoptr (WattleFrame) frame = NULL;
    g_autoptr (WattleFound) found = wattle_found_new ();
    g_autoptr (GError) error = NULL;

    if (driver == NULL) {
        driver = g_object_new (FUZZ_DRIVER_TYPE (), NULL);
        catalog = wattle_catalog_new ();
        wattle_driver_describe (driver, catalog);
    }

    frame = make_frame (&input, catalog);
    if (wattle_driver_match (driver, frame, found, &error)) {
        fuzz_check (error == NULL);
        check_found (found, catalog);
    } else if (error != NULL) {
        fuzz_check_error (FALSE, &error);
        fuzz_check (!g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PLUGIN));
    }
    return 0;
}
