/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The configuration of a device as it comes in a request, as the dictionary (a{sv}) that
 * wattle_config_dict_apply() takes, and judges. Options are texts there, so their numbers and truth
 * values become such. @object: NULL is as good as empty. */
GVariant *wattle_bridge_config_read (JsonObject *object);

G_END_DECLS
