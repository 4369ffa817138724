/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-raw-report.h"

#include "base/wattle-json-writer.h"
#include "model/wattle-register-rank.h"

#define SHARE_DECIMALS 4

static void
add_orders (WattleJsonWriter *json, WattleRegisterRank *rank)
{
    const WattleRegisterOrder *orders = wattle_register_rank_get_orders (rank);

    wattle_json_writer_begin_array (json, "orders");
    for (guint i = 0; i < WATTLE_REGISTER_N_ORDERS; i++) {
        wattle_json_writer_begin_object (json, NULL);
        wattle_json_writer_add_text (json, "order", wattle_register_order_get_name (orders[i]));
        wattle_json_writer_add_number (
            json, "share", wattle_register_rank_get_share (rank, orders[i]), SHARE_DECIMALS);
        wattle_json_writer_end_object (json);
    }
    wattle_json_writer_end_array (json);
}

static void
add_readings (WattleJsonWriter *json, WattleRegisterRank *rank, guint index)
{
    WattleRegisterReading readings[WATTLE_REGISTER_RANK_N_READINGS];
    gboolean any = wattle_register_rank_list (rank, index, readings);

    wattle_json_writer_begin_array (json, "readings");
    for (guint i = 0; any && i < G_N_ELEMENTS (readings); i++) {
        wattle_json_writer_begin_object (json, NULL);
        wattle_json_writer_add_text (json, "type",
                                     wattle_register_type_get_name (readings[i].type));
        wattle_json_writer_add_text (json, "order",
                                     wattle_register_order_get_name (readings[i].order));
        wattle_json_writer_add_number (json, "value", readings[i].value, -1);
        wattle_json_writer_end_object (json);
    }
    wattle_json_writer_end_array (json);
}

/* Where a value begins in the likeliest order, its type; null: in the middle of one. */
static void
add_cut (WattleJsonWriter *json, WattleRegisterRank *rank, guint index)
{
    WattleRegisterType type;

    if (wattle_register_rank_get_cut (rank, index, &type))
        wattle_json_writer_add_text (json, "begins", wattle_register_type_get_name (type));
    else
        wattle_json_writer_add_null (json, "begins");
}

static void
add_register (WattleJsonWriter *json,
              WattleRegisterRank *rank,
              guint address,
              const guint8 *bytes,
              guint index)
{
    guint word = (guint)bytes[index * 2] << 8 | bytes[index * 2 + 1];
    g_autofree char *hex = g_strdup_printf ("%04x", word);

    wattle_json_writer_begin_object (json, NULL);
    wattle_json_writer_add_integer (json, "address", address + index);
    wattle_json_writer_add_text (json, "hex", hex);
    wattle_json_writer_add_integer (json, "uint16", word);
    wattle_json_writer_add_integer (json, "int16", (gint16)word);
    add_cut (json, rank, index);
    add_readings (json, rank, index);
    wattle_json_writer_end_object (json);
}

char *
wattle_raw_report (const WattleRawRead *read, const guint8 *bytes)
{
    g_autoptr (WattleRegisterRank) rank = wattle_register_rank_new (bytes, read->count);
    WattleJsonWriter *json = wattle_json_writer_new ();

    wattle_json_writer_begin_object (json, NULL);
    wattle_json_writer_add_integer (json, "unit", read->unit);
    wattle_json_writer_add_integer (json, "function", read->function);
    wattle_json_writer_add_integer (json, "address", read->address);
    wattle_json_writer_add_integer (json, "count", read->count);
    add_orders (json, rank);
    wattle_json_writer_begin_array (json, "registers");
    for (guint i = 0; i < read->count; i++)
        add_register (json, rank, read->address, bytes, i);
    wattle_json_writer_end_array (json);
    wattle_json_writer_end_object (json);
    return wattle_json_writer_finish (json);
}
