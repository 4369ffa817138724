/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Topics of a device: `smart-maic/1728104417/JSON`, `1728104417.V1`. Pure functions. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define SMART_MAIC_DEVID_MIN  6
#define SMART_MAIC_DEVID_MAX  16
#define SMART_MAIC_PREFIX_MAX 200

typedef struct {
    gsize prefix;     /* so many bytes from the beginning */
    gsize devid;      /* so many behind them */
    char separator;   /* behind those: `/` or `.` */
    const char *name; /* within the topic; a key, or JSON */
} SmartMaicTopic;

gboolean smart_maic_topic_parse (const char *topic, SmartMaicTopic *parts);
/* Whether topics can begin so. */
gboolean smart_maic_topic_is_prefix (const char *text, gsize length);
gboolean smart_maic_topic_is_json (const SmartMaicTopic *parts);

G_END_DECLS
