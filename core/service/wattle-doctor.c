/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-doctor.h"

#include <glib/gstdio.h>
#include <sys/timex.h>
#include <unistd.h>

#include "engine/wattle-device-clock.h"
#include "wattle-doctor-tariffs.h"

/* 2024: before that, nobody has set the clock. */
#define EARLIEST (G_GINT64_CONSTANT (1704067200) * G_USEC_PER_SEC)

typedef struct {
    const WattleAdminParts *house;
    WattleOutlets *outlets;
    const char *state_dir;
    WattleClock *clock;
    GPtrArray *findings;
} Examination;

void
wattle_diagnosis_free (WattleDiagnosis *self)
{
    wattle_message_free (self->message);
    g_free (self);
}

void
wattle_diagnosis_add (GPtrArray *findings,
                      const char *check,
                      WattleVerdict verdict,
                      WattleMessage *message)
{
    WattleDiagnosis *diagnosis = g_new (WattleDiagnosis, 1);

    diagnosis->check = check;
    diagnosis->verdict = verdict;
    diagnosis->message = message;
    g_ptr_array_add (findings, diagnosis);
}

/* Takes @message. */
static void
note (Examination *self, const char *check, WattleVerdict verdict, WattleMessage *message)
{
    wattle_diagnosis_add (self->findings, check, verdict, message);
}

static void
look_at_problems (Examination *self)
{
    guint count = wattle_problems_get_count (self->house->problems);

    for (guint i = 0; i < count; i++) {
        const WattleProblem *problem = wattle_problems_get (self->house->problems, i);
        WattleMessage *message = wattle_message_copy (problem->data);

        wattle_message_prefix (message, "%s: ", problem->subject);
        note (self, "problems", WATTLE_VERDICT_PROBLEM, message);
    }
    if (count == 0)
        note (self, "problems", WATTLE_VERDICT_OK, wattle_message_new ("there is no problem"));
}

/* Passwords that stand in a manual */

static gboolean
is_password (Examination *self, WattleOptions *options, const char *key, const char *wanted)
{
    const char *text =
        wattle_options_has (options, key) ? wattle_options_get_text (options, key) : "";
    const char *name = wattle_secrets_get_name (text);
    char *secret = name != NULL ? wattle_secrets_lookup (self->house->secrets, name) : NULL;
    gboolean same = g_strcmp0 (secret, wanted) == 0;

    wattle_secret_free (secret);
    return same;
}

static gboolean
has_password (Examination *self, WattleOptions *options, const char *wanted)
{
    for (guint i = 0; i < wattle_options_get_n_specs (options); i++) {
        const WattleOptionSpec *spec = wattle_options_get_nth_spec (options, i);

        if (spec->type == WATTLE_OPTION_SECRET && is_password (self, options, spec->key, wanted))
            return TRUE;
    }
    return FALSE;
}

static gboolean
has_factory_password (Examination *self, WattleRunner *runner)
{
    WattleCatalog *catalog =
        wattle_plugins_get_catalog (self->house->plugins, wattle_runner_get_driver (runner));
    const char *const *passwords =
        catalog != NULL ? wattle_catalog_get_factory_passwords (catalog) : NULL;

    for (guint i = 0; passwords != NULL && passwords[i] != NULL; i++)
        if (has_password (self, wattle_runner_get_options (runner), passwords[i]))
            return TRUE;
    return FALSE;
}

static void
look_at_credentials (Examination *self)
{
    WattleManager *manager = self->house->manager;
    gboolean fine = TRUE;

    for (guint i = 0; i < wattle_manager_get_n_runners (manager); i++) {
        WattleRunner *runner = wattle_manager_get_runner (manager, i);

        if (wattle_runner_get_parent (runner) != NULL || !has_factory_password (self, runner))
            continue;
        fine = FALSE;
        note (self, "credentials", WATTLE_VERDICT_PROBLEM,
              wattle_message_new ("%s still has the password it was sold with, which stands in its "
                                  "manual; change it there and here",
                                  wattle_runner_get_id (runner)));
    }
    if (fine)
        note (self, "credentials", WATTLE_VERDICT_OK,
              wattle_message_new ("no device has the password it was sold with"));
}

/* Time */

static void
look_at_clock (Examination *self)
{
    struct timex state = { 0 };
    gboolean synchronised = adjtimex (&state) != TIME_ERROR;

    if (wattle_clock_get_wall (self->clock) < EARLIEST)
        note (self, "clock", WATTLE_VERDICT_PROBLEM,
              wattle_message_new ("the clock of this computer is not set"));
    else if (!synchronised)
        note (self, "clock", WATTLE_VERDICT_NOTE,
              wattle_message_new ("the clock of this computer is not kept by a time server"));
    else
        note (self, "clock", WATTLE_VERDICT_OK, wattle_message_new ("the clock is right"));
}

/* Returns whether it tells the time. One that is an hour off may follow no summer time, which is
 * worth knowing, and can mostly not be mended. */
