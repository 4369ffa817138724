/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "wattle-hass.h"

G_BEGIN_DECLS

/* What Home Assistant is told, against what it is told by the messages that the broker keeps. */
typedef enum {
    WATTLE_HASS_SAME,
    WATTLE_HASS_APPEAR, /* the broker does not have it */
    WATTLE_HASS_CHANGE, /* it has another */
    WATTLE_HASS_VANISH, /* nobody wants it any more */
    WATTLE_HASS_CLASH,  /* somebody else uses the same topic or id */
} WattleHassChange;

const char *wattle_hass_change_get_name (WattleHassChange change);

typedef struct {
    char *key; /* of a component; empty: what is said of the device itself */
    WattleHassChange change;
    char *with; /* the topic of somebody else; empty: nobody */
} WattleHassPreviewEntity;

/* One message. */
typedef struct {
    char *topic;
    char *device; /* its id; empty: the host */
    WattleHassChange change;
    GPtrArray *entities; /* of WattleHassPreviewEntity */
} WattleHassPreviewRow;

/* The result is an array of WattleHassPreviewRow: the host, the devices, then what vanishes. A
 * device that has not answered yet is left out unless the broker knows it. */
void wattle_hass_preview_async (WattleHass *hass, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *wattle_hass_preview_finish (WattleHass *hass, GAsyncResult *result, GError **error);

G_END_DECLS
