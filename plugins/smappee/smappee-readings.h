/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is told of channels becomes readings of channels, grid, generation and loads. */
#pragma once

#include "smappee-group.h"

G_BEGIN_DECLS

/* @values: of each channel, in the order of the list. Of what is NAN nothing is reported. */
void smappee_readings_report (WattleDevice *device,
                              GPtrArray *channels,
                              GPtrArray *groups,
                              const SmappeeValues *values);

void smappee_readings_report_channel (WattleDevice *device,
                                      const SmappeeChannel *channel,
                                      const SmappeeValues *values);

/* Nothing if it is NAN. */
void smappee_readings_report_number (WattleDevice *device, const char *key, double value);

/* What the house takes: NAN unless all of the grid and of what generates is known. */
double smappee_readings_get_load (GPtrArray *groups, const SmappeeValues *values);

G_END_DECLS
