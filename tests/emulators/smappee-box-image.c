/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A Connect as Modbus TCP server: one unit, holding registers, low word first. */
#include "smappee-box-private.h"

#include <math.h>

#include "modbus-unit.h"
#include "modbus-word.h"

#define UNIT          61
#define MAX_CHANNELS  32u
#define MAX_REGISTERS 125u
#define QUESTION_SIZE 5u /* function, address, number */
#define PAUSE         (30 * G_TIME_SPAN_MILLISECOND)

/* Four registers of each channel, in a block of their own. */
#define BLOCK_SIZE    (4 * MAX_CHANNELS)
#define CURRENT_BLOCK 128u
#define POWER_BLOCK   256u
#define ENERGY_BLOCK  12288u
#define EXPORT_OFFSET 2u

struct _SmappeeBoxImage {
    ModbusBus *bus;
    gint64 next_question; /* by the pace clock, before which a hurried one is not heard */
};

/* Registers */

typedef struct {
    guint first;
    guint count;
    guint16 words[MAX_REGISTERS];
} Window;

static void
put (Window *window, guint address, ModbusWordType type, double value)
{
    guint16 words[MODBUS_WORD_MAX] = { 0 };

    modbus_word_encode (type, MODBUS_WORD_CDAB, value, words);
    for (guint i = 0; i < 2; i++)
        if (address + i >= window->first && address + i < window->first + window->count)
            window->words[address + i - window->first] = words[i];
}

static void
fill (SmappeeBox *self, Window *window)
{
    smappee_box_advance (self);
    for (guint i = 0; i < smappee_box_map_get_length (self->map); i++) {
        const SmappeeBoxChannel *channel = smappee_box_map_get (self->map, i);
        SmappeeBoxReading reading;

        smappee_box_read (self, &channel->form, channel->phase, &reading);
        put (window, CURRENT_BLOCK + 4 * i, MODBUS_WORD_FLOAT32, reading.current);
        put (window, POWER_BLOCK + 4 * i, MODBUS_WORD_FLOAT32, reading.active);
        put (window, ENERGY_BLOCK + 4 * i, MODBUS_WORD_INT32, floor (channel->energy.imported));
        put (window, ENERGY_BLOCK + EXPORT_OFFSET + 4 * i, MODBUS_WORD_INT32,
             floor (channel->energy.exported));
    }
}

static gboolean
is_in_blocks (guint address, guint count)
{
    gboolean live = address >= CURRENT_BLOCK && address + count <= POWER_BLOCK + BLOCK_SIZE;
    gboolean energy = address >= ENERGY_BLOCK && address + count <= ENERGY_BLOCK + BLOCK_SIZE;

    return live || energy;
}

static guint
get_word (const guint8 *bytes)
{
    return (guint)bytes[0] << 8 | bytes[1];
}

static gsize
answer_question (SmappeeBox *self, const guint8 *question, gsize length, guint8 *answer)
{
    Window window = { 0 };

    if (question[0] != MODBUS_READ_HOLDING)
        return modbus_unit_refuse (question, MODBUS_ILLEGAL_FUNCTION, answer);
    if (length != QUESTION_SIZE)
        return modbus_unit_refuse (question, MODBUS_ILLEGAL_VALUE, answer);
    window.first = get_word (question + 1);
    window.count = get_word (question + 3);
    if (window.count < 1 || window.count > MAX_REGISTERS)
        return modbus_unit_refuse (question, MODBUS_ILLEGAL_VALUE, answer);
    if (!is_in_blocks (window.first, window.count))
        return modbus_unit_refuse (question, MODBUS_ILLEGAL_ADDRESS, answer);

    fill (self, &window);
    answer[0] = question[0];
    answer[1] = (guint8)(2 * window.count);
    for (guint i = 0; i < window.count; i++) {
        answer[2 + 2 * i] = (guint8)(window.words[i] >> 8);
        answer[3 + 2 * i] = (guint8)window.words[i];
    }
    return 2 + 2 * window.count;
}

/* Whether it comes too soon after the last one. */
static gboolean
is_hurried (SmappeeBox *self)
{
    gint64 now = wattle_clock_get_monotonic (self->pace);
    gboolean hurried = self->wrong[SMAPPEE_BOX_WRONG_HURRIED] && now < self->image->next_question;

    self->image->next_question = now + PAUSE;
    return hurried;
}

static gsize
answer_peer (gpointer owner, const guint8 *question, gsize length, guint8 *answer)
{
    SmappeeBox *self = owner;

    if (self->down || is_hurried (self))
        return 0;
    return answer_question (self, question, length, answer);
}

/* The server */

gboolean
smappee_box_start_modbus (SmappeeBox *self, const char *address, guint port, GError **error)
{
    if (!smappee_box_has_modbus (self->model)) {
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             "This model has no Modbus");
        return FALSE;
    }
    smappee_box_image_free (self);
    self->image = g_new0 (SmappeeBoxImage, 1);
    self->image->bus = modbus_bus_new ();
    modbus_bus_set_peer (self->image->bus, UNIT, answer_peer, self);
    return modbus_bus_listen (self->image->bus, address, (guint16)port, FALSE, error);
}

guint
smappee_box_get_modbus_port (SmappeeBox *self)
{
    return self->image != NULL ? modbus_bus_get_port (self->image->bus) : 0;
}

void
smappee_box_image_cut (SmappeeBox *self)
{
    if (self->image != NULL)
        modbus_bus_cut (self->image->bus);
}

void
smappee_box_image_free (SmappeeBox *self)
{
    if (self->image != NULL)
        g_object_unref (self->image->bus);
    g_clear_pointer (&self->image, g_free);
}

/* Faults */

gboolean
smappee_box_image_add_fault (SmappeeBox *self, JsonObject *object, GError **error)
{
    ModbusFault fault = { 0 };

    if (self->image == NULL) {
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                             "No such fault; README.md lists them");
        return FALSE;
    }
    if (!modbus_fault_parse (object, &fault, error))
        return FALSE;
    modbus_bus_add_fault (self->image->bus, &fault);
    return TRUE;
}

void
smappee_box_image_clear_faults (SmappeeBox *self)
{
    if (self->image != NULL)
        modbus_bus_clear_faults (self->image->bus);
}

guint
smappee_box_image_get_n_questions (SmappeeBox *self)
{
    return self->image != NULL ? modbus_bus_get_n_requests (self->image->bus) : 0;
}
