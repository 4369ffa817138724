/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Needs a function that is nowhere. */
#include "bad.h"

void bad_link_function_that_is_nowhere (void);

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

void
peas_register_types (PeasObjectModule *module)
{
    bad_link_function_that_is_nowhere ();
}
