/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-json-document.h"
#include "wattle-plan-calendar.h"
#include "wattle-plan-component.h"
#include "wattle-plan-parse.h"

#define FORMAT       1
#define MAX_VERSIONS 100

static void
tariff_free (gpointer data)
{
    WattlePlanTariff *tariff = data;

    g_free (tariff->id);
    g_free (tariff->name);
    g_free (tariff);
}

/* Tariffs */

static gboolean
add_tariff (WattleTariffPlan *plan, JsonObject *object, gpointer data, GError **error)
{
    static const char *const members[] = { "id", "name", NULL };
    WattlePlanTariff *tariff = g_new0 (WattlePlanTariff, 1);
    gboolean done = wattle_member_check (object, members, error) &&
                    wattle_plan_parse_naming (object, &tariff->id, &tariff->name, error);

    for (guint i = 0; done && i < plan->tariffs->len; i++) {
        done = !g_str_equal (wattle_tariff_plan_get_tariff (plan, (int)i, NULL), tariff->id);
        if (!done)
            wattle_error_set (error, WATTLE_ERROR_CONFIG, "id: there are two tariffs “%s”",
                              tariff->id);
    }
    if (done)
        g_ptr_array_add (plan->tariffs, tariff);
    else
        tariff_free (tariff);
    return done;
}

/* Versions */

static WattlePlanVersion *
version_new (void)
{
    WattlePlanVersion *version = g_new0 (WattlePlanVersion, 1);

    version->components =
        g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_plan_component_free);
    version->fees = g_ptr_array_new_with_free_func (wattle_plan_fee_free);
    return version;
}

static gboolean
read_from (WattleTariffPlan *plan,
           JsonObject *object,
           WattleDate since,
           WattlePlanVersion *version,
           GError **error)
{
    const char *text;
    const WattlePlanVersion *last =
        plan->versions->len > 0 ? g_ptr_array_index (plan->versions, plan->versions->len - 1)
                                : NULL;

    if (!wattle_json_get_string (object, "from", &text, error))
        return FALSE;
    if (!wattle_date_parse (text, &version->from, error)) {
        g_prefix_error (error, "from: ");
        return FALSE;
    }
    if (last != NULL && version->from <= last->from) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "from: “%s” must be later than that of the version before", text);
        return FALSE;
    }
    if (last == NULL && since != WATTLE_DATE_NONE)
        version->from = MIN (version->from, since);
    version->start = wattle_zone_begin (plan->zone, version->from, 0);
    return TRUE;
}

static gboolean
add_version (WattleTariffPlan *plan, JsonObject *object, gpointer data, GError **error)
{
    static const char *const members[] = { "from", "source", "components", "fees", NULL };
    const WattleDate *since = data;
    WattlePlanVersion *version = version_new ();
    g_autofree char *source = NULL; /* for whoever reads the document */

    if (wattle_member_check (object, members, error) &&
        read_from (plan, object, *since, version, error) &&
        wattle_member_read_text (object, "source", FALSE, &source, error) &&
        wattle_plan_component_read_all (plan, version, object, error) &&
        wattle_plan_fee_read_all (plan, version, object, error)) {
        g_ptr_array_add (plan->versions, version);
        return TRUE;
    }

    wattle_plan_version_free (version);
    return FALSE;
}

/* The whole */

/* Where and since when it counts. */
typedef struct {
    const char *zone;
    gboolean always;  /* whatever the plan says; else if it says nothing */
    WattleDate since; /* the first version, at the latest; NONE: as the plan says */
} Place;

static gboolean
read_currency (WattleTariffPlan *plan, JsonObject *root, GError **error)
{
    const char *text;
    gboolean valid;

    if (!wattle_json_get_string (root, "currency", &text, error))
        return FALSE;
    valid = strlen (text) == 3;
    for (guint i = 0; valid && i < 3; i++)
        valid = g_ascii_isupper (text[i]);
    plan->currency = g_strdup (text);
    if (valid)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "currency: “%s” is none; it has three capital letters, such as EUR", text);
    return FALSE;
}

static gboolean
read_zone (WattleTariffPlan *plan, JsonObject *root, const Place *place, GError **error)
{
    g_autofree char *name = NULL;
    gboolean own;

    if (!wattle_member_read_text (root, "zone", FALSE, &name, error))
        return FALSE;
    plan->names_zone = name != NULL;
    own = plan->names_zone && !place->always;
    plan->zone = wattle_zone_new (own ? name : place->zone, error);
    if (plan->zone == NULL)
        g_prefix_error (error, "zone: ");
    return plan->zone != NULL;
}

static gboolean
read_direction (WattleTariffPlan *plan, JsonObject *root, GError **error)
{
    static const char *const words[] = { "import", "feed-in", NULL };
    guint index = 0;

    if (!wattle_member_read_word (root, "direction", words, &index, error))
        return FALSE;
    plan->feed_in = index == 1;
    return TRUE;
}

