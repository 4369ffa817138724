/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge-logging.h"

#include "base/wattle-json-writer.h"

/* Lines in one span. */
#define MAX_LINES 50
#define SPAN      G_USEC_PER_SEC

struct _WattleBridgeLogging {
    const WattleBridgePort *port;
    guint lines; /* in this span */
    guint left_out;
    guint timer; /* until the span ends */
};

WattleBridgeLogging *
wattle_bridge_logging_new (const WattleBridgePort *port)
{
    WattleBridgeLogging *self = g_new0 (WattleBridgeLogging, 1);

    self->port = port;
    return self;
}

void
wattle_bridge_logging_free (WattleBridgeLogging *self)
{
    wattle_clock_clear (self->port->clock, &self->timer);
    g_free (self);
}

static void
send (WattleBridgeLogging *self, const char *level, const char *message)
{
    WattleJsonWriter *writer = wattle_json_writer_new ();
    g_autofree char *text = NULL;

    wattle_json_writer_begin_object (writer, NULL);
    wattle_json_writer_add_text (writer, "level", level);
    wattle_json_writer_add_text (writer, "message", message);
    wattle_json_writer_end_object (writer);
    text = wattle_json_writer_finish (writer);
    wattle_bridge_port_tell (self->port, "logging", text);
}

static void
on_span_over (gpointer user_data)
{
    WattleBridgeLogging *self = user_data;
    g_autofree char *text = g_strdup_printf ("%u lines are left out here", self->left_out);

    self->timer = 0;
    self->lines = 0;
    if (self->left_out > 0)
        send (self, "message", text);
    self->left_out = 0;
}

/* 0 is the worst. */
static guint
rank (const char *level)
{
    static const char *const levels[] = { "critical", "warning", "message", "info", "debug" };
    guint i = 0;

    while (i < G_N_ELEMENTS (levels) && !g_str_equal (levels[i], level))
        i++;
    return i;
}

void
wattle_bridge_logging_tell (WattleBridgeLogging *self, const char *level, const char *message)
{
    if (!wattle_bridge_port_is_ready (self->port) ||
        rank (level) > rank (self->port->log.get_level ()))
        return;

    if (self->timer == 0)
        self->timer = wattle_clock_call_after (self->port->clock, SPAN, on_span_over, self);
    if (++self->lines <= MAX_LINES)
        send (self, level, message);
    else
        self->left_out++;
}
