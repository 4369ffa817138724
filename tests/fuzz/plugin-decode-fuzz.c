/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Drives the devices of one plugin as the host does, in any order and with any bytes. Built once
 * per plugin, with its sources; FUZZ_DRIVER_TYPE is the function that gives the type of its driver.
 *
 * The input is a list of records, each ended by the byte 0xff and begun by a letter:
 *   m MODEL          the following is about a new device of this model
 *   k DIGIT          about an earlier one; sub-devices are made as they are reported
 *   o KEY=TEXT       an option; it counts until the first record of another kind
 *   s KEY=TEXT       a kept text
 *   l DIGIT          the links it has, a bit for each kind, likewise until then
 *   n                begins the next cycle
 *   a BODY           the next request is answered with status 200; 0, 1, 4 and 5 are other
 *                    statuses; of Modbus: registers or coils, or the exceptions 2, 1, 4 and 5
 *   f DIGIT          the next request fails with this outcome
 *   d TAG BODY       an answer that nobody asked for
 *   p TOPIC LF BODY  a message
 *   x ACTION LF BODY a command; all its requests are answered with BODY
 *   y OUTPUT LF WORD LF BODY  the same, and an output is to be this
 *   w DIGITS         that many seconds pass
 */
#include "fuzz.h"

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "base/wattle-json.h"
#include "base/wattle-number.h"
#include "model/wattle-device-private.h"
#include "model/wattle-driver.h"
#include "publish/wattle-hass-payload.h"

#include <math.h>
#include <string.h>

#define MAX_DEVICES 4
#define MAX_STEPS   64
#define TOLERANCE   (5 * G_USEC_PER_SEC)

GType FUZZ_DRIVER_TYPE (void);

typedef struct {
    WattleDevice *device;
    WattleOptions *options;
    gboolean configured;
    guint step;
} Subject;

typedef struct {
    Subject subjects[MAX_DEVICES];
    guint n_subjects;
    Subject *subject;
    gint64 now;
} House;

static WattleDriver *driver;
static WattleCatalog *catalog;

static Subject *
add_device (House *house, const char *model)
{
    Subject *subject = &house->subjects[house->n_subjects];
    g_autoptr (GError) error = NULL;

    if (house->n_subjects == MAX_DEVICES || !wattle_catalog_has_model (catalog, model))
        return NULL;

    subject->device = wattle_driver_create (driver, model, &error);
    fuzz_check_error (subject->device != NULL, &error);
    fuzz_check (subject->device != NULL);
    wattle_source_set_id (WATTLE_SOURCE (subject->device), "fuzzed");
    subject->options = wattle_catalog_create_options (catalog, model);
    house->n_subjects++;
    return subject;
}

static void
set_now (House *house)
{
    wattle_source_set_now (WATTLE_SOURCE (house->subject->device), house->now,
                           house->now + G_GINT64_CONSTANT (1700000000000000));
}

static gboolean
make_ready (House *house)
{
    Subject *subject = house->subject;
    g_autoptr (GError) error = NULL;

    set_now (house);
    if (subject->configured)
        return TRUE;
    if (!wattle_options_check_complete (subject->options, NULL))
        return FALSE;
    subject->configured =
        wattle_source_configure (WATTLE_SOURCE (subject->device), subject->options, &error);
    fuzz_check_error (subject->configured, &error);
    if (subject->configured)
        wattle_source_begin_cycle (WATTLE_SOURCE (subject->device), TOLERANCE);
    return subject->configured;
}

static void
set_pair (House *house, char *text, gboolean is_state)
{
    char *value = strchr (text, '=');

    if (value == NULL || !g_utf8_validate (text, -1, NULL))
        return;
    *value++ = '\0';
    if (is_state)
        wattle_source_restore_state (WATTLE_SOURCE (house->subject->device), text, value, 0);
    else if (!house->subject->configured)
        wattle_options_set (house->subject->options, text, value, NULL);
}

/* What a person or Home Assistant would see is whole, whatever the device said. */
static void
check_model (WattleDevice *device)
{
    const WattleHassHost host = { "wattle", "homeassistant", "1" };
    const WattleHassDescription description = { "fuzz", "Fuzz", device, NULL };
    g_autofree char *text = wattle_hass_payload_describe_device (&host, &description, NULL);
    g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

    fuzz_check (g_utf8_validate (text, -1, NULL));
    for (guint i = 0; i < wattle_device_get_n_entities (device); i++) {
        WattleEntity *entity = wattle_device_get_entity (device, i);
        g_autofree char *shown = wattle_entity_dup_display (entity);

        fuzz_check (wattle_ident_is_valid (wattle_entity_get_key (entity)));
        fuzz_check (g_hash_table_add (keys, (gpointer)wattle_entity_get_key (entity)));
        fuzz_check (shown == NULL || g_utf8_validate (shown, -1, NULL));
        if (wattle_entity_has_value (entity) &&
            wattle_entity_get_value_type (entity) == WATTLE_VALUE_NUMBER)
            fuzz_check (isfinite (wattle_entity_get_number (entity)));
    }
}

