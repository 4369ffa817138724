/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Builds answers as devices print them: numbers in the fewest digits that say the same. */

char *emulator_json_write (JsonNode *node);

void emulator_json_add_string (JsonBuilder *builder, const char *name, const char *value);
void emulator_json_add_integer (JsonBuilder *builder, const char *name, gint64 value);
void emulator_json_add_number (JsonBuilder *builder, const char *name, double value);
void emulator_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value);
void emulator_json_open_object (JsonBuilder *builder, const char *name);
void emulator_json_open_array (JsonBuilder *builder, const char *name);
char *emulator_json_finish (JsonBuilder *builder);

/* A member that is missing stays as it is. */
gboolean emulator_json_read_unsigned (JsonObject *object,
                                      const char *name,
                                      guint max,
                                      guint *value,
                                      GError **error);

G_END_DECLS
