/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-message.h"
#include "model/wattle-frame.h"
#include "wattle-certificate.h"

G_BEGIN_DECLS

/* What is to be known when the last request of an HTTP link was not answered, so that a person can
 * put it right. */
typedef struct {
    WattleOutcome outcome;
    char *moved_to;                 /* address with https that a redirect points to; or NULL */
    WattleCertificate *certificate; /* that was refused; or NULL */
} WattleHttpTrouble;

void wattle_http_trouble_clear (WattleHttpTrouble *self);

/* What came of a request in place of the one before. Takes @moved_to and @certificate. */
void wattle_http_trouble_note (WattleHttpTrouble *self,
                               WattleOutcome outcome,
                               char *moved_to,
                               WattleCertificate *certificate);

/* The same endpoint with https, if that is where @location, of a redirect, points; else NULL. */
char *wattle_http_trouble_find_https (const char *uri, const char *location);

/* Sentences. @accepted: fingerprint of the one that is accepted; NULL: there is none. */
WattleMessage *wattle_http_trouble_explain_move (const char *moved_to);
WattleMessage *wattle_http_trouble_explain_certificate (const char *uri,
                                                        const char *accepted,
                                                        const WattleCertificate *certificate);

G_END_DECLS
