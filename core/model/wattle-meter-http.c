/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter-http.h"

#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "base/wattle-member.h"
#include "wattle-meter-meaning.h"

void
wattle_meter_http_clear (WattleMeter *self)
{
    for (guint i = 0; i < self->n_questions; i++) {
        g_free (self->questions[i].name);
        g_free (self->questions[i].path);
    }
    g_free (self->ok.pointer);
    g_free (self->reversed.pointer);
}

/* Documents */

/* Of an URL; braces would be filled in by the host. */
static gboolean
is_path (const char *path)
{
    if (*path != '/' || strpbrk (path, "{}\\\"<>^`|#") != NULL)
        return FALSE;
    for (const char *at = path; *at != '\0'; at++)
        if (!g_ascii_isgraph (*at))
            return FALSE;

    return TRUE;
}

static gboolean
read_question (WattleMeter *self, const char *name, JsonObject *object, GError **error)
{
    WattleMeterQuestion *question = &self->questions[self->n_questions];

    if (self->n_questions >= WATTLE_METER_MAX_QUESTIONS || !wattle_ident_is_valid (name)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "must be at most %d, and names of small letters, digits and underscores",
                          WATTLE_METER_MAX_QUESTIONS);
        return FALSE;
    }
    self->n_questions++;
    question->name = g_strdup (name);
    if (!wattle_member_read_text (object, name, TRUE, &question->path, error))
        return FALSE;
    if (is_path (question->path))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "%s: must be a path of a URL, which begins with /", name);
    return FALSE;
}

static gboolean
read_questions (WattleMeter *self, JsonObject *http, GError **error)
{
    JsonObject *object = NULL;
    JsonObjectIter iter;
    const char *name;

    if (!wattle_json_get_object (http, "requests", &object, error))
        return FALSE;
    json_object_iter_init_ordered (&iter, object);
    while (json_object_iter_next_ordered (&iter, &name, NULL))
        if (!read_question (self, name, object, error)) {
            g_prefix_error (error, "requests: ");
            return FALSE;
        }
    return TRUE;
}

/* Places in them */

static gboolean
read_pointer (JsonObject *object, char **pointer, GError **error)
{
    if (!wattle_member_read_text (object, "pointer", TRUE, pointer, error))
        return FALSE;
    if (**pointer == '/')
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "pointer: must begin with /, as in /Body/Data/{device}/Power");
    return FALSE;
}

static gboolean
read_request (const WattleMeter *self, JsonObject *object, guint *question, GError **error)
{
    const char *words[WATTLE_METER_MAX_QUESTIONS + 1] = { NULL };
    const char *word;

    for (guint i = 0; i < self->n_questions; i++)
        words[i] = self->questions[i].name;
    return wattle_json_get_string (object, "request", &word, error) &&
           wattle_member_read_word (object, "request", words, question, error);
}

/* The member @name of "http", which says what a member of a document has to be. */
static gboolean
read_member (const WattleMeter *self,
             JsonObject *http,
             const char *name,
             gboolean of_one,
             WattleMeterMember *member,
             GError **error)
{
    static const char *const members[] = { "pointer", "equals", "request", NULL };
    JsonObject *object;

    if (!json_object_has_member (http, name))
        return TRUE;
    if (!wattle_json_get_object (http, name, &object, error))
        return FALSE;
    if (wattle_member_check (object, members, error) &&
        read_pointer (object, &member->pointer, error) &&
        wattle_json_get_number (object, "equals", &member->equals, error) &&
        (!of_one || read_request (self, object, &member->question, error)))
        return TRUE;
    g_prefix_error (error, "%s: ", name);
    return FALSE;
}

gboolean
wattle_meter_http_read (WattleMeter *self, JsonObject *root, GError **error)
{
    static const char *const members[] = { "requests", "ok", "reversed", NULL };
    JsonObject *http;

    if (!wattle_json_get_object (root, "http", &http, error))
        return FALSE;
    if (wattle_member_check (http, members, error) && read_questions (self, http, error) &&
        read_member (self, http, "ok", FALSE, &self->ok, error) &&
        read_member (self, http, "reversed", TRUE, &self->reversed, error))
        return TRUE;
    g_prefix_error (error, "http: ");
    return FALSE;
}

gboolean
wattle_meter_http_read_point (const WattleMeter *self,
                              JsonObject *object,
                              WattleMeterPoint *point,
                              GError **error)
{
    static const char *const members[] = {
        WATTLE_METER_MEANING_MEMBERS, "request", "pointer", "scale", "reversible", NULL,
    };

    if (!wattle_member_check (object, members, error) ||
        !wattle_member_read_number (object, "scale", &point->scale, error) ||
        !wattle_member_read_flag (object, "reversible", &point->reversible, error) ||
        !read_request (self, object, &point->question, error) ||
        !read_pointer (object, &point->pointer, error))
        return FALSE;
    if (!point->reversible ||
        (self->reversed.pointer != NULL && self->reversed.question == point->question))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "reversible: http.reversed must say by what, in the same request");
    return FALSE;
}
