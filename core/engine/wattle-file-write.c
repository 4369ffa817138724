/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-file-write.h"

#include <errno.h>
#include <unistd.h>

gboolean
wattle_file_write_all (int file, const char *data, gsize length)
{
    while (length > 0) {
        gssize written = write (file, data, length);

        if (written < 0 && errno != EINTR)
            return FALSE;
        data += MAX (written, 0);
        length -= (gsize)MAX (written, 0);
    }

    return TRUE;
}
