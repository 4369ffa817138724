/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-reason-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wattle-message.h"
#include "wattle-number.h"
#include "wattle-time-text.h"

typedef struct {
    GVariant *reason;
    const WattleReasonStyle *style;
    GPtrArray *lines;
} Writing;

/* Reading */

static const char *
get_text (GVariant *dict, const char *key)
{
    const char *text = "";

    g_variant_lookup (dict, key, "&s", &text);
    return text;
}

static gboolean
get_flag (GVariant *dict, const char *key)
{
    gboolean flag = FALSE;

    g_variant_lookup (dict, key, "b", &flag);
    return flag;
}

/* Members */

char *
wattle_reason_text_value (GVariant *value, const char *unit)
{
    g_autofree char *number = NULL;

    if (value == NULL)
        return g_strdup ("–");
    if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
        return g_strdup (g_variant_get_boolean (value) ? _ ("on") : _ ("off"));
    if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        return g_variant_dup_string (value, NULL);
    if (!g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
        return g_strdup ("–");

    number = wattle_number_format_exact (g_variant_get_double (value));
    return unit != NULL && *unit != '\0' ? g_strdup_printf ("%s %s", number, unit)
                                         : g_steal_pointer (&number);
}

static char *
dup_value (const Writing *writing, GVariant *dict, const char *key)
{
    g_autoptr (GVariant) value = g_variant_lookup_value (dict, key, NULL);

    return wattle_reason_text_value (value, writing->style->unit);
}

static const struct {
    const char *name;
    const char *text;
} authors[] = {
    { "hass", "Home Assistant" },
    { "mqtt", N_ ("a request by MQTT") },
    { "device", N_ ("somebody at the device") },
    { "default", N_ ("its setting Default") },
};

static char *
dup_author (const Writing *writing, GVariant *claim)
{
    const char *author = get_text (claim, "author");
    char *user = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (authors); i++)
        if (g_str_equal (authors[i].name, author))
            return g_strdup (_ (authors[i].text));

    if (g_str_has_prefix (author, "user ") && writing->style->name_user != NULL)
        user = writing->style->name_user (author + strlen ("user "));
    return user != NULL ? user : g_strdup (author);
}

static char *
dup_moment (const Writing *writing, GVariant *dict, const char *key)
{
    gint64 time;

    return g_variant_lookup (dict, key, "x", &time)
               ? wattle_time_text_moment (time, writing->style->now)
               : NULL;
}

static const struct {
    const char *name;
    const char *text;
} layers[] = {
    { "safety", NC_ ("layer", "safety") },   { "permanent", NC_ ("layer", "permanent") },
    { "manual", NC_ ("layer", "by hand") },  { "automation", NC_ ("layer", "automation") },
    { "default", NC_ ("layer", "default") },
};

static const char *
name_layer (GVariant *claim)
{
    const char *name = get_text (claim, "layer");

    for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
        if (g_str_equal (layers[i].name, name))
            return g_dpgettext2 (GETTEXT_PACKAGE, "layer", layers[i].text);

    return name;
}

/* Writing */

/* What devices and authors are called may hold anything: it becomes a part of one line. */
static void
say (Writing *writing, const char *format, const char *const *arguments)
{
    g_autoptr (WattleMessage) message = wattle_message_new_parts (NULL, format, arguments);

    g_ptr_array_add (writing->lines, wattle_message_translate (message, GETTEXT_PACKAGE));
}

#define SAY(writing, format, ...) say (writing, format, (const char *const[]){ __VA_ARGS__, NULL })

static gboolean
is_wanted_elsewise (GVariant *reason)
{
    g_autoptr (GVariant) wish = g_variant_lookup_value (reason, "wish", NULL);
    g_autoptr (GVariant) actual = g_variant_lookup_value (reason, "actual", NULL);

    return wish != NULL && actual != NULL && !g_variant_equal (wish, actual);
}

static void
say_state (Writing *writing)
{
    GVariant *reason = writing->reason;
    g_autofree char *actual = dup_value (writing, reason, "actual");
    g_autofree char *wish = dup_value (writing, reason, "wish");

    if (!get_flag (reason, "known"))
        SAY (writing, N_ ("The device does not say what it is; the last was: %s."), actual);
    else if (is_wanted_elsewise (reason))
        SAY (writing, N_ ("It is %s, and is to be %s."), actual, wish);
    else
        SAY (writing, N_ ("It is %s."), actual);
}

