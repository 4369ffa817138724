/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-output.h"

#include <glib/gi18n-lib.h>

#include "base/wattle-error-private.h"
#include "wattle-gate-reason.h"

/* Somebody who wants to hear what came of it. */
typedef struct {
    guint64 serial;
    WattleOutputDone done;
    gpointer user_data;
} Waiter;

gboolean
wattle_output_is (WattleEntity *entity)
{
    return entity != NULL && wattle_entity_get_flags (entity) & WATTLE_ENTITY_OUTPUT;
}

WattleOutput *
wattle_output_new (const char *name, WattleRunner *runner, WattleEntity *entity)
{
    WattleOutput *self = g_new0 (WattleOutput, 1);

    self->name = g_strdup (name);
    self->key = g_strdup (wattle_entity_get_key (entity));
    self->runner = g_object_ref (runner);
    self->entity = g_object_ref (entity);
    self->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
    return self;
}

void
wattle_output_add_waiter (WattleOutput *self,
                          guint64 serial,
                          WattleOutputDone done,
                          gpointer user_data)
{
    Waiter waiter = { serial, done, user_data };

    g_array_append_val (self->waiters, waiter);
}

/* Those who wait */

static void
end_waiter (WattleOutput *output, guint index, const GError *error)
{
    Waiter waiter = g_array_index (output->waiters, Waiter, index);

    g_array_remove_index (output->waiters, index);
    waiter.done (error, waiter.user_data);
}

static const char *const waits[] = {
    [WATTLE_GATE_WAIT_MIN_ON] = N_ ("%s has to stay on for its minimum time; it is done then"),
    [WATTLE_GATE_WAIT_MIN_OFF] = N_ ("%s has to stay off for its minimum time; it is done then"),
    [WATTLE_GATE_WAIT_DELAY] = N_ ("%s was switched a short time ago; it is done after its delay"),
    [WATTLE_GATE_WAIT_HOUR] =
        N_ ("%s was switched on as often as it may be in an hour; it is done later"),
    [WATTLE_GATE_WAIT_DAY] =
        N_ ("%s was switched on as often as it may be in a day; it is done later"),
    [WATTLE_GATE_WAIT_INTERLOCK] = N_ ("%s waits for %s, which must not be on as well"),
    [WATTLE_GATE_WAIT_DEAD_TIME] = N_ ("%s waits a moment after %s, which must not be on as well"),
    [WATTLE_GATE_WAIT_START_UP] = N_ ("%s waits until it is known what it depends on"),
    [WATTLE_GATE_WAIT_AWAY] = N_ ("%s waits for its device, which says nothing"),
};

/* The claim stands: it may not be carried out now. */
static GError *
say_wait (WattleOutput *output)
{
    WattleGateWaitKind kind = output->gate->wait.kind;
    const char *partner = output->gate->partner;
    const char *parts[] = { output->name, partner != NULL ? partner : "…", NULL };

    return wattle_error_new_take (kind == WATTLE_GATE_WAIT_AWAY ? WATTLE_ERROR_UNREACHABLE
                                                                : WATTLE_ERROR_NOT_PERMITTED,
                                  wattle_message_new_parts (NULL, waits[kind], parts));
}

static GError *
say_disobedience (WattleOutput *output)
{
    const char *why = output->refusal != NULL ? wattle_message_get_text (output->refusal) : "";

    return wattle_error_new (WATTLE_ERROR_FAILED, "%s does not obey%s%s", output->name,
                             *why != '\0' ? ": " : "", why);
}

/* The claim is gone: with a command that the device refuses, or before the device said anything. */
static GError *
say_end (WattleOutput *output, guint64 serial)
{
    if (output->gate->command == WATTLE_GATE_CONTRADICTED && output->gate->serial == serial)
        return say_disobedience (output);
    return wattle_error_new (WATTLE_ERROR_FAILED,
                             "%s: the wish ended, or another took its place, before the device "
                             "confirmed it",
                             output->name);
}

