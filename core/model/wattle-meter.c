/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter.h"

#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-json-document.h"
#include "base/wattle-member.h"
#include "wattle-meter-http.h"
#include "wattle-meter-point.h"
#include "wattle-meter-probe.h"

#define FORMAT 2

#define DEFAULT_TIMEOUT_MS 1000

/* A link does not wait much longer for an answer than @timeout_ms, and the delay is part of it. */
#define MAX_GAP_MS 1000

static void
clear (gpointer data)
{
    WattleMeter *self = data;

    for (guint i = 0; i < self->n_points; i++)
        wattle_meter_point_clear (&self->points[i]);
    for (guint i = 0; i < self->n_ratios; i++)
        wattle_meter_probe_clear (&self->ratios[i]);
    wattle_meter_http_clear (self);
    g_free (self->points);
    g_free (self->id);
    g_free (self->manufacturer);
    g_free (self->model);
    g_strfreev (self->aliases);
    g_free (self->source);
    g_strfreev (self->notes);
    g_free (self->device);
    g_free (self->alternative);
}

WattleMeter *
wattle_meter_ref (const WattleMeter *self)
{
    return g_rc_box_acquire ((gpointer)self);
}

void
wattle_meter_unref (WattleMeter *self)
{
    g_rc_box_release_full (self, clear);
}

static gboolean
read_limits (WattleMeter *self, JsonObject *root, GError **error)
{
    static const char *const members[] = { "max_registers", "max_hole",   "even",
                                           "gap_ms",        "timeout_ms", NULL };
    JsonObject *object;
    gint64 registers = 125;
    gint64 hole = 0;
    gint64 gap = 0;
    gint64 timeout = DEFAULT_TIMEOUT_MS;

    if (!wattle_json_get_object (root, "limits", &object, error))
        return FALSE;
    if (!wattle_member_check (object, members, error) ||
        !wattle_member_read_integer (object, "max_registers", 1, 125, &registers, error) ||
        !wattle_member_read_integer (object, "max_hole", 0, 125, &hole, error) ||
        !wattle_member_read_integer (object, "gap_ms", 0, MAX_GAP_MS, &gap, error) ||
        !wattle_member_read_integer (object, "timeout_ms", 10, 60000, &timeout, error) ||
        !wattle_member_read_flag (object, "even", &self->limits.even, error)) {
        g_prefix_error (error, "limits: ");
        return FALSE;
    }
    self->limits.max_registers = (guint)registers;
    self->limits.max_hole = (guint)hole;
    self->gap_ms = (guint)gap;
    self->timeout_ms = (guint)timeout;
    return TRUE;
}

/* Of the serial line; rates as in the endpoint of a link. */
static gboolean
read_line (WattleMeter *self, JsonObject *object, GError **error)
{
    static const char *const parities[] = { "none", "even", "odd", NULL };
    guint parity = G_N_ELEMENTS (parities) - 1;
    gint64 baud = 0;
    gint64 stop = 0;

    if (!wattle_member_read_integer (object, "baud", 300, 1000000, &baud, error) ||
        !wattle_member_read_word (object, "parity", parities, &parity, error) ||
        !wattle_member_read_integer (object, "stop", 1, 2, &stop, error))
        return FALSE;
    self->baud = (guint)baud;
    self->parity = parities[parity];
    self->stop = (guint)stop;
    return TRUE;
}

static gboolean
read_defaults (WattleMeter *self, JsonObject *root, GError **error)
{
    static const char *const of_registers[] = { "unit", "baud", "parity", "stop", "port", NULL };
    static const char *const of_http[] = { "port", "device", NULL };
    const char *const *members = self->kind == WATTLE_METER_HTTP_JSON ? of_http : of_registers;
    JsonObject *object;
    gint64 unit = 1;
    gint64 port = 0;

    if (!json_object_has_member (root, "defaults"))
        return TRUE;
    if (!wattle_json_get_object (root, "defaults", &object, error))
        return FALSE;
    if (!wattle_member_check (object, members, error) ||
        !wattle_member_read_integer (object, "unit", 0, 255, &unit, error) ||
        !wattle_member_read_integer (object, "port", 1, 65535, &port, error) ||
        !wattle_member_read_text (object, "device", FALSE, &self->device, error) ||
        !read_line (self, object, error)) {
        g_prefix_error (error, "defaults: ");
        return FALSE;
    }
    self->unit = (guint8)unit;
    self->port = (guint16)port;
    return TRUE;
}

