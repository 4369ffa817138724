/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-fault.h"

#include <string.h>

#define HUGE_SIZE  (1024 * 1024 + 4096)
#define DEEP_LEVEL 1000

static const char *const kind_names[] = {
    [EMULATOR_FAULT_EMPTY] = "empty",
    [EMULATOR_FAULT_HANG] = "hang",
    [EMULATOR_FAULT_SLOW] = "slow",
    [EMULATOR_FAULT_TRUNCATED] = "truncated",
    [EMULATOR_FAULT_CONTENT_TYPE] = "content-type",
    [EMULATOR_FAULT_HUGE] = "huge",
    [EMULATOR_FAULT_DEEP] = "deep",
    [EMULATOR_FAULT_REDIRECT] = "redirect",
    [EMULATOR_FAULT_STATUS] = "status",
    [EMULATOR_FAULT_ZERO_COUNTERS] = "zero-counters",
    [EMULATOR_FAULT_FROZEN] = "frozen",
    [EMULATOR_FAULT_DONE] = "done",
    [EMULATOR_FAULT_BAD_JSON] = "bad-json",
    [EMULATOR_FAULT_LOGIN] = "login-page",
    [EMULATOR_FAULT_RAW_BREAKS] = "raw-breaks",
};

typedef struct {
    EmulatorFaultKind kind;
    char *path;
    guint left; /* 0: forever */
    guint ms;
    guint status;
} Knob;

/* An answer that is held back; without a timer it hangs. */
typedef struct {
    EmulatorFaults *faults;
    SoupServerMessage *message;
    gulong finished_id;
    guint timer;
} Pending;

struct _EmulatorFaults {
    WattleClock *clock;
    GPtrArray *knobs;
    GPtrArray *pending;
};

static void
knob_free (gpointer data)
{
    Knob *knob = data;

    g_free (knob->path);
    g_free (knob);
}

static void
pending_free (gpointer data)
{
    Pending *pending = data;

    wattle_clock_clear (pending->faults->clock, &pending->timer);
    g_clear_signal_handler (&pending->finished_id, pending->message);
    g_object_unref (pending->message);
    g_free (pending);
}

EmulatorFaults *
emulator_faults_new (WattleClock *clock)
{
    EmulatorFaults *self = g_new0 (EmulatorFaults, 1);

    self->clock = g_object_ref (clock);
    self->knobs = g_ptr_array_new_with_free_func (knob_free);
    self->pending = g_ptr_array_new_with_free_func (pending_free);
    return self;
}

void
emulator_faults_free (EmulatorFaults *self)
{
    g_ptr_array_unref (self->pending);
    g_ptr_array_unref (self->knobs);
    g_object_unref (self->clock);
    g_free (self);
}

gboolean
emulator_fault_kind_parse (const char *text, EmulatorFaultKind *kind)
{
    for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++) {
        if (g_str_equal (kind_names[i], text)) {
            *kind = (EmulatorFaultKind)i;
            return TRUE;
        }
    }
    return FALSE;
}

void
emulator_faults_add (EmulatorFaults *self, const EmulatorFault *fault)
{
    Knob *knob = g_new0 (Knob, 1);

    knob->kind = fault->kind;
    knob->path = g_strdup (fault->path != NULL ? fault->path : "/");
    knob->left = fault->answers;
    knob->ms = fault->ms;
    knob->status = fault->status != 0 ? fault->status : SOUP_STATUS_INTERNAL_SERVER_ERROR;
    g_ptr_array_add (self->knobs, knob);
}

/* Answers that are held back already stay so. */
void
emulator_faults_clear (EmulatorFaults *self)
{
    g_ptr_array_set_size (self->knobs, 0);
}

/* Delays are measured by this clock; answers under way keep to the one they began with, so set it
 * before the first request.
 */
void
emulator_faults_set_clock (EmulatorFaults *self, WattleClock *clock)
{
    g_ptr_array_set_size (self->pending, 0);
    g_set_object (&self->clock, clock);
}

static Knob *
find_knob (EmulatorFaults *self, EmulatorFaultKind kind, const char *path)
{
    for (guint i = 0; i < self->knobs->len; i++) {
        Knob *knob = g_ptr_array_index (self->knobs, i);

        if (knob->kind == kind && g_str_has_prefix (path, knob->path))
            return knob;
    }
    return NULL;
}

static void
use_knob (EmulatorFaults *self, Knob *knob)
{
    if (knob->left == 1)
        g_ptr_array_remove (self->knobs, knob);
    else if (knob->left > 1)
        knob->left--;
}

/* Whether the knob is on for this path; counts as one answer. */
gboolean
emulator_faults_take (EmulatorFaults *self, EmulatorFaultKind kind, const char *path)
{
    Knob *knob = find_knob (self, kind, path);

    if (knob == NULL)
        return FALSE;
    use_knob (self, knob);
    return TRUE;
}

void
emulator_answer_clear (EmulatorAnswer *answer)
{
    g_clear_pointer (&answer->body, g_free);
}

static void
replace_body (EmulatorAnswer *answer, char *body)
{
    g_free (answer->body);
    answer->body = body;
}

static char *
make_huge (const char *body)
{
    gsize length = strlen (body);
    char *huge = g_malloc (length + HUGE_SIZE + 1);

    memcpy (huge, body, length);
    memset (huge + length, ' ', HUGE_SIZE);
    huge[length + HUGE_SIZE] = '\0';
    return huge;
}