static void
say_claim (Writing *writing, GVariant *claim)
{
    g_autofree char *author = dup_author (writing, claim);
    g_autofree char *value = dup_value (writing, claim, "value");
    g_autofree char *since = dup_moment (writing, claim, "since");
    g_autofree char *until = dup_moment (writing, claim, "until");
    gboolean change = get_flag (claim, "until-change");
    const char *layer = name_layer (claim);
    const char *format = N_ ("Held by %s (%s) since %s: %s.");

    if (until != NULL && change)
        format = N_ ("Held by %s (%s) since %s: %s, until %s or until the automations want "
                     "something else.");
    else if (until != NULL)
        format = N_ ("Held by %s (%s) since %s: %s, until %s.");
    else if (change)
        format = N_ ("Held by %s (%s) since %s: %s, until the automations want something else.");
    else if (g_str_equal (get_text (claim, "layer"), "manual"))
        format = N_ ("Held by %s (%s) since %s: %s, until it is released.");
    SAY (writing, format, author, layer, since != NULL ? since : "–", value,
         until != NULL ? until : "");
}

static void
say_holder (Writing *writing)
{
    g_autoptr (GVariant) claim =
        g_variant_lookup_value (writing->reason, "claim", G_VARIANT_TYPE_VARDICT);

    if (claim != NULL)
        say_claim (writing, claim);
    else
        SAY (writing, N_ ("Nobody wants anything of it: it stays as it is."), NULL);
}

static void
say_loser (Writing *writing, GVariant *claim)
{
    g_autofree char *author = dup_author (writing, claim);
    g_autofree char *value = dup_value (writing, claim, "value");
    g_autofree char *until = dup_moment (writing, claim, "until");
    const char *why = get_text (claim, "why");
    const char *format = N_ ("Lost: %s (%s) wants %s, but was earlier.");

    if (g_str_equal (why, "layer"))
        format = N_ ("Lost: %s (%s) wants %s, but its layer is weaker.");
    else if (g_str_equal (why, "priority"))
        format = N_ ("Lost: %s (%s) wants %s, but its priority is lower.");
    else if (g_str_equal (why, "order"))
        format = N_ ("Lost: %s (%s) wants %s, but comes earlier in the list of automations.");
    SAY (writing, format, author, name_layer (claim), value);
    if (until != NULL)
        SAY (writing, N_ ("That claim ends at %s."), until);
}

static gint64
get_end (GVariant *claim)
{
    gint64 until = G_MAXINT64;

    g_variant_lookup (claim, "until", "x", &until);
    return until;
}

/* The strongest of those that are still there when the one that holds ends; NULL: none. */
static GVariant *
find_next (GVariant *lost, gint64 end)
{
    for (gsize i = 0; lost != NULL && i < g_variant_n_children (lost); i++) {
        g_autoptr (GVariant) claim = g_variant_get_child_value (lost, i);

        if (get_end (claim) > end)
            return g_steal_pointer (&claim);
    }
    return NULL;
}

/* What is certain to come: the end of the claim, and whose is the next. */
static void
say_next (Writing *writing, GVariant *lost)
{
    g_autoptr (GVariant) claim =
        g_variant_lookup_value (writing->reason, "claim", G_VARIANT_TYPE_VARDICT);
    g_autofree char *until = claim != NULL ? dup_moment (writing, claim, "until") : NULL;
    g_autoptr (GVariant) next = until != NULL ? find_next (lost, get_end (claim)) : NULL;
    g_autofree char *author = next != NULL ? dup_author (writing, next) : NULL;
    g_autofree char *value = next != NULL ? dup_value (writing, next, "value") : NULL;

    if (next != NULL)
        SAY (writing, N_ ("From %s on it is held by %s: %s."), until, author, value);
    else if (until != NULL)
        SAY (writing, N_ ("From %s on nobody wants anything of it: it stays as it is."), until);
}

static void
say_losers (Writing *writing)
{
    g_autoptr (GVariant) lost =
        g_variant_lookup_value (writing->reason, "lost", G_VARIANT_TYPE ("aa{sv}"));

    for (gsize i = 0; lost != NULL && i < g_variant_n_children (lost); i++) {
        g_autoptr (GVariant) claim = g_variant_get_child_value (lost, i);

        say_loser (writing, claim);
    }
    say_next (writing, lost);
}

/* Each with the time or the output that is waited for. */
static const struct {
    const char *name;
    const char *text;
} waits[] = {
    { "min-on", N_ ("It waits until %s: it has to stay on for its minimum time.") },
    { "min-off", N_ ("It waits until %s: it has to stay off for its minimum time.") },
    { "delay", N_ ("It waits until %s: it was switched a short time ago.") },
    { "starts-per-hour",
      N_ ("It waits until %s: it was switched on as often as it may be in an hour.") },
    { "starts-per-day",
      N_ ("It waits until %s: it was switched on as often as it may be in a day.") },
    { "interlock", N_ ("It waits for %s, which must not be on as well.") },
    { "dead-time", N_ ("It waits until %s: %s, which must not be on as well, was on just now.") },
    { "start-up", N_ ("It waits until %s: what it depends on is not known yet.") },
    { "away", N_ ("It waits for its device, which does not answer.") },
};

