/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "transport/wattle-recording.h"

#include <string.h>

/* What was read is written so that it can be read again, with nothing lost. */
static void
write_back (const WattleRecording *recording)
{
    g_autoptr (WattleRedaction) redaction = wattle_redaction_new ();
    g_autofree char *text = wattle_recording_to_text (recording, redaction);
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleRecording) again =
        wattle_recording_read (text, strlen (text), "again", &error);

    fuzz_check_error (again != NULL, &error);
    fuzz_check (again != NULL);
    fuzz_check (again->exchanges->len == recording->exchanges->len);
    fuzz_check (again->options->len == recording->options->len);
    fuzz_check (again->state->len == recording->state->len);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleRecording) recording =
        wattle_recording_read ((const char *)data, size, "fuzz", &error);

    fuzz_check_error (recording != NULL, &error);
    if (recording != NULL)
        write_back (recording);
    return 0;
}
