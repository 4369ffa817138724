/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-migration.h"
#include "wattle-problems.h"

G_BEGIN_DECLS

/* What the topics of problems begin with that come of the configuration alone. */
#define WATTLE_STORE_TOPIC "config/"

/* One key file that is being read. What is wrong becomes a problem of @subject that names file,
 * group, key and what is allowed. Lives on the stack. */
typedef struct {
    WattleProblems *problems; /* NULL: only @reason and @remark are wanted */
    const char *path;
    const char *subject;
    GKeyFile *file;
    gboolean broken;       /* something in it is wrong */
    WattleMessage *reason; /* the first of that, without the path */
    WattleMessage *remark; /* the first that is odd but does no harm */
} WattleStoreReader;

/* Reads the file and brings it to the present format. */
gboolean wattle_store_reader_load (WattleStoreReader *self, const WattleMigration *migration);
void wattle_store_reader_clear (WattleStoreReader *self);

/* What is odd but does no harm, and what makes the file wrong. */
void wattle_store_reader_complain (WattleStoreReader *self,
                                   const char *group,
                                   const char *key,
                                   const char *format,
                                   ...) G_GNUC_PRINTF (4, 5);
void wattle_store_reader_refuse (WattleStoreReader *self,
                                 const char *group,
                                 const char *key,
                                 const char *format,
                                 ...) G_GNUC_PRINTF (4, 5);

/* Unknown ones are said and ignored. */
void wattle_store_reader_check_groups (WattleStoreReader *self, const char *const *known);
void wattle_store_reader_check_keys (WattleStoreReader *self,
                                     const char *group,
                                     const char *const *known);

/* Each leaves *field alone if the key is not there or wrong. */
void wattle_store_reader_read_text (WattleStoreReader *self,
                                    const char *group,
                                    const char *key,
                                    char **field);
void wattle_store_reader_read_ident (WattleStoreReader *self,
                                     const char *group,
                                     const char *key,
                                     char **field);
void wattle_store_reader_read_boolean (WattleStoreReader *self,
                                       const char *group,
                                       const char *key,
                                       gboolean *field);
void wattle_store_reader_read_integer (WattleStoreReader *self,
                                       const char *group,
                                       const char *key,
                                       int min,
                                       int max,
                                       int *field);
void wattle_store_reader_read_interval (WattleStoreReader *self,
                                        const char *group,
                                        const char *key,
                                        int *field);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WattleStoreReader, wattle_store_reader_clear)

G_END_DECLS
