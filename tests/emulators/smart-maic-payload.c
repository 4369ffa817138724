/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-private.h"

#include "base/wattle-json.h"

static void
append_comma (GString *text)
{
    if (text->str[text->len - 1] != '{')
        g_string_append_c (text, ',');
}

static void
append_member (GString *text, const char *name, const char *value)
{
    append_comma (text);
    wattle_json_append_string (text, name);
    g_string_append_c (text, ':');
    wattle_json_append_string (text, value);
}

/* The first is no JSON at all; some firmware sends the second. */
static void
append_break (GString *text, const SmartMaicItem *item, gboolean raw)
{
    gboolean first = g_str_equal (item->key, "br0");

    if (raw && first)
        g_string_append (text, "\"name\":\"\n\"");
    else
        append_member (text, "name", raw && g_str_equal (item->key, "br1") ? "<br>" : item->name);
}

static void
append_item (GString *text, const SmartMaicItem *item, gboolean raw_breaks)
{
    append_comma (text);
    g_string_append_printf (text, "\"%s\":{", item->key);
    if (item->unit == NULL) {
        append_break (text, item, raw_breaks);
    } else {
        g_autofree char *value = smart_maic_data_format (item);

        append_member (text, "name", item->name);
        append_member (text, "unit", item->unit);
        append_member (text, "value", value);
    }
    g_string_append_c (text, '}');
}

static void
append_data (GString *text, SmartMaic *self, gboolean raw_breaks, gboolean zero)
{
    g_autoptr (GArray) items = smart_maic_data_read (self, zero);

    append_comma (text);
    g_string_append (text, "\"data\":{");
    for (guint i = 0; i < items->len; i++) {
        const SmartMaicItem *item = &g_array_index (items, SmartMaicItem, i);

        if (item->places & SMART_MAIC_IN_HTTP)
            append_item (text, item, raw_breaks);
    }
    g_string_append_c (text, '}');
}

static char *
make_time (SmartMaic *self)
{
    gint64 utc = emulator_day_get_local (self->day) - G_TIME_SPAN_HOUR;

    return g_strdup_printf ("%" G_GINT64_FORMAT, utc / G_USEC_PER_SEC);
}

char *
smart_maic_payload_getdata (SmartMaic *self, gboolean raw_breaks, gboolean zero)
{
    GString *text = g_string_new ("{");
    g_autofree char *time = make_time (self);

    append_member (text, "devid", self->devid);
    append_member (text, "time", time);
    append_member (text, "pout", self->out ? "1" : "0");
    if (self->newer_firmware)
        append_member (text, "powset", "0");
    append_data (text, self, raw_breaks, zero);
    g_string_append_c (text, '}');
    return g_string_free (text, FALSE);
}

char *
smart_maic_payload_getwdata (SmartMaic *self, gboolean raw_breaks, gboolean zero)
{
    GString *text = g_string_new ("{");

    append_data (text, self, raw_breaks, zero);
    g_string_append_c (text, '}');
    return g_string_free (text, FALSE);
}

static void
append_about (GString *text, const char *key, const char *name, const char *value)
{
    append_comma (text);
    g_string_append_printf (text, "\"%s\":{", key);
    append_member (text, "name", name);
    append_member (text, "value", value);
    g_string_append_c (text, '}');
}

/* The password of the broker too: that is how the device is. */
char *
smart_maic_payload_webinit (SmartMaic *self)
{
    static const char *const models[] = { "D101", "D103", "D105" };
    GString *text = g_string_new ("{");

    append_member (text, "serv", self->broker.host);
    append_member (text, "port", self->broker.port);
    append_member (text, "uname", self->broker.user);
    append_member (text, "pass", self->broker.password);
    g_string_append (text, ",\"about\":{");
    append_about (text, "devid", "Device ID", self->devid);
    append_about (text, "devtype", "Device type", models[self->model]);
    g_string_append (text, "}}");
    return g_string_free (text, FALSE);
}

/* Flat, and with numbers where HTTP has strings. */
char *
smart_maic_payload_json (const GArray *items)
{
    GString *text = g_string_new ("{");

    for (guint i = 0; i < items->len; i++) {
        const SmartMaicItem *item = &g_array_index (items, SmartMaicItem, i);
        g_autofree char *value = smart_maic_data_format (item);

        if (!(item->places & SMART_MAIC_IN_JSON))
            continue;
        append_comma (text);
        g_string_append_printf (text, "\"%s\":%s", item->key, value);
    }
    g_string_append_c (text, '}');
    return g_string_free (text, FALSE);
}
