/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-json.h"
#include "wattle-cli.h"

G_BEGIN_DECLS

/* What is to be tried or added. */
typedef struct {
    const char *driver;
    const char *model;
    GVariant *config;  /* as of the interface */
    gboolean any_http; /* whether it speaks http or https is still to be found out */
    GVariant *trouble; /* what the last try failed with: as of Manager.Probe(); NULL: nothing */
} WattleCliCandidate;

void wattle_cli_candidate_clear (WattleCliCandidate *self);

char *wattle_cli_candidate_dup_http (const WattleCliCandidate *self); /* NULL: it has none */

/* Puts the fingerprint of a certificate that is accepted into its configuration. */
void wattle_cli_candidate_accept (WattleCliCandidate *self, const char *fingerprint);

/* Completes the address of a person who did not say whether it is http or https. */
void wattle_cli_candidate_complete (WattleCliCandidate *self);

/* Reads it once, first over http and then over https where that is open, and again with a
 * certificate that a person has accepted; what has answered is in its configuration then. Returns
 * the result of Manager.Probe(). */
GVariant *wattle_cli_attempt_run (WattleCli *cli, WattleCliCandidate *candidate, GError **error);

/* Members "http" and "http_certificate": the address and the certificate it was tried with. */
void wattle_cli_candidate_add (WattleCliJson *json, const WattleCliCandidate *self);

/* Says on standard error what went wrong. For programs the trouble is a document of its own, if
 * there is one that can be acted on. Returns the exit status. */
int
wattle_cli_attempt_fail (WattleCli *cli, const WattleCliCandidate *candidate, const GError *error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WattleCliCandidate, wattle_cli_candidate_clear)

G_END_DECLS
