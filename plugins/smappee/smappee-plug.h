/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Switches and plugs of a gateway: what they are, and what is said about them. Pure functions. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

typedef struct {
    guint node;
    char *name;         /* NULL: not told */
    gboolean is_switch; /* which tells what it does; a plug only listens */
} SmappeePlug;

SmappeePlug *smappee_plug_new (guint node, const char *name, gboolean is_switch);
char *smappee_plug_dup_key (guint node);
/* Of SmappeePlug. */
GPtrArray *smappee_plugs_new (void);
GPtrArray *smappee_plugs_decode (JsonObject *root, GError **error);
char *smappee_plugs_print (GPtrArray *plugs);
const SmappeePlug *smappee_plugs_find (GPtrArray *plugs, guint node);

/* The word of `{"value":"ON"}`, also with single quotes. */
char *smappee_plug_read_word (WattleFrame *frame, GError **error);
gboolean smappee_plug_read_state (const char *word, gboolean *on, GError **error);
/* Of a message on the topic of the service location: FALSE without an error if it is about
 * something else. */
gboolean smappee_plug_read_root (JsonObject *root, guint *node, gboolean *on, GError **error);

G_END_DECLS
