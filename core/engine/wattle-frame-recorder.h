/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-manager.h"

G_BEGIN_DECLS

typedef struct {
    WattleClock *clock;
    WattlePlugins *plugins;
    WattleSecrets *secrets;
    WattleProblems *problems;
    WattleManager *manager; /* with no device in it yet */
} WattleFrameRecorderParts;

/* Writes what devices answer into a folder: per configured device ID.jsonl, with what its
 * sub-devices answer, and ID.expected with the readings that came of it. Both are held in memory
 * and written as a whole each minute and at the end, because a serial number may be learnt long
 * after it was first heard. */
#define WATTLE_TYPE_FRAME_RECORDER (wattle_frame_recorder_get_type ())
G_DECLARE_FINAL_TYPE (WattleFrameRecorder, wattle_frame_recorder, WATTLE, FRAME_RECORDER, GObject)

/* @folder: NULL to write nothing by itself. */
WattleFrameRecorder *wattle_frame_recorder_new (const char *folder,
                                                const char *version,
                                                const WattleFrameRecorderParts *parts);
void wattle_frame_recorder_write (WattleFrameRecorder *self);
/* What is recorded of the device, as it would be in the files. FALSE: it is not recorded. */
gboolean wattle_frame_recorder_print (WattleFrameRecorder *self,
                                      WattleRunner *root,
                                      char **recording,
                                      char **expected);
void wattle_frame_recorder_stop (WattleFrameRecorder *self); /* writes for the last time */

G_END_DECLS
