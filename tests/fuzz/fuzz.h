/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What every harness uses. The input is taken apart from the front. */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

typedef struct {
    const char *data;
    gsize size;
} FuzzInput;

/* The entries of libFuzzer; replay-main.c calls the same. */
int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Up to @separator, which is taken too, or to the end; NULL when nothing is left. */
char *fuzz_take_text (FuzzInput *input, char separator);

/* 0 when nothing is left. */
guint8 fuzz_take_byte (FuzzInput *input);

/* Makes an empty folder of the process's own, emptied and removed by fuzz_drop_folder(). */
const char *fuzz_make_folder (void);
void fuzz_write (const char *folder, const char *name, const char *data, gsize size);
void fuzz_drop_folder (const char *folder);

/* What must hold whatever comes in. */
#define fuzz_check(condition)                                                                      \
    G_STMT_START                                                                                   \
    {                                                                                              \
        if (!(condition))                                                                          \
            fuzz_fail (#condition, __FILE__, __LINE__);                                            \
    }                                                                                              \
    G_STMT_END

void fuzz_fail (const char *condition, const char *file, int line) G_GNUC_NORETURN;

/* A function has told the truth about *@error. By address, as arguments are computed in any order.
 */
void fuzz_check_error (gboolean done, GError *const *error);

G_END_DECLS
