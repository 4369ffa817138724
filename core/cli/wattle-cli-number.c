/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-number.h"

#include <math.h>

#include "base/wattle-number.h"

/* Outside of these a power of ten is easier to read. */
#define SMALLEST 1e-4
#define LARGEST  1e15
#define DECIMALS 17

char *
wattle_cli_number_format (double value)
{
    double size = fabs (value);

    if (size != 0 && (size < SMALLEST || size >= LARGEST))
        return wattle_number_format_exact (value);

    for (int decimals = 0; decimals <= DECIMALS; decimals++) {
        g_autofree char *text = wattle_number_format (value, decimals);
        double back;

        if (wattle_number_parse (text, &back, NULL) && back == value)
            return g_steal_pointer (&text);
    }
    return wattle_number_format_exact (value);
}
