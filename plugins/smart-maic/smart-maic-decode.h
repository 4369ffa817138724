/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What answers and messages say. Pure functions. */
#pragma once

#include "smart-maic-key.h"
#include "smart-maic-topic.h"

G_BEGIN_DECLS

typedef struct {
    gboolean given; /* the key was there */
    gboolean known; /* with a number that can be read */
    gboolean rough; /* energy in kWh, which has fewer digits */
    double number;
} SmartMaicReading;

typedef struct {
    SmartMaicReading readings[SMART_MAIC_N_KEYS];
    guint count; /* of keys that were there */
} SmartMaicMessage;

void smart_maic_decode_json (JsonObject *root, SmartMaicMessage *message);
gboolean smart_maic_decode_answer (JsonObject *root, SmartMaicMessage *message, GError **error);
void smart_maic_decode_scalar (const char *name, const char *text, SmartMaicMessage *message);

/* Either of the two, as the topic of the message says. */
gboolean smart_maic_decode_message (WattleFrame *frame,
                                    const SmartMaicTopic *topic,
                                    SmartMaicMessage *message,
                                    GError **error);

/* Who answered, in the two forms there are; NULL: the answer does not say. */
const char *smart_maic_decode_get_devid (JsonObject *root);
const char *smart_maic_decode_get_about (JsonObject *webinit, const char *member);

G_END_DECLS
