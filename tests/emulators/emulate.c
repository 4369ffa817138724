/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulate.h"

#include <glib-unix.h>
#include <locale.h>

static const struct {
    const char *name;
    const char *summary;
    EmulateFunc run;
} commands[] = {
    { "iskra-sg", "Iskra Smart Gateway with a grid meter, a heat pump's meter and two switches",
      emulate_iskra_sg },
    { "modbus-meter",
      "Meters on a Modbus bus, or a Fronius inverter with one, as their definitions say",
      emulate_modbus_meter },
    { "smart-ems", "SMART EMS with six outputs, temperatures and a meter; LK 3.5+ or LK4",
      emulate_smart_ems },
    { "smart-maic", "smart-MAIC energy monitor D101 or D103, or pulse counter D105",
      emulate_smart_maic },
    { "smappee", "Smappee Genius, Connect, Plus, Pro, Energy or Solar", emulate_smappee },
};

int
emulate_fail (const GError *error)
{
    g_printerr ("wattle-emulate: %s\n", error->message);
    return EMULATE_EXIT_USAGE;
}

/* Who waits for the file never sees half of it: g_file_set_contents() renames it into place. */
gboolean
emulate_write_ready_text (const char *path, const char *json, GError **error)
{
    g_autofree char *line = g_strconcat (json, "\n", NULL);

    if (path == NULL || g_file_set_contents (path, line, -1, error))
        return TRUE;
    g_prefix_error (error, "Cannot write the ready file: ");
    return FALSE;
}

gboolean
emulate_write_ready_file (const char *path,
                          guint http_port,
                          guint udp_port,
                          guint modbus_port,
                          const char *root_topic,
                          GError **error)
{
    g_autofree char *udp =
        udp_port != 0 ? g_strdup_printf (",\"udp\":%u", udp_port) : g_strdup ("");
    g_autofree char *modbus =
        modbus_port != 0 ? g_strdup_printf (",\"modbus\":%u", modbus_port) : g_strdup ("");
    g_autofree char *mqtt =
        root_topic != NULL ? g_strdup_printf (",\"root_topic\":\"%s\"", root_topic) : g_strdup ("");
    g_autofree char *text = g_strdup_printf ("{\"http\":%u%s%s%s}", http_port, udp, modbus, mqtt);

    return emulate_write_ready_text (path, text, error);
}

static gboolean ended;

static gboolean
on_signal (gpointer user_data)
{
    ended = TRUE;
    return G_SOURCE_CONTINUE;
}

/* Before anybody is told that the device is there: who knows may end it at once. */
void
emulate_catch_signals (void)
{
    g_unix_signal_add (SIGTERM, on_signal, NULL);
    g_unix_signal_add (SIGINT, on_signal, NULL);
}

void
emulate_run_until_signal (void)
{
    while (!ended)
        g_main_context_iteration (NULL, TRUE);
}

static void
print_help (void)
{
    g_print (
        "Usage: wattle-emulate DEVICE [OPTION…]\n\nPretends to be a device on the network, until "
        "SIGINT or SIGTERM.\n\nDevices:\n");
    for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        g_print ("  %-12s %s\n", commands[i].name, commands[i].summary);
    g_print ("\n“wattle-emulate DEVICE --help” lists the options.\n");
}

static int
run_command (int argc, char **argv)
{
    for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        if (g_str_equal (commands[i].name, argv[1]))
            return commands[i].run (argc - 1, argv + 1);

    g_printerr ("wattle-emulate: “%s” is no device; allowed are:", argv[1]);
    for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        g_printerr (" %s", commands[i].name);
    g_printerr ("\n");
    return EMULATE_EXIT_USAGE;
}

int
main (int argc, char **argv)
{
    setlocale (LC_ALL, "");
    if (argc < 2) {
        g_printerr ("wattle-emulate: a device is missing; see “wattle-emulate --help”\n");
        return EMULATE_EXIT_USAGE;
    }
    if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")) {
        print_help ();
        return 0;
    }
    return run_command (argc, argv);
}
