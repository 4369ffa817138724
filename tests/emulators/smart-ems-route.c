/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests by HTTP. What the documentation does not say is chosen: README.md names it. */
#include "smart-ems-private.h"

#include <string.h>

#define MAX_PARAMETERS 666

typedef struct {
    SmartEms *ems;
    SoupServerMessage *message;
    const char *query; /* "" without */
    SmartEmsRole role;
    EmulatorAnswer *answer;
} Request;

/* Commands */

static gboolean
may_run (Request *request, SmartEmsPage page, char **list)
{
    guint n = g_strv_length (list);

    if (request->role == SMART_EMS_ROLE_ADMIN)
        return TRUE;
    if (n > 1 && request->ems->generation == SMART_EMS_LK35)
        return FALSE;
    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strndup (list[i], strcspn (list[i], "="));

        if (!smart_ems_command_may (request->ems, page, name))
            return FALSE;
    }
    return TRUE;
}

static void
run_one (Request *request, SmartEmsPage page, const char *text)
{
    g_auto (GStrv) parts = g_strsplit (text, "=", 2);
    g_autofree char *where =
        g_strconcat (g_uri_get_path (soup_server_message_get_uri (request->message)), "?", NULL);
    g_autofree char *name = parts[0] != NULL ? g_uri_unescape_string (parts[0], NULL) : NULL;
    g_autofree char *value =
        name != NULL && parts[1] != NULL ? g_uri_unescape_string (parts[1], NULL) : NULL;

    if (smart_ems_command_run (request->ems, page, name != NULL ? name : "",
                               value != NULL ? value : "") == SMART_EMS_OFFENCE)
        smart_ems_count_offence (request->ems, where, text);
}

/* FALSE: the answer is there. */
static gboolean
run_commands (Request *request, SmartEmsPage page)
{
    g_auto (GStrv) list = g_strsplit (request->query, "&", -1);

    if (page != SMART_EMS_PAGE_SAVE && strlen (request->query) > MAX_PARAMETERS) {
        request->answer->status = SOUP_STATUS_BAD_REQUEST;
        return FALSE;
    }
    if (!may_run (request, page, list)) {
        request->answer->status = SOUP_STATUS_FORBIDDEN;
        return FALSE;
    }
    for (guint i = 0; list[i] != NULL; i++)
        run_one (request, page, list[i]);
    smart_ems_publish_states (request->ems);
    return TRUE;
}

static void
handle_outs (Request *request)
{
    request->answer->content_type = "text/plain";
    if (run_commands (request, SMART_EMS_PAGE_OUTS))
        request->answer->body = smart_ems_lk35_states (request->ems);
}

static void
run_silently (Request *request, SmartEmsPage page)
{
    request->answer->content_type = "text/plain";
    if (run_commands (request, page))
        request->answer->body = g_strdup ("");
}

static void
handle_stm (Request *request)
{
    run_silently (request, SMART_EMS_PAGE_STM);
}

static void
handle_inpa (Request *request)
{
    run_silently (request, SMART_EMS_PAGE_INPA);
}

static void
handle_save (Request *request)
{
    if (request->role == SMART_EMS_ROLE_NOBODY)
        smart_ems_auth_challenge (request->message, request->answer);
    else if (run_commands (request, SMART_EMS_PAGE_SAVE))
        request->answer->body = g_strdup ("{}");
}

static void
handle_eeprom (Request *request)
{
    smart_ems_count_offence (request->ems, "/eeprom.cgi?", request->query);
    request->answer->body = g_strdup ("");
}

/* Documents */

static void
handle_all (Request *request)
{
    request->answer->body = smart_ems_lk35_all (request->ems);
}

static void
handle_pwm (Request *request)
{
    request->answer->body = smart_ems_lk35_pwm (request->ems);
}

static void
handle_sensors (Request *request)
{
    request->answer->body = smart_ems_lk35_sensors (request->ems);
}

static void
handle_events (Request *request)
{
    request->answer->body = smart_ems_lk35_events (request->ems);
    if (request->answer->body == NULL)
        request->answer->status = SOUP_STATUS_NOT_FOUND;
}

static void
handle_stat (Request *request)
{
    request->answer->content_type = "text/xml";
    request->answer->body = smart_ems_lk35_stat (request->ems);
}

