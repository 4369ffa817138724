/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-readings.h"

#include <glib/gi18n.h>

#include "wattle-cli-reading.h"
#include "wattle-cli-table.h"
#include "wattle-cli-time.h"

void
wattle_cli_readings_add (WattleCliJson *json, const char *name, GPtrArray *readings)
{
    wattle_cli_json_begin_object (json, name);
    for (guint i = 0; i < readings->len; i++) {
        const WattleCliReading *reading = g_ptr_array_index (readings, i);

        wattle_cli_json_begin_object (json, reading->key);
        wattle_cli_reading_add_members (reading, json);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_object (json);
}

static void
add_row (WattleCliTable *table, const WattleCliReading *reading, gint64 now)
{
    g_autofree char *value = wattle_cli_reading_format (reading);
    g_autofree char *age = wattle_cli_time_format_age (reading->time, now);

    wattle_cli_table_add (table, reading->key);
    wattle_cli_table_add (table, reading->name);
    wattle_cli_table_add (table, value);
    wattle_cli_table_add (table, reading->unit);
    wattle_cli_table_add_styled (table, wattle_cli_reading_get_style (reading),
                                 wattle_cli_reading_get_doubt (reading));
    wattle_cli_table_add (table, age);
}

void
wattle_cli_readings_print (WattleCli *cli, GPtrArray *readings)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();
    gint64 now = wattle_clock_get_wall (cli->clock);

    wattle_cli_table_add_column (table, C_ ("column", "Key"));
    wattle_cli_table_add_column (table, C_ ("column", "Name"));
    wattle_cli_table_add_number_column (table, C_ ("column", "Value"));
    wattle_cli_table_add_column (table, "");
    wattle_cli_table_add_column (table, C_ ("column", "Quality"));
    wattle_cli_table_add_number_column (table, C_ ("column", "Age"));
    for (guint i = 0; i < readings->len; i++)
        add_row (table, g_ptr_array_index (readings, i), now);
    wattle_cli_table_print (table, cli->colour);
}
