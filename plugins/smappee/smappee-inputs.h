/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a monitor measures and switches: its channels and plugs as lists that come and go, the
 * entities they make, and what is told of them. */
#pragma once

#include "smappee-listing.h"
#include "smappee-outputs.h"

G_BEGIN_DECLS

typedef struct _SmappeeInputs SmappeeInputs;

SmappeeInputs *smappee_inputs_new (WattleDevice *device, WattleOptions *options);
void smappee_inputs_free (SmappeeInputs *self);

/* Both take over what they are given. @channels: NULL: it is not known what they are. */
void smappee_inputs_take_channels (SmappeeInputs *self, GPtrArray *channels);
void smappee_inputs_take_plugs (SmappeeInputs *self, GPtrArray *plugs);

/* Those in force; what has waited long enough is from now on. */
GPtrArray *smappee_inputs_get_channels (SmappeeInputs *self);
GPtrArray *smappee_inputs_get_plugs (SmappeeInputs *self); /* NULL: not known */
SmappeeOutputs *smappee_inputs_get_outputs (SmappeeInputs *self);

/* @values: of each channel, as the monitor tells them. @voltage: NAN: not told. */
void smappee_inputs_report (SmappeeInputs *self, SmappeeValues *values, double voltage);

G_END_DECLS
