/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-bus-private.h"

#include <math.h>
#include <string.h>

#include "emulator-day.h"
#include "modbus-unit.h"

struct _ModbusBus {
    GObject parent_instance;

    EmulatorDay *day;
    WattleClock *pace;
    GPtrArray *units;   /* of ModbusUnit */
    ModbusBusPeer peer; /* (nullable) */
    gpointer peer_owner;
    guint8 peer_unit;
    ModbusFaults *faults;
    gboolean strict;
    guint n_requests;
    GPtrArray *listeners; /* of ModbusListener */
    GPtrArray *ptys;      /* of ModbusPty */
};

G_DEFINE_FINAL_TYPE (ModbusBus, modbus_bus, G_TYPE_OBJECT)

static void
modbus_bus_finalize (GObject *object)
{
    ModbusBus *self = MODBUS_BUS (object);

    g_ptr_array_unref (self->listeners);
    g_ptr_array_unref (self->ptys);
    g_ptr_array_unref (self->units);
    modbus_faults_free (self->faults);
    emulator_day_free (self->day);
    g_object_unref (self->pace);
    G_OBJECT_CLASS (modbus_bus_parent_class)->finalize (object);
}

static void
modbus_bus_class_init (ModbusBusClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = modbus_bus_finalize;
}

static void
modbus_bus_init (ModbusBus *self)
{
    self->pace = wattle_clock_new (1);
    self->units = g_ptr_array_new_with_free_func ((GDestroyNotify)modbus_unit_free);
    self->faults = modbus_faults_new ();
    self->listeners = g_ptr_array_new_with_free_func ((GDestroyNotify)modbus_listener_free);
    self->ptys = g_ptr_array_new_with_free_func ((GDestroyNotify)modbus_pty_free);
}

ModbusBus *
modbus_bus_new (void)
{
    ModbusBus *self = g_object_new (MODBUS_TYPE_BUS, NULL);

    self->day = emulator_day_new ();
    return self;
}

ModbusBus *
modbus_bus_new_at (WattleClock *clock, gint64 start)
{
    ModbusBus *self = g_object_new (MODBUS_TYPE_BUS, NULL);

    self->day = emulator_day_new_at (clock, start);
    return self;
}

/* Units */

static ModbusUnit *
find_unit (ModbusBus *self, guint8 number)
{
    for (guint i = 0; i < self->units->len; i++)
        if (modbus_unit_get_number (g_ptr_array_index (self->units, i)) == number)
            return g_ptr_array_index (self->units, i);

    return NULL;
}

gboolean
modbus_bus_add_unit (ModbusBus *self, guint8 unit, const char *definition, GError **error)
{
    g_autoptr (ModbusDefinition) loaded = modbus_definition_load (definition, error);
    guint8 number;

    if (loaded == NULL)
        return FALSE;
    number = unit != 0 ? unit : loaded->unit;
    if (find_unit (self, number) != NULL) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                     "%s: there is another meter with the number %u", definition, number);
        return FALSE;
    }
    g_ptr_array_add (self->units, modbus_unit_new (number, g_steal_pointer (&loaded), self->day));
    return TRUE;
}

void
modbus_bus_set_peer (ModbusBus *self, guint8 unit, ModbusBusPeer peer, gpointer owner)
{
    self->peer = peer;
    self->peer_owner = owner;
    self->peer_unit = unit;
}

char *
modbus_bus_dup_units (ModbusBus *self)
{
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < self->units->len; i++)
        g_string_append_printf (text, "%s%u", i > 0 ? ", " : "",
                                modbus_unit_get_number (g_ptr_array_index (self->units, i)));
    return g_string_free (text, FALSE);
}

double
modbus_bus_get_value (ModbusBus *self, guint8 unit, guint function, guint address)
{
    ModbusUnit *found = find_unit (self, unit);

    return found != NULL ? modbus_unit_get_value (found, function, address) : NAN;
}

/* Time and faults */

void
modbus_bus_set_time (ModbusBus *self, double seconds)
{
    emulator_day_set_seconds (self->day, seconds);
}

gint64
modbus_bus_get_local (ModbusBus *self)
{
    return emulator_day_get_local (self->day);
}

