/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A library, but no plugin. */
#include <gmodule.h>

G_MODULE_EXPORT int bad_register_something_else (void);

int
bad_register_something_else (void)
{
    return 1;
}
