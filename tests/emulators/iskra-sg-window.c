/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-registers.h"

#include <math.h>
#include <string.h>

#define MANTISSA_MAX 0x7fffff

void
iskra_sg_window_put (IskraSgWindow *self, guint address, int word)
{
    if (address >= self->first && address < self->first + self->count)
        self->words[address - self->first] = (guint16)word;
}

void
iskra_sg_window_put_long (IskraSgWindow *self, guint address, gint64 number)
{
    iskra_sg_window_put (self, address, (int)(number >> 16 & 0xffff));
    iskra_sg_window_put (self, address + 1, (int)(number & 0xffff));
}

void
iskra_sg_window_put_float (IskraSgWindow *self, guint address, double number)
{
    float rounded = (float)number;
    guint32 bits;

    memcpy (&bits, &rounded, sizeof bits);
    iskra_sg_window_put_long (self, address, bits);
}

void
iskra_sg_window_put_decimal (IskraSgWindow *self, guint address, double number, guint digits)
{
    double mantissa = round (number * pow (10, digits));

    while (fabs (mantissa) > MANTISSA_MAX && digits > 0)
        mantissa = round (number * pow (10, --digits));
    iskra_sg_window_put_long (
        self, address, ((gint64)(-(int)digits & 0xff) << 24) | ((gint64)mantissa & 0xffffff));
}

void
iskra_sg_window_put_text (IskraSgWindow *self, guint address, guint words, const char *text)
{
    gsize length = strlen (text);

    for (guint i = 0; i < words; i++) {
        guint8 high = 2 * i < length ? (guint8)text[2 * i] : ' ';
        guint8 low = 2 * i + 1 < length ? (guint8)text[2 * i + 1] : ' ';

        iskra_sg_window_put (self, address + i, high << 8 | low);
    }
}
