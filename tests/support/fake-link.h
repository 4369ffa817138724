// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "transport/wattle-link.h"

#include <vector>

// A link whose transfers a test ends by hand.
#define FAKE_TYPE_LINK (fake_link_get_type ())
G_DECLARE_FINAL_TYPE (FakeLink, fake_link, FAKE, LINK, WattleLink)

struct _FakeLink {
    WattleLink parent_instance;
    std::vector<WattleLinkCall *> *started;
    std::vector<guint> *aborted; // tags
    gboolean at_once;
    WattleLinkReply listener; // the last that listens
    gpointer listener_data;
};

G_DEFINE_TYPE (FakeLink, fake_link, WATTLE_TYPE_LINK)

static inline void
fake_answer (FakeLink *self, WattleLinkCall *call, WattleOutcome outcome)
{
    guint tag = wattle_request_get_tag (call->request);

    wattle_link_complete (WATTLE_LINK (self), call,
                          outcome == WATTLE_OUTCOME_ANSWERED
                              ? wattle_frame_new_answer (tag, 200, nullptr, nullptr, 0)
                              : wattle_frame_new_failure (tag, outcome, "as told", 0));
}

static void
fake_link_start (WattleLink *link, WattleLinkCall *call)
{
    FakeLink *self = FAKE_LINK (link);

    if (self->at_once)
        fake_answer (self, call, WATTLE_OUTCOME_ANSWERED);
    else
        self->started->push_back (call);
}

static void
fake_link_abort (WattleLink *link, WattleLinkCall *call)
{
    FAKE_LINK (link)->aborted->push_back (wattle_request_get_tag (call->request));
}

static void
fake_link_listen (WattleLink *link, const char *, WattleLinkReply func, gpointer user_data)
{
    FAKE_LINK (link)->listener = func;
    FAKE_LINK (link)->listener_data = user_data;
}

static void
fake_link_unlisten (WattleLink *link, gpointer)
{
    FAKE_LINK (link)->listener = nullptr;
}

static void
fake_link_class_init (FakeLinkClass *klass)
{
    WATTLE_LINK_CLASS (klass)->start = fake_link_start;
    WATTLE_LINK_CLASS (klass)->abort = fake_link_abort;
    WATTLE_LINK_CLASS (klass)->listen = fake_link_listen;
    WATTLE_LINK_CLASS (klass)->unlisten = fake_link_unlisten;
}

static void
fake_link_init (FakeLink *)
{
}
