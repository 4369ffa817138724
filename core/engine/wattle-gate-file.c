/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-gate-file.h"

#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "base/wattle-number.h"
#include "wattle-gate-private.h"
#include "wattle-gate-reason.h"
#include "wattle-key-file.h"
#include "wattle-migration.h"

#define OUTPUT_PREFIX "Output "
#define CLAIM_PREFIX  "Claim "
#define MAX_OUTPUTS   10000
#define MAX_AUTHOR    256
#define MAX_TIME      (G_MAXINT64 / 4)

/* There is one format so far. */
static const WattleMigrationStep steps[] = { NULL };
static const WattleMigration migration = { "Gate", steps };

/* Writing */

static void
write_integer (GKeyFile *file, const char *group, const char *key, gint64 value)
{
    g_key_file_set_int64 (file, group, key, value);
}

static void
write_time (GKeyFile *file, const char *group, const char *key, gint64 time, gint64 offset)
{
    if (time != WATTLE_GATE_NEVER && time != WATTLE_GATE_NOT_YET)
        write_integer (file, group, key, time + offset);
}

static void
write_value (GKeyFile *file, const char *group, const char *key, GVariant *value)
{
    g_autofree char *text = value != NULL ? wattle_gate_value_to_text (value) : NULL;

    if (text != NULL)
        g_key_file_set_string (file, group, key, text);
}

static void
write_recent (GKeyFile *file, const char *group, const GArray *recent, gint64 offset)
{
    g_autoptr (GString) list = g_string_new (NULL);

    for (guint i = 0; i < recent->len; i++)
        g_string_append_printf (list, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                                g_array_index (recent, gint64, i) + offset);
    if (recent->len > 0)
        g_key_file_set_string (file, group, "RecentStarts", list->str);
}

static void
write_claim (GKeyFile *file, const char *name, const WattleGateClaim *claim, gint64 offset)
{
    /* The serial puts them in order again. */
    g_autofree char *group =
        g_strdup_printf (CLAIM_PREFIX "%" G_GUINT64_FORMAT " %s", claim->serial, name);

    g_key_file_set_string (file, group, "Author", claim->author);
    g_key_file_set_string (file, group, "Layer", wattle_gate_layer_get_name (claim->layer));
    write_value (file, group, "Value", claim->value);
    write_integer (file, group, "Priority", claim->priority);
    write_integer (file, group, "Order", claim->order);
    g_key_file_set_boolean (file, group, "Continuous", claim->continuous);
    g_key_file_set_boolean (file, group, "UntilChange", claim->until_change);
    g_key_file_set_boolean (file, group, "Met", claim->met);
    write_value (file, group, "Against", claim->against);
    write_time (file, group, "Since", claim->since, offset);
    write_time (file, group, "Until", claim->until, offset);
}

/* So that a relay that does not obey is not tried anew by each run. */
static void
write_command (GKeyFile *file, const char *group, const WattleGateOutput *output)
{
    if (output->command == WATTLE_GATE_IDLE)
        return;

    g_key_file_set_string (file, group, "Command", wattle_gate_command_get_name (output->command));
    write_value (file, group, "Commanded", output->commanded);
    g_key_file_set_string (file, group, "CommandLayer", wattle_gate_layer_get_name (output->layer));
    write_integer (file, group, "CommandFor", (gint64)output->serial);
    write_integer (file, group, "Tries", output->tries);
}

static void
write_output (GKeyFile *file, const WattleGateOutput *output, gint64 now, gint64 offset)
{
    g_autofree char *group = g_strconcat (OUTPUT_PREFIX, output->name, NULL);
    const WattleGatePast *past = &output->past;

    write_value (file, group, "State", output->actual);
    write_time (file, group, "LastOn", past->last_on, offset);
    write_time (file, group, "LastOff", past->last_off, offset);
    write_time (file, group, "LastSwitch", past->last_switch, offset);
    write_time (file, group, "LastSeen", past->last_seen, offset);
    write_recent (file, group, past->recent, offset);
    write_integer (file, group, "Starts", (gint64)past->starts);
    write_integer (file, group, "MicrosecondsOn", wattle_gate_past_get_on_span (past, now));
    g_key_file_set_boolean (file, group, "StartUnseen", output->start_counted);
    if (output->protection.interlock != NULL) {
        g_key_file_set_string (file, group, "Interlock", output->protection.interlock);
        write_integer (file, group, "DeadTime", output->protection.dead_time);
    }
    write_command (file, group, output);
    for (guint i = 0; i < output->claims->len; i++) {
        const WattleGateClaim *claim = g_ptr_array_index (output->claims, i);

        if (claim->layer != WATTLE_GATE_DEFAULT)
            write_claim (file, output->name, claim, offset);
    }
}

