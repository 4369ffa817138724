/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mqtt-tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/wattle-error.h"
#include "wattle-endpoint.h"

struct _WattleMqttTls {
    gatomicrefcount refs;
    char *host;
    char *reason;
};

WattleMqttTls *
wattle_mqtt_tls_ref (WattleMqttTls *self)
{
    g_atomic_ref_count_inc (&self->refs);
    return self;
}

void
wattle_mqtt_tls_unref (WattleMqttTls *self)
{
    if (!g_atomic_ref_count_dec (&self->refs))
        return;

    g_free (self->host);
    g_free (self->reason);
    g_free (self);
}

const char *
wattle_mqtt_tls_get_reason (WattleMqttTls *self)
{
    return self->reason;
}

static void
on_context_freed (void *parent,
                  void *data,
                  CRYPTO_EX_DATA *ex,
                  int index,
                  long number,
                  void *unused)
{
    if (data != NULL)
        wattle_mqtt_tls_unref (data);
}

/* The slot of a context in which it refers to its WattleMqttTls. */
static int
get_slot (void)
{
    static gsize slot = 0;

    if (g_once_init_enter (&slot)) {
        int index = SSL_CTX_get_ex_new_index (0, NULL, NULL, NULL, on_context_freed);

        g_once_init_leave (&slot, (gsize)index + 1);
    }
    return (int)slot - 1;
}

static WattleMqttTls *
get_tls (const SSL *ssl)
{
    return SSL_CTX_get_ex_data (SSL_get_SSL_CTX (ssl), get_slot ());
}

/* The first reason is the cause, the others follow from it. */
static void
note (WattleMqttTls *self, char *reason)
{
    if (self->reason == NULL)
        self->reason = reason;
    else
        g_free (reason);
}

static char *
format_date (const ASN1_TIME *time)
{
    struct tm parts;

    if (time == NULL || ASN1_TIME_to_tm (time, &parts) != 1)
        return g_strdup ("an unknown day");
    return g_strdup_printf ("%04d-%02d-%02d", parts.tm_year + 1900, parts.tm_mon + 1,
                            parts.tm_mday);
}

static char *
describe_refusal (WattleMqttTls *self, X509_STORE_CTX *store)
{
    int code = X509_STORE_CTX_get_error (store);
    X509 *certificate = X509_STORE_CTX_get_current_cert (store);
    const char *whose = X509_STORE_CTX_get_error_depth (store) > 0 ? "the CA's certificate" : "it";
    g_autofree char *date = NULL;

    switch (code) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        date = format_date (certificate != NULL ? X509_get0_notAfter (certificate) : NULL);
        return g_strdup_printf ("certificate refused: %s expired on %s", whose, date);
    case X509_V_ERR_CERT_NOT_YET_VALID:
        date = format_date (certificate != NULL ? X509_get0_notBefore (certificate) : NULL);
        return g_strdup_printf ("certificate refused: %s is not valid before %s", whose, date);
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return g_strdup_printf ("certificate refused: it is for another name than %s", self->host);
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return g_strdup ("certificate refused: it is of a CA that is not known here; the file of a "
                         "private CA is set by CaFile");
    default:
        return g_strdup_printf ("certificate refused: %s", X509_verify_cert_error_string (code));
    }
}

static int
on_verify (int good, X509_STORE_CTX *store)
{
    SSL *ssl = X509_STORE_CTX_get_ex_data (store, SSL_get_ex_data_X509_STORE_CTX_idx ());

    if (!good) {
        WattleMqttTls *self = get_tls (ssl);

        note (self, describe_refusal (self, store));
    }
    return good;
}

/* Alerts of TLS 1.3 that the library has no words for. */
static const char *
describe_alert (int alert)
{
    switch (alert & 0xff) {
    case SSL_AD_CERTIFICATE_REQUIRED:
        return "it demands a client certificate";
    default:
        return SSL_alert_desc_string_long (alert);
    }
}

/* What the broker says when it is the one that refuses. */
static void
on_info (const SSL *ssl, int where, int value)
{
    gboolean fatal = (value >> 8) == SSL3_AL_FATAL;

    if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && fatal)
        note (get_tls (ssl), g_strdup_printf ("the broker refuses the TLS connection: %s",
                                              describe_alert (value)));
}

