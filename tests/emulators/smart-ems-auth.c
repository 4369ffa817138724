/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Basic authentication and the accounts. */
#include "smart-ems-private.h"

#include <string.h>

/* Of the lesser roles; name and password are the same. */
static const struct {
    const char *name;
    SmartEmsRole role;
} accounts[] = {
    { "user", SMART_EMS_ROLE_USER },
    { "control", SMART_EMS_ROLE_CONTROL }, /* LK 3.5+ only */
};

static SmartEmsRole
find_account (SmartEms *self, const char *user, const char *password)
{
    if (g_str_equal (user, self->user) && g_str_equal (password, self->password))
        return SMART_EMS_ROLE_ADMIN;
    for (guint i = 0; i < G_N_ELEMENTS (accounts); i++)
        if (g_str_equal (user, accounts[i].name) && g_str_equal (password, accounts[i].name) &&
            (accounts[i].role != SMART_EMS_ROLE_CONTROL || self->generation == SMART_EMS_LK35))
            return accounts[i].role;
    return SMART_EMS_ROLE_NOBODY;
}

/* (nullable): NAME:PASSWORD of the header */
static char *
read_header (SoupServerMessage *message)
{
    const char *header = soup_message_headers_get_one (
        soup_server_message_get_request_headers (message), "Authorization");
    g_autofree guchar *data = NULL;
    gsize length;

    if (header == NULL || g_ascii_strncasecmp (header, "Basic ", strlen ("Basic ")) != 0)
        return NULL;
    data = g_base64_decode (header + strlen ("Basic "), &length);
    return g_strndup ((const char *)data, length);
}

/* @refused: whether a name and a password came that are not right */
SmartEmsRole
smart_ems_auth_find_role (SmartEms *self, SoupServerMessage *message, gboolean *refused)
{
    g_autofree char *pair = read_header (message);
    char *colon = pair != NULL ? strchr (pair, ':') : NULL;
    SmartEmsRole role = SMART_EMS_ROLE_NOBODY;

    *refused = FALSE;
    if (self->user == NULL)
        return SMART_EMS_ROLE_ADMIN;
    if (colon != NULL) {
        *colon = '\0';
        role = find_account (self, pair, colon + 1);
    }
    *refused = pair != NULL && role == SMART_EMS_ROLE_NOBODY;
    return role;
}

/* “login=NAME&password=TEXT”, as the page of an LK 3.5+ sends it; its form is not documented. Who
 * may use the API alone is not let in. */
gboolean
smart_ems_auth_check_login (SmartEms *self, const char *body)
{
    g_autoptr (GHashTable) form = soup_form_decode (body);
    const char *user = g_hash_table_lookup (form, "login");
    const char *password = g_hash_table_lookup (form, "password");

    if (self->user == NULL)
        return TRUE;
    return user != NULL && password != NULL &&
           find_account (self, user, password) >= SMART_EMS_ROLE_USER;
}

void
smart_ems_auth_challenge (SoupServerMessage *message, EmulatorAnswer *answer)
{
    soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                  "WWW-Authenticate", "Basic realm=\"LK\"");
    answer->status = SOUP_STATUS_UNAUTHORIZED;
}
