/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The registers of the gateway and of what is behind it, at this moment. */
#pragma once

#include "iskra-sg-private.h"

G_BEGIN_DECLS

/* What is asked for; whatever else is put is passed over. */
typedef struct {
    guint first;
    guint count;
    guint16 *words;
} IskraSgWindow;

void iskra_sg_window_put (IskraSgWindow *self, guint address, int word);
void iskra_sg_window_put_long (IskraSgWindow *self, guint address, gint64 number);
void iskra_sg_window_put_float (IskraSgWindow *self, guint address, double number);
/* A decimal exponent of 8 bits and a mantissa of 24: the maker's T5 and, signed, T6. */
void iskra_sg_window_put_decimal (IskraSgWindow *self, guint address, double number, guint digits);
/* Two characters per register, padded with blanks. */
void iskra_sg_window_put_text (IskraSgWindow *self, guint address, guint words, const char *text);

/* iskra-sg-meter-registers.c */
void iskra_sg_meter_registers_input (IskraSg *self, const IskraSgSlot *slot, IskraSgWindow *window);
void
iskra_sg_meter_registers_holding (IskraSg *self, const IskraSgSlot *slot, IskraSgWindow *window);

/* iskra-sg-block-registers.c */
void iskra_sg_block_registers_input (IskraSg *self, const IskraSgSlot *slot, IskraSgWindow *window);

#define ISKRA_SG_UNIT 34

/* FALSE: nobody answers. */
gboolean iskra_sg_registers_read (IskraSg *self,
                                  guint unit,
                                  gboolean holding,
                                  guint address,
                                  guint count,
                                  guint16 *words);

/* How many registers one question to the unit may be about. */
guint iskra_sg_registers_get_most (IskraSg *self, guint unit);

typedef enum {
    ISKRA_SG_WRITE_DONE,
    ISKRA_SG_WRITE_REFUSED, /* there is no such register to write */
    ISKRA_SG_WRITE_FAILED,
    ISKRA_SG_WRITE_SILENT, /* nobody answers */
} IskraSgWriteResult;

IskraSgWriteResult iskra_sg_registers_write (IskraSg *self, guint unit, guint address, guint value);

G_END_DECLS
