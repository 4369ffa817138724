/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-tariff.h"

#include "base/wattle-error.h"
#include "base/wattle-exception.h"

typedef struct {
    char *id;
    char *name;
} Tariff;

typedef struct {
    char *id;
    char *name;
    char *currency;
    char *zone;
    char *default_zone;
    gboolean feed_in;
    GArray *tariffs; /* of Tariff */
    WattlePackFunc packs;
    gpointer packs_data;
} WattleTariffPrivate;

/**
 * WattleTariff:
 *
 * What energy costs, and when.
 */
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (WattleTariff, wattle_tariff, WATTLE_TYPE_SOURCE)

static WattleTariffPrivate *
get_private (WattleTariff *self)
{
    return wattle_tariff_get_instance_private (self);
}

static void
tariff_clear (gpointer data)
{
    Tariff *tariff = data;

    g_free (tariff->id);
    g_free (tariff->name);
}

static void
wattle_tariff_finalize (GObject *object)
{
    WattleTariffPrivate *priv = get_private (WATTLE_TARIFF (object));

    g_free (priv->id);
    g_free (priv->name);
    g_free (priv->currency);
    g_free (priv->zone);
    g_free (priv->default_zone);
    g_array_unref (priv->tariffs);

    G_OBJECT_CLASS (wattle_tariff_parent_class)->finalize (object);
}

static void
wattle_tariff_class_init (WattleTariffClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_tariff_finalize;
}

static void
wattle_tariff_init (WattleTariff *self)
{
    WattleTariffPrivate *priv = get_private (self);

    priv->default_zone = g_strdup ("UTC");
    priv->tariffs = g_array_new (FALSE, FALSE, sizeof (Tariff));
    g_array_set_clear_func (priv->tariffs, tariff_clear);
}

/* A function that fails has to say why; one in Python may have thrown instead. */
static gboolean
finish (gboolean done, const char *what, GError *problem, GError **error)
{
    g_autofree char *exception = wattle_exception_take ();

    if (done && problem == NULL && exception == NULL)
        return TRUE;
    if (problem != NULL)
        g_propagate_error (error, problem);
    else
        wattle_error_set (error, WATTLE_ERROR_PLUGIN, "%s: %s", what,
                          exception != NULL ? exception : "the plugin does not say why not");
    return FALSE;
}

/**
 * wattle_tariff_load:
 * @self: a tariff
 * @document: its document
 * @length: length in bytes, or -1
 * @error: return location for an error that names the place of what is wrong
 *
 * Returns: whether the document was taken over; if not, what was known before still counts
 */
gboolean
wattle_tariff_load (WattleTariff *self, const char *document, gssize length, GError **error)
{
    WattleTariffClass *klass = WATTLE_TARIFF_GET_CLASS (self);
    GError *problem = NULL;
    gboolean done;

    wattle_exception_forget ();
    done = klass->load != NULL && klass->load (self, document, length, &problem);
    return finish (done, "the document cannot be taken over", problem, error);
}

/**
 * wattle_tariff_fill:
 * @self: a tariff
 * @from: wall time in µs
 * @to: first µs that is not asked for
 * @slots: where what is known goes; the first slot may begin before @from, the last end after @to
 * @error: return location for an error
 *
 * Returns: whether it could say what it knows
 */
gboolean
wattle_tariff_fill (WattleTariff *self, gint64 from, gint64 to, WattleSlots *slots, GError **error)
{
    WattleTariffClass *klass = WATTLE_TARIFF_GET_CLASS (self);
    GError *problem = NULL;
    gboolean done;

    wattle_exception_forget ();
    done = klass->fill != NULL && klass->fill (self, from, to, slots, &problem);
    return finish (done, "the prices cannot be told", problem, error);
}

/**
 * wattle_tariff_validate:
 * @self: a tariff that took over a document
 * @error: return location for an error that names the place of what is wrong
 *
 * A document that was saved long ago, or by hand, is used as far as it goes, and the host says what
 * is wrong with it; a new one is not saved then.
 *
 * Returns: whether the document says all that it must
 */
gboolean
wattle_tariff_validate (WattleTariff *self, GError **error)
{
    WattleTariffClass *klass = WATTLE_TARIFF_GET_CLASS (self);
    GError *problem = NULL;
    gboolean done;

    wattle_exception_forget ();
    done = klass->validate == NULL || klass->validate (self, &problem);
    return finish (done, "the document is not whole", problem, error);
}

/**
 * wattle_tariff_can_find_change:
 * @self: a tariff
 *
 * Returns: whether it finds the next change itself
 */
gboolean
wattle_tariff_can_find_change (WattleTariff *self)
{
    return WATTLE_TARIFF_GET_CLASS (self)->find_change != NULL;
}

/**
 * wattle_tariff_find_change:
 * @self: a tariff that can find the next change
 * @from: wall time in µs
 * @days: how far ahead is looked
 *
 * Returns: the first time after @from with another tariff than then, or none any more; 0: there is
 *   none so soon
 */
gint64
wattle_tariff_find_change (WattleTariff *self, gint64 from, guint days)
{
    gint64 change;

    wattle_exception_forget ();
    change = WATTLE_TARIFF_GET_CLASS (self)->find_change (self, from, days);
    wattle_exception_forget ();
    return change > from ? change : 0;
}

