/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-outputs.h"
#include "wattle-hass-port.h"

G_BEGIN_DECLS

/* One device towards Home Assistant: its discovery message, its availability and its states. */
typedef struct _WattleHassDevice WattleHassDevice;

/* @min_interval: shortest time between two states, in microseconds. */
WattleHassDevice *wattle_hass_device_new (const WattleHassPort *port,
                                          WattleRunner *runner,
                                          WattleOutputs *outputs,
                                          gint64 min_interval);
void wattle_hass_device_free (WattleHassDevice *self);

WattleRunner *wattle_hass_device_get_runner (WattleHassDevice *self);

/* Whether Home Assistant was told of it since wattle_hass_device_forget_announced(). */
gboolean wattle_hass_device_is_announced (WattleHassDevice *self);
void wattle_hass_device_forget_announced (WattleHassDevice *self);

/* The device has answered, so what it is made of is known. Before that only its availability is
 * published: an unfinished description would take the place of the whole one that Home Assistant
 * may have from an earlier run. */
void wattle_hass_device_meet (WattleHassDevice *self);

/* These send in any case. The state follows an announcement by itself once Home Assistant has had
 * the time to subscribe to it. */
void wattle_hass_device_announce (WattleHassDevice *self);
void wattle_hass_device_send_availability (WattleHassDevice *self);
void wattle_hass_device_send_state (WattleHassDevice *self);

/* These send what has changed, and when it may be sent. */
void wattle_hass_device_update_description (WattleHassDevice *self);
void wattle_hass_device_update_availability (WattleHassDevice *self); /* and all that hangs on it */
void wattle_hass_device_update_state (WattleHassDevice *self);
/* At once: a person waits for it. */
void wattle_hass_device_update_output (WattleHassDevice *self);

/* The host goes. */
void wattle_hass_device_send_offline (WattleHassDevice *self);

const char *wattle_hass_device_get_discovery_topic (WattleHassDevice *self);

/* What it would be announced with; NULL before it has answered. */
char *wattle_hass_device_dup_description (WattleHassDevice *self);

/* Somebody has cleared its discovery message. */
void wattle_hass_device_restore (WattleHassDevice *self);

G_END_DECLS
