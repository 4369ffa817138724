/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-tariff.h"

#include "engine/wattle-tariff-difference.h"
#include "engine/wattle-tariff-span.h"
#include "wattle-bus-call.h"
#include "wattle-bus-value.h"

struct _WattleBusTariff {
    GObject parent_instance;

    WattleBusTree *tree; /* borrowed: it owns this */
    WattleTariffRun *run;
    WattleDBusObjectSkeleton *object;
    WattleDBusTariff *skeleton;
};

G_DEFINE_FINAL_TYPE (WattleBusTariff, wattle_bus_tariff, G_TYPE_OBJECT)

static void
wattle_bus_tariff_finalize (GObject *object)
{
    WattleBusTariff *self = WATTLE_BUS_TARIFF (object);

    g_object_unref (self->object);
    g_object_unref (self->skeleton);
    g_object_unref (self->run);

    G_OBJECT_CLASS (wattle_bus_tariff_parent_class)->finalize (object);
}

static void
wattle_bus_tariff_class_init (WattleBusTariffClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_bus_tariff_finalize;
}

static void
wattle_bus_tariff_init (WattleBusTariff *self)
{
}

static WattleTariffs *
get_tariffs (WattleBusTariff *self)
{
    return wattle_admin_get_parts (wattle_bus_tree_get_parts (self->tree)->admin)->tariffs;
}

/* The bus has no NULL. */
static const char *
tell (const char *text)
{
    return text != NULL ? text : "";
}

/* Methods */

static void
get_document (gpointer owner,
              GDBusMethodInvocation *invocation,
              GVariant *parameters,
              const char *author)
{
    WattleBusTariff *self = owner;
    GBytes *document = wattle_tariff_run_get_document (self->run);

    g_dbus_method_invocation_return_value (
        invocation, g_variant_new ("(@ay)", g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING,
                                                                      document, TRUE)));
}

static GVariant *
describe_items (const WattleTariffSlot *slot)
{
    GVariantBuilder items;

    g_variant_builder_init (&items, G_VARIANT_TYPE ("a(ssss)"));
    for (guint i = 0; i < slot->items->len; i++) {
        const WattleSlotItem *item = g_ptr_array_index (slot->items, i);

        g_variant_builder_add (&items, "(ssss)", tell (item->component), tell (item->name),
                               tell (item->net), tell (item->gross));
    }
    return g_variant_builder_end (&items);
}

static GVariant *
describe_slot (const WattleTariffSlot *slot)
{
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    if (slot->season != NULL)
        g_variant_dict_insert (&dict, "season", "s", slot->season);
    if (slot->day_type != NULL)
        g_variant_dict_insert (&dict, "day_type", "s", slot->day_type);
    if (slot->holiday != NULL)
        g_variant_dict_insert (&dict, "holiday", "s", slot->holiday);
    g_variant_dict_insert_value (&dict, "items", describe_items (slot));
    return g_variant_new ("(xxss@a{sv})", slot->start, slot->end, tell (slot->tariff),
                          tell (slot->price), g_variant_dict_end (&dict));
}

static void
get_slots (gpointer owner,
           GDBusMethodInvocation *invocation,
           GVariant *parameters,
           const char *author)
{
    WattleBusTariff *self = owner;
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleSlots) slots = wattle_slots_new ();
    GVariantBuilder list;
    gint64 from;
    gint64 to;

    g_variant_get (parameters, "(xx)", &from, &to);
    if (!wattle_tariff_span_fill (wattle_tariff_run_get_tariff (self->run), from, to, slots,
                                  &error)) {
        wattle_bus_call_fail (invocation, error);
        return;
    }

    g_variant_builder_init (&list, G_VARIANT_TYPE ("a(xxssa{sv})"));
    for (guint i = 0; i < wattle_slots_get_count (slots); i++)
        g_variant_builder_add_value (&list, describe_slot (wattle_slots_get (slots, i)));
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(a(xxssa{sv}))", &list));
}

static GVariant *
describe_differences (GPtrArray *differences)
{
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("a(xxssss)"));
    for (guint i = 0; i < differences->len; i++) {
        const WattleTariffDifference *difference = g_ptr_array_index (differences, i);

        g_variant_builder_add (&list, "(xxssss)", difference->start, difference->end,
                               tell (difference->old_tariff), tell (difference->old_price),
                               tell (difference->new_tariff), tell (difference->new_price));
    }
    return g_variant_new ("(a(xxssss))", &list);
}

typedef struct {
    GDBusMethodInvocation *invocation;
    WattleTariff *before;
    WattleTariff *after;
    gint64 from;
    gint64 to;
} Preview;