static void
take_children (House *house)
{
    g_autoptr (GPtrArray) notes = wattle_device_take_child_notes (house->subject->device);

    for (guint i = 0; i < notes->len; i++) {
        const WattleChildNote *note = notes->pdata[i];
        Subject *child;

        if (note->kind == WATTLE_CHILD_END)
            continue;
        fuzz_check (wattle_ident_is_valid_device (note->id));
        if (note->kind != WATTLE_CHILD_PRESENT)
            continue;
        fuzz_check (wattle_catalog_has_model (catalog, note->model));
        child = add_device (house, note->model);
        if (child == NULL)
            continue;
        wattle_options_inherit (child->options, house->subject->options);
        fuzz_check (wattle_options_set (child->options, "Address", note->address, NULL));
    }
}

static gboolean
decode (House *house, WattleFrame *frame)
{
    WattleDevice *device = house->subject->device;
    g_autoptr (GError) error = NULL;
    WattleDeviceChanges changes;
    gboolean done;

    set_now (house);
    wattle_device_begin_answer (device, wattle_frame_get_time (frame));
    done = wattle_source_decode (WATTLE_SOURCE (device), frame, &error);
    fuzz_check_error (done, &error);
    fuzz_check (!g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PLUGIN));
    if (!done) {
        wattle_device_drop_answer (device);
        return FALSE;
    }

    changes = wattle_device_commit_answer (device);
    if (changes & WATTLE_DEVICE_CHANGED_CHILDREN)
        take_children (house);
    if (changes & WATTLE_DEVICE_CHANGED_ENTITIES)
        check_model (device);
    return TRUE;
}

static WattleFrame *
make_answer (House *house, guint tag, guint status, const FuzzInput *body)
{
    g_autoptr (GBytes) bytes = g_bytes_new (body->data, body->size);

    return wattle_frame_new_answer (tag, status, "application/json", bytes, house->now);
}

static guint
get_exception (char letter)
{
    switch (letter) {
    case '0':
        return 2;
    case '1':
    case '4':
    case '5':
        return (guint)(letter - '0');
    default:
        return 0;
    }
}

static guint
get_status (WattleRequest *request, char letter)
{
    if (wattle_request_get_kind (request) == WATTLE_LINK_MODBUS)
        return get_exception (letter);
    switch (letter) {
    case '0':
        return 204;
    case '1':
        return 401;
    case '2':
        return 2;
    case '4':
        return 404;
    case '5':
        return 500;
    default:
        return 200;
    }
}

static WattleFrame *
make_failure (House *house, guint tag, FuzzInput *body)
{
    guint outcome = WATTLE_OUTCOME_EMPTY + fuzz_take_byte (body) % (WATTLE_OUTCOME_DROPPED - 1);

    return wattle_frame_new_failure (tag, outcome, "as the fuzzer says", house->now);
}

/* As the runner: failures reach decode only when they were asked for. */
static void
answer_next (House *house, char letter, FuzzInput *body)
{
    WattleSource *source = WATTLE_SOURCE (house->subject->device);
    g_autoptr (WattleRequest) request = NULL;
    g_autoptr (WattleFrame) frame = NULL;
    g_autofree char *shown = NULL;
    const char *group;

    if (house->subject->step < MAX_STEPS)
        request = wattle_source_next_request (source, house->subject->step++);
    if (request == NULL) {
        wattle_device_clear_batch (house->subject->device);
        wattle_source_begin_cycle (source, TOLERANCE);
        house->subject->step = 0;
        return;
    }

    shown = wattle_request_to_string (request);
    group = wattle_source_get_asked_group (source);
    if (letter != 'f')
        frame = make_answer (house, wattle_request_get_tag (request), get_status (request, letter),
                             body);
    else if (wattle_request_get_flags (request) & WATTLE_REQUEST_REPORT_FAILURE)
        frame = make_failure (house, wattle_request_get_tag (request), body);
    if (frame != NULL && decode (house, frame) && group != NULL)
        wattle_source_group_answered (source, group);
}

static void
push (House *house, FuzzInput *body)
{
    g_autofree char *topic = fuzz_take_text (body, '\n');
    g_autoptr (GBytes) bytes = g_bytes_new (body->data, body->size);
    g_autoptr (WattleFrame) frame = NULL;

    if (topic == NULL || !g_utf8_validate (topic, -1, NULL))
        return;
    frame = wattle_frame_new_push (topic, bytes, FALSE, house->now);
    decode (house, frame);
}

