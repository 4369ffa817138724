/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-arguments.h"
#include "wattle-cli.h"

G_BEGIN_DECLS

/* Does what a command says. Returns an exit status; whatever went wrong has been said. */
typedef int (*WattleCliRun) (WattleCli *cli, const WattleCliArguments *arguments);

typedef struct {
    const char *name;     /* one word, or those of its groups before it: "devices list" */
    const char *operands; /* as of wattle_cli_arguments_parse() */
    const char *summary;  /* a few words; like the next one untranslated */
    const char *text;     /* explains it */
    const char *example;
    const WattleCliOption *options; /* NULL: only those of all commands */
    WattleCliRun run;
    gboolean local;           /* needs no host */
    const char *local_option; /* with this option neither a host nor operands; NULL: none */
} WattleCliCommand;

/* The commands of each group, ended by one without a name. */
extern const WattleCliCommand wattle_cli_add_commands[];
extern const WattleCliCommand wattle_cli_backup_commands[];
extern const WattleCliCommand wattle_cli_config_commands[];
extern const WattleCliCommand wattle_cli_change_commands[];
extern const WattleCliCommand wattle_cli_control_commands[];
extern const WattleCliCommand wattle_cli_definition_commands[];
extern const WattleCliCommand wattle_cli_definition_local_commands[];
extern const WattleCliCommand wattle_cli_devices_commands[];
extern const WattleCliCommand wattle_cli_doctor_commands[];
extern const WattleCliCommand wattle_cli_get_commands[];
extern const WattleCliCommand wattle_cli_ha_commands[];
extern const WattleCliCommand wattle_cli_ledger_commands[];
extern const WattleCliCommand wattle_cli_log_commands[];
extern const WattleCliCommand wattle_cli_mqtt_commands[];
extern const WattleCliCommand wattle_cli_plugins_commands[];
extern const WattleCliCommand wattle_cli_record_commands[];
extern const WattleCliCommand wattle_cli_replay_commands[];
extern const WattleCliCommand wattle_cli_replace_commands[];
extern const WattleCliCommand wattle_cli_restore_commands[];
extern const WattleCliCommand wattle_cli_scan_commands[];
extern const WattleCliCommand wattle_cli_secret_commands[];
extern const WattleCliCommand wattle_cli_status_commands[];
extern const WattleCliCommand wattle_cli_sync_meter_commands[];
extern const WattleCliCommand wattle_cli_tariff_commands[];
extern const WattleCliCommand wattle_cli_tariff_diff_commands[];
extern const WattleCliCommand wattle_cli_tariff_edit_commands[];
extern const WattleCliCommand wattle_cli_tariff_export_commands[];
extern const WattleCliCommand wattle_cli_tariff_import_commands[];
extern const WattleCliCommand wattle_cli_tariff_now_commands[];
extern const WattleCliCommand wattle_cli_tariff_show_commands[];
extern const WattleCliCommand wattle_cli_tariff_verify_commands[];
extern const WattleCliCommand wattle_cli_tariff_year_commands[];
extern const WattleCliCommand wattle_cli_watch_commands[];

/* Options of every command. */
extern const WattleCliOption wattle_cli_common_options[];

G_END_DECLS
