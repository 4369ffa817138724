/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-dialogue.h"
#include "wattle-health.h"

G_BEGIN_DECLS

/* What its owner is told and asked. Each may do anything to the contact, but clear it. */
typedef struct {
    void (*state_changed) (gpointer owner);
    void (*cycle_ended) (gpointer owner);
    /* Decoded next; @request is NULL for a pushed message. */
    void (*came) (WattleRequest *request, WattleFrame *frame, gpointer owner);
    char *(*fill) (const char *kind, const char *argument, gpointer owner); /* a placeholder */
} WattleContactEvents;

/* The contact with one device: has it asked and listens to it, knows from that whether it is there,
 * and decides when it is asked next. */
typedef struct {
    WattleSubject subject;
    WattleIntake intake;
    WattleDialogue dialogue;
    WattleHealth health;
    const WattleContactEvents *events;
    GObject *owner;
    gboolean running;
    guint probe_timer; /* when it is asked next, if not by the grid */
} WattleContact;

void wattle_contact_init (WattleContact *self,
                          WattleDevice *device,
                          WattleClock *clock,
                          guint interval_ms,
                          const WattleIntakeEvents *intake,
                          const WattleContactEvents *events,
                          GObject *owner);
void wattle_contact_clear (WattleContact *self); /* after it was stopped */

void wattle_contact_set_link (WattleContact *self, WattleLinkKind kind, WattleLink *link);
void wattle_contact_start (WattleContact *self);
void wattle_contact_stop (WattleContact *self);

gboolean wattle_contact_poll (WattleContact *self); /* unless it is given up */
void wattle_contact_poll_all (WattleContact *self); /* now, every poll group */
void wattle_contact_restart (WattleContact *self);  /* an answer in flight is not taken */
void wattle_contact_push (WattleContact *self, WattleFrame *frame);
void wattle_contact_tell (WattleContact *self);   /* the batch, unless it grows */
void wattle_contact_expire (WattleContact *self); /* looks for readings that are too old */

void wattle_contact_set_gone (WattleContact *self, gboolean gone);
void wattle_contact_set_lost (WattleContact *self, gboolean lost);
/* Whether it can be given commands. */
gboolean wattle_contact_is_there (const WattleContact *self);
gboolean wattle_contact_is_available (const WattleContact *self);

G_END_DECLS
