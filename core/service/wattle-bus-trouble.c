/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-trouble.h"

#include "transport/wattle-exchange.h"
#include "transport/wattle-http-link.h"
#include "wattle-bus-value.h"

static GVariant *
describe_certificate (const WattleCertificate *certificate)
{
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    wattle_bus_value_insert_text (&dict, "fingerprint", certificate->fingerprint);
    wattle_bus_value_insert_text (&dict, "subject", certificate->subject);
    wattle_bus_value_insert_text (&dict, "issuer", certificate->issuer);
    g_variant_dict_insert (&dict, "from", "x", certificate->from);
    g_variant_dict_insert (&dict, "until", "x", certificate->until);
    return g_variant_dict_end (&dict);
}

GVariant *
wattle_bus_trouble_describe (WattleRunner *runner)
{
    WattleLink *link = runner != NULL ? wattle_runner_get_link (runner, WATTLE_LINK_HTTP) : NULL;
    const WattleHttpTrouble *trouble = link != NULL && WATTLE_IS_HTTP_LINK (link)
                                           ? wattle_http_link_get_trouble (WATTLE_HTTP_LINK (link))
                                           : NULL;
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    if (trouble == NULL)
        return g_variant_dict_end (&dict);

    g_variant_dict_insert (&dict, "http", "s", wattle_exchange_get_outcome_name (trouble->outcome));
    if (trouble->moved_to != NULL)
        g_variant_dict_insert (&dict, "moved-to", "s", trouble->moved_to);
    if (trouble->certificate != NULL)
        g_variant_dict_insert_value (&dict, "certificate",
                                     describe_certificate (trouble->certificate));
    return g_variant_dict_end (&dict);
}
