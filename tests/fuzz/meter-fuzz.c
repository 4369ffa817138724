/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include "fuzz.h"
#include "model/wattle-device-private.h"
#include "model/wattle-meter.h"
#include "model/wattle-request.h"

#define SEPARATOR '\0'

/* A device that does nothing, for the values to go to. */
typedef struct {
    WattleDevice parent_instance;
} FuzzDevice;

typedef struct {
    WattleDeviceClass parent_class;
} FuzzDeviceClass;

GType fuzz_device_get_type (void);
G_DEFINE_TYPE (FuzzDevice, fuzz_device, WATTLE_TYPE_DEVICE)

static void
fuzz_device_class_init (FuzzDeviceClass *klass)
{
}

static void
fuzz_device_init (FuzzDevice *self)
{
}

/* As the plugin reads them: together with the register that scales it. */
static WattleRegisterSpan
make_span (const WattleMeterPoint *point)
{
    guint first = point->address;
    guint end = first + wattle_meter_point_get_words (point);

    if (point->scale_address != WATTLE_METER_NO_ADDRESS) {
        first = MIN (first, point->scale_address);
        end = MAX (end, point->scale_address + 1);
    }
    fuzz_check (end <= 0x10000 && end - first <= G_MAXUINT16);
    return (WattleRegisterSpan){ point->function, (guint16)first, (guint16)(end - first),
                                 point->group };
}

static void
check_block (const WattleRegisterBlock *block, const WattleMeter *meter)
{
    g_autoptr (WattleRequest) request = NULL;

    fuzz_check (block->count >= 1 && block->count <= meter->limits.max_registers);
    fuzz_check ((guint)block->address + block->count <= 0x10000);
    request = wattle_request_new_registers (0, meter->unit, block->function, block->address,
                                            block->count);
    fuzz_check (request != NULL);
}

static void
check_map (const WattleMeter *meter)
{
    g_autofree WattleRegisterSpan *spans = g_new (WattleRegisterSpan, meter->n_points);
    g_autoptr (WattleRegisterMap) map = NULL;
    guint n_spans = 0;
    guint blocks = 0;

    for (guint i = 0; i < meter->n_points; i++)
        spans[i] = make_span (&meter->points[i]);
    map = wattle_register_map_new (spans, meter->n_points, &meter->limits);
    /* A device that refuses everything: each request is cut until nothing is left to be cut. */
    while (blocks < wattle_register_map_get_n_blocks (map)) {
        check_block (wattle_register_map_get_block (map, blocks), meter);
        if (wattle_register_map_split (map, blocks))
            continue;
        n_spans += wattle_register_map_get_block (map, blocks)->n_spans;
        blocks++;
    }
    fuzz_check (n_spans == meter->n_points);
}

static WattleDevice *
make_device (const WattleMeter *meter)
{
    g_autofree WattleEntitySpec *specs = g_new (WattleEntitySpec, meter->n_points);
    WattleDevice *device = g_object_new (fuzz_device_get_type (), NULL);

    for (guint i = 0; i < meter->n_points; i++)
        specs[i] = meter->points[i].spec;
    wattle_device_set_entities (device, specs, meter->n_points);
    return device;
}

static void
report (WattleDevice *device, const WattleMeterPoint *point, guint index, const guint8 *bytes)
{
    gboolean number = wattle_quantity_get_info (point->spec.quantity)->type == WATTLE_VALUE_NUMBER;
    double value;

    fuzz_check (point->scale != 0 && isfinite (point->scale));
    wattle_register_get_bits (point->type, point->order, bytes);
    if (!wattle_register_decode (point->type, point->order, bytes, &value))
        wattle_device_report_missing (device, point->spec.key);
    else if (number)
        wattle_device_report_index (device, index, value * point->scale);
    else
        wattle_device_report_boolean (device, point->spec.key, value != 0);
}

/* Whatever the registers hold, it is a number or it is missing. */
static void
check_values (const WattleMeter *meter, FuzzInput *input)
{
    g_autoptr (WattleDevice) device = make_device (meter);
    guint8 bytes[WATTLE_REGISTER_MAX_WORDS * 2];

    wattle_device_begin_answer (device, 1);
    for (guint i = 0; i < meter->n_points; i++) {
        for (guint j = 0; j < sizeof bytes; j++)
            bytes[j] = fuzz_take_byte (input);
        report (device, &meter->points[i], i, bytes);
    }
    wattle_device_commit_answer (device);

    for (guint i = 0; i < meter->n_points; i++) {
        WattleEntity *entity = wattle_device_find_entity (device, meter->points[i].spec.key);

        fuzz_check (entity != NULL);
        fuzz_check (!wattle_entity_has_value (entity) ||
                    wattle_quantity_get_info (meter->points[i].spec.quantity)->type !=
                        WATTLE_VALUE_NUMBER ||
                    isfinite (wattle_entity_get_number (entity)));
    }
}

static void
check_key (const WattleMeter *meter, guint index)
{
    fuzz_check (meter->points[index].spec.key != NULL);
    for (guint i = 0; i < index; i++)
        fuzz_check (!g_str_equal (meter->points[i].spec.key, meter->points[index].spec.key));
}

static void
check_documents (const WattleMeter *meter)
{
    for (guint i = 0; i < meter->n_points; i++) {
        fuzz_check (meter->points[i].question < meter->n_questions);
        fuzz_check (*meter->points[i].pointer == '/');
    }
}

/* A definition, a zero byte, and what registers hold. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    FuzzInput input = { (const char *)data, size };
    g_autofree char *text = fuzz_take_text (&input, SEPARATOR);
    g_autoptr (WattleMeter) meter = NULL;
    g_autoptr (GError) error = NULL;

    meter = wattle_meter_parse (text != NULL ? text : "", -1, &error);
    fuzz_check_error (meter != NULL, &error);
    if (meter == NULL)
        return 0;

    fuzz_check (meter->n_points >= 1 && meter->n_points <= WATTLE_METER_MAX_POINTS);
    for (guint i = 0; i < meter->n_points; i++)
        check_key (meter, i);
    if (meter->kind == WATTLE_METER_HTTP_JSON) {
        check_documents (meter);
        return 0;
    }
    check_map (meter);
    check_values (meter, &input);
    return 0;
}
