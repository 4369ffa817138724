/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-exchange.h"

G_BEGIN_DECLS

/* A line is one JSON document, so no longer than those may be. */
#define WATTLE_RECORDING_MAX_LINE (1024 * 1024)
#define WATTLE_RECORDING_MAX_SIZE (64 * 1024 * 1024)

/* A text that a device had kept from an earlier run. */
typedef struct {
    char *device;
    char *key;
    char *text;
} WattleRecordingState;

/* What was said over the links of one device and its sub-devices. In a file: a line of JSON that
 * says how the device was set up, then one per exchange, in the order they ended.
 *
 *   {"wattle-recording":1,"plugin":…,"model":…,"device":…,"version":…,"start":…,"redacted":true,
 *    "options":{key:text, or null for a secret},"state":[{"device":…,"key":…,"text":…}]}
 *   {"t":12.5,"device":…,"request":"GET /api","status":200,"content_type":…,"reply":…}
 *   {"t":12.5,"device":…,"request":"GET /api","outcome":"timeout","detail":…}
 *   {"t":12.5,"device":…,"topic":…,"retained":false,"payload":…}
 *
 * `t` is in milliseconds since `start`; a reply or payload that is not text is {"base64":…}. */
typedef struct {
    char *plugin;
    char *model;
    char *device;
    char *version;        /* of the host that wrote it */
    gint64 start;         /* wall time */
    int interval_ms;      /* -1: the model's default */
    GPtrArray *options;   /* key, text, key, text …; the text of a secret is NULL */
    GPtrArray *state;     /* of WattleRecordingState */
    GPtrArray *exchanges; /* of WattleExchange */
} WattleRecording;

WattleRecording *wattle_recording_new (const char *plugin,
                                       const char *model,
                                       const char *device,
                                       const char *version,
                                       gint64 start);
void wattle_recording_free (WattleRecording *self);
void wattle_recording_add_option (WattleRecording *self, const char *key, const char *text);
void wattle_recording_add_state (WattleRecording *self,
                                 const char *device,
                                 const char *key,
                                 const char *text);

char *wattle_recording_to_text (const WattleRecording *self, WattleRedaction *redaction);
/* @name: for messages, which name the line too */
WattleRecording *
wattle_recording_read (const char *text, gsize length, const char *name, GError **error);
WattleRecording *wattle_recording_load (const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleRecording, wattle_recording_free)

G_END_DECLS