static void
handle_ix (Request *request)
{
    request->answer->content_type = "text/xml";
    request->answer->body = smart_ems_lk35_ix (request->ems);
}

static void
read_groups (Request *request, gboolean dynamic)
{
    request->answer->body =
        smart_ems_lk4_read (request->ems, dynamic, request->query, request->role);
    if (request->answer->body != NULL)
        return;
    if (request->role == SMART_EMS_ROLE_NOBODY)
        smart_ems_auth_challenge (request->message, request->answer);
    else
        request->answer->status = SOUP_STATUS_FORBIDDEN;
}

static void
handle_set (Request *request)
{
    read_groups (request, FALSE);
}

static void
handle_status (Request *request)
{
    read_groups (request, TRUE);
}

static const struct {
    SmartEmsGeneration generation;
    const char *path;
    void (*handle) (Request *request);
} routes[] = {
    { SMART_EMS_LK35, "/outs.cgi", handle_outs },
    { SMART_EMS_LK35, "/stm.cgi", handle_stm },
    { SMART_EMS_LK35, "/inpa.cgi", handle_inpa },
    { SMART_EMS_LK35, "/eeprom.cgi", handle_eeprom },
    { SMART_EMS_LK35, "/json/all.json", handle_all },
    { SMART_EMS_LK35, "/json/pwmpid.json", handle_pwm },
    { SMART_EMS_LK35, "/json/dsi2c.json", handle_sensors },
    { SMART_EMS_LK35, "/json/events_per.json", handle_events },
    { SMART_EMS_LK35, "/xml/stat.xml", handle_stat },
    { SMART_EMS_LK35, "/xml/ix.xml", handle_ix },
    { SMART_EMS_LK4, "/api/v1/read/set/", handle_set },
    { SMART_EMS_LK4, "/api/v1/read/status/", handle_status },
    { SMART_EMS_LK4, "/api/v1/save/", handle_save },
};

/* An LK4 answers 500 for a page of older boards, so it is taken to do so for every other. */
static void
find_page (Request *request, const char *path)
{
    SmartEms *self = request->ems;

    for (guint i = 0; i < G_N_ELEMENTS (routes); i++) {
        if (routes[i].generation == self->generation && g_str_equal (routes[i].path, path)) {
            routes[i].handle (request);
            return;
        }
    }
    request->answer->status = self->generation == SMART_EMS_LK4 ? SOUP_STATUS_INTERNAL_SERVER_ERROR
                                                                : SOUP_STATUS_NOT_FOUND;
}

/* POST /post.cgi?signin, the one request that needs no login. */
static gboolean
is_login (Request *request, const char *path)
{
    return request->ems->generation == SMART_EMS_LK35 && g_str_equal (path, "/post.cgi") &&
           g_str_equal (request->query, "signin") &&
           g_str_equal (soup_server_message_get_method (request->message), "POST");
}

static void
handle_login (Request *request)
{
    g_autoptr (GBytes) body =
        soup_message_body_flatten (soup_server_message_get_request_body (request->message));
    gsize length = g_bytes_get_size (body);
    g_autofree char *text =
        length > 0 ? g_strndup (g_bytes_get_data (body, NULL), length) : g_strdup ("");

    request->answer->content_type = "text/plain";
    request->answer->body = g_strdup (smart_ems_auth_check_login (request->ems, text) ? "1" : "0");
}

/* Makes the answer of a healthy board. */
void
smart_ems_route (SmartEms *self,
                 SoupServerMessage *message,
                 const char *path,
                 EmulatorAnswer *answer)
{
    const char *query = g_uri_get_query (soup_server_message_get_uri (message));
    gboolean refused;
    Request request = { self, message, query != NULL ? query : "",
                        smart_ems_auth_find_role (self, message, &refused), answer };

    if (is_login (&request, path))
        handle_login (&request);
    else if (refused ||
             (request.role == SMART_EMS_ROLE_NOBODY && self->generation == SMART_EMS_LK35))
        smart_ems_auth_challenge (message, answer);
    else if (!g_str_equal (soup_server_message_get_method (message), "GET"))
        answer->status = SOUP_STATUS_METHOD_NOT_ALLOWED;
    else
        find_page (&request, path);
}
