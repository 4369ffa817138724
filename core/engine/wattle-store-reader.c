/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-store-reader.h"

#include "base/wattle-ident.h"
#include "base/wattle-number.h"
#include "wattle-key-file.h"

#define MAX_INTERVAL (24 * 60 * 60 * 1000)

static void
locate (WattleMessage *message, const char *group, const char *key)
{
    if (*group == '\0')
        return;
    if (*key == '\0')
        wattle_message_prefix (message, "[%s]: ", group);
    else
        wattle_message_prefix (message, "[%s] %s: ", group, key);
}

/* Takes @message. Returns it with its place in the file. */
static WattleMessage *
say (WattleStoreReader *self, const char *group, const char *key, WattleMessage *message)
{
    g_autofree char *topic = g_strdup_printf (WATTLE_STORE_TOPIC "%s/%s", group, key);
    WattleMessage *problem;

    locate (message, group, key);
    if (self->problems != NULL) {
        problem = wattle_message_copy (message);
        wattle_message_prefix (problem, "%s: ", self->path);
        wattle_problems_set_message (self->problems, self->subject, topic, problem);
    }
    return message;
}

void
wattle_store_reader_complain (WattleStoreReader *self,
                              const char *group,
                              const char *key,
                              const char *format,
                              ...)
{
    g_autoptr (WattleMessage) located = NULL;
    va_list arguments;

    va_start (arguments, format);
    located = say (self, group, key, wattle_message_new_valist (format, arguments));
    va_end (arguments);
    if (self->remark == NULL)
        self->remark = g_steal_pointer (&located);
}

/* Takes @message. */
static void
refuse (WattleStoreReader *self, const char *group, const char *key, WattleMessage *message)
{
    g_autoptr (WattleMessage) located = say (self, group, key, message);

    self->broken = TRUE;
    if (self->reason == NULL)
        self->reason = g_steal_pointer (&located);
}

void
wattle_store_reader_refuse (WattleStoreReader *self,
                            const char *group,
                            const char *key,
                            const char *format,
                            ...)
{
    va_list arguments;

    va_start (arguments, format);
    refuse (self, group, key, wattle_message_new_valist (format, arguments));
    va_end (arguments);
}

void
wattle_store_reader_clear (WattleStoreReader *self)
{
    g_clear_pointer (&self->reason, wattle_message_free);
    g_clear_pointer (&self->remark, wattle_message_free);
    g_clear_pointer (&self->file, g_key_file_unref);
}

gboolean
wattle_store_reader_load (WattleStoreReader *self, const WattleMigration *migration)
{
    g_autoptr (GError) error = NULL;

    self->file = g_key_file_new ();
    if (!wattle_key_file_load (self->path, self->file, G_KEY_FILE_NONE, &error)) {
        wattle_message_free (say (self, "", "", wattle_message_new_from_error (error)));
        return FALSE;
    }
    if (!wattle_migration_run (migration, self->file, &error)) {
        refuse (self, migration->group, "Format", wattle_message_new_from_error (error));
        return FALSE;
    }

    return TRUE;
}

void
wattle_store_reader_read_text (WattleStoreReader *self,
                               const char *group,
                               const char *key,
                               char **field)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;

    if (!g_key_file_has_key (self->file, group, key, NULL))
        return;

    /* With an error there may be a text nevertheless, but not the one that was meant. */
    text = g_key_file_get_string (self->file, group, key, &error);
    if (error != NULL) {
        wattle_store_reader_refuse (self, group, key,
                                    "must be text in UTF-8 in which a backslash is written twice");
        return;
    }
    g_free (*field);
    *field = g_strstrip (g_steal_pointer (&text));
}

void
wattle_store_reader_read_ident (WattleStoreReader *self,
                                const char *group,
                                const char *key,
                                char **field)
{
    g_autofree char *text = NULL;

    wattle_store_reader_read_text (self, group, key, &text);
    if (text == NULL)
        return;
    if (!wattle_ident_is_valid (text)) {
        wattle_store_reader_refuse (
            self, group, key,
            "must be a lower-case letter, then at most 31 lower-case letters, digits and "
            "underscores");
        return;
    }
    g_free (*field);
    *field = g_steal_pointer (&text);
}

void
wattle_store_reader_read_boolean (WattleStoreReader *self,
                                  const char *group,
                                  const char *key,
                                  gboolean *field)
{
    g_autofree char *text = NULL;

    wattle_store_reader_read_text (self, group, key, &text);
    if (text == NULL)
        return;
    if (!g_str_equal (text, "true") && !g_str_equal (text, "false")) {
        wattle_store_reader_refuse (self, group, key, "must be true or false");
        return;
    }
    *field = g_str_equal (text, "true");
}

void
wattle_store_reader_read_integer (WattleStoreReader *self,
                                  const char *group,
                                  const char *key,
                                  int min,
                                  int max,
                                  int *field)
{
    g_autofree char *text = NULL;
    gint64 value;

    wattle_store_reader_read_text (self, group, key, &text);
    if (text == NULL)
        return;
    if (!wattle_number_parse_integer (text, min, max, &value, NULL)) {
        wattle_store_reader_refuse (self, group, key, "must be a whole number from %d to %d", min,
                                    max);
        return;
    }
    *field = (int)value;
}

static gboolean
parse_interval (const char *text, int *milliseconds)
{
    static const struct {
        const char *unit;
        double factor;
    } units[] = { { "ms", 1 }, { "s", 1000 }, { "min", 60000 }, { "", 0 } };
    const char *unit;
    double value;

    if (!wattle_number_scan (text, &unit, &value) || value < 0)
        return FALSE;
    while (*unit == ' ')
        unit++;

    for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
        /* Without a unit only 0 is unmistakable. */
        if (!g_str_equal (unit, units[i].unit) || (*unit == '\0' && value != 0))
            continue;
        if (value * units[i].factor > MAX_INTERVAL)
            return FALSE;
        *milliseconds = (int)(value * units[i].factor + 0.5);
        return TRUE;
    }

    return FALSE;
}

void
wattle_store_reader_read_interval (WattleStoreReader *self,
                                   const char *group,
                                   const char *key,
                                   int *field)
{
    g_autofree char *text = NULL;

    wattle_store_reader_read_text (self, group, key, &text);
    if (text != NULL && !parse_interval (text, field)) {
        wattle_store_reader_refuse (
            self, group, key,
            "must be a time up to 24 hours with its unit: 500ms, 10s or 5min; or 0");
    }
}

void
wattle_store_reader_check_keys (WattleStoreReader *self,
                                const char *group,
                                const char *const *known)
{
    g_auto (GStrv) keys = g_key_file_get_keys (self->file, group, NULL, NULL);
    g_autofree char *list = g_strjoinv (", ", (char **)known);

    for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
        if (!g_strv_contains (known, keys[i]))
            wattle_store_reader_complain (self, group, keys[i],
                                          "no such key, ignored; there are: %s", list);
}

void
wattle_store_reader_check_groups (WattleStoreReader *self, const char *const *known)
{
    g_auto (GStrv) groups = g_key_file_get_groups (self->file, NULL);
    g_autofree char *list = g_strjoinv (", ", (char **)known);

    for (guint i = 0; groups[i] != NULL; i++)
        if (!g_strv_contains (known, groups[i]))
            wattle_store_reader_complain (self, groups[i], "",
                                          "no such group, ignored; there are: %s", list);
}
