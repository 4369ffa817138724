/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-tariff-text.h"

#include <string.h>

#include "base/wattle-json-writer.h"

/* Home Assistant keeps no attributes of an entity whose JSON is longer. */
#define MAX_ATTRIBUTES 16384

/* For what it adds itself, such as name and unit, for the quality, and for what encloses the
 * curve. */
#define RESERVED 1024

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

static char *
write_head (WattleTariffRun *run)
{
    WattleTariff *tariff = wattle_tariff_run_get_tariff (run);
    WattleJsonWriter *writer = wattle_json_writer_new ();

    wattle_json_writer_begin_object (writer, NULL);
    wattle_json_writer_add_text (writer, "direction",
                                 wattle_tariff_is_feed_in (tariff) ? "feed-in" : "import");
    wattle_json_writer_add_text (writer, "zone", wattle_tariff_get_zone (tariff));
    add_items (writer, wattle_tariff_run_get_slot (run));
    return finish (writer);
}

typedef struct {
    WattleJsonWriter *writer;
    GTimeZone *zone;
    gsize room;   /* in bytes */
    gint64 until; /* of what was written; 0: nothing */
} Curve;

/* An entry has no names of members: of a plan that changes each quarter of an hour there are two
 * hundred. Returns whether there was room for it. */
static gboolean
add_entry (Curve *curve, gint64 start, const char *tariff, const char *price)
{
    WattleJsonWriter *writer = wattle_json_writer_new ();
    g_autofree char *time = format_time (curve->zone, start);
    g_autofree char *entry = NULL;
    gsize length;

    wattle_json_writer_begin_array (writer, NULL);
    wattle_json_writer_add_text (writer, NULL, time);
    add_word (writer, NULL, tariff);
    add_decimal (writer, NULL, price);
    wattle_json_writer_end_array (writer);
    entry = wattle_json_writer_finish (writer);
    length = strlen (entry) + 1;
    if (length > curve->room)
        return FALSE;
    curve->room -= length;
    wattle_json_writer_add_json (curve->writer, NULL, entry);
    return TRUE;
}

/* An entry holds until the next one: where nothing is known there is one that says so. */
static void
add_entries (Curve *curve, WattleSlots *slots)
{
    for (guint i = 0; i < wattle_slots_get_count (slots); i++) {
        const WattleTariffSlot *slot = wattle_slots_get (slots, i);

        if (curve->until != 0 && curve->until < slot->start) {
            if (!add_entry (curve, curve->until, NULL, NULL))
                return;
            curve->until = slot->start;
        }
        if (!add_entry (curve, slot->start, slot->tariff, slot->price))
            return;
        curve->until = slot->end;
    }
}

static char *
write_curve (WattleTariffRun *run, gsize room)
{
    g_autoptr (GTimeZone) zone = get_zone (run);
    g_autofree char *until = NULL;
    Curve curve = { wattle_json_writer_new (), zone, room, 0 };

    wattle_json_writer_begin_object (curve.writer, NULL);
    wattle_json_writer_begin_array (curve.writer, "curve");
    add_entries (&curve, wattle_tariff_run_get_curve (run));
    wattle_json_writer_end_array (curve.writer);
    until = curve.until != 0 ? format_time (zone, curve.until) : NULL;
    add_word (curve.writer, "curve_until", until);
    return finish (curve.writer);
}

char *
wattle_tariff_text_price (WattleTariffRun *run)
{
    g_autofree char *head = write_head (run);
    gsize used = strlen (head) + RESERVED;
    g_autofree char *curve = write_curve (run, MAX_ATTRIBUTES - MIN (used, MAX_ATTRIBUTES));

    return g_strconcat (head, ",", curve, NULL);
}
