/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Places in JSON documents, as in RFC 6901. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

/* The names on the way. @pointer begins with a slash; {device} stands for @device. */
char **modbus_meter_pointer_split (const char *pointer, const char *device);

/* What is there; NULL: nothing. @holder: whether there is an object or array that could hold it. */
JsonNode *modbus_meter_pointer_find (JsonObject *root, char *const *names, gboolean *holder);

G_END_DECLS
