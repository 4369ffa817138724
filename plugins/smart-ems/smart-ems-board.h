/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which board answers, and whether it is the one that answered before. */
#pragma once

#include "smart-ems-channel.h"

G_BEGIN_DECLS

typedef struct {
    SmartEmsGeneration generation;
    const char *name; /* such as "LK 3.5"; static */
    char *hardware;
    char *firmware;
    char *mac;   /* 12 digits; NULL: not told yet */
    char *label; /* what the box is called; NULL: not told */
} SmartEmsBoard;

void smart_ems_board_free (SmartEmsBoard *self);

/* Of /xml/stat.xml. */
SmartEmsBoard *smart_ems_board_new_from_xml (GBytes *bytes, GError **error);
/* Of /json/all.json; what that leaves out is as @known says. */
SmartEmsBoard *
smart_ems_board_new_from_all (JsonObject *root, const SmartEmsBoard *known, GError **error);
/* Of the settings of an LK4. */
SmartEmsBoard *smart_ems_board_new_from_settings (JsonObject *root, GError **error);

/* Whether an answer to /st2.xml is that of an LK 2.x. */
gboolean smart_ems_board_is_old (GBytes *bytes);

/* The one that answered before, also in an earlier run; NULL: none. */
SmartEmsBoard *smart_ems_board_recall (WattleSource *source);
void smart_ems_board_remember (const SmartEmsBoard *self, WattleSource *source);

/* FALSE: another one answers than before, which the error names. */
gboolean smart_ems_board_check_same (const SmartEmsBoard *self,
                                     const SmartEmsBoard *before,
                                     const char *id,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmartEmsBoard, smart_ems_board_free)

G_END_DECLS
