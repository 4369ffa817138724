/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The short XML documents of tinycontrol boards: elements with texts in one root. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

/* Returns texts by element, or NULL: what came is none of these documents. */
GHashTable *smart_ems_xml_parse (GBytes *bytes, GError **error);

G_END_DECLS
