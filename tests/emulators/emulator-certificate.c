/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

#define DAY        86400
#define VALID_DAYS 3650

G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)

static gboolean
fill (X509 *certificate, EVP_PKEY *key, const char *name)
{
    X509_NAME *subject = X509_get_subject_name (certificate);
    guint64 serial = 0;

    return RAND_bytes ((unsigned char *)&serial, sizeof serial) == 1 &&
           X509_set_version (certificate, X509_VERSION_3) == 1 &&
           ASN1_INTEGER_set_uint64 (X509_get_serialNumber (certificate), serial) == 1 &&
           X509_gmtime_adj (X509_getm_notBefore (certificate), -DAY) != NULL &&
           X509_time_adj_ex (X509_getm_notAfter (certificate), VALID_DAYS, 0, NULL) != NULL &&
           X509_NAME_add_entry_by_txt (subject, "CN", MBSTRING_UTF8, (const unsigned char *)name,
                                       -1, -1, 0) == 1 &&
           X509_set_issuer_name (certificate, subject) == 1 &&
           X509_set_pubkey (certificate, key) == 1 &&
           X509_sign (certificate, key, EVP_sha256 ()) != 0;
}

static GTlsCertificate *
convert (X509 *certificate, EVP_PKEY *key, GError **error)
{
    g_autoptr (BIO) text = BIO_new (BIO_s_mem ());
    const char *data;
    long length;

    PEM_write_bio_X509 (text, certificate);
    PEM_write_bio_PrivateKey (text, key, NULL, NULL, 0, NULL, NULL);
    length = BIO_get_mem_data (text, &data);
    return g_tls_certificate_new_from_pem (data, length, error);
}

GTlsCertificate *
emulator_certificate_new (const char *name, GError **error)
{
    g_autoptr (EVP_PKEY) key = EVP_EC_gen ("P-256");
    g_autoptr (X509) certificate = X509_new ();

    if (key == NULL || certificate == NULL || !fill (certificate, key, name)) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Cannot make a certificate for “%.64s”",
                     name);
        return NULL;
    }
    return convert (certificate, key, error);
}
