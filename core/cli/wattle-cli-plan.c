/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan.h"

#include <glib/gi18n.h>

#include "base/wattle-ident.h"
#include "base/wattle-json.h"
#include "calendar/wattle-holiday-library.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-file.h"
#include "wattle-cli-message.h"
#include "wattle-cli-plan-document.h"
#include "wattle-cli-plan-zone.h"
#include "wattle-config.h"

void
wattle_cli_plan_free (WattleCliPlan *self)
{
    g_free (self->word);
    g_free (self->default_zone);
    g_free (self->fault);
    g_clear_pointer (&self->text, g_bytes_unref);
    g_clear_pointer (&self->plan, wattle_tariff_plan_unref);
    g_free (self);
}

/* Documents */

/* As long as the program runs: plans refer to nothing in it, but are read in many zones. */
static WattleHolidayLibrary *
get_holidays (void)
{
    static WattleHolidayLibrary *library = NULL;

    if (library == NULL) {
        const char *data = g_getenv ("WATTLE_DATA_DIR");
        g_autofree char *folder =
            g_build_filename (data != NULL ? data : WATTLE_DATA_DIR, "holidays", NULL);

        library = wattle_holiday_library_new (folder);
    }
    return library;
}

static const char *
get_data (GBytes *text, gssize *length)
{
    gsize size;
    const char *data = g_bytes_get_data (text, &size);

    *length = (gssize)size;
    return data != NULL ? data : "";
}

WattleTariffPlan *
wattle_cli_plan_parse_kept (GBytes *text, const char *zone, GError **error)
{
    gssize length;
    const char *data = get_data (text, &length);

    return wattle_tariff_plan_parse (data, length, zone, wattle_holiday_library_find,
                                     get_holidays (), error);
}

WattleTariffPlan *
wattle_cli_plan_parse (GBytes *text, const char *zone, GError **error)
{
    g_autoptr (WattleTariffPlan) plan = wattle_cli_plan_parse_kept (text, zone, error);

    return plan != NULL && wattle_tariff_plan_cover_check (plan, error) ? g_steal_pointer (&plan)
                                                                        : NULL;
}

WattleTariffPlan *
wattle_cli_plan_parse_in_zone (GBytes *text, const char *zone, WattleDate since, GError **error)
{
    gssize length;
    const char *data = get_data (text, &length);

    return wattle_tariff_plan_parse_in_zone (data, length, zone, since, wattle_holiday_library_find,
                                             get_holidays (), error);
}

GBytes *
wattle_cli_plan_read_file (const char *path, GError **error)
{
    return wattle_cli_file_read (path, WATTLE_JSON_MAX_SIZE, error);
}

/* Plans of the house */

static int
compare (gconstpointer a, gconstpointer b)
{
    WattleDBusTariff *const *first = a;
    WattleDBusTariff *const *second = b;

    return g_strcmp0 (wattle_dbus_tariff_get_id (*first), wattle_dbus_tariff_get_id (*second));
}

GPtrArray *
wattle_cli_plan_list (WattleCli *cli)
{
    GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
    GList *objects = g_dbus_object_manager_get_objects (cli->objects);

    for (GList *item = objects; item != NULL; item = item->next) {
        WattleDBusTariff *tariff = wattle_dbus_object_get_tariff (item->data);

        if (tariff != NULL)
            g_ptr_array_add (list, tariff);
    }
    g_list_free_full (objects, g_object_unref);
    g_ptr_array_sort (list, compare);
    return list;
}

WattleDBusTariff *
wattle_cli_plan_find (WattleCli *cli, const char *id, GError **error)
{
    g_autoptr (GPtrArray) list = NULL;

    if (!wattle_cli_bus_connect (cli, error))
        return NULL;
    list = wattle_cli_plan_list (cli);
    for (guint i = 0; i < list->len; i++) {
        WattleDBusTariff *tariff = g_ptr_array_index (list, i);

        if (g_strcmp0 (wattle_dbus_tariff_get_id (tariff), id) == 0)
            return g_object_ref (tariff);
    }
    wattle_cli_plan_document_refuse (cli, id, error);
    return NULL;
}

/* Loading */

static gboolean
fetch (WattleCliPlan *self, WattleDBusTariff *tariff, GError **error)
{
    g_autoptr (GVariant) reply = wattle_cli_bus_ask (tariff, "GetDocument", NULL, error);
    g_autoptr (GVariant) text = NULL;

    if (reply == NULL)
        return FALSE;
    text = g_variant_get_child_value (reply, 0);
    self->text = g_variant_get_data_as_bytes (text);
    return TRUE;
}

static gboolean
read_text (WattleCliPlan *self, WattleCli *cli, GError **error)
{
    g_autoptr (WattleDBusTariff) tariff = NULL;

    if (wattle_ident_is_valid (self->word)) {
        tariff = wattle_cli_plan_find (cli, self->word, error);
        return tariff != NULL && fetch (self, tariff, error);
    }

    self->text = wattle_cli_plan_read_file (self->word, error);
    if (self->text == NULL)
        g_prefix_error (error, "%s: ", self->word);
    return self->text != NULL;
}

/* One of the house may have days without a tariff, a file may not. */
static WattleTariffPlan *
parse_as (const WattleCliPlan *self, GError **error)
{
    return wattle_ident_is_valid (self->word)
               ? wattle_cli_plan_parse_kept (self->text, self->default_zone, error)
               : wattle_cli_plan_parse (self->text, self->default_zone, error);
}

