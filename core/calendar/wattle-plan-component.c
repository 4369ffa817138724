/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-plan-component.h"

#include "base/wattle-error.h"
#include "wattle-plan-parse.h"
#include "wattle-plan-season.h"

#define MAX_COMPONENTS 16
#define MAX_FEES       16

/* A number is no exact decimal once it was read, so it is the likeliest mistake. Returns whether it
 * is one. */
static gboolean
refuse_number (JsonObject *object, const char *name, GError **error)
{
    JsonNode *node = json_object_get_member (object, name);
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    WattleMoney money;
    double number;

    if (node == NULL || !wattle_json_node_is_number (node, &number))
        return FALSE;
    g_ascii_formatd (text, sizeof text, "%.9g", number);
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "must be a text, in quotes, such as \"%s\"",
                      wattle_money_parse (text, &money, NULL) ? text : "0.23");
    g_prefix_error (error, "%s: ", name);
    return TRUE;
}

static gboolean
read_vat (JsonObject *object, gint64 *vat, GError **error)
{
    g_autofree char *text = NULL;

    if (refuse_number (object, "vat", error) ||
        !wattle_member_read_text (object, "vat", FALSE, &text, error))
        return FALSE;
    if (text == NULL || wattle_money_parse_percent (text, vat, error))
        return TRUE;
    g_prefix_error (error, "vat: ");
    return FALSE;
}

static gboolean
read_price (JsonObject *object, const char *name, WattlePlanPrice *price, GError **error)
{
    const char *text;

    if (refuse_number (object, name, error) || !wattle_json_get_string (object, name, &text, error))
        return FALSE;
    price->known = wattle_money_parse (text, &price->net, error);
    if (!price->known)
        g_prefix_error (error, "%s: ", name);
    return price->known;
}

/* Either one price at all times, or seasons with a price for each tariff. */
static gboolean
check_prices (JsonObject *object, gboolean has_seasons, GError **error)
{
    const char *lost = has_seasons ? "price" : "prices";

    if (!json_object_has_member (object, lost))
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "%s: a component has either a price, or seasons and prices", lost);
    return FALSE;
}

/* A price for each tariff of the component's seasons may be given, not for others. */
static gboolean
read_prices (WattleTariffPlan *plan,
             JsonObject *object,
             WattlePlanComponent *component,
             GError **error)
{
    JsonObject *prices;
    JsonObjectIter iter;
    const char *id;

    if (!wattle_json_get_object (object, "prices", &prices, error))
        return FALSE;

    json_object_iter_init_ordered (&iter, prices);
    while (json_object_iter_next_ordered (&iter, &id, NULL)) {
        guint i = 0;

        while (i < plan->tariffs->len &&
               !g_str_equal (wattle_tariff_plan_get_tariff (plan, (int)i, NULL), id))
            i++;
        if (i == plan->tariffs->len) {
            wattle_error_set (error, WATTLE_ERROR_CONFIG,
                              "prices: “%s” is no tariff; it must stand under tariffs", id);
            return FALSE;
        }
        if (!read_price (prices, id, &component->prices[i], error)) {
            wattle_member_prefix (error, "prices");
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
read_component (WattleTariffPlan *plan,
                JsonObject *object,
                WattlePlanComponent *component,
                gboolean *main,
                GError **error)
{
    static const char *const members[] = { "id",      "name",   "main",  "vat",
                                           "seasons", "prices", "price", NULL };
    gboolean has_seasons;

    if (!wattle_member_check (object, members, error) ||
        !wattle_plan_parse_naming (object, &component->id, &component->name, error) ||
        !wattle_member_read_flag (object, "main", main, error) ||
        !read_vat (object, &component->vat, error))
        return FALSE;
    has_seasons = json_object_has_member (object, "seasons") || *main;
    if (!check_prices (object, has_seasons, error))
        return FALSE;
    if (!has_seasons)
        return read_price (object, "price", &component->flat, error);

    component->table = wattle_plan_season_read_all (plan, object, error);
    return component->table != NULL && read_prices (plan, object, component, error);
}

static gboolean
check_component_id (const WattlePlanVersion *version, const char *id, GError **error)
{
    for (guint i = 0; i < version->components->len; i++) {
        const WattlePlanComponent *other = g_ptr_array_index (version->components, i);

        if (!g_str_equal (other->id, id))
            continue;
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "id: there are two components “%s”", id);
        return FALSE;
    }
    return TRUE;
}

typedef struct {
    WattlePlanVersion *version;
    guint n_main;
} Components;

static gboolean
add_component (WattleTariffPlan *plan, JsonObject *object, gpointer data, GError **error)
{
    Components *components = data;
    WattlePlanVersion *version = components->version;
    WattlePlanComponent *component = g_new0 (WattlePlanComponent, 1);
    gboolean main = FALSE;

    if (!read_component (plan, object, component, &main, error) ||
        !check_component_id (version, component->id, error)) {
        wattle_plan_component_free (component);
        return FALSE;
    }
    if (main) {
        version->main = version->components->len;
        components->n_main++;
    }
    g_ptr_array_add (version->components, component);
    return TRUE;
}

static gboolean
check_main (guint n_main, GError **error)
{
    if (n_main == 1)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "components: %u have “main”: true; exactly one names the tariff", n_main);
    return FALSE;
}

gboolean
wattle_plan_component_read_all (WattleTariffPlan *plan,
                                WattlePlanVersion *version,
                                JsonObject *object,
                                GError **error)
{
    Components components = { version, 0 };

    return wattle_plan_parse_each (plan, object, "components", 1, MAX_COMPONENTS, add_component,
                                   &components, error) &&
           check_main (components.n_main, error);
}

/* Fees */

void
wattle_plan_fee_free (gpointer data)
{
    WattlePlanFee *fee = data;

    g_free (fee->id);
    g_free (fee->name);
    g_free (fee);
}

static gboolean
check_fee_id (const WattlePlanVersion *version, const char *id, GError **error)
{
    for (guint i = 0; i < version->fees->len; i++) {
        const WattlePlanFee *other = g_ptr_array_index (version->fees, i);

        if (!g_str_equal (other->id, id))
            continue;
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "id: there are two fees “%s”", id);
        return FALSE;
    }
    return TRUE;
}

static gboolean
add_fee (WattleTariffPlan *plan, JsonObject *object, gpointer data, GError **error)
{
    static const char *const members[] = { "id", "name", "vat", "per_month", NULL };
    WattlePlanVersion *version = data;
    WattlePlanFee *fee = g_new0 (WattlePlanFee, 1);
    WattlePlanPrice price = { FALSE, 0 };

    if (wattle_member_check (object, members, error) &&
        wattle_plan_parse_naming (object, &fee->id, &fee->name, error) &&
        check_fee_id (version, fee->id, error) && read_vat (object, &fee->vat, error) &&
        read_price (object, "per_month", &price, error)) {
        fee->per_month = price.net;
        g_ptr_array_add (version->fees, fee);
        return TRUE;
    }

    wattle_plan_fee_free (fee);
    return FALSE;
}

gboolean
wattle_plan_fee_read_all (WattleTariffPlan *plan,
                          WattlePlanVersion *version,
                          JsonObject *object,
                          GError **error)
{
    return wattle_plan_parse_each (plan, object, "fees", 0, MAX_FEES, add_fee, version, error);
}
