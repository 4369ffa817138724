/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-document.h"

#include <glib/gi18n.h>

#include "base/wattle-ident.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-message.h"
#include "wattle-cli-nearest.h"
#include "wattle-cli-plan-zone.h"
#include "wattle-cli-text.h"

void
wattle_cli_plan_document_free (WattleCliPlanDocument *self)
{
    g_free (self->id);
    g_free (self->fault);
    g_free (self);
}

void
wattle_cli_plan_document_print_fault (const WattleCliPlanDocument *self)
{
    g_autofree char *why = self->fault != NULL ? wattle_cli_text_clean (self->fault) : NULL;

    if (why == NULL)
        return;
    if (self->running)
        g_printerr (_ ("“%s” runs, but something is wrong with its document: %s\n"), self->id, why);
    else
        g_printerr (_ ("“%s” does not run: %s\n"), self->id, why);
}

static WattleCliPlanDocument *
read_entry (GVariant *entry)
{
    WattleCliPlanDocument *self = g_new0 (WattleCliPlanDocument, 1);

    g_variant_lookup (entry, "id", "s", &self->id);
    g_variant_lookup (entry, "running", "b", &self->running);
    self->fault = wattle_cli_message_lookup (entry, "error");
    return self;
}

GPtrArray *
wattle_cli_plan_document_list (WattleCli *cli, GError **error)
{
    g_autoptr (GVariant) reply = wattle_cli_bus_ask (cli->manager, "ListTariffs", NULL, error);
    g_autoptr (GVariant) all = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
    GPtrArray *list;

    if (all == NULL)
        return NULL;
    list = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_cli_plan_document_free);
    for (gsize i = 0; i < g_variant_n_children (all); i++) {
        g_autoptr (GVariant) entry = g_variant_get_child_value (all, i);

        g_ptr_array_add (list, read_entry (entry));
    }
    return list;
}

static const WattleCliPlanDocument *
find (GPtrArray *list, const char *id)
{
    for (guint i = 0; i < list->len; i++) {
        const WattleCliPlanDocument *document = g_ptr_array_index (list, i);

        if (g_strcmp0 (document->id, id) == 0)
            return document;
    }
    return NULL;
}

void
wattle_cli_plan_document_warn (WattleCli *cli, const WattleCliPlan *plan)
{
    g_autoptr (GPtrArray) list = cli->manager != NULL && wattle_ident_is_valid (plan->word)
                                     ? wattle_cli_plan_document_list (cli, NULL)
                                     : NULL;
    const WattleCliPlanDocument *document = list != NULL ? find (list, plan->word) : NULL;

    if (document != NULL)
        wattle_cli_plan_document_print_fault (document);
}

static void
refuse (GPtrArray *list, const char *id, GError **error)
{
    const WattleCliPlanDocument *document = find (list, id);
    g_autoptr (GPtrArray) ids = g_ptr_array_new ();
    g_autofree char *sentence = NULL;

    if (document != NULL) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM,
                     _ ("the tariff plan “%s” does not run: %s"), id,
                     document->fault != NULL ? document->fault : _ ("its document is of no use"));
        return;
    }
    sentence = g_strdup_printf (_ ("there is no tariff plan “%s”"), id);
    for (guint i = 0; i < list->len; i++)
        g_ptr_array_add (ids, ((const WattleCliPlanDocument *)g_ptr_array_index (list, i))->id);
    g_ptr_array_add (ids, NULL);
    wattle_cli_nearest_refuse (error, sentence, id, (const char *const *)ids->pdata);
}

void
wattle_cli_plan_document_refuse (WattleCli *cli, const char *id, GError **error)
{
    g_autoptr (GPtrArray) list = wattle_cli_plan_document_list (cli, error);

    if (list != NULL)
        refuse (list, id, error);
}

/* Loading */

static GBytes *
fetch (WattleCli *cli, const char *id, GError **error)
{
    g_autoptr (GVariant) reply =
        wattle_cli_bus_ask (cli->manager, "GetTariffDocument", g_variant_new ("(s)", id), error);
    g_autoptr (GVariant) text = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;

    return text != NULL ? g_variant_get_data_as_bytes (text) : NULL;
}

static WattleCliPlan *
load (WattleCli *cli, const char *id, GError **error)
{
    g_autoptr (WattleCliPlan) self = g_new0 (WattleCliPlan, 1);
    g_autoptr (GError) cause = NULL;

    self->word = g_strdup (id);
    self->text = fetch (cli, id, error);
    if (self->text == NULL)
        return NULL;
    self->default_zone = wattle_cli_plan_dup_default_zone (cli);
    self->plan = wattle_cli_plan_parse_kept (self->text, self->default_zone, &cause);
    if (self->plan == NULL || !wattle_tariff_plan_cover_check (self->plan, &cause))
        self->fault = wattle_cli_message_explain (cause);
    return g_steal_pointer (&self);
}

WattleCliPlan *
wattle_cli_plan_document_load (WattleCli *cli, const char *id, GError **error)
{
    g_autoptr (GPtrArray) list =
        wattle_cli_bus_connect (cli, error) ? wattle_cli_plan_document_list (cli, error) : NULL;

    if (list == NULL)
        return NULL;
    if (find (list, id) != NULL)
        return load (cli, id, error);
    refuse (list, id, error);
    return NULL;
}
