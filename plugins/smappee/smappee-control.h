/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Switches and plugs of a monitor by HTTP. */
#pragma once

#include "smappee-outputs.h"

G_BEGIN_DECLS

#define SMAPPEE_CONTROL_PATH "/gateway/apipublic/commandControlPublic"

/* Two forms are known, and no monitor says which one it takes. */
typedef enum {
    SMAPPEE_FORM_JSON,
    SMAPPEE_FORM_PLAIN,
} SmappeeForm;

/* A command under way. */
typedef struct {
    guint node;
    gboolean is_switch;
    gboolean wanted;
    SmappeeForm form;
    gboolean can_change_form;
    gboolean sent;
    gboolean refused; /* in this form */
    gboolean retried; /* after a logon */
    guint looks;      /* how often was read back */
} SmappeeOrder;

gboolean smappee_order_begin (SmappeeOrder *self,
                              GPtrArray *plugs,
                              WattleCommand *command,
                              const char *form,
                              GError **error);
/* What to ask next; NULL: nothing, or with an error. @on: what the switch says; -1: not known. */
WattleRequest *
smappee_order_next (SmappeeOrder *self, int on, guint send_tag, guint look_tag, GError **error);
/* Returns FALSE if a logon has to come first, or with an error. */
gboolean smappee_order_take (SmappeeOrder *self, WattleFrame *frame, GError **error);

/* Of SmappeePlug; what it says of their state goes to @outputs. */
GPtrArray *smappee_control_decode (JsonNode *node, SmappeeOutputs *outputs, GError **error);

G_END_DECLS
