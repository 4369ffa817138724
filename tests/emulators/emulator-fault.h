/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "base/wattle-clock.h"

G_BEGIN_DECLS

/* Fault knobs for any emulator that speaks HTTP: they stand between a healthy answer and the wire.
 */

typedef enum {
    EMULATOR_FAULT_EMPTY,         /* the connection closes, nothing was answered */
    EMULATOR_FAULT_HANG,          /* nothing is answered and nothing closes */
    EMULATOR_FAULT_SLOW,          /* ms before the answer goes out */
    EMULATOR_FAULT_TRUNCATED,     /* the first half of the body */
    EMULATOR_FAULT_CONTENT_TYPE,  /* the right body as text/html */
    EMULATOR_FAULT_HUGE,          /* the right body and then blanks, more than 1 MiB */
    EMULATOR_FAULT_DEEP,          /* 1000 arrays in one another */
    EMULATOR_FAULT_REDIRECT,      /* 302 to the same path, where the right answer waits */
    EMULATOR_FAULT_STATUS,        /* status, without a body */
    EMULATOR_FAULT_ZERO_COUNTERS, /* counters show 0: the emulator asks for it */
    EMULATOR_FAULT_FROZEN,        /* the time in the answer stands still: likewise */
    EMULATOR_FAULT_DONE,          /* 400 with the right body, and what was asked for is done */
    EMULATOR_FAULT_BAD_JSON,      /* no colon is left in the body */
    EMULATOR_FAULT_LOGIN,         /* the page to log in, and nothing is done: likewise */
    EMULATOR_FAULT_RAW_BREAKS     /* line breaks within strings: likewise */
} EmulatorFaultKind;

/* Sets of kinds, for those who take them from outside. */
#define EMULATOR_FAULT_BIT(kind) (1u << (kind))
/* What can be done to any answer of libsoup's. */
#define EMULATOR_FAULTS_OF_ANSWERS                                                                 \
    (EMULATOR_FAULT_BIT (EMULATOR_FAULT_EMPTY) | EMULATOR_FAULT_BIT (EMULATOR_FAULT_HANG) |        \
     EMULATOR_FAULT_BIT (EMULATOR_FAULT_SLOW) | EMULATOR_FAULT_BIT (EMULATOR_FAULT_TRUNCATED) |    \
     EMULATOR_FAULT_BIT (EMULATOR_FAULT_CONTENT_TYPE) | EMULATOR_FAULT_BIT (EMULATOR_FAULT_HUGE) | \
     EMULATOR_FAULT_BIT (EMULATOR_FAULT_DEEP) | EMULATOR_FAULT_BIT (EMULATOR_FAULT_REDIRECT) |     \
     EMULATOR_FAULT_BIT (EMULATOR_FAULT_STATUS) | EMULATOR_FAULT_BIT (EMULATOR_FAULT_DONE) |       \
     EMULATOR_FAULT_BIT (EMULATOR_FAULT_BAD_JSON))

typedef struct {
    EmulatorFaultKind kind;
    const char *path; /* beginning of the paths it hits; NULL: all */
    guint answers;    /* how many; 0: until cleared */
    guint ms;         /* slow */
    guint status;     /* status; 0: 500 */
} EmulatorFault;

typedef struct {
    guint status;
    const char *content_type;
    char *body;      /* (nullable) */
    gboolean silent; /* close the connection without a word */
} EmulatorAnswer;

typedef struct _EmulatorFaults EmulatorFaults;

EmulatorFaults *emulator_faults_new (WattleClock *clock);
void emulator_faults_free (EmulatorFaults *self);

gboolean emulator_fault_kind_parse (const char *text, EmulatorFaultKind *kind);

void emulator_faults_add (EmulatorFaults *self, const EmulatorFault *fault);
/* {"fault":NAME,"path":PATH,"answers":N,"ms":N,"status":N}; but for the name all may be missing.
 * @kinds: the set of those that the emulator has */
gboolean
emulator_faults_add_json (EmulatorFaults *self, guint kinds, JsonObject *object, GError **error);
void emulator_faults_clear (EmulatorFaults *self);
void emulator_faults_set_clock (EmulatorFaults *self, WattleClock *clock);
WattleClock *emulator_faults_get_clock (EmulatorFaults *self);
gboolean emulator_faults_take (EmulatorFaults *self, EmulatorFaultKind kind, const char *path);

/* FALSE: nothing is answered, and nothing closes. @ms: how much later the answer goes out */
gboolean
emulator_faults_spoil (EmulatorFaults *self, const char *path, EmulatorAnswer *answer, guint *ms);
void
emulator_faults_send (EmulatorFaults *self, SoupServerMessage *message, EmulatorAnswer *answer);
void emulator_faults_drop_pending (EmulatorFaults *self);

void emulator_answer_clear (EmulatorAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorFaults, emulator_faults_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EmulatorAnswer, emulator_answer_clear)

G_END_DECLS
