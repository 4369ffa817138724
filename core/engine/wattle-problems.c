/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-problems.h"

struct _WattleProblems {
    GObject parent_instance;

    WattleClock *clock;
    GPtrArray *list; /* of WattleProblem, oldest first */
};

enum {
    SIGNAL_CHANGED,
    SIGNAL_ADDED,
    SIGNAL_REMOVED,
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

    signals[SIGNAL_ADDED] = g_signal_new ("added", WATTLE_TYPE_PROBLEMS, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
    signals[SIGNAL_REMOVED] = g_signal_new ("removed", WATTLE_TYPE_PROBLEMS, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
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

    if (problem != NULL)
        problem->marked = FALSE;
    if (problem != NULL && g_str_equal (problem->message, wattle_message_get_text (message))) {
        wattle_message_free (message);
        return NULL;
    }

    if (problem != NULL) {
        g_signal_emit (self, signals[SIGNAL_REMOVED], 0, problem);
    } else {
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

static void
tell_added (WattleProblems *self, const WattleProblem *problem)
{
    g_signal_emit (self, signals[SIGNAL_ADDED], 0, problem);
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
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
    tell_added (self, problem);
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
    const WattleProblem *problem = put (self, subject, topic, message);

    if (problem != NULL)
        tell_added (self, problem);
}

typedef gboolean (*Condition) (const WattleProblem *problem,
                               const char *subject,
                               const char *topic);

static void
remove_where (WattleProblems *self, Condition condition, const char *subject, const char *topic)
{
    guint before = self->list->len;

    for (guint i = self->list->len; i > 0; i--) {
        WattleProblem *problem = g_ptr_array_index (self->list, i - 1);

        if (!condition (problem, subject, topic))
            continue;
        g_ptr_array_steal_index (self->list, i - 1);
        g_signal_emit (self, signals[SIGNAL_REMOVED], 0, problem);
        problem_free (problem);
    }

    if (self->list->len != before)
        g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
is_this (const WattleProblem *problem, const char *subject, const char *topic)
{
    return g_str_equal (problem->subject, subject) && g_str_equal (problem->topic, topic);
}

void
wattle_problems_clear (WattleProblems *self, const char *subject, const char *topic)
{
    remove_where (self, is_this, subject, topic);
}

static gboolean
is_about (const WattleProblem *problem, const char *subject, const char *topic)
{
    return g_str_equal (problem->subject, subject);
}

void
wattle_problems_clear_subject (WattleProblems *self, const char *subject)
{
    remove_where (self, is_about, subject, NULL);
}

void
wattle_problems_mark (WattleProblems *self, const char *prefix)
{
    for (guint i = 0; i < self->list->len; i++) {
        WattleProblem *problem = g_ptr_array_index (self->list, i);

        problem->marked = g_str_has_prefix (problem->topic, prefix);
    }
}

static gboolean
is_marked (const WattleProblem *problem, const char *subject, const char *topic)
{
    return problem->marked;
}

void
wattle_problems_sweep (WattleProblems *self)
{
    remove_where (self, is_marked, NULL, NULL);
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