char *
wattle_gate_file_write (WattleGate *gate, gint64 now, gint64 wall)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();

    g_key_file_set_integer (file, "Gate", "Format", wattle_migration_get_format (&migration));
    write_integer (file, "Gate", "Saved", wall);
    for (guint i = 0; i < gate->outputs->len; i++)
        write_output (file, g_ptr_array_index (gate->outputs, i), now, wall - now);

    return g_key_file_to_data (file, NULL, NULL);
}

/* Reading */

typedef struct {
    WattleGate *gate;
    GKeyFile *file;
    const char *group;
    gint64 now;
    gint64 offset; /* from what the file says to elapsed time */
} Reading;

static gboolean
parse_integer (const char *text, gint64 *value)
{
    return wattle_number_parse_integer (text, -MAX_TIME, MAX_TIME, value, NULL);
}

static gboolean
read_integer (const Reading *reading, const char *key, gint64 *value)
{
    g_autofree char *text = g_key_file_get_string (reading->file, reading->group, key, NULL);

    return text != NULL && parse_integer (text, value);
}

static gboolean
read_flag (const Reading *reading, const char *key)
{
    return g_key_file_get_boolean (reading->file, reading->group, key, NULL);
}

static GVariant *
read_value (const Reading *reading, const char *key)
{
    g_autofree char *text = g_key_file_get_string (reading->file, reading->group, key, NULL);

    return text != NULL ? wattle_gate_value_from_text (text) : NULL;
}

/* What has happened has happened by now. */
static void
read_past_time (const Reading *reading, const char *key, gint64 *time)
{
    gint64 value;

    if (read_integer (reading, key, &value))
        *time = MIN (value + reading->offset, reading->now);
}

static void
read_recent (const Reading *reading, GArray *recent)
{
    g_autofree char *text =
        g_key_file_get_string (reading->file, reading->group, "RecentStarts", NULL);
    g_auto (GStrv) parts = text != NULL ? g_strsplit (text, " ", 1025) : NULL;
    gint64 last = WATTLE_GATE_NOT_YET;

    for (guint i = 0; parts != NULL && parts[i] != NULL; i++) {
        gint64 value;

        if (!parse_integer (parts[i], &value))
            continue;
        last = MAX (last, MIN (value + reading->offset, reading->now));
        g_array_append_val (recent, last);
    }
}

static gboolean
is_output_name (const char *name)
{
    g_auto (GStrv) parts = g_strsplit (name, "/", 3);

    return g_strv_length (parts) == 2 && wattle_ident_is_valid_device (parts[0]) &&
           wattle_ident_is_valid (parts[1]);
}

/* It must not be on together with others while its device is away: the rules come with the device.
 */
static void
read_interlock (const Reading *reading, WattleGateOutput *output)
{
    WattleGateProtection protection = { 0 };
    g_autofree char *group =
        g_key_file_get_string (reading->file, reading->group, "Interlock", NULL);
    gint64 span;

    if (group == NULL || *group == '\0' || strlen (group) > MAX_AUTHOR)
        return;
    protection.interlock = group;
    if (read_integer (reading, "DeadTime", &span))
        protection.dead_time = MAX (span, 0);
    wattle_gate_protection_copy (&output->protection, &protection);
}

/* One that was under way may have been carried out: the device has to say. */
static void
read_command (const Reading *reading, WattleGateOutput *output)
{
    g_autofree char *name = g_key_file_get_string (reading->file, reading->group, "Command", NULL);
    g_autofree char *layer =
        g_key_file_get_string (reading->file, reading->group, "CommandLayer", NULL);
    g_autoptr (GVariant) commanded = read_value (reading, "Commanded");
    gint64 serial = 0;
    gint64 tries = 0;

    if (name == NULL || layer == NULL || commanded == NULL ||
        !wattle_gate_command_parse (name, &output->command) ||
        !wattle_gate_layer_parse (layer, &output->layer) ||
        !read_integer (reading, "CommandFor", &serial) ||
        !read_integer (reading, "Tries", &tries)) {
        output->command = WATTLE_GATE_IDLE;
        return;
    }

    output->commanded = g_steal_pointer (&commanded);
    output->serial = (guint64)MAX (serial, 0);
    output->tries = (guint)CLAMP (tries, 0, WATTLE_GATE_TRIES);
    output->reached = TRUE;
    output->deadline = reading->now + WATTLE_GATE_TRY_ANEW;
    if (output->command == WATTLE_GATE_UNDER_WAY || output->command == WATTLE_GATE_POSTPONED)
        output->command = WATTLE_GATE_AWAITED;
    if (output->command == WATTLE_GATE_AWAITED) {
        output->deadline = reading->now + output->confirm_within;
        output->inherited = TRUE;
    }
}