static void
say_wait (Writing *writing)
{
    const char *kind = get_text (writing->reason, "waits");
    const char *partner = get_text (writing->reason, "partner");
    g_autofree char *until = dup_moment (writing, writing->reason, "waits-until");
    const char *what = g_str_equal (kind, "interlock") ? partner : until;

    for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
        if (g_str_equal (waits[i].name, kind))
            SAY (writing, waits[i].text, what != NULL ? what : "–", partner);
    if (*get_text (writing->reason, "pushed-by") != '\0')
        SAY (writing, N_ ("%s may be on in its place."), get_text (writing->reason, "pushed-by"));
}

static const struct {
    const char *name;
    const char *text;
} commands[] = {
    { "under-way", N_ ("The command %s is on its way (attempt %s).") },
    { "postponed", N_ ("The command %s did not reach the device yet and is sent again.") },
    { "awaited",
      N_ ("The device has taken the command %s and not confirmed it yet (attempt %s).") },
    { "confirmed", N_ ("The device confirmed the command %s.") },
    { "contradicted", N_ ("The device does not obey: it was told %s (attempts: %s).") },
    { "dropped", N_ ("The command %s was dropped: the device could not be reached.") },
};

static void
say_command (Writing *writing)
{
    const char *name = get_text (writing->reason, "command");
    g_autofree char *value = dup_value (writing, writing->reason, "commanded");
    g_autofree char *tries = NULL;
    guint number = 0;

    g_variant_lookup (writing->reason, "tries", "u", &number);
    tries = g_strdup_printf ("%u", number);
    for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        if (g_str_equal (commands[i].name, name))
            SAY (writing, commands[i].text, value, tries);
}

/* What the device, or who asked it, said of the last try. */
static void
say_failure (Writing *writing)
{
    g_autoptr (GVariant) failure =
        g_variant_lookup_value (writing->reason, "failure", G_VARIANT_TYPE_VARDICT);
    g_autoptr (WattleMessage) message =
        failure != NULL ? wattle_message_new_from_variant (failure) : NULL;
    g_autofree char *text =
        message != NULL ? wattle_message_translate (message, GETTEXT_PACKAGE) : NULL;

    if (text != NULL)
        SAY (writing, N_ ("The last attempt failed: %s."), text);
}

static void
say_statistics (Writing *writing)
{
    g_autofree char *last = dup_moment (writing, writing->reason, "last-switch");
    g_autofree char *count = NULL;
    g_autofree char *span = NULL;
    guint64 starts = 0;
    guint64 seconds = 0;

    g_variant_lookup (writing->reason, "starts", "t", &starts);
    g_variant_lookup (writing->reason, "seconds-on", "t", &seconds);
    count = g_strdup_printf ("%" G_GUINT64_FORMAT, starts);
    span = wattle_time_text_span ((gint64)MIN (seconds, G_MAXINT32) * G_USEC_PER_SEC);
    SAY (writing, N_ ("Times switched on: %s; on in all: %s; last switched: %s."), count, span,
         last != NULL ? last : "–");
}

static void
begin (Writing *writing, GVariant *reason, const WattleReasonStyle *style)
{
    writing->reason = reason;
    writing->style = style;
    writing->lines = g_ptr_array_new_with_free_func (g_free);
}

static GStrv
finish (Writing *writing)
{
    g_ptr_array_add (writing->lines, NULL);
    return (GStrv)g_ptr_array_free (writing->lines, FALSE);
}

GStrv
wattle_reason_text_list (GVariant *reason, const WattleReasonStyle *style)
{
    Writing writing;

    begin (&writing, reason, style);
    say_state (&writing);
    say_holder (&writing);
    say_losers (&writing);
    say_wait (&writing);
    say_command (&writing);
    say_failure (&writing);
    say_statistics (&writing);
    return finish (&writing);
}

char *
wattle_reason_text_summarize (GVariant *reason, const WattleReasonStyle *style)
{
    g_auto (GStrv) lines = NULL;
    Writing writing;

    begin (&writing, reason, style);
    say_holder (&writing);
    say_losers (&writing);
    say_wait (&writing);
    say_command (&writing);
    say_failure (&writing);
    lines = finish (&writing);
    return g_strjoinv (" ", lines);
}
