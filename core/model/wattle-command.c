/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-command.h"

/**
 * WattleCommand:
 *
 * What a device is told to do: set one of its outputs, perform an action such as `identify`, or set
 * one of its counters.
 */
struct _WattleCommand {
    GObject parent_instance;

    gboolean action;
    gboolean counter;
    char *name;
    gboolean boolean;
    double number;
    char *text;
};

G_DEFINE_FINAL_TYPE (WattleCommand, wattle_command, G_TYPE_OBJECT)

static void
wattle_command_finalize (GObject *object)
{
    WattleCommand *self = WATTLE_COMMAND (object);

    g_free (self->name);
    g_free (self->text);

    G_OBJECT_CLASS (wattle_command_parent_class)->finalize (object);
}

static void
wattle_command_class_init (WattleCommandClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_command_finalize;
}

static void
wattle_command_init (WattleCommand *self)
{
}

static WattleCommand *
create (const char *name)
{
    WattleCommand *self = g_object_new (WATTLE_TYPE_COMMAND, NULL);

    self->name = g_strdup (name);
    return self;
}

/**
 * wattle_command_new_action:
 * @name: name of an action of the device
 *
 * Returns: (transfer full): the command
 */
WattleCommand *
wattle_command_new_action (const char *name)
{
    WattleCommand *self = create (name);

    self->action = TRUE;
    return self;
}

/**
 * wattle_command_new_boolean:
 * @output: key of an output
 * @value: on or off
 *
 * Returns: (transfer full): the command
 */
WattleCommand *
wattle_command_new_boolean (const char *output, gboolean value)
{
    WattleCommand *self = create (output);

    self->boolean = value;
    return self;
}

/**
 * wattle_command_new_number:
 * @output: key of an output
 * @value: number in the unit of the output
 *
 * Returns: (transfer full): the command
 */
WattleCommand *
wattle_command_new_number (const char *output, double value)
{
    WattleCommand *self = create (output);

    self->number = value;
    return self;
}

/**
 * wattle_command_new_text:
 * @output: key of an output
 * @value: one of its choices
 *
 * Returns: (transfer full): the command
 */
WattleCommand *
wattle_command_new_text (const char *output, const char *value)
{
    WattleCommand *self = create (output);

    self->text = g_strdup (value);
    return self;
}

/**
 * wattle_command_new_counter:
 * @counter: key of a counter that is %WATTLE_ENTITY_ADJUSTABLE
 * @value: what the device is to count on from, in the unit of the counter
 *
 * Returns: (transfer full): the command
 */
WattleCommand *
wattle_command_new_counter (const char *counter, double value)
{
    WattleCommand *self = create (counter);

    self->counter = TRUE;
    self->number = value;
    return self;
}

/**
 * wattle_command_is_counter:
 * @self: a command
 *
 * Returns: whether it sets a counter
 */
gboolean
wattle_command_is_counter (WattleCommand *self)
{
    return self->counter;
}

/**
 * wattle_command_is_action:
 * @self: a command
 *
 * Returns: whether it is an action and not about an output or a counter
 */
gboolean
wattle_command_is_action (WattleCommand *self)
{
    return self->action;
}

/**
 * wattle_command_get_name:
 * @self: a command
 *
 * Returns: (transfer none): name of the action or key of the output or counter
 */
const char *
wattle_command_get_name (WattleCommand *self)
{
    return self->name;
}

/**
 * wattle_command_get_boolean:
 * @self: a command
 *
 * Returns: what to set a switch to
 */
gboolean
wattle_command_get_boolean (WattleCommand *self)
{
    return self->boolean;
}

/**
 * wattle_command_get_number:
 * @self: a command
 *
 * Returns: what to set a number or counter to
 */
double
wattle_command_get_number (WattleCommand *self)
{
    return self->number;
}

/**
 * wattle_command_get_text:
 * @self: a command
 *
 * Returns: (transfer none) (nullable): what to set a choice to
 */
const char *
wattle_command_get_text (WattleCommand *self)
{
    return self->text;
}
