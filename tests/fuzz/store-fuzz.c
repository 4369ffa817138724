/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/wattle-store.h"
#include "fuzz.h"

static void
check_devices (GPtrArray *devices)
{
    for (guint i = 0; i < devices->len; i++) {
        const WattleDeviceConfig *config = devices->pdata[i];

        fuzz_check (config->id != NULL && config->driver != NULL);
        fuzz_check (config->interval_ms >= -1);
        fuzz_check (config->options->len % 2 == 0);
    }
}

/* The same bytes as settings of the host and as a device. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    const char *folder = fuzz_make_folder ();
    g_autoptr (WattleClock) clock = wattle_clock_new_manual (0);
    g_autoptr (WattleProblems) problems = wattle_problems_new (clock);
    g_autoptr (WattleStore) store = wattle_store_new (folder, problems);
    const WattleHostConfig *host;

    fuzz_write (folder, "wattle.conf", (const char *)data, size);
    fuzz_write (folder, "devices.d/fuzz.conf", (const char *)data, size);
    wattle_store_load (store);
    host = wattle_store_get_host (store);
    fuzz_check (host->instance != NULL && host->discovery_prefix != NULL);
    fuzz_check (host->port >= 0 && host->port <= 65535);
    check_devices (wattle_store_get_devices (store));
    for (guint i = 0; i < wattle_problems_get_count (problems); i++)
        fuzz_check (g_utf8_validate (wattle_problems_get (problems, i)->message, -1, NULL));
    fuzz_drop_folder (folder);
    return 0;
}
