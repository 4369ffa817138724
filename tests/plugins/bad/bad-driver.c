/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Registers nothing. */
#include "bad.h"

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

void
peas_register_types (PeasObjectModule *module)
{
}