WattleClock *
modbus_bus_get_pace (ModbusBus *self)
{
    return self->pace;
}

void
modbus_bus_set_strict (ModbusBus *self, gboolean strict)
{
    self->strict = strict;
}

void
modbus_bus_set_fault (ModbusBus *self, ModbusBusFault fault, guint8 unit, guint n_answers)
{
    const ModbusFault knob = { .kind = fault, .unit = unit, .answers = n_answers };

    modbus_faults_clear (self->faults);
    if (fault != MODBUS_BUS_FINE)
        modbus_faults_add (self->faults, &knob);
}

void
modbus_bus_add_fault (ModbusBus *self, const ModbusFault *fault)
{
    modbus_faults_add (self->faults, fault);
}

void
modbus_bus_clear_faults (ModbusBus *self)
{
    modbus_faults_clear (self->faults);
}

guint
modbus_bus_get_n_faults (ModbusBus *self)
{
    return modbus_faults_get_length (self->faults);
}

void
modbus_bus_take_fault (ModbusBus *self, guint8 unit, ModbusFault *fault)
{
    modbus_faults_take (self->faults, unit, fault);
}

/* Answers */

static gsize
ask_peer (ModbusBus *self, const guint8 *question, gsize length, guint8 *answer)
{
    gsize size = self->peer (self->peer_owner, question + 1, length - 1, answer + 1);

    answer[0] = question[0];
    return size > 0 ? 1 + size : 0;
}

gsize
modbus_bus_answer (ModbusBus *self, const guint8 *question, gsize length, guint8 *answer)
{
    ModbusUnit *unit = find_unit (self, question[0]);
    gboolean strict = self->strict || modbus_faults_refuse_holes (self->faults, question[0]);

    self->n_requests++;
    if (self->peer != NULL && question[0] == self->peer_unit)
        return ask_peer (self, question, length, answer);
    if (unit == NULL)
        return 0;
    answer[0] = question[0];
    return 1 + modbus_unit_answer (unit, strict, question + 1, length - 1, answer + 1);
}

gboolean
modbus_bus_read (ModbusBus *self,
                 guint8 unit,
                 guint function,
                 guint address,
                 guint count,
                 guint8 *bytes,
                 guint *exception)
{
    const guint8 question[] = { unit,
                                (guint8)function,
                                (guint8)(address >> 8),
                                (guint8)address,
                                (guint8)(count >> 8),
                                (guint8)count };
    guint8 reply[MODBUS_MAX_PDU + 1];

    if (modbus_bus_answer (self, question, sizeof question, reply) == 0)
        return FALSE;
    *exception = reply[1] & 0x80 ? reply[2] : 0;
    if (*exception == 0)
        memcpy (bytes, reply + 3, reply[2]);
    return TRUE;
}

guint
modbus_bus_get_n_requests (ModbusBus *self)
{
    return self->n_requests;
}

/* Where it listens */

gboolean
modbus_bus_listen (ModbusBus *self, const char *address, guint16 port, gboolean rtu, GError **error)
{
    ModbusListener *listener = modbus_listener_new (self, address, port, rtu, error);

    if (listener == NULL)
        return FALSE;
    g_ptr_array_add (self->listeners, listener);
    return TRUE;
}

guint16
modbus_bus_get_port (ModbusBus *self)
{
    guint count = self->listeners->len;

    return count > 0 ? modbus_listener_get_port (g_ptr_array_index (self->listeners, count - 1))
                     : 0;
}

void
modbus_bus_cut (ModbusBus *self)
{
    g_ptr_array_foreach (self->listeners, (GFunc)(void *)modbus_listener_cut, NULL);
}

gboolean
modbus_bus_listen_pty (ModbusBus *self, const char *link, GError **error)
{
    ModbusPty *pty = modbus_pty_new (self, link, error);

    if (pty == NULL)
        return FALSE;
    g_ptr_array_add (self->ptys, pty);
    return TRUE;
}

const char *
modbus_bus_get_pty (ModbusBus *self)
{
    guint count = self->ptys->len;

    return count > 0 ? modbus_pty_get_path (g_ptr_array_index (self->ptys, count - 1)) : NULL;
}