/* A person who could type a pass phrase is not there. */
static int
on_pass_phrase (char *buffer, int size, int writing, void *user_data)
{
    return -1;
}

/* The last error tells the file's fault, the ones before only where in the library. */
static void
set_file_error (GError **error, const char *what, const char *path)
{
    unsigned long code = ERR_peek_last_error ();
    const char *reason = code != 0 ? ERR_reason_error_string (code) : NULL;
    g_autofree char *text = NULL;

    if (ERR_SYSTEM_ERROR (ERR_peek_error ()))
        text = g_strdup (g_strerror (ERR_GET_REASON (ERR_peek_error ())));
    else
        text = g_strdup (reason != NULL ? reason : "it cannot be used");
    ERR_clear_error ();
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s %s: %s", what, path, text);
}

static gboolean
load_ca (SSL_CTX *context, const WattleMqttSettings *settings, GError **error)
{
    if (settings->insecure)
        return TRUE;
    if (settings->ca_file == NULL) {
        SSL_CTX_set_default_verify_paths (context);
        return TRUE;
    }
    if (SSL_CTX_load_verify_file (context, settings->ca_file) == 1)
        return TRUE;

    set_file_error (error, "the CA file", settings->ca_file);
    return FALSE;
}

static gboolean
load_own (SSL_CTX *context, const WattleMqttSettings *settings, GError **error)
{
    const char *key = settings->key_file != NULL ? settings->key_file : settings->cert_file;

    if (settings->cert_file == NULL)
        return TRUE;

    SSL_CTX_set_default_passwd_cb (context, on_pass_phrase);
    if (SSL_CTX_use_certificate_chain_file (context, settings->cert_file) != 1) {
        set_file_error (error, "the client certificate", settings->cert_file);
        return FALSE;
    }
    if (SSL_CTX_use_PrivateKey_file (context, key, SSL_FILETYPE_PEM) != 1) {
        set_file_error (error, "the key of the client certificate,", key);
        return FALSE;
    }
    return TRUE;
}

static gboolean
demand_name (SSL_CTX *context, const WattleMqttSettings *settings, GError **error)
{
    X509_VERIFY_PARAM *param = SSL_CTX_get0_param (context);

    if (settings->insecure && wattle_endpoint_is_loopback (settings->host))
        return TRUE;
    if (settings->insecure) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "Verify=false is for brokers on this host only, and %s is none",
                          settings->host);
        return FALSE;
    }

    SSL_CTX_set_verify (context, SSL_VERIFY_PEER, on_verify);
    if (g_hostname_is_ip_address (settings->host))
        return X509_VERIFY_PARAM_set1_ip_asc (param, settings->host) == 1;
    X509_VERIFY_PARAM_set_hostflags (param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return X509_VERIFY_PARAM_set1_host (param, settings->host, 0) == 1;
}

static gboolean
set_up (SSL_CTX *context, const WattleMqttSettings *settings, GError **error)
{
    ERR_clear_error ();
    SSL_CTX_set_min_proto_version (context, TLS1_2_VERSION);
    SSL_CTX_set_info_callback (context, on_info);
    return demand_name (context, settings, error) && load_ca (context, settings, error) &&
           load_own (context, settings, error);
}

WattleMqttTls *
wattle_mqtt_tls_apply (const WattleMqttSettings *settings, struct mosquitto *handle, GError **error)
{
    WattleMqttTls *self = g_new0 (WattleMqttTls, 1);
    SSL_CTX *context = SSL_CTX_new (TLS_client_method ());

    g_atomic_ref_count_init (&self->refs);
    self->host = g_strdup (settings->host);
    SSL_CTX_set_ex_data (context, get_slot (), wattle_mqtt_tls_ref (self));
    if (set_up (context, settings, error)) {
        mosquitto_void_option (handle, MOSQ_OPT_SSL_CTX, context);
        mosquitto_int_option (handle, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0);
    } else {
        g_clear_pointer (&self, wattle_mqtt_tls_unref);
    }

    SSL_CTX_free (context); /* the handle has a reference of its own */
    return self;
}