static gboolean
look_at_device_clock (Examination *self, WattleRunner *runner, gboolean *fine)
{
    WattleDeviceClock clock = wattle_device_clock_read (runner);
    WattleMessage *message = wattle_device_clock_explain (&clock, wattle_runner_get_id (runner));

    if (message != NULL) {
        *fine = FALSE;
        note (self, "device-clock",
              clock.verdict == WATTLE_DEVICE_CLOCK_ZONE ? WATTLE_VERDICT_NOTE
                                                        : WATTLE_VERDICT_PROBLEM,
              message);
    }
    return clock.verdict != WATTLE_DEVICE_CLOCK_UNKNOWN;
}

/* By a clock of this computer that nobody has set, no other is judged. */
static void
look_at_device_clocks (Examination *self)
{
    WattleManager *manager = self->house->manager;
    gboolean fine = TRUE;
    guint count = 0;

    if (wattle_clock_get_wall (self->clock) < EARLIEST)
        return;
    for (guint i = 0; i < wattle_manager_get_n_runners (manager); i++)
        if (look_at_device_clock (self, wattle_manager_get_runner (manager, i), &fine))
            count++;
    if (count > 0 && fine)
        note (self, "device-clock", WATTLE_VERDICT_OK,
              wattle_message_new ("the clocks of the devices that tell their time are right"));
}

/* The broker, and who can reach it */

static void
look_at_own_broker (Examination *self, WattleBroker *broker)
{
    const char *listen = wattle_store_get_host (self->house->store)->listen;
    guint port = wattle_broker_get_port (broker);

    if (g_str_equal (listen, "loopback") || *listen == '\0')
        note (self, "broker", WATTLE_VERDICT_OK,
              wattle_message_new ("the host's own broker listens on port %u of this computer only; "
                                  "[EmbeddedBroker] Listen= opens it to others",
                                  port));
    else
        note (
            self, "broker", WATTLE_VERDICT_NOTE,
            wattle_message_new ("whoever reaches %s, port %u, can try passwords of the host's own "
                                "broker; the connection is not encrypted",
                                listen, port));
}

static void
look_at_broker (Examination *self)
{
    WattleBroker *broker = wattle_outlets_get_broker (self->outlets);
    WattleMqttClient *client = broker != NULL ? wattle_broker_get_client (broker) : NULL;

    if (client == NULL)
        note (self, "broker", WATTLE_VERDICT_PROBLEM,
              wattle_message_new ("there is no broker, so nothing is published"));
    else if (wattle_broker_is_embedded (broker))
        look_at_own_broker (self, broker);
    else if (g_str_has_prefix (wattle_mqtt_client_get_uri (client), "mqtts:"))
        note (self, "broker", WATTLE_VERDICT_OK,
              wattle_message_new ("the connection to %s is encrypted",
                                  wattle_mqtt_client_get_uri (client)));
    else
        note (self, "broker", WATTLE_VERDICT_NOTE,
              wattle_message_new ("the connection to %s is not encrypted",
                                  wattle_mqtt_client_get_uri (client)));
}

/* Files */

static void
look_at_file (Examination *self, const char *path, guint allowed)
{
    GStatBuf info;

    if (g_stat (path, &info) != 0)
        return;
    if ((info.st_mode & 0777 & ~allowed) != 0)
        note (self, "files", WATTLE_VERDICT_PROBLEM,
              wattle_message_new ("%s is open to other users (mode %04o)", path,
                                  (guint)(info.st_mode & 0777)));
    else
        note (self, "files", WATTLE_VERDICT_OK,
              wattle_message_new ("%s is closed to other users", path));
}

static void
look_at_port (Examination *self, const char *path)
{
    gboolean fine = g_access (path, R_OK | W_OK) == 0;

    note (self, "serial", fine ? WATTLE_VERDICT_OK : WATTLE_VERDICT_PROBLEM,
          wattle_message_new (fine ? "%s can be used"
                                   : "%s cannot be used: the user of this host must be in the "
                                     "group dialout",
                              path));
}

static void
look_at_ports (Examination *self)
{
    g_autoptr (GDir) folder = g_dir_open ("/dev", 0, NULL);
    const char *name;
    guint found = 0;

    while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
        g_autofree char *path = g_build_filename ("/dev", name, NULL);

        if (!g_str_has_prefix (name, "ttyUSB") && !g_str_has_prefix (name, "ttyACM"))
            continue;
        look_at_port (self, path);
        found++;
    }
    if (found == 0)
        note (self, "serial", WATTLE_VERDICT_OK, wattle_message_new ("there is no serial adapter"));
}

GPtrArray *
wattle_doctor_examine (const WattleAdminParts *house,
                       WattleOutlets *outlets,
                       const char *state_dir,
                       WattleClock *clock)
{
    g_autofree char *secrets = g_build_filename (state_dir, "secrets.conf", NULL);
    Examination self = {
        house,
        outlets,
        state_dir,
        clock,
        g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_diagnosis_free),
    };

    look_at_problems (&self);
    look_at_credentials (&self);
    look_at_clock (&self);
    wattle_doctor_tariffs_examine (house->tariffs, self.findings);
    look_at_device_clocks (&self);
    look_at_broker (&self);
    look_at_file (&self, state_dir, 0700);
    look_at_file (&self, secrets, 0600);
    look_at_ports (&self);
    return self.findings;
}
