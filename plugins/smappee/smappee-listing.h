/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A list that a gateway tells, such as that of its channels. One that differs from the one in force
 * counts once it has stayed so for a while: a gateway that starts, or is being set up, tells
 * several. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define SMAPPEE_LISTING_WAIT (10 * G_USEC_PER_SEC)

typedef struct {
    GPtrArray *list; /* in force; NULL: none was told yet */
    char *text;      /* all that matters of it */
    GPtrArray *next; /* NULL: nothing waits */
    char *next_text;
    gint64 since;
} SmappeeListing;

/* Takes over the list and its text. Both return whether another list is in force now. */
gboolean smappee_listing_offer (SmappeeListing *self, GPtrArray *list, char *text, gint64 now);
gboolean smappee_listing_pass (SmappeeListing *self, gint64 now);
void smappee_listing_clear (SmappeeListing *self);

G_END_DECLS
