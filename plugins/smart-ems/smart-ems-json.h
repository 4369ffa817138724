/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Members of the answers of a box. A value may be a number or a text that holds one. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

typedef enum {
    SMART_EMS_MEMBER_ABSENT,
    SMART_EMS_MEMBER_BAD, /* there, and no number */
    SMART_EMS_MEMBER_GOOD,
} SmartEmsMemberState;

SmartEmsMemberState smart_ems_json_node_number (JsonNode *node, double *value);
SmartEmsMemberState smart_ems_json_number (JsonObject *object, const char *member, double *value);

/* A bit mask. */
SmartEmsMemberState smart_ems_json_mask (JsonObject *object, const char *member, guint *mask);

/* A short text in one line, or a number with so many decimals; NULL: there is none. */
char *smart_ems_json_dup_text (JsonObject *object, const char *member, int decimals);

G_END_DECLS
