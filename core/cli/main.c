/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>
#include <locale.h>

#include "wattle-cli-program.h"
#include "wattle-config.h"

int
main (int argc, char **argv)
{
    const char *folder = g_getenv ("WATTLE_LOCALE_DIR"); /* of a build that is not installed */

    setlocale (LC_ALL, "");
    bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : WATTLE_LOCALE_DIR);
    bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
    textdomain (GETTEXT_PACKAGE);
    g_set_prgname ("wattle");

    return wattle_cli_program_run ((const char *const *)argv);
}