static char *
make_deep (void)
{
    GString *body = g_string_new ("{\"device\":");

    for (guint i = 0; i < DEEP_LEVEL; i++)
        g_string_append_c (body, '[');
    for (guint i = 0; i < DEEP_LEVEL; i++)
        g_string_append_c (body, ']');
    g_string_append_c (body, '}');
    return g_string_free (body, FALSE);
}

static void
spoil_body (EmulatorFaults *self, const char *path, EmulatorAnswer *answer)
{
    if (answer->body == NULL)
        return;
    if (emulator_faults_take (self, EMULATOR_FAULT_TRUNCATED, path))
        answer->body[strlen (answer->body) / 2] = '\0';
    if (emulator_faults_take (self, EMULATOR_FAULT_BAD_JSON, path))
        g_strdelimit (answer->body, ":", ' ');
    if (emulator_faults_take (self, EMULATOR_FAULT_DEEP, path))
        replace_body (answer, make_deep ());
    if (emulator_faults_take (self, EMULATOR_FAULT_HUGE, path))
        replace_body (answer, make_huge (answer->body));
    if (emulator_faults_take (self, EMULATOR_FAULT_CONTENT_TYPE, path))
        answer->content_type = "text/html";
}

static void
spoil_status (EmulatorFaults *self, const char *path, EmulatorAnswer *answer)
{
    Knob *knob = find_knob (self, EMULATOR_FAULT_STATUS, path);

    if (emulator_faults_take (self, EMULATOR_FAULT_EMPTY, path))
        answer->silent = TRUE;
    if (emulator_faults_take (self, EMULATOR_FAULT_DONE, path))
        answer->status = SOUP_STATUS_BAD_REQUEST;
    if (knob == NULL)
        return;
    answer->status = knob->status;
    replace_body (answer, NULL);
    use_knob (self, knob);
}

/* The target carries a mark, so that a client that follows gets the right answer and is found out.
 */
static gboolean
redirect (EmulatorFaults *self, SoupServerMessage *message, const char *path)
{
    GUri *uri = soup_server_message_get_uri (message);
    g_autofree char *target = g_strconcat (path, "?redirected", NULL);

    if (g_strcmp0 (g_uri_get_query (uri), "redirected") == 0 ||
        !emulator_faults_take (self, EMULATOR_FAULT_REDIRECT, path))
        return FALSE;
    soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, target);
    return TRUE;
}

static void
fill_message (SoupServerMessage *message, const EmulatorAnswer *answer)
{
    GSocket *socket = soup_server_message_get_socket (message);

    /* The client sees the end of the stream; what libsoup writes afterwards goes nowhere. */
    if (answer->silent && socket != NULL)
        g_socket_shutdown (socket, TRUE, TRUE, NULL);

    soup_server_message_set_status (message, answer->status, NULL);
    if (answer->body != NULL)
        soup_server_message_set_response (message, answer->content_type, SOUP_MEMORY_COPY,
                                          answer->body, strlen (answer->body));
}

static void
on_due (gpointer user_data)
{
    Pending *pending = user_data;
    SoupServerMessage *message = g_object_ref (pending->message);

    pending->timer = 0;
    g_ptr_array_remove (pending->faults->pending, pending);
    soup_server_message_unpause (message);
    g_object_unref (message);
}

static void
on_finished (SoupServerMessage *message, Pending *pending)
{
    g_ptr_array_remove (pending->faults->pending, pending);
}

static void
hold (EmulatorFaults *self, SoupServerMessage *message, gboolean forever, guint ms)
{
    Pending *pending = g_new0 (Pending, 1);

    pending->faults = self;
    pending->message = g_object_ref (message);
    pending->finished_id =
        g_signal_connect (message, "finished", G_CALLBACK (on_finished), pending);
    g_ptr_array_add (self->pending, pending);
    soup_server_message_pause (message);
    if (!forever)
        pending->timer =
            wattle_clock_call_after (self->clock, ms * G_TIME_SPAN_MILLISECOND, on_due, pending);
}

/* For who sends the answer by himself. */
gboolean
emulator_faults_spoil (EmulatorFaults *self, const char *path, EmulatorAnswer *answer, guint *ms)
{
    Knob *slow = find_knob (self, EMULATOR_FAULT_SLOW, path);

    *ms = 0;
    if (emulator_faults_take (self, EMULATOR_FAULT_HANG, path))
        return FALSE;
    if (slow != NULL) {
        *ms = slow->ms;
        use_knob (self, slow);
    }
    spoil_status (self, path, answer);
    spoil_body (self, path, answer);
    return TRUE;
}

/* Sends a healthy answer, or what the knobs make of it. */
void
emulator_faults_send (EmulatorFaults *self, SoupServerMessage *message, EmulatorAnswer *answer)
{
    const char *path = g_uri_get_path (soup_server_message_get_uri (message));
    guint ms;

    if (!emulator_faults_spoil (self, path, answer, &ms)) {
        hold (self, message, TRUE, 0);
        return;
    }
    if (ms > 0)
        hold (self, message, FALSE, ms);
    if (!redirect (self, message, path))
        fill_message (message, answer);
}

WattleClock *
emulator_faults_get_clock (EmulatorFaults *self)
{
    return self->clock;
}

/* Forgets answers that are held back; their connections are the caller's to close. */
void
emulator_faults_drop_pending (EmulatorFaults *self)
{
    g_ptr_array_set_size (self->pending, 0);
}