/* Nobody looks for a host on behalf of a plan that says whose clocks count. */
static gboolean
read_plan (WattleCliPlan *self, WattleCli *cli, GError **error)
{
    g_autofree char *host = NULL;

    self->default_zone =
        cli->manager != NULL ? wattle_cli_plan_dup_default_zone (cli) : wattle_zone_dup_local ();
    self->plan = parse_as (self, error);
    if (self->plan == NULL || wattle_tariff_plan_names_zone (self->plan))
        return self->plan != NULL;

    host = wattle_cli_plan_dup_host_zone (cli);
    self->zone_of = host != NULL ? WATTLE_CLI_PLAN_ZONE_OF_HOST : WATTLE_CLI_PLAN_ZONE_OF_COMPUTER;
    if (host == NULL || g_str_equal (host, self->default_zone))
        return TRUE;

    g_free (self->default_zone);
    self->default_zone = g_steal_pointer (&host);
    g_clear_pointer (&self->plan, wattle_tariff_plan_unref);
    self->plan = parse_as (self, error);
    return self->plan != NULL;
}

WattleCliPlan *
wattle_cli_plan_load (WattleCli *cli, const char *word, GError **error)
{
    g_autoptr (WattleCliPlan) self = g_new0 (WattleCliPlan, 1);
    g_autoptr (GError) cause = NULL;
    g_autofree char *why = NULL;

    self->word = g_strdup (word);
    if (!read_text (self, cli, error))
        return NULL;
    if (read_plan (self, cli, &cause))
        return g_steal_pointer (&self);

    why = wattle_cli_message_explain (cause);
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, "%s: %s", word, why);
    return NULL;
}

static gboolean
add_plan (GPtrArray *plans, WattleCli *cli, const char *word, GError **error)
{
    WattleCliPlan *plan = wattle_cli_plan_load (cli, word, error);

    if (plan != NULL)
        g_ptr_array_add (plans, plan);
    return plan != NULL;
}

static gboolean
add_house (GPtrArray *plans, WattleCli *cli, GError **error)
{
    g_autoptr (GPtrArray) list = NULL;

    if (!wattle_cli_bus_connect (cli, error))
        return FALSE;
    list = wattle_cli_plan_list (cli);
    for (guint i = 0; i < list->len; i++)
        if (!add_plan (plans, cli, wattle_dbus_tariff_get_id (g_ptr_array_index (list, i)), error))
            return FALSE;
    return TRUE;
}

GPtrArray *
wattle_cli_plan_load_all (WattleCli *cli, const char *const *words, GError **error)
{
    g_autoptr (GPtrArray) plans =
        g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_cli_plan_free);

    if (words[0] == NULL && !add_house (plans, cli, error))
        return NULL;
    for (guint i = 0; words[i] != NULL; i++)
        if (!add_plan (plans, cli, words[i], error))
            return NULL;
    if (plans->len > 0)
        return g_steal_pointer (&plans);
    g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                         _ ("this house has no tariff plan; name a file, or import one with: "
                            "wattle tariff import FILE"));
    return NULL;
}

static void
refuse_several (GPtrArray *plans, GError **error)
{
    g_autoptr (GString) ids = g_string_new (NULL);

    for (guint i = 0; i < plans->len; i++)
        g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "",
                                ((WattleCliPlan *)g_ptr_array_index (plans, i))->word);
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                 _ ("this house has several tariff plans; name one of them: %s"), ids->str);
}

WattleCliPlan *
wattle_cli_plan_load_only (WattleCli *cli, const char *word, GError **error)
{
    const char *const words[] = { word, NULL };
    g_autoptr (GPtrArray) plans = wattle_cli_plan_load_all (cli, words, error);

    if (plans == NULL)
        return NULL;
    if (plans->len == 1)
        return g_ptr_array_steal_index (plans, 0);
    refuse_several (plans, error);
    return NULL;
}

/* What it knows */

gint64
wattle_cli_plan_find_begin (WattleTariffPlan *plan)
{
    WattleZone *zone = wattle_tariff_plan_get_zone (plan);
    gint64 first = wattle_zone_begin (zone, wattle_date_new (1970, 1, 1), 0);
    WattlePricing pricing;

    if (wattle_tariff_plan_get_n_items (plan, first) > 0)
        return first;
    wattle_tariff_plan_get (plan, first, &pricing);
    return pricing.end;
}

gint64
wattle_cli_plan_find_end (WattleTariffPlan *plan)
{
    return wattle_zone_begin (wattle_tariff_plan_get_zone (plan), wattle_date_new (2101, 1, 1), 0);
}

const char *
wattle_cli_plan_name_tariff (WattleTariffPlan *plan, int tariff)
{
    const char *name = NULL;

    wattle_tariff_plan_get_tariff (plan, tariff, &name);
    return name != NULL ? name : "–";
}

char *
wattle_cli_plan_format_price (WattleTariffPlan *plan, const WattlePricing *pricing)
{
    g_autofree char *price = NULL;

    if (!pricing->known)
        return g_strdup ("–");
    price = wattle_money_format (pricing->price, 0);
    return g_strdup_printf ("%s %s/kWh", price, wattle_tariff_plan_get_currency (plan));
}
