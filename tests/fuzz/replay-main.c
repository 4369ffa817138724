/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs a harness over the files of folders: NAME-fuzz FOLDER… */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

static void
replay (const char *path)
{
    g_autofree char *data = NULL;
    g_autoptr (GError) error = NULL;
    gsize size;

    if (!g_file_get_contents (path, &data, &size, &error)) {
        fprintf (stderr, "%s\n", error->message);
        exit (1);
    }

    /* A copy of exactly this size, so that reading past its end is noticed. */
    g_autofree uint8_t *copy = g_memdup2 (data, size);

    printf ("%s\n", path);
    fflush (stdout);
    LLVMFuzzerTestOneInput (copy, size);
}

static int
replay_folder (const char *folder)
{
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;
    int n_files = 0;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        replay (path);
        n_files++;
    }

    return n_files;
}

int
main (int argc, char **argv)
{
    int n_files = 0;

    LLVMFuzzerInitialize (&argc, &argv);
    LLVMFuzzerTestOneInput ((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++)
        n_files += replay_folder (argv[i]);
    if (n_files == 0)
        fprintf (stderr, "there is no file to run\n");
    return n_files > 0 ? 0 : 1;
}
