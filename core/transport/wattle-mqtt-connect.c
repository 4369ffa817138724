/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mqtt-connect.h"

#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <string.h>

#include "base/wattle-error.h"

/* A dead broker is noticed after 1.5 times this, in seconds. */
#define KEEPALIVE 30

typedef struct {
    struct mosquitto *handle;
    WattleMqttTls *tls;
} Outcome;

const char *
wattle_mqtt_describe_code (int code, int system_error)
{
    switch (code) {
    case MOSQ_ERR_ERRNO:
        return g_strerror (system_error);
    case MOSQ_ERR_EAI:
        return gai_strerror (system_error);
    case MOSQ_ERR_SUCCESS:
    case MOSQ_ERR_CONN_LOST:
        return "the broker closed the connection";
    case MOSQ_ERR_TLS:
        return "the TLS handshake failed: the broker does not speak TLS on this port, or demands a "
               "client certificate";
    case MOSQ_ERR_KEEPALIVE:
        return "the broker does not answer any more";
    default:
        return mosquitto_strerror (code);
    }
}

gboolean
wattle_mqtt_is_handshake_error (int system_error)
{
    return system_error == EPROTO;
}

const char *
wattle_mqtt_describe_refusal (int code)
{
    switch (code) {
    case 1:
        return "the broker does not speak MQTT 3.1.1";
    case 2:
        return "the broker refuses this client id";
    case 3:
        return "the broker is not available";
    case 4:
    case 5:
        return "the broker refuses the user name or the password";
    default:
        return "the broker refuses the connection";
    }
}

static void
init_library (void)
{
    static gsize initialised = 0;
    struct sigaction action;

    if (!g_once_init_enter (&initialised))
        return;

    mosquitto_lib_init ();
    /* The library writes to sockets whose peer may be gone, without MSG_NOSIGNAL. */
    if (sigaction (SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL)
        signal (SIGPIPE, SIG_IGN);
    g_once_init_leave (&initialised, 1);
}

static struct mosquitto *
make_handle (const WattleMqttSettings *settings)
{
    static const char offline[] = "offline";
    struct mosquitto *handle = mosquitto_new (settings->client_id, true, NULL);

    if (handle == NULL)
        return NULL;

    mosquitto_int_option (handle, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V311);
    /* Else a message waits up to 40 ms for the one before it to be acknowledged. */
    mosquitto_int_option (handle, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_username_pw_set (handle, settings->username, settings->password);
    if (settings->will_topic != NULL)
        mosquitto_will_set (handle, settings->will_topic, (int)strlen (offline), offline, 1, true);
    return handle;
}

static void
free_outcome (gpointer data)
{
    Outcome *outcome = data;

    g_clear_pointer (&outcome->handle, mosquitto_destroy);
    g_clear_pointer (&outcome->tls, wattle_mqtt_tls_unref);
    g_free (outcome);
}

static gboolean
connect_handle (Outcome *outcome, const WattleMqttSettings *settings, GError **error)
{
    guint keepalive = settings->keepalive != 0 ? settings->keepalive : KEEPALIVE;
    const char *reason;
    int system_error;
    int code;

    outcome->handle = make_handle (settings);
    if (settings->tls && outcome->handle != NULL) {
        outcome->tls = wattle_mqtt_tls_apply (settings, outcome->handle, error);
        if (outcome->tls == NULL) {
            g_prefix_error (error, "cannot connect: ");
            return FALSE;
        }
    }

    errno = 0;
    code = outcome->handle == NULL ? MOSQ_ERR_INVAL
                                   : mosquitto_connect (outcome->handle, settings->host,
                                                        settings->port, (int)keepalive);
    system_error = errno;
    if (code == MOSQ_ERR_SUCCESS)
        return TRUE;
    if (outcome->tls != NULL && wattle_mqtt_is_handshake_error (system_error))
        code = MOSQ_ERR_TLS;

    reason = outcome->tls != NULL ? wattle_mqtt_tls_get_reason (outcome->tls) : NULL;
    if (reason != NULL)
        wattle_error_set (error, WATTLE_ERROR_UNREACHABLE, "%s", reason);
    else
        wattle_error_set (error, WATTLE_ERROR_UNREACHABLE, "cannot connect: %s",
                          wattle_mqtt_describe_code (code, system_error));
    return FALSE;
}

static void
run_attempt (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
    Outcome *outcome = g_new0 (Outcome, 1);
    GError *error = NULL;

    if (connect_handle (outcome, task_data, &error)) {
        g_task_return_pointer (task, outcome, free_outcome);
        return;
    }

    free_outcome (outcome);
    g_task_return_error (task, error);
}

void
wattle_mqtt_connect_async (const WattleMqttSettings *settings,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

    init_library ();
    g_task_set_source_tag (task, wattle_mqtt_connect_async);
    g_task_set_task_data (task, wattle_mqtt_settings_copy (settings),
                          (GDestroyNotify)wattle_mqtt_settings_free);
    g_task_set_return_on_cancel (task, TRUE);
    g_task_run_in_thread (task, run_attempt);
}

struct mosquitto *
wattle_mqtt_connect_finish (GAsyncResult *result, WattleMqttTls **tls, GError **error)
{
    Outcome *outcome = g_task_propagate_pointer (G_TASK (result), error);
    struct mosquitto *handle;

    if (outcome == NULL)
        return NULL;

    handle = g_steal_pointer (&outcome->handle);
    *tls = g_steal_pointer (&outcome->tls);
    free_outcome (outcome);
    return handle;
}
