/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"
#include "base/wattle-message.h"
#include "model/wattle-frame.h"
#include "model/wattle-request.h"

G_BEGIN_DECLS

/* How many requests wait on one link before more are refused as busy. */
#define WATTLE_LINK_QUEUE_MAX 64

/* The same where many devices share a link: one request of each unit of a bus. */
#define WATTLE_LINK_BUS_QUEUE_MAX 256

/* Connects in a row that must fail before the link, and with it all its sources, counts as down. */
#define WATTLE_LINK_DOWN_AFTER 3

typedef enum {
    WATTLE_LINK_IDLE, /* nothing was tried yet */
    WATTLE_LINK_UP,
    WATTLE_LINK_DOWN,
} WattleLinkState;

typedef enum {
    WATTLE_LINK_PRIORITY_COMMAND, /* before reads; dropped if not sent within 10 s */
    WATTLE_LINK_PRIORITY_READ,
} WattleLinkPriority;

/* Fills `{option:Key}`, `{basic:User:Password}` and `{state:key}`; the result may be NULL. */
typedef char *(*WattlePlaceholderFunc) (const char *kind, const char *argument, gpointer user_data);

/* Called once per request, always from the main loop and never from within wattle_link_send(). */
typedef void (*WattleLinkReply) (WattleFrame *frame, gpointer user_data);

/* One request under way. Subclasses read it in start() and hand it back by wattle_link_complete().
 */
typedef struct {
    guint id;
    WattleRequest *request;
    WattleLinkPriority priority;
    WattlePlaceholderFunc placeholder;
    WattleLinkReply reply;
    gpointer user_data;
    gint64 queued_at;  /* monotonic */
    guint deadline;    /* timer of the clock; 0 within abort(): it is over */
    gpointer transfer; /* the subclass's own */
} WattleLinkCall;

#define WATTLE_TYPE_LINK (wattle_link_get_type ())
G_DECLARE_DERIVABLE_TYPE (WattleLink, wattle_link, WATTLE, LINK, GObject)

/* One endpoint that is talked to. The base class queues (commands before reads, one request under
 * way unless the kind allows more), keeps the total deadline of each request and knows whether the
 * endpoint is up. */
struct _WattleLinkClass {
    GObjectClass parent_class;

    /* Begins the transfer. Answers by wattle_link_complete(), at once or later. */
    void (*start) (WattleLink *self, WattleLinkCall *call);
    /* Ends the transfer without an answer. The call is gone afterwards. */
    void (*abort) (WattleLink *self, WattleLinkCall *call);

    /* What a connection may take, on top of the timeout of a request. */
    guint connect_ms;

    guint queue_max; /* WATTLE_LINK_QUEUE_MAX unless the subclass says otherwise */

    /* Links that listen; NULL for others. A message reaches each @user_data once. */
    void (*listen) (WattleLink *self, const char *filter, WattleLinkReply func, gpointer user_data);
    void (*unlisten) (WattleLink *self, gpointer user_data);
};

guint wattle_link_send (WattleLink *self,
                        WattleRequest *request,
                        WattleLinkPriority priority,
                        WattlePlaceholderFunc placeholder,
                        WattleLinkReply reply,
                        gpointer user_data);
void wattle_link_cancel (WattleLink *self, guint id);

/* Messages that match @filter go to @func until wattle_link_unlisten() with the same @user_data. A
 * message reaches @func once, however many of its filters match. */
void
wattle_link_listen (WattleLink *self, const char *filter, WattleLinkReply func, gpointer user_data);
void wattle_link_unlisten (WattleLink *self, gpointer user_data);

const char *wattle_link_get_uri (WattleLink *self); /* without credentials */
WattleLinkKind wattle_link_get_kind (WattleLink *self);
WattleLinkState wattle_link_get_state (WattleLink *self);
const char *wattle_link_get_detail (WattleLink *self); /* why it is down */
WattleClock *wattle_link_get_clock (WattleLink *self);

/* What a person has to put right before it can be up, on this machine or in its configuration;
 * NULL: nothing that is known. */
const WattleMessage *wattle_link_get_fault (WattleLink *self);

/* Since the link was made. */
typedef struct {
    guint64 sent;
    guint64 answered;
    guint64 failed;
    guint64 foreign; /* frames that answered no question, or another one; never believed */
} WattleLinkCounters;
const WattleLinkCounters *wattle_link_get_counters (WattleLink *self);

/* For subclasses.
 *
 * wattle_link_init_base() is called once by the subclass's constructor; @uri holds no credentials.
 * wattle_link_complete() takes @frame, calls the reply and frees @call; it may be called from
 * within start(), never from within abort(). Dispose of the base class aborts what is under way, so
 * what abort() needs is freed in finalize, or after chaining up. */
void wattle_link_init_base (WattleLink *self,
                            const char *uri,
                            WattleLinkKind kind,
                            WattleClock *clock,
                            guint max_in_flight);
void wattle_link_complete (WattleLink *self, WattleLinkCall *call, WattleFrame *frame);
void wattle_link_set_state (WattleLink *self, WattleLinkState state, const char *detail);
void wattle_link_set_fault (WattleLink *self, WattleMessage *fault); /* takes it; and is down */
void wattle_link_note_foreign (WattleLink *self, guint n_frames);

/* Signal "state-changed": (WattleLink *self), also when it is down for another reason than before.
 * Emitted from the main loop. */

G_END_DECLS
