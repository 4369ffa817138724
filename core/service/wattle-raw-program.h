/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What `wattled --read-registers UNIT,FUNCTION,ADDRESS,COUNT,URI` does: reads them once and prints
 * what they may stand for, as of wattle_raw_report(). Nothing else of the host runs. Returns an
 * exit status: 1 if nothing sensible was answered, 2 if the words are not understood. */
int wattle_raw_program_run (const char *words);

G_END_DECLS