static void
preview_free (gpointer data)
{
    Preview *self = data;

    g_object_unref (self->before);
    g_object_unref (self->after);
    g_free (self);
}

static gboolean
compare (gpointer data)
{
    Preview *self = data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) differences =
        wattle_tariff_difference_list (self->before, self->after, self->from, self->to, &error);

    if (differences == NULL)
        wattle_bus_call_fail (self->invocation, error);
    else
        g_dbus_method_invocation_return_value (self->invocation,
                                               describe_differences (differences));
    return G_SOURCE_REMOVE;
}

/* To read a large document takes as long as the main loop can wait: it is compared in another round
 * of it. */
static void
preview (gpointer owner,
         GDBusMethodInvocation *invocation,
         GVariant *parameters,
         const char *author)
{
    WattleBusTariff *self = owner;
    g_autoptr (GVariant) data = NULL;
    g_autoptr (GBytes) document = NULL;
    g_autoptr (GError) error = NULL;
    WattleTariff *after;
    Preview *call;
    gint64 from;
    gint64 to;

    g_variant_get (parameters, "(@ayxx)", &data, &from, &to);
    document = g_variant_get_data_as_bytes (data);
    after = wattle_tariffs_validate (get_tariffs (self), document, &error);
    if (after == NULL) {
        wattle_bus_call_fail (invocation, error);
        return;
    }

    call = g_new0 (Preview, 1);
    *call = (Preview){ invocation, g_object_ref (wattle_tariff_run_get_tariff (self->run)), after,
                       from, to };
    g_idle_add_full (G_PRIORITY_DEFAULT, compare, call, preview_free);
}

static const WattleBusMethodInfo methods[] = {
    { "GetDocument", WATTLE_AUTH_NONE, get_document },
    { "GetSlots", WATTLE_AUTH_NONE, get_slots },
    { "Preview", WATTLE_AUTH_NONE, preview },
};

/* Showing */

void
wattle_bus_tariff_update (WattleBusTariff *self)
{
    const WattleTariffSlot *slot = wattle_tariff_run_get_slot (self->run);

    wattle_dbus_tariff_set_current (
        self->skeleton, g_variant_new ("(ss)", tell (slot != NULL ? slot->tariff : NULL),
                                       tell (slot != NULL ? slot->price : NULL)));
    wattle_dbus_tariff_set_valid_until (self->skeleton, wattle_tariff_run_get_until (self->run));
    wattle_dbus_tariff_set_next_change (self->skeleton,
                                        wattle_tariff_run_get_next_change (self->run));
}

static void
describe (WattleBusTariff *self)
{
    WattleTariff *tariff = wattle_tariff_run_get_tariff (self->run);

    wattle_dbus_tariff_set_name (self->skeleton, tell (wattle_tariff_get_name (tariff)));
    wattle_dbus_tariff_set_currency (self->skeleton, tell (wattle_tariff_get_currency (tariff)));
    wattle_dbus_tariff_set_feed_in (self->skeleton, wattle_tariff_is_feed_in (tariff));
    wattle_dbus_tariff_set_zone (self->skeleton, tell (wattle_tariff_get_zone (tariff)));
}

void
wattle_bus_tariff_reload (WattleBusTariff *self)
{
    describe (self);
    wattle_bus_tariff_update (self);
    wattle_dbus_tariff_emit_slots_changed (self->skeleton);
}

WattleBusTariff *
wattle_bus_tariff_new (WattleBusTree *tree, WattleTariffRun *run)
{
    WattleBusTariff *self = g_object_new (WATTLE_TYPE_BUS_TARIFF, NULL);
    const char *id = wattle_tariff_run_get_id (run);
    g_autofree char *path = g_strconcat (WATTLE_BUS_PATH "/Tariffs/", id, NULL);

    self->tree = tree;
    self->run = g_object_ref (run);
    self->object = wattle_dbus_object_skeleton_new (path);
    self->skeleton = wattle_dbus_tariff_skeleton_new ();
    wattle_dbus_tariff_set_id (self->skeleton, id);
    describe (self);
    wattle_bus_tariff_update (self);
    wattle_bus_call_serve (G_DBUS_INTERFACE_SKELETON (self->skeleton), methods,
                           G_N_ELEMENTS (methods), wattle_bus_tree_get_auth (tree),
                           G_OBJECT (self));
    wattle_dbus_object_skeleton_set_tariff (self->object, self->skeleton);
    return self;
}

GDBusObjectSkeleton *
wattle_bus_tariff_get_object (WattleBusTariff *self)
{
    return G_DBUS_OBJECT_SKELETON (self->object);
}
