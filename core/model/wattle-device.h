/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-command.h"
#include "wattle-entity.h"
#include "wattle-source.h"

G_BEGIN_DECLS

/**
 * WattleActionSpec:
 * @name: identifier, such as `identify`
 * @label: untranslated name for people
 * @hass_class: (nullable): button class in Home Assistant: `identify` or `restart`
 * @deliberate: no button in Home Assistant, as nobody must do it by accident
 *
 * Something a device can do that is not an output.
 */
typedef struct {
    const char *name;
    const char *label;
    const char *hass_class;
    gboolean deliberate;
} WattleActionSpec;

#define WATTLE_TYPE_DEVICE (wattle_device_get_type ())
G_DECLARE_DERIVABLE_TYPE (WattleDevice, wattle_device, WATTLE, DEVICE, WattleSource)

/**
 * WattleDeviceClass:
 * @command: (nullable): requests of a command, step by step like a poll; %NULL without error ends
 * it
 *
 * A source with entities, identity, sub-devices and commands.
 */
struct _WattleDeviceClass {
    WattleSourceClass parent_class;

    WattleRequest *(*command) (WattleDevice *self,
                               WattleCommand *command,
                               guint step,
                               GError **error);

    gpointer padding[8];
};

void wattle_device_set_identity (WattleDevice *self,
                                 const char *maker,
                                 const char *model,
                                 const char *serial,
                                 const char *version);
void wattle_device_set_label (WattleDevice *self, const char *label);
void wattle_device_set_address (WattleDevice *self, const char *mac, const char *url);
void wattle_device_set_time (WattleDevice *self, gint64 time);
void wattle_device_set_local_time (WattleDevice *self, gint64 time);

void wattle_device_set_entities (WattleDevice *self, const WattleEntitySpec *specs, guint n_specs);
void wattle_device_add_entity (WattleDevice *self,
                               const char *key,
                               WattleQuantity quantity,
                               const char *name,
                               WattleEntityFlags flags);
void wattle_device_add_counter (WattleDevice *self,
                                const char *key,
                                WattleQuantity quantity,
                                const char *name,
                                WattleCounterKind kind);
void wattle_device_set_attributes (WattleDevice *self, const char *key, JsonObject *attributes);
void wattle_device_add_action (WattleDevice *self, const WattleActionSpec *spec);
void wattle_device_add_plain_action (WattleDevice *self,
                                     const char *name,
                                     const char *label,
                                     const char *hass_class);

void wattle_device_report (WattleDevice *self, const char *key, double value);
void wattle_device_report_boolean (WattleDevice *self, const char *key, gboolean value);
void wattle_device_report_text (WattleDevice *self, const char *key, const char *value);
void wattle_device_report_index (WattleDevice *self, guint index, double value);
void wattle_device_report_missing (WattleDevice *self, const char *key);
void wattle_device_report_missing_index (WattleDevice *self, guint index);

void wattle_device_set_child (WattleDevice *self,
                              const char *id,
                              const char *model,
                              const char *address,
                              const char *label);
void wattle_device_lose_child (WattleDevice *self, const char *id);
void wattle_device_end_children (WattleDevice *self);

const char *wattle_device_get_maker (WattleDevice *self);
const char *wattle_device_get_model (WattleDevice *self);
const char *wattle_device_get_serial (WattleDevice *self);
const char *wattle_device_get_version (WattleDevice *self);
const char *wattle_device_get_label (WattleDevice *self);
const char *wattle_device_get_mac (WattleDevice *self);
const char *wattle_device_get_url (WattleDevice *self);
guint wattle_device_get_n_entities (WattleDevice *self);
WattleEntity *wattle_device_get_entity (WattleDevice *self, guint index);
WattleEntity *wattle_device_find_entity (WattleDevice *self, const char *key);
guint wattle_device_get_n_actions (WattleDevice *self);
const WattleActionSpec *wattle_device_get_action (WattleDevice *self, guint index);

G_END_DECLS
