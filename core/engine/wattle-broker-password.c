/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-broker-password.h"

#include <string.h>
#include <sys/random.h>

#define PASSWORD_LEN 24

/* What mosquitto itself takes; the passwords are random and long, so few rounds are enough. */
#define HASH_ROUNDS 101
#define HASH_LEN    64
#define SALT_LEN    12

static void
fill_random (guint8 *bytes, gsize length)
{
    gsize done = 0;

    while (done < length) {
        gssize got = getrandom (bytes + done, length - done, 0);

        if (got > 0)
            done += (gsize)got;
    }
}

/* Letters and digits that are not mistaken for each other; 32 of them, so no value is favoured. */
char *
wattle_broker_password_make (void)
{
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
    guint8 bytes[PASSWORD_LEN];
    char *password = g_malloc (PASSWORD_LEN + 1);

    fill_random (bytes, sizeof bytes);
    for (guint i = 0; i < PASSWORD_LEN; i++)
        password[i] = letters[bytes[i] % 32];
    password[PASSWORD_LEN] = '\0';
    return password;
}

static void
hmac (const char *password, const guint8 *data, gsize length, guint8 digest[HASH_LEN])
{
    g_autoptr (GHmac) mac =
        g_hmac_new (G_CHECKSUM_SHA512, (const guchar *)password, strlen (password));
    gsize digest_length = HASH_LEN;

    g_hmac_update (mac, data, (gssize)length);
    g_hmac_get_digest (mac, digest, &digest_length);
}

/* The first block of PBKDF2, which is all that is asked for. */
static void
derive (const char *password, const guint8 salt[SALT_LEN], guint8 key[HASH_LEN])
{
    guint8 first[SALT_LEN + 4] = { 0 };
    guint8 block[HASH_LEN];

    memcpy (first, salt, SALT_LEN);
    first[SALT_LEN + 3] = 1;
    hmac (password, first, sizeof first, block);
    memcpy (key, block, HASH_LEN);

    for (guint round = 1; round < HASH_ROUNDS; round++) {
        hmac (password, block, HASH_LEN, block);
        for (guint i = 0; i < HASH_LEN; i++)
            key[i] ^= block[i];
    }
}

char *
wattle_broker_password_hash (const char *user, const char *password)
{
    guint8 salt[SALT_LEN];
    guint8 key[HASH_LEN];
    g_autofree char *salt_text = NULL;
    g_autofree char *key_text = NULL;

    fill_random (salt, sizeof salt);
    derive (password, salt, key);
    salt_text = g_base64_encode (salt, sizeof salt);
    key_text = g_base64_encode (key, sizeof key);
    return g_strdup_printf ("%s:$7$%d$%s$%s\n", user, HASH_ROUNDS, salt_text, key_text);
}
