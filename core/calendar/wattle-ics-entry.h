/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A day of a calendar as a document of a plan has it. For the calendars themselves. */
#pragma once

#include <json-glib/json-glib.h>

#include "wattle-ics.h"

G_BEGIN_DECLS

/* An entry of a list of days. @name, @day_type: NULL: it has none. */
JsonNode *wattle_ics_entry_new (const WattleIcsDay *day, const char *name, const char *day_type);

G_END_DECLS