/* Returns whether there is something to tell. */
static gboolean
judge_claim (WattleOutput *output, guint64 serial, GError **error)
{
    const WattleGateClaim *top = wattle_gate_claims_get_top (output->gate->claims);

    if (wattle_gate_claims_find_serial (output->gate->claims, serial) == NULL) {
        g_propagate_error (error, say_end (output, serial));
        return TRUE;
    }
    if (top->serial != serial) {
        g_propagate_error (error, wattle_error_new (WATTLE_ERROR_NOT_PERMITTED,
                                                    "%s is held by %s, which is stronger",
                                                    output->name, top->author));
        return TRUE;
    }
    if (output->gate->command == WATTLE_GATE_CONTRADICTED && output->gate->serial == serial) {
        g_propagate_error (error, say_disobedience (output));
        return TRUE;
    }
    if (output->gate->wait.kind != WATTLE_GATE_WAIT_NONE) {
        g_propagate_error (error, say_wait (output));
        return TRUE;
    }
    return wattle_gate_output_is_settled (output->gate);
}

void
wattle_output_tell_waiters (WattleOutput *output)
{
    for (guint i = output->waiters->len; i > 0 && i <= output->waiters->len; i--) {
        g_autoptr (GError) error = NULL;

        if (judge_claim (output, g_array_index (output->waiters, Waiter, i - 1).serial, &error))
            end_waiter (output, i - 1, error);
    }
}

void
wattle_output_fail_waiters (WattleOutput *output, const GError *error)
{
    while (output->waiters->len > 0)
        end_waiter (output, output->waiters->len - 1, error);
}

void
wattle_output_free (gpointer data)
{
    WattleOutput *output = data;
    g_autoptr (GError) error =
        wattle_error_new (WATTLE_ERROR_UNREACHABLE, "%s is not there any more", output->name);

    wattle_output_fail_waiters (output, error);
    g_array_unref (output->waiters);
    g_clear_pointer (&output->told, g_variant_unref);
    g_clear_pointer (&output->refusal, wattle_message_free);
    g_object_unref (output->entity);
    g_object_unref (output->runner);
    g_free (output->name);
    g_free (output->key);
    g_free (output);
}

/* What came of commands */

/* Of one that is not under way again, and was not confirmed. */
static gboolean
has_failed (const WattleOutput *self)
{
    return self->refusal != NULL && (self->gate->command == WATTLE_GATE_AWAITED ||
                                     self->gate->command == WATTLE_GATE_POSTPONED ||
                                     self->gate->command == WATTLE_GATE_CONTRADICTED ||
                                     self->gate->command == WATTLE_GATE_DROPPED);
}

GVariant *
wattle_output_explain (const WattleOutput *self, gint64 now, gint64 wall)
{
    g_autoptr (GVariant) reason =
        g_variant_ref_sink (wattle_gate_reason_new (self->gate, now, wall));
    GVariantDict dict;

    g_variant_dict_init (&dict, reason);
    if (has_failed (self))
        g_variant_dict_insert_value (&dict, "failure", wattle_message_to_variant (self->refusal));
    return g_variant_dict_end (&dict);
}

static char *
dup_topic (WattleOutput *output)
{
    return g_strconcat ("output/", output->key, NULL);
}

static WattleMessage *
describe_failure (WattleOutput *output, const char *format)
{
    g_autofree char *wanted = wattle_gate_value_to_text (output->gate->commanded);
    const char *why =
        output->refusal != NULL ? wattle_message_get_text (output->refusal) : "no confirmation";
    /* Numbers and words have a mark in front there. */
    const char *word = g_ascii_isalpha (*wanted) ? wanted : wanted + 1;
    const char *parts[] = { output->key, word, why, NULL };

    return wattle_message_new_parts (NULL, format, parts);
}

static WattleMessage *
describe_command (WattleOutput *output, const char **event)
{
    if (output->command == WATTLE_GATE_CONTRADICTED) {
        *event = "contradicted";
        return describe_failure (output, N_ ("%s does not obey; it was to be %s: %s"));
    }
    *event = "dropped";
    return describe_failure (output, N_ ("%s: the command %s was dropped: %s"));
}

const char *
wattle_output_note_command (WattleOutput *output, WattleProblems *problems, char **text)
{
    const char *device = wattle_runner_get_id (output->runner);
    WattleGateCommand command = output->gate->command;
    g_autofree char *topic = dup_topic (output);
    WattleMessage *message;
    const char *event;

    if (command == output->command)
        return NULL;
    output->command = command;
    if (command == WATTLE_GATE_CONFIRMED || command == WATTLE_GATE_IDLE)
        wattle_problems_clear (problems, device, topic);
    if (command != WATTLE_GATE_CONTRADICTED && command != WATTLE_GATE_DROPPED)
        return NULL;

    message = describe_command (output, &event);
    *text = g_strdup (wattle_message_get_text (message));
    wattle_problems_set_message (problems, device, topic, message);
    return event;
}
