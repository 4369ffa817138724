/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-tariff-text.h"

#include <string.h>

#include "base/wattle-json-writer.h"

/* Of what reaches two days ahead. More than that only a plan has that changes every few minutes,
 * and Home Assistant keeps no attributes above 16 KiB. */
#define MAX_CURVE 150

/* NULL: there is no such zone. Its file is read each time, unless somebody has it still. */
static GTimeZone *
get_zone (WattleTariffRun *run)
{
    return g_time_zone_new_identifier (wattle_tariff_get_zone (wattle_tariff_run_get_tariff (run)));
}

static char *
format_time (GTimeZone *zone, gint64 time)
{
    g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
    g_autoptr (GDateTime) local =
        utc != NULL && zone != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

    return local != NULL ? g_date_time_format (local, "%Y-%m-%dT%H:%M:%S%:z") : NULL;
}

char *
wattle_tariff_text_time (WattleTariffRun *run, gint64 time)
{
    g_autoptr (GTimeZone) zone = get_zone (run);

    return format_time (zone, time);
}

/* The braces are the state message's own. */
static char *
finish (WattleJsonWriter *writer)
{
    g_autofree char *object = NULL;

    wattle_json_writer_end_object (writer);
    object = wattle_json_writer_finish (writer);
    return g_strndup (object + 1, strlen (object) - 2);
}

static const char *
skip_digits (const char *text)
{
    while (g_ascii_isdigit (*text))
        text++;
    return text;
}

/* Whoever wrote the plugin may have put anything there. */
static gboolean
is_decimal (const char *text)
{
    const char *whole = *text == '-' ? text + 1 : text;
    const char *end = skip_digits (whole);

    if (end == whole || (*whole == '0' && end - whole > 1))
        return FALSE;
    if (*end == '.' && g_ascii_isdigit (end[1]))
        end = skip_digits (end + 1);
    return *end == '\0';
}

/* It is a number of JSON, and stays exact that way. */
static void
add_decimal (WattleJsonWriter *writer, const char *name, const char *decimal)
{
    if (decimal != NULL && is_decimal (decimal))
        wattle_json_writer_add_json (writer, name, decimal);
    else
        wattle_json_writer_add_null (writer, name);
}

static void
add_word (WattleJsonWriter *writer, const char *name, const char *word)
{
    if (word != NULL)
        wattle_json_writer_add_text (writer, name, word);
    else
        wattle_json_writer_add_null (writer, name);
}

static const char *
find_name (WattleTariff *tariff, const char *id)
{
    const char *name;

    for (guint i = 0; id != NULL && i < wattle_tariff_get_n_tariffs (tariff); i++)
        if (g_str_equal (wattle_tariff_get_tariff (tariff, i, &name), id))
            return name;
    return NULL;
}

char *
wattle_tariff_text_tariff (WattleTariffRun *run)
{
    WattleTariff *tariff = wattle_tariff_run_get_tariff (run);
    const WattleTariffSlot *slot = wattle_tariff_run_get_slot (run);
    WattleJsonWriter *writer = wattle_json_writer_new ();

    wattle_json_writer_begin_object (writer, NULL);
    add_word (writer, "name", find_name (tariff, slot != NULL ? slot->tariff : NULL));
    wattle_json_writer_begin_object (writer, "names");
    for (guint i = 0; i < wattle_tariff_get_n_tariffs (tariff); i++) {
        const char *name;
        const char *id = wattle_tariff_get_tariff (tariff, i, &name);

        wattle_json_writer_add_text (writer, id, name);
    }
    wattle_json_writer_end_object (writer);
    return finish (writer);
}

static void
add_items (WattleJsonWriter *writer, const WattleTariffSlot *slot)
{
    wattle_json_writer_begin_array (writer, "items");
    for (guint i = 0; slot != NULL && i < slot->items->len; i++) {
        const WattleSlotItem *item = g_ptr_array_index (slot->items, i);

        wattle_json_writer_begin_object (writer, NULL);
        wattle_json_writer_add_text (writer, "component", item->component);
        wattle_json_writer_add_text (writer, "name", item->name);
        add_decimal (writer, "net", item->net);
        add_decimal (writer, "gross", item->gross);
        wattle_json_writer_end_object (writer);
    }
    wattle_json_writer_end_array (writer);
}

static void
add_curve (WattleJsonWriter *writer, WattleTariffRun *run)
{
    WattleSlots *curve = wattle_tariff_run_get_curve (run);
    guint count = MIN (wattle_slots_get_count (curve), MAX_CURVE);
    g_autoptr (GTimeZone) zone = get_zone (run);

    wattle_json_writer_begin_array (writer, "curve");
    for (guint i = 0; i < count; i++) {
        const WattleTariffSlot *slot = wattle_slots_get (curve, i);
        g_autofree char *start = format_time (zone, slot->start);
        g_autofree char *end = format_time (zone, slot->end);

        wattle_json_writer_begin_object (writer, NULL);
        wattle_json_writer_add_text (writer, "start", start);
        wattle_json_writer_add_text (writer, "end", end);
        add_word (writer, "tariff", slot->tariff);
        add_decimal (writer, "price", slot->price);
        wattle_json_writer_end_object (writer);
    }
    wattle_json_writer_end_array (writer);
}

char *
wattle_tariff_text_price (WattleTariffRun *run)
{
    WattleTariff *tariff = wattle_tariff_run_get_tariff (run);
    WattleJsonWriter *writer = wattle_json_writer_new ();

    wattle_json_writer_begin_object (writer, NULL);
    wattle_json_writer_add_text (writer, "direction",
                                 wattle_tariff_is_feed_in (tariff) ? "feed-in" : "import");
    wattle_json_writer_add_text (writer, "zone", wattle_tariff_get_zone (tariff));
    add_items (writer, wattle_tariff_run_get_slot (run));
    add_curve (writer, run);
    return finish (writer);
}