static gboolean
read_output (const Reading *reading)
{
    const char *name = reading->group + strlen (OUTPUT_PREFIX);
    WattleGateOutput *output;
    gint64 value;

    if (!is_output_name (name) || reading->gate->outputs->len >= MAX_OUTPUTS ||
        wattle_gate_find (reading->gate, name) != NULL)
        return FALSE;

    output = wattle_gate_get (reading->gate, name, reading->now);
    output->actual = read_value (reading, "State");
    output->start_counted = read_flag (reading, "StartUnseen");
    read_past_time (reading, "LastOn", &output->past.last_on);
    read_past_time (reading, "LastOff", &output->past.last_off);
    read_past_time (reading, "LastSwitch", &output->past.last_switch);
    read_past_time (reading, "LastSeen", &output->past.last_seen);
    read_recent (reading, output->past.recent);
    if (read_integer (reading, "Starts", &value) && value > 0)
        output->past.starts = (guint64)value;
    if (read_integer (reading, "MicrosecondsOn", &value) && value > 0)
        output->past.on_span = value;
    read_interlock (reading, output);
    read_command (reading, output);
    return TRUE;
}

static WattleGateClaim *
read_who (const Reading *reading)
{
    g_autofree char *author = g_key_file_get_string (reading->file, reading->group, "Author", NULL);
    g_autofree char *layer_name =
        g_key_file_get_string (reading->file, reading->group, "Layer", NULL);
    g_autoptr (GVariant) value = read_value (reading, "Value");
    WattleGateLayer layer;

    if (author == NULL || *author == '\0' || strlen (author) > MAX_AUTHOR || value == NULL ||
        layer_name == NULL || !wattle_gate_layer_parse (layer_name, &layer) ||
        layer == WATTLE_GATE_DEFAULT)
        return NULL;
    return wattle_gate_claim_new (layer, author, value, reading->now);
}

/* "Claim SERIAL OUTPUT" */
static WattleGateOutput *
find_claimed (const Reading *reading, gint64 *serial)
{
    g_auto (GStrv) parts = g_strsplit (reading->group, " ", 3);

    if (g_strv_length (parts) != 3 || !parse_integer (parts[1], serial) || *serial <= 0)
        return NULL;
    return wattle_gate_find (reading->gate, parts[2]);
}

static gboolean
read_claim (const Reading *reading)
{
    gint64 serial;
    gint64 number = 0;
    WattleGateOutput *output = find_claimed (reading, &serial);
    WattleGateClaim *claim = output != NULL ? read_who (reading) : NULL;

    if (claim == NULL)
        return FALSE;

    claim->serial = (guint64)serial;
    reading->gate->last_serial = MAX (reading->gate->last_serial, claim->serial);
    if (read_integer (reading, "Priority", &number))
        claim->priority = (int)CLAMP (number, G_MININT, G_MAXINT);
    if (read_integer (reading, "Order", &number))
        claim->order = (int)CLAMP (number, G_MININT, G_MAXINT);
    claim->continuous = read_flag (reading, "Continuous");
    claim->until_change = read_flag (reading, "UntilChange");
    claim->met = read_flag (reading, "Met");
    claim->against = read_value (reading, "Against");
    read_past_time (reading, "Since", &claim->since);
    if (read_integer (reading, "Until", &number))
        claim->until = number + reading->offset;
    return wattle_gate_claims_put (output->claims, claim) != NULL;
}

static guint
read_groups (Reading *reading, const char *prefix, gboolean (*read) (const Reading *reading))
{
    g_auto (GStrv) groups = g_key_file_get_groups (reading->file, NULL);
    guint skipped = 0;

    for (guint i = 0; groups[i] != NULL; i++) {
        reading->group = groups[i];
        if (g_str_has_prefix (groups[i], prefix) && !read (reading))
            skipped++;
    }

    return skipped;
}

gboolean
wattle_gate_file_read (WattleGate *gate,
                       const char *text,
                       gsize length,
                       gint64 now,
                       gint64 wall,
                       guint *skipped,
                       GError **error)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();
    Reading reading = { .gate = gate, .file = file, .group = "Gate", .now = now };
    gint64 saved;

    *skipped = 0;
    if (!wattle_key_file_parse (text, length, file, G_KEY_FILE_NONE, error) ||
        !wattle_migration_run (&migration, file, error))
        return FALSE;
    if (!read_integer (&reading, "Saved", &saved)) {
        wattle_error_set (error, WATTLE_ERROR_FAILED,
                          "[Gate] Saved: must be the time at which the file was written");
        return FALSE;
    }

    /* A clock that is behind the file has lost its time: nothing lasts longer for that. */
    reading.offset = now - MAX (wall, saved);
    *skipped = read_groups (&reading, OUTPUT_PREFIX, read_output);
    *skipped += read_groups (&reading, CLAIM_PREFIX, read_claim);
    return TRUE;
}