/* It is the name of a file and a word in a command line too. */
static gboolean
read_id (WattleMeter *self, JsonObject *root, GError **error)
{
    if (!wattle_member_read_text (root, "id", TRUE, &self->id, error))
        return FALSE;
    if (strspn (self->id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (self->id) &&
        strlen (self->id) <= WATTLE_METER_MAX_ID && *self->id != '-')
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "id: must be of small letters, digits and hyphens, %d at most, no hyphen "
                      "first",
                      WATTLE_METER_MAX_ID);
    return FALSE;
}

static gboolean
read_product (WattleMeter *self, JsonObject *root, GError **error)
{
    gint64 phases = 0;

    if (!read_id (self, root, error) ||
        !wattle_member_read_text (root, "manufacturer", TRUE, &self->manufacturer, error) ||
        !wattle_member_read_text (root, "model", TRUE, &self->model, error) ||
        !wattle_member_read_texts (root, "aliases", &self->aliases, error) ||
        !wattle_member_read_integer (root, "phases", 1, 3, &phases, error) ||
        !wattle_member_read_text (root, "source", TRUE, &self->source, error) ||
        !wattle_member_read_texts (root, "notes", &self->notes, error))
        return FALSE;
    self->phases = (guint)phases;
    return TRUE;
}

static gboolean
check_members (WattleMeter *self, JsonObject *root, GError **error)
{
#define OF_ALL                                                                                     \
    "$schema", "format", "kind", "id", "manufacturer", "model", "aliases", "phases", "source",     \
        "notes", "defaults", "limits", "points"
    static const char *const of_registers[] = { OF_ALL,    "ratios",      "identify", "serial",
                                                "sunspec", "alternative", NULL };
    static const char *const of_http[] = { OF_ALL, "http", NULL };
#undef OF_ALL

    return wattle_member_check (root, self->kind == WATTLE_METER_HTTP_JSON ? of_http : of_registers,
                                error);
}

static gboolean
read_kind (WattleMeter *self, JsonObject *root, GError **error)
{
    static const char *const kinds[] = { "modbus-registers", "http-json", NULL };
    guint kind = WATTLE_METER_REGISTERS;
    gint64 format;

    if (!wattle_json_get_integer (root, "format", FORMAT, FORMAT, &format, error) ||
        !wattle_member_read_word (root, "kind", kinds, &kind, error))
        return FALSE;
    self->kind = (WattleMeterKind)kind;
    return check_members (self, root, error);
}

static gboolean
read_means (WattleMeter *self, JsonObject *root, GError **error)
{
    if (self->kind == WATTLE_METER_HTTP_JSON)
        return wattle_meter_http_read (self, root, error);
    return wattle_meter_probe_read_ratios (self, root, error) &&
           wattle_meter_probe_read_checks (self, root, error) &&
           wattle_meter_probe_read_serial (self, root, error) &&
           wattle_meter_probe_read_sunspec (self, root, error) &&
           wattle_meter_probe_read_alternative (self, root, error);
}

WattleMeter *
wattle_meter_parse (const char *text, gssize length, GError **error)
{
    g_autoptr (WattleMeter) self = g_rc_box_new0 (WattleMeter);
    g_autoptr (JsonObject) root = wattle_json_document_parse (text, length, error);

    self->unit = 1;
    if (root != NULL && read_kind (self, root, error) && read_product (self, root, error) &&
        read_defaults (self, root, error) && read_limits (self, root, error) &&
        read_means (self, root, error) && wattle_meter_point_read_all (self, root, error))
        return g_steal_pointer (&self);
    return NULL;
}
