/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-raw-program.h"

#include "base/wattle-error.h"
#include "base/wattle-number.h"
#include "model/wattle-register-rank.h"
#include "transport/wattle-link-pool.h"
#include "wattle-log.h"
#include "wattle-raw-report.h"

#define EXIT_PROBLEM 1
#define EXIT_USAGE   2

/* Nobody waits behind it: a slow gateway may take its time. */
#define TIMEOUT_MS 2000

static gboolean
parse_number (const char *text,
              const char *name,
              guint min,
              guint max,
              gint64 *number,
              GError **error)
{
    if (text != NULL && wattle_number_parse_integer (text, min, max, number, NULL))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "%s must be a whole number from %u to %u, not “%s”", name, min, max,
                      text != NULL ? text : "");
    return FALSE;
}

/* The address of the bus comes last, as it may hold commas. */
static gboolean
parse (char *const *words, WattleRawRead *read, GError **error)
{
    gint64 unit;
    gint64 function;
    gint64 address;
    gint64 count;

    if (g_strv_length ((char **)words) != 5) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "what is to be read is written as UNIT,FUNCTION,ADDRESS,COUNT,URI");
        return FALSE;
    }
    if (!parse_number (words[0], "the unit", 0, 255, &unit, error) ||
        !parse_number (words[1], "the function", 3, 4, &function, error) ||
        !parse_number (words[2], "the address", 0, 0xffff, &address, error) ||
        !parse_number (words[3], "the count", 1, WATTLE_REGISTER_RANK_MAX, &count, error))
        return FALSE;
    if (address + count > 0x10000) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "there are no registers behind address 65535");
        return FALSE;
    }

    read->unit = (guint8)unit;
    read->function = (guint8)function;
    read->address = (guint16)address;
    read->count = (guint16)count;
    return TRUE;
}

static void
on_answer (WattleFrame *frame, gpointer user_data)
{
    *(WattleFrame **)user_data = g_object_ref (frame);
}

/* NULL: nothing sensible was answered. */
static WattleFrame *
ask (WattleLink *link, const WattleRawRead *read, GError **error)
{
    g_autoptr (WattleRequest) request =
        wattle_request_new_registers (0, read->unit, read->function, read->address, read->count);
    g_autoptr (WattleFrame) frame = NULL;

    wattle_request_with_timeout (request, TIMEOUT_MS);
    wattle_link_send (link, request, WATTLE_LINK_PRIORITY_READ, NULL, on_answer, &frame);
    while (frame == NULL)
        g_main_context_iteration (NULL, TRUE);

    if (!wattle_frame_check (frame, error))
        return NULL;
    if (g_bytes_get_size (wattle_frame_get_bytes (frame)) != read->count * 2u) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "the answer has not the length it must have");
        return NULL;
    }
    return g_steal_pointer (&frame);
}

static int
complain (int status, const GError *error)
{
    g_printerr ("wattled: %s\n", error->message);
    return status;
}

int
wattle_raw_program_run (const char *words)
{
    g_auto (GStrv) parts = g_strsplit (words, ",", 5);
    g_autoptr (WattleClock) clock = wattle_clock_new (1);
    g_autoptr (WattleLinkPool) pool = wattle_link_pool_new (clock);
    g_autoptr (WattleLink) link = NULL;
    g_autoptr (WattleFrame) frame = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *report = NULL;
    WattleRawRead read;

    wattle_log_set_level ("warning", NULL); /* what goes wrong is said once, at the end */
    if (parse (parts, &read, &error))
        link = wattle_link_pool_get (pool, WATTLE_LINK_MODBUS, parts[4], &error);
    if (link == NULL)
        return complain (EXIT_USAGE, error);
    frame = ask (link, &read, &error);
    if (frame == NULL) {
        g_prefix_error (&error, "%s, unit %u: ", wattle_link_get_uri (link), read.unit);
        return complain (EXIT_PROBLEM, error);
    }

    report = wattle_raw_report (&read, g_bytes_get_data (wattle_frame_get_bytes (frame), NULL));
    g_print ("%s\n", report);
    return 0;
}
