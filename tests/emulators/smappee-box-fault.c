/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What goes wrong. */
#include "smappee-box-private.h"

#include "base/wattle-json.h"

static gboolean
fail (GError **error, const char *text)
{
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);
    return FALSE;
}

/* What is wrong until it is cleared */

static const struct {
    const char *name;
    SmappeeBoxWrong wrong;
    gboolean in_config; /* the configuration is told again */
} wrongs[] = {
    { "no-map", SMAPPEE_BOX_WRONG_NO_MAP, TRUE },
    { "frozen", SMAPPEE_BOX_WRONG_FROZEN, FALSE },
    { "silence", SMAPPEE_BOX_WRONG_SILENCE, FALSE },
    { "wrapped", SMAPPEE_BOX_WRONG_WRAPPED, TRUE },
    { "foreign", SMAPPEE_BOX_WRONG_FOREIGN, FALSE },
    { "unknown-topics", SMAPPEE_BOX_WRONG_UNKNOWN, FALSE },
    { "absent-phases", SMAPPEE_BOX_WRONG_ABSENT_PHASES, FALSE },
    { "reversed-order", SMAPPEE_BOX_WRONG_ORDER, TRUE },
    { "plugs-stuck", SMAPPEE_BOX_WRONG_PLUGS_STUCK, FALSE },
    { "extra-channel", SMAPPEE_BOX_WRONG_EXTRA_CHANNEL, FALSE },
    { "old-intervals", SMAPPEE_BOX_WRONG_OLD_INTERVALS, FALSE },
    { "hurried", SMAPPEE_BOX_WRONG_HURRIED, FALSE },
    { "no-index", SMAPPEE_BOX_WRONG_NO_INDEX, TRUE },
    { "negative-index", SMAPPEE_BOX_WRONG_NEGATIVE_INDEX, TRUE },
    { "nameless", SMAPPEE_BOX_WRONG_NAMELESS, TRUE },
    { "no-channel", SMAPPEE_BOX_WRONG_NO_CHANNEL, FALSE },
};

static gboolean
set_wrong (SmappeeBox *self, guint position, JsonObject *fault)
{
    SmappeeBoxWrong wrong = wrongs[position].wrong;
    const char *name = wattle_json_peek_string (fault, "name");

    self->wrong[wrong] = TRUE;
    g_free (self->wrong_loads[wrong]);
    self->wrong_loads[wrong] = g_strdup (name != NULL ? name : smappee_box_get_last_load (self));
    if (wrongs[position].in_config)
        smappee_box_tell_configs (self);
    if (wrong == SMAPPEE_BOX_WRONG_FOREIGN)
        smappee_box_tell_foreign (self, NULL);
    return TRUE;
}

static gboolean
clear (SmappeeBox *self)
{
    gboolean foreign = self->wrong[SMAPPEE_BOX_WRONG_FOREIGN];

    for (guint i = 0; i < SMAPPEE_BOX_N_WRONG; i++)
        self->wrong[i] = FALSE;
    g_ptr_array_set_size (self->spoils, 0);
    smappee_box_http_clear_faults (self);
    smappee_box_image_clear_faults (self);
    if (foreign)
        smappee_box_tell_foreign (self, NULL);
    smappee_box_tell_configs (self);
    return TRUE;
}

/* Those of HTTP or Modbus. */
static gboolean
add_other (SmappeeBox *self, JsonObject *fault, const char *name, GError **error)
{
    SmappeeBoxSpoil *spoil;

    if (!smappee_box_spoil_parse (fault, name, &spoil, error))
        return FALSE;
    if (spoil != NULL) {
        g_ptr_array_add (self->spoils, spoil);
        return TRUE;
    }
    if (smappee_box_has_http (self->model))
        return smappee_box_http_add_fault (self, fault, error);
    if (smappee_box_has_modbus (self->model))
        return smappee_box_image_add_fault (self, fault, error);
    return fail (error, "No such fault; README.md lists them");
}

gboolean
smappee_box_add_fault (SmappeeBox *self, JsonObject *fault, GError **error)
{
    const char *name;
    gboolean known = FALSE;
    gboolean done;

    if (!wattle_json_get_string (fault, "fault", &name, error))
        return FALSE;
    if (g_str_equal (name, "clear"))
        return clear (self);
    done = smappee_box_happen (self, name, fault, &known, error);
    if (known)
        return done;
    for (guint i = 0; i < G_N_ELEMENTS (wrongs); i++)
        if (g_str_equal (wrongs[i].name, name))
            return set_wrong (self, i, fault);
    return add_other (self, fault, name, error);
}
