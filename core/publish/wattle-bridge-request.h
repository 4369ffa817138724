/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "engine/wattle-host-config.h"

G_BEGIN_DECLS

/* What can be asked for; beyond that a request is refused unread. */
#define WATTLE_BRIDGE_REQUEST_MAX_SIZE (64 * 1024)

typedef enum {
    WATTLE_BRIDGE_HEALTH_CHECK,
    WATTLE_BRIDGE_INFO,
    WATTLE_BRIDGE_DEVICES,
    WATTLE_BRIDGE_DEVICE_GET,
    WATTLE_BRIDGE_PROBLEMS,
    WATTLE_BRIDGE_SCHEMA,
    WATTLE_BRIDGE_VALIDATE,
    WATTLE_BRIDGE_OUTPUT_WHY,
    WATTLE_BRIDGE_LOG_LEVEL,
    WATTLE_BRIDGE_DEVICE_ADD,
    WATTLE_BRIDGE_DEVICE_CONFIGURE,
    WATTLE_BRIDGE_DEVICE_RENAME,
    WATTLE_BRIDGE_DEVICE_ENABLE,
    WATTLE_BRIDGE_DEVICE_DISABLE,
    WATTLE_BRIDGE_DEVICE_REMOVE,
    WATTLE_BRIDGE_DEVICE_ACT,
    WATTLE_BRIDGE_DEVICE_REFRESH,
    WATTLE_BRIDGE_DEVICE_SYNC_METER,
    WATTLE_BRIDGE_OUTPUT_SET,
    WATTLE_BRIDGE_OUTPUT_RELEASE,
    WATTLE_BRIDGE_RELOAD,
    WATTLE_BRIDGE_UNKNOWN,
} WattleBridgeVerb;

/* In what way a request is not as it should be; the last ones are told by how it comes. */
typedef enum {
    WATTLE_BRIDGE_FINE,
    WATTLE_BRIDGE_TOO_LARGE,
    WATTLE_BRIDGE_NO_OBJECT,
    WATTLE_BRIDGE_NO_REQUEST, /* there is none of that name */
    WATTLE_BRIDGE_WRONG_MEMBER,
    WATTLE_BRIDGE_NOT_ALLOWED,
    WATTLE_BRIDGE_RETAINED,
    WATTLE_BRIDGE_BUSY,
    WATTLE_BRIDGE_N_FLAWS,
} WattleBridgeFlaw;

/* One message below <instance>/bridge/request: what is asked, with what, and whether it may be
 * done. Nothing of the rest is to be looked at if it has a flaw. */
typedef struct {
    char *name; /* what follows …/request/ */
    WattleBridgeVerb verb;
    JsonObject *data;  /* members of the right types, all that are needed */
    char *transaction; /* JSON to be given back; NULL: none */
    WattleBridgeFlaw flaw;
    GError *error; /* what is wrong, and what is allowed; NULL without a flaw */
} WattleBridgeRequest;

/* @payload comes from anybody. Never NULL. */
WattleBridgeRequest *
wattle_bridge_request_new (const char *name, GBytes *payload, WattleBridgeMode mode);
void wattle_bridge_request_free (WattleBridgeRequest *self);

/* Whether carrying it out changes something. */
gboolean wattle_bridge_request_writes (const WattleBridgeRequest *self);

/* A member that may be missing: NULL. */
const char *wattle_bridge_request_get_text (const WattleBridgeRequest *self, const char *member);

/* The member "config", for wattle_config_dict_apply(); empty if it is missing. */
GVariant *wattle_bridge_request_dup_config (const WattleBridgeRequest *self);

/* Where the answer goes, behind <instance>/bridge/. */
char *wattle_bridge_request_dup_response (const WattleBridgeRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleBridgeRequest, wattle_bridge_request_free)

G_END_DECLS