static gboolean
read_head (WattleTariffPlan *plan, JsonObject *root, const Place *place, GError **error)
{
    static const char *const members[] = { "$schema", "format",   "id",       "name",
                                           "source",  "zone",     "currency", "direction",
                                           "tariffs", "calendar", "versions", NULL };
    gint64 format;

    return wattle_member_check (root, members, error) &&
           wattle_json_get_integer (root, "format", FORMAT, FORMAT, &format, error) &&
           wattle_plan_parse_naming (root, &plan->id, &plan->name, error) &&
           wattle_member_read_text (root, "source", FALSE, &plan->source, error) &&
           read_currency (plan, root, error) && read_direction (plan, root, error) &&
           read_zone (plan, root, place, error);
}

static WattleTariffPlan *
plan_new (const char *data, gssize length)
{
    WattleTariffPlan *self = g_new0 (WattleTariffPlan, 1);

    g_atomic_ref_count_init (&self->ref_count);
    self->text = length < 0 ? g_strdup (data) : g_strndup (data, (gsize)length);
    self->types = wattle_day_types_new ();
    self->day_types = g_ptr_array_new ();
    self->tariffs = g_ptr_array_new_with_free_func (tariff_free);
    self->versions = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_plan_version_free);
    return self;
}

typedef struct {
    WattlePackFunc func;
    gpointer user_data;
} Packs;

static gboolean
check_size (const char *data, gssize length, GError **error)
{
    if ((length < 0 ? strlen (data) : (gsize)length) <= WATTLE_TARIFF_PLAN_MAX_SIZE)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "the document is longer than the %d bytes that are allowed",
                      WATTLE_TARIFF_PLAN_MAX_SIZE);
    return FALSE;
}

static WattleTariffPlan *
parse (const char *data, gssize length, const Place *place, const Packs *packs, GError **error)
{
    g_autoptr (JsonObject) root = NULL;
    g_autoptr (WattleTariffPlan) self = NULL;

    if (!check_size (data, length, error))
        return NULL;
    root = wattle_json_document_parse (data, length, error);
    if (root == NULL)
        return NULL;

    self = plan_new (data, length);
    if (read_head (self, root, place, error) &&
        wattle_plan_parse_each (self, root, "tariffs", 1, WATTLE_TARIFF_PLAN_MAX_TARIFFS,
                                add_tariff, NULL, error) &&
        wattle_plan_calendar_read (self, root, packs->func, packs->user_data, error) &&
        wattle_plan_parse_each (self, root, "versions", 1, MAX_VERSIONS, add_version,
                                (gpointer)&place->since, error))
        return g_steal_pointer (&self);
    wattle_member_prefix (error, NULL);
    return NULL;
}

/**
 * wattle_tariff_plan_parse:
 * @data: a document as `data/tariffs/README.md` describes it
 * @length: its length in bytes, or -1
 * @default_zone: zone of a plan that names none
 * @packs: (nullable) (scope call): finds holidays of countries
 * @user_data: for @packs
 * @error: (nullable): %WATTLE_ERROR_CONFIG with the place of what is wrong,
 *   %WATTLE_ERROR_PROTOCOL if it is no JSON
 *
 * Reads a plan. It may have no tariff for some type of day: wattle_tariff_plan_cover_check() tells.
 *
 * Returns: (transfer full): the plan
 */
WattleTariffPlan *
wattle_tariff_plan_parse (const char *data,
                          gssize length,
                          const char *default_zone,
                          WattlePackFunc packs,
                          gpointer user_data,
                          GError **error)
{
    Place place = { default_zone, FALSE, WATTLE_DATE_NONE };
    Packs found = { packs, user_data };

    return parse (data, length, &place, &found, error);
}

/**
 * wattle_tariff_plan_parse_in_zone:
 * @data: a document
 * @length: its length in bytes, or -1
 * @zone: the zone it is put into, whatever it says
 * @since: its first version counts from this day on, were it to begin later;
 *   %WATTLE_DATE_NONE: from the day it says
 * @packs: (nullable) (scope call): finds holidays of countries
 * @user_data: for @packs
 * @error: (nullable): as of wattle_tariff_plan_parse()
 *
 * Reads a plan as if it was for another place or time, to see whether it would hold there.
 *
 * Returns: (transfer full): the plan
 */
WattleTariffPlan *
wattle_tariff_plan_parse_in_zone (const char *data,
                                  gssize length,
                                  const char *zone,
                                  WattleDate since,
                                  WattlePackFunc packs,
                                  gpointer user_data,
                                  GError **error)
{
    Place place = { zone, TRUE, since };
    Packs found = { packs, user_data };

    return parse (data, length, &place, &found, error);
}
