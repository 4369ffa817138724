/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-arguments.h"
#include "wattle-cli.h"

G_BEGIN_DECLS

/* How a device is configured, as it stands in a command line. */

/* Members of a table of options. */
#define WATTLE_CLI_SETTINGS_OPTIONS                                                                \
    { "name", "NAME", N_ ("what people call it") },                                                \
        { "interval", "SPAN", N_ ("time between two polls, such as 10s or 500ms") },               \
        { "max-power", "W", N_ ("highest power that the installation takes or gives") },           \
        { "http", "URI", N_ ("address of a device that speaks HTTP") },                            \
        { "accept-certificate", "FINGERPRINT",                                                     \
          N_ ("the only certificate that is accepted of its https address, as sha256:AA:BB…") },   \
        { "mqtt", "URI", N_ ("address of its MQTT broker; empty: the host's own") },               \
        { "modbus", "URI", N_ ("address of its Modbus bus") },                                     \
    {                                                                                              \
        "mqtt-topics", "TOPICS", N_ ("its topics at the host's own broker, separated by commas")   \
    }

/* A configuration as of data/dbus/org.wattle.Wattle1.Manager.xml, from the options above and the
 * operands KEY=VALUE from @first on, which are checked against @schema. A secret that is "ask" is
 * asked for and stored first. @owner: whose secrets these are; NULL: that follows from the address.
 */
GVariant *wattle_cli_settings_make (WattleCli *cli,
                                    const WattleCliArguments *arguments,
                                    guint first,
                                    GVariant *schema,
                                    const char *owner,
                                    GError **error);

G_END_DECLS
