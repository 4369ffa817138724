/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What one answer or message says, in the numbers a person would see. */
#pragma once

#include "smart-ems-channel.h"

G_BEGIN_DECLS

typedef struct {
    SmartEmsChannel channel;
    guint number;
    gboolean missing; /* the box says that it lacks it, or says nothing that can be believed */
    double value;     /* 0 or 1 of what is on or off */
} SmartEmsReading;

/* Of SmartEmsReading. */
GArray *smart_ems_readings_new (void);
void smart_ems_readings_add (GArray *self, SmartEmsChannel channel, guint number, double value);
void smart_ems_readings_add_missing (GArray *self, SmartEmsChannel channel, guint number);

/* As a member or a message gave it, @divisor applied: what cannot be is missing. */
void smart_ems_readings_add_raw (GArray *self,
                                 SmartEmsChannel channel,
                                 guint number,
                                 double raw,
                                 double divisor);
const SmartEmsReading *
smart_ems_readings_find (GArray *self, SmartEmsChannel channel, guint number);

G_END_DECLS
