/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-tariff-device.h"

#include <glib/gi18n-lib.h>

#include "base/wattle-number.h"
#include "model/wattle-device-private.h"
#include "wattle-tariff-text.h"

struct _WattleTariffDevice {
    WattleDevice parent_instance;

    WattleTariffRun *run;
    char *model;
};

G_DEFINE_FINAL_TYPE (WattleTariffDevice, wattle_tariff_device, WATTLE_TYPE_DEVICE)

/* What Home Assistant may be told: a word that is not among them would be ignored there. */
static char *
join_tariffs (WattleTariff *tariff)
{
    GString *words = g_string_new (NULL);

    for (guint i = 0; i < wattle_tariff_get_n_tariffs (tariff); i++)
        g_string_append_printf (words, "%s%s", i > 0 ? "|" : "",
                                wattle_tariff_get_tariff (tariff, i, NULL));
    return g_string_free (words, FALSE);
}

/* None of them ages: they are true until the next boundary. */
static void
set_entities (WattleDevice *device, WattleTariff *tariff)
{
    g_autofree char *tariffs = join_tariffs (tariff);
    g_autofree char *unit = g_strdup_printf ("%s/kWh", wattle_tariff_get_currency (tariff));
    const WattleEntityFlags flags = WATTLE_ENTITY_ON_CHANGE;
    const WattleEntitySpec specs[] = {
        { .key = "tariff",
          .quantity = WATTLE_QUANTITY_ENUM,
          .flags = flags,
          .name = N_ ("Tariff"),
          .options = tariffs },
        { .key = "price", .quantity = WATTLE_QUANTITY_PRICE, .flags = flags, .unit = unit },
        { .key = "next_change",
          .quantity = WATTLE_QUANTITY_TIMESTAMP,
          .flags = flags,
          .name = N_ ("Next change") },
        { .key = "season",
          .quantity = WATTLE_QUANTITY_TEXT,
          .flags = flags,
          .name = N_ ("Season") },
        { .key = "day_type",
          .quantity = WATTLE_QUANTITY_TEXT,
          .flags = flags,
          .name = N_ ("Type of day") },
        { .key = "holiday",
          .quantity = WATTLE_QUANTITY_TEXT,
          .flags = flags,
          .name = N_ ("Holiday") },
    };

    wattle_device_set_entities (device, specs, G_N_ELEMENTS (specs));
}

static void
report_price (WattleDevice *device, const WattleTariffSlot *slot)
{
    double price;

    if (slot != NULL && slot->price != NULL && wattle_number_parse (slot->price, &price, NULL))
        wattle_device_report (device, "price", price);
    else
        wattle_device_report_missing (device, "price");
}

static void
report_change (WattleDevice *device, WattleTariffRun *run)
{
    gint64 change = wattle_tariff_run_get_next_change (run);
    g_autofree char *text = change != 0 ? wattle_tariff_text_time (run, change) : NULL;

    wattle_device_report_text (device, "next_change", text);
}

/* Of a day that is none, nothing is missing: the name is empty. */
static void
report_holiday (WattleDevice *device, const WattleTariffSlot *slot)
{
    const char *holiday = slot != NULL ? slot->holiday : NULL;

    if (holiday == NULL && slot != NULL && slot->day_type != NULL)
        holiday = "";
    wattle_device_report_text (device, "holiday", holiday);
}

static void
tell_more (WattleDevice *device, WattleTariffRun *run)
{
    g_autofree char *tariff = wattle_tariff_text_tariff (run);
    g_autofree char *price = wattle_tariff_text_price (run);

    wattle_device_set_attribute_members (device, "tariff", tariff);
    wattle_device_set_attribute_members (device, "price", price);
}

static gboolean
wattle_tariff_device_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    WattleTariffDevice *self = WATTLE_TARIFF_DEVICE (source);
    WattleDevice *device = WATTLE_DEVICE (source);
    WattleTariff *tariff = wattle_tariff_run_get_tariff (self->run);
    const WattleTariffSlot *slot = wattle_tariff_run_get_slot (self->run);

    wattle_device_set_identity (device, "Wattle", self->model, NULL, NULL);
    wattle_device_set_label (device, wattle_tariff_get_name (tariff));
    set_entities (device, tariff);
    tell_more (device, self->run);
    wattle_device_report_text (device, "tariff", slot != NULL ? slot->tariff : NULL);
    report_price (device, slot);
    report_change (device, self->run);
    wattle_device_report_text (device, "season", slot != NULL ? slot->season : NULL);
    wattle_device_report_text (device, "day_type", slot != NULL ? slot->day_type : NULL);
    report_holiday (device, slot);
    return TRUE;
}

static void
wattle_tariff_device_finalize (GObject *object)
{
    WattleTariffDevice *self = WATTLE_TARIFF_DEVICE (object);

    g_object_unref (self->run);
    g_free (self->model);

    G_OBJECT_CLASS (wattle_tariff_device_parent_class)->finalize (object);
}

static void
wattle_tariff_device_class_init (WattleTariffDeviceClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_tariff_device_finalize;
    WATTLE_SOURCE_CLASS (klass)->decode = wattle_tariff_device_decode;
}

static void
wattle_tariff_device_init (WattleTariffDevice *self)
{
}

WattleDevice *
wattle_tariff_device_new (WattleTariffRun *run, const char *model)
{
    WattleTariffDevice *self = g_object_new (WATTLE_TYPE_TARIFF_DEVICE, NULL);

    self->run = g_object_ref (run);
    self->model = g_strdup (model);
    set_entities (WATTLE_DEVICE (self), wattle_tariff_run_get_tariff (run));
    return WATTLE_DEVICE (self);
}
