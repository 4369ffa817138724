/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which of the service locations on a broker is the device's own. */
#pragma once

#include "smappee-topic.h"

G_BEGIN_DECLS

typedef struct _SmappeeLocation SmappeeLocation;

/* Who a `config` message is about. Texts are NULL where they are not told. */
typedef struct {
    char *serial;
    char *version;
    double time; /* ms since 1970; NAN: not told */
} SmappeeIdentity;

void smappee_identity_clear (SmappeeIdentity *self);
gboolean smappee_identity_decode (JsonObject *root, SmappeeIdentity *self, GError **error);

/* Takes what the options say or what was learnt in an earlier run of the host. */
SmappeeLocation *smappee_location_new (WattleSource *source, WattleOptions *options);
void smappee_location_free (SmappeeLocation *self);

gboolean smappee_location_check_options (WattleOptions *options, GError **error);

const char *smappee_location_get (SmappeeLocation *self);        /* NULL: not known yet */
const char *smappee_location_get_serial (SmappeeLocation *self); /* the same */
gboolean smappee_location_is_own (SmappeeLocation *self, const SmappeeTopic *topic);

/* Whether the message is about the device. It becomes, or stays, the one it is about. */
gboolean smappee_location_take (SmappeeLocation *self,
                                const SmappeeTopic *topic,
                                const SmappeeIdentity *identity);

/* Keeps what came before it is known whose it is, and gives back what was kept of the own one: an
 * array of WattleFrame. */
void smappee_location_stash (SmappeeLocation *self, const SmappeeTopic *topic, WattleFrame *frame);
GPtrArray *smappee_location_take_stash (SmappeeLocation *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SmappeeIdentity, smappee_identity_clear)

G_END_DECLS
