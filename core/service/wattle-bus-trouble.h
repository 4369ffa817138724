/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-runner.h"

G_BEGIN_DECLS

/* What a person or program can act on when a device was not reached over HTTP, as told in Probe()
 * of data/dbus/org.wattle.Wattle1.Manager.xml: a{sv}, floating; empty if there is nothing. @runner:
 * NULL: it was never there. */
GVariant *wattle_bus_trouble_describe (WattleRunner *runner);

G_END_DECLS
