/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-counter-line.h"

G_BEGIN_DECLS

/* All counters at one moment. Gathered by the main thread, which only copies figures; turned into
 * text, which takes a hundred times as long, by whoever has the time. */
typedef struct _WattleCounterImage WattleCounterImage;

WattleCounterImage *wattle_counter_image_new (void);
void wattle_counter_image_free (WattleCounterImage *self);

/* What is added from now on are counters of this device. @serial: NULL: not known. */
void
wattle_counter_image_begin_device (WattleCounterImage *self, const char *id, const char *serial);
void wattle_counter_image_add (WattleCounterImage *self,
                               const char *key,
                               const double numbers[WATTLE_COUNTER_LINE_NUMBERS]);

/* As counters.conf has it. From any thread, while nothing is added. */
char *wattle_counter_image_to_text (const WattleCounterImage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleCounterImage, wattle_counter_image_free)

G_END_DECLS