static void
run_command (House *house, WattleCommand *order, FuzzInput *body)
{
    for (guint step = 0; step < MAX_STEPS; step++) {
        g_autoptr (GError) error = NULL;
        g_autoptr (WattleRequest) request =
            wattle_device_command (house->subject->device, order, step, &error);
        g_autoptr (WattleFrame) frame = NULL;

        fuzz_check (request == NULL || error == NULL);
        if (request == NULL)
            return;
        frame =
            make_answer (house, wattle_request_get_tag (request), get_status (request, 'a'), body);
        if (!decode (house, frame))
            return;
    }
}

/* A number and a switch are of any value too: what a word means depends on the output. */
static WattleCommand *
make_setting (const char *name, const char *word)
{
    double number;

    if (wattle_number_parse (word, &number, NULL))
        return wattle_command_new_number (name, number);
    return wattle_command_new_text (name, word);
}

static void
command (House *house, gboolean action, FuzzInput *body)
{
    g_autofree char *name = fuzz_take_text (body, '\n');
    g_autofree char *word = !action && name != NULL ? fuzz_take_text (body, '\n') : NULL;
    g_autoptr (WattleCommand) order = NULL;

    if (name == NULL || !wattle_ident_is_valid (name) ||
        (!action && (word == NULL || !g_utf8_validate (word, -1, NULL))))
        return;
    order = action ? wattle_command_new_action (name) : make_setting (name, word);
    run_command (house, order, body);
}

static void
answer_unasked (House *house, FuzzInput *body)
{
    guint tag = fuzz_take_byte (body);
    g_autoptr (WattleFrame) frame = make_answer (house, tag, 200, body);

    decode (house, frame);
}

static void
drive (House *house, char letter, FuzzInput *body)
{
    if (!make_ready (house))
        return;

    if (letter == 'n') {
        wattle_source_begin_cycle (WATTLE_SOURCE (house->subject->device), TOLERANCE);
        house->subject->step = 0;
    } else if (letter == 'p') {
        push (house, body);
    } else if (letter == 'x' || letter == 'y') {
        command (house, letter == 'x', body);
    } else if (letter == 'd') {
        answer_unasked (house, body);
    } else {
        answer_next (house, letter, body);
    }
}

static void
choose (House *house, char letter, const char *text)
{
    Subject *chosen;

    if (letter == 'm')
        chosen = add_device (house, text);
    else
        chosen = (guint)(*text - '0') < house->n_subjects ? &house->subjects[*text - '0'] : NULL;
    if (chosen != NULL)
        house->subject = chosen;
}

static void
take_record (House *house, FuzzInput *record)
{
    char letter = (char)fuzz_take_byte (record);
    g_autofree char *text = g_strndup (record->data, record->size);

    if (letter == 'm' || letter == 'k')
        choose (house, letter, text);
    else if (house->subject == NULL)
        return;
    else if (letter == 'o' || letter == 's')
        set_pair (house, text, letter == 's');
    else if (letter == 'l' && !house->subject->configured)
        wattle_source_set_links (WATTLE_SOURCE (house->subject->device), (guint)(*text - '0'));
    else if (letter == 'w')
        house->now += (gint64)(g_ascii_strtoull (text, NULL, 10) % 100000) * G_USEC_PER_SEC;
    else if (letter != '\0' && strchr ("na01245fdpxy", letter) != NULL)
        drive (house, letter, record);
}

static void
make_driver (void)
{
    g_autoptr (WattleMeterLibrary) meters = wattle_meter_library_new ();

    wattle_meter_library_add_folder (meters, FUZZ_METERS, WATTLE_METER_BUILT_IN);
    driver = g_object_new (FUZZ_DRIVER_TYPE (), NULL);
    catalog = wattle_catalog_new ();
    wattle_catalog_set_meters (catalog, meters);
    wattle_driver_describe (driver, catalog);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    FuzzInput input = { (const char *)data, size };
    House house = { .now = 1000000 };

    if (driver == NULL)
        make_driver ();

    while (input.size > 0) {
        const char *end = memchr (input.data, 0xff, input.size);
        FuzzInput record = { input.data, end != NULL ? (gsize)(end - input.data) : input.size };

        input.data += record.size + (end != NULL);
        input.size -= record.size + (end != NULL);
        take_record (&house, &record);
    }
    for (guint i = 0; i < house.n_subjects; i++) {
        check_model (house.subjects[i].device);
        g_object_unref (house.subjects[i].device);
        g_object_unref (house.subjects[i].options);
    }
    return 0;
}
