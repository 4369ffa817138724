/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-problems.h"

struct _WattleProblems {
    GObject parent_instance;

    WattleClock *clock;
    GPtrArray *list; /* of WattleProblem, oldest first */
};

enum {
    SIGNAL_CHANGED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleProblems, wattle_problems, G_TYPE_OBJECT)

static void
problem_free (gpointer data)
{
    WattleProblem *problem = data;

    g_free (problem->subject);
    g_free (problem->topic);
    wattle_message_free (problem->data);
    g_free (problem);
}

static void
wattle_problems_finalize (GObject *object)
{
    WattleProblems *self = WATTLE_PROBLEMS (object);

    g_ptr_array_unref (self->list);
    g_object_unref (self->clock);

    G_OBJECT_CLASS (wattle_problems_parent_class)->finalize (object);
}

static void
wattle_problems_class_init (WattleProblemsClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_problems_finalize;

    signals[SIGNAL_CHANGED] = g_signal_new ("changed", WATTLE_TYPE_PROBLEMS, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wattle_problems_init (WattleProblems *self)
{
    self->list = g_ptr_array_new_with_free_func (problem_free);
}

WattleProblems *
wattle_problems_new (WattleClock *clock)
{
    WattleProblems *self = g_object_new (WATTLE_TYPE_PROBLEMS, NULL);

    self->clock = g_object_ref (clock);
    return self;
}

WattleClock *
wattle_problems_get_clock (WattleProblems *self)
{
    return self->clock;
}

static WattleProblem *
find (WattleProblems *self, const char *subject, const char *topic, guint *index)
{
    for (guint i = 0; i < self->list->len; i++) {
        WattleProblem *problem = g_ptr_array_index (self->list, i);

        if (g_str_equal (problem->subject, subject) && g_str_equal (problem->topic, topic)) {
            *index = i;
            return problem;
        }
    }

    return NULL;
}

/* Takes over @message. Returns the problem if something has changed. */
static const WattleProblem *
put (WattleProblems *self, const char *subject, const char *topic, WattleMessage *message)
{
    guint index;
    WattleProblem *problem = find (self, subject, topic, &index);

    if (problem != NULL && g_str_equal (problem->message, wattle_message_get_text (message))) {
        wattle_message_free (message);
        return NULL;
    }

    if (problem == NULL) {
        problem = g_new0 (WattleProblem, 1);
        problem->subject = g_strdup (subject);
        problem->topic = g_strdup (topic);
        problem->since = wattle_clock_get_wall (self->clock);
        g_ptr_array_add (self->list, problem);
    }
    g_clear_pointer (&problem->data, wattle_message_free);
    problem->data = message;
    problem->message = wattle_message_get_text (message);
    return problem;
}

void
wattle_problems_set (WattleProblems *self,
                     const char *subject,
                     const char *topic,
                     const char *format,
                     ...)
{
    va_list arguments;

    va_start (arguments, format);
    wattle_problems_set_message (self, subject, topic,
                                 wattle_message_new_valist (format, arguments));
    va_end (arguments);
}

void
wattle_problems_set_message (WattleProblems *self,
                             const char *subject,
                             const char *topic,
                             WattleMessage *message)
{
    const WattleProblem *problem = put (self, subject, topic, message);

    if (problem == NULL)
        return;

    g_message ("%s: %s", subject, problem->message);
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
wattle_problems_set_error (WattleProblems *self,
                           const char *subject,
                           const char *topic,
                           const char *place,
                           const GError *error)
{
    WattleMessage *message = wattle_message_new_from_error (error);

    wattle_message_prefix (message, "%s", place);
    wattle_problems_set_message (self, subject, topic, message);
}

void
wattle_problems_note (WattleProblems *self,
                      const char *subject,
                      const char *topic,
                      const char *format,
                      ...)
{
    va_list arguments;

    va_start (arguments, format);
    wattle_problems_note_message (self, subject, topic,
                                  wattle_message_new_valist (format, arguments));
    va_end (arguments);
}

void
wattle_problems_note_message (WattleProblems *self,
                              const char *subject,
                              const char *topic,
                              WattleMessage *message)
{
    if (put (self, subject, topic, message) != NULL)
        g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
wattle_problems_clear (WattleProblems *self, const char *subject, const char *topic)
{
    guint index;

    if (find (self, subject, topic, &index) == NULL)
        return;

    g_ptr_array_remove_index (self->list, index);
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
wattle_problems_clear_subject (WattleProblems *self, const char *subject)
{
    guint before = self->list->len;

    for (guint i = self->list->len; i > 0; i--) {
        WattleProblem *problem = g_ptr_array_index (self->list, i - 1);

        if (g_str_equal (problem->subject, subject))
            g_ptr_array_remove_index (self->list, i - 1);
    }

    if (self->list->len != before)
        g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

guint
wattle_problems_get_count (WattleProblems *self)
{
    return self->list->len;
}

const WattleProblem *
wattle_problems_get (WattleProblems *self, guint index)
{
    return g_ptr_array_index (self->list, index);
}