/**
 * wattle_tariff_set_identity:
 * @self: a tariff
 * @id: identifier of the plan
 * @name: its name, for people
 * @currency: ISO 4217 code, such as `EUR`
 * @feed_in: whether it is for energy that is delivered to the grid
 * @zone: name of the zone whose clocks count
 *
 * For load: says what the document is.
 */
void
wattle_tariff_set_identity (WattleTariff *self,
                            const char *id,
                            const char *name,
                            const char *currency,
                            gboolean feed_in,
                            const char *zone)
{
    WattleTariffPrivate *priv = get_private (self);

    g_free (priv->id);
    g_free (priv->name);
    g_free (priv->currency);
    g_free (priv->zone);
    priv->id = g_strdup (id);
    priv->name = g_strdup (name);
    priv->currency = g_strdup (currency);
    priv->zone = g_strdup (zone);
    priv->feed_in = feed_in;
}

/**
 * wattle_tariff_clear_tariffs:
 * @self: a tariff
 *
 * For load: forgets which tariffs there were.
 */
void
wattle_tariff_clear_tariffs (WattleTariff *self)
{
    g_array_set_size (get_private (self)->tariffs, 0);
}

/**
 * wattle_tariff_add_tariff:
 * @self: a tariff
 * @id: identifier that slots will have
 * @name: its name, for people
 *
 * For load: says which tariffs there are, in their order.
 */
void
wattle_tariff_add_tariff (WattleTariff *self, const char *id, const char *name)
{
    Tariff tariff = { g_strdup (id), g_strdup (name) };

    g_array_append_val (get_private (self)->tariffs, tariff);
}

/**
 * wattle_tariff_set_default_zone:
 * @self: a tariff
 * @zone: name of the host's zone
 *
 * For the host, before load: whose clocks count where a document does not say.
 */
void
wattle_tariff_set_default_zone (WattleTariff *self, const char *zone)
{
    WattleTariffPrivate *priv = get_private (self);

    g_free (priv->default_zone);
    priv->default_zone = g_strdup (zone);
}

/**
 * wattle_tariff_get_default_zone:
 * @self: a tariff
 *
 * Returns: (transfer none): name of the zone of documents that name none
 */
const char *
wattle_tariff_get_default_zone (WattleTariff *self)
{
    return get_private (self)->default_zone;
}

/**
 * wattle_tariff_get_id:
 * @self: a tariff
 *
 * Returns: (transfer none) (nullable): identifier of the plan; %NULL before load
 */
const char *
wattle_tariff_get_id (WattleTariff *self)
{
    return get_private (self)->id;
}

/**
 * wattle_tariff_get_name:
 * @self: a tariff
 *
 * Returns: (transfer none) (nullable): its name
 */
const char *
wattle_tariff_get_name (WattleTariff *self)
{
    return get_private (self)->name;
}

/**
 * wattle_tariff_get_currency:
 * @self: a tariff
 *
 * Returns: (transfer none) (nullable): ISO 4217 code
 */
const char *
wattle_tariff_get_currency (WattleTariff *self)
{
    return get_private (self)->currency;
}

/**
 * wattle_tariff_is_feed_in:
 * @self: a tariff
 *
 * Returns: whether it is for energy that is delivered to the grid
 */
gboolean
wattle_tariff_is_feed_in (WattleTariff *self)
{
    return get_private (self)->feed_in;
}

/**
 * wattle_tariff_get_zone:
 * @self: a tariff
 *
 * Returns: (transfer none) (nullable): name of the zone whose clocks count
 */
const char *
wattle_tariff_get_zone (WattleTariff *self)
{
    return get_private (self)->zone;
}

/**
 * wattle_tariff_get_n_tariffs:
 * @self: a tariff
 *
 * Returns: how many tariffs it has
 */
guint
wattle_tariff_get_n_tariffs (WattleTariff *self)
{
    return get_private (self)->tariffs->len;
}

/**
 * wattle_tariff_get_tariff:
 * @self: a tariff
 * @index: number of one of its tariffs, from 0
 * @name: (out) (optional): its name, for people
 *
 * Returns: (transfer none): its identifier
 */
const char *
wattle_tariff_get_tariff (WattleTariff *self, guint index, const char **name)
{
    GArray *tariffs = get_private (self)->tariffs;
    const Tariff *tariff;

    g_return_val_if_fail (index < tariffs->len, NULL);

    tariff = &g_array_index (tariffs, Tariff, index);
    if (name != NULL)
        *name = tariff->name;
    return tariff->id;
}

void
wattle_tariff_set_packs (WattleTariff *self, WattlePackFunc func, gpointer user_data)
{
    WattleTariffPrivate *priv = get_private (self);

    priv->packs = func;
    priv->packs_data = user_data;
}

WattleHolidayPack *
wattle_tariff_find_pack (WattleTariff *self, const char *country)
{
    WattleTariffPrivate *priv = get_private (self);

    return priv->packs != NULL ? priv->packs (country, priv->packs_data) : NULL;
}
