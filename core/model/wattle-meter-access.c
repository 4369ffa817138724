/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter-access.h"

#include <math.h>

#include "base/wattle-error.h"
#include "base/wattle-member.h"

#define READ_COILS   1
#define READ_HOLDING 3

#define WRITE_COIL      5
#define WRITE_REGISTER  6
#define WRITE_REGISTERS 16

#define ROUNDING 1e-6

/* What is written has to be what is read: nothing that other registers change. */
static gboolean
check_point (const WattleMeterPoint *point, GError **error)
{
    if (point->function != READ_COILS && point->function != READ_HOLDING)
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "access: only coils and holding registers (functions 1 and 3) can be "
                          "written");
    else if (point->scale_address != WATTLE_METER_NO_ADDRESS || point->ratios != 0)
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "access: what a scale register or a ratio changes cannot be written");
    else if (wattle_quantity_get_info (point->spec.quantity)->counter != WATTLE_COUNTER_NONE)
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "access: a counter cannot be written");
    else
        return TRUE;
    return FALSE;
}

static gboolean
check_function (const WattleMeterPoint *point, gint64 function, GError **error)
{
    gboolean single = wattle_meter_point_get_words (point) == 1;

    if (point->function == READ_COILS && function != WRITE_COIL)
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "write_function: must be 5 for a coil");
    else if (point->function == READ_HOLDING && single && function != WRITE_REGISTER &&
             function != WRITE_REGISTERS)
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "write_function: must be 6 or 16");
    else if (point->function == READ_HOLDING && !single && function != WRITE_REGISTERS)
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "write_function: must be 16 for more than one register");
    else
        return TRUE;
    return FALSE;
}

static gboolean
read_function (JsonObject *object, WattleMeterPoint *point, GError **error)
{
    gint64 function = point->function == READ_COILS               ? WRITE_COIL
                      : wattle_meter_point_get_words (point) == 1 ? WRITE_REGISTER
                                                                  : WRITE_REGISTERS;

    if (!wattle_member_read_integer (object, "write_function", 0, 255, &function, error) ||
        !check_function (point, function, error))
        return FALSE;
    point->write_function = (guint8)function;
    return TRUE;
}

/* Both ends have to fit into the registers, or the device would get something else. */
static gboolean
fits (const WattleMeterPoint *point, double value)
{
    guint16 words[WATTLE_REGISTER_MAX_WORDS];

    return wattle_register_encode (point->type, point->order, value / point->scale, words);
}

static gboolean
read_range (JsonObject *object, WattleMeterPoint *point, GError **error)
{
    WattleEntitySpec *spec = &point->spec;
    JsonArray *list;

    if (!wattle_json_get_array (object, "range", &list, error))
        return FALSE;
    if (json_array_get_length (list) != 2 ||
        !wattle_json_node_is_number (json_array_get_element (list, 0), &spec->min) ||
        !wattle_json_node_is_number (json_array_get_element (list, 1), &spec->max) ||
        !(spec->min < spec->max))
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "range: must be two numbers, the lesser one first");
    else if (!fits (point, spec->min) || !fits (point, spec->max))
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "range: its registers cannot hold these numbers");
    else
        return TRUE;
    return FALSE;
}

static gboolean
refuse_member (JsonObject *object, const char *name, GError **error)
{
    if (!json_object_has_member (object, name))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "%s: is for numbers with access read-write (write_function also for what is "
                      "on or off)",
                      name);
    return FALSE;
}

static gboolean
is_float (const WattleMeterPoint *point)
{
    return point->type == WATTLE_REGISTER_FLOAT32 || point->type == WATTLE_REGISTER_FLOAT64;
}

static gboolean
is_whole (double number)
{
    return fabs (number - round (number)) < ROUNDING;
}

/* What is read back has to be what was written: a float rounds, and a register of whole numbers
 * knows no less than one. So each has a step that is larger than that. */
static gboolean
read_step (WattleMeterPoint *point, GError **error)
{
    WattleEntitySpec *spec = &point->spec;
    double unit = fabs (point->scale);

    spec->step = spec->resolution > 0 || is_float (point) ? spec->resolution : unit;
    if (is_float (point) &&
        (spec->step == 0 || spec->step < MAX (fabs (spec->min), fabs (spec->max)) * ROUNDING))
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "resolution: a float that is written needs one, of at least a millionth "
                          "of its range");
    else if (!is_float (point) && (!is_whole (spec->step / unit) || spec->step < unit / 2))
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "resolution: must be a multiple of the scale of what is written");
    else if (!is_float (point) && !is_whole (spec->min / unit))
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "range: must begin with a multiple of the scale");
    else
        return TRUE;
    return FALSE;
}

gboolean
wattle_meter_access_read (JsonObject *object, WattleMeterPoint *point, GError **error)
{
    static const char *const words[] = { "read", "read-write", NULL };
    gboolean number = wattle_quantity_get_info (point->spec.quantity)->type == WATTLE_VALUE_NUMBER;
    guint access = 0;

    if (!wattle_member_read_word (object, "access", words, &access, error))
        return FALSE;
    if (access == 0)
        return refuse_member (object, "range", error) &&
               refuse_member (object, "write_function", error);
    if (!check_point (point, error) || !read_function (object, point, error) ||
        !(number ? read_range (object, point, error) && read_step (point, error)
                 : refuse_member (object, "range", error)))
        return FALSE;

    point->spec.flags |= WATTLE_ENTITY_OUTPUT;
    return TRUE;
}
