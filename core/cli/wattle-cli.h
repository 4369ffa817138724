/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "base/wattle-clock.h"
#include "wattle-dbus.h"

G_BEGIN_DECLS

/* How a command ends; also the code of an error. */
typedef enum {
    WATTLE_CLI_OK,
    WATTLE_CLI_PROBLEM,     /* something is wrong in the house, or did not work */
    WATTLE_CLI_USAGE,       /* a command, option, device or value that there is not */
    WATTLE_CLI_UNREACHABLE, /* the host does not run, or does not answer */
    WATTLE_CLI_REFUSED,     /* whoever asked may not do this, or not now */
} WattleCliStatus;

#define WATTLE_CLI_ERROR (wattle_cli_error_quark ())
GQuark wattle_cli_error_quark (void);

typedef enum {
    WATTLE_CLI_BUS_ANY, /* the session bus if the host is there, else the system bus */
    WATTLE_CLI_BUS_SESSION,
    WATTLE_CLI_BUS_SYSTEM,
} WattleCliBusKind;

/* What all commands share: how they are to speak, and the host they speak to. */
typedef struct {
    gboolean json;     /* for programs */
    gboolean terminal; /* standard output is one that can be drawn on */
    gboolean colour;
    WattleClock *clock;
    WattleCliBusKind bus;

    GDBusConnection *connection; /* these three: NULL for a command that needs no host */
    GDBusObjectManager *objects;
    WattleDBusManager *manager;
} WattleCli;

/* Says on standard error what went wrong. Returns the exit status that goes with it. */
int wattle_cli_fail (const GError *error);

G_END_DECLS
