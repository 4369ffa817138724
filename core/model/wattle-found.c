/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-found.h"

#include "base/wattle-ident.h"
#include "base/wattle-line.h"

#define N_KINDS  WATTLE_LINK_N_KINDS
#define MAX_TEXT 255

/**
 * WattleFound:
 *
 * What a search tells about a device: all that a person would otherwise have to type to add it. The
 * host checks it against the catalogue of the driver. Model, serial number, name and identifier are
 * made one line each, and an empty one is the same as none.
 */
struct _WattleFound {
    GObject parent_instance;

    char *model;
    char *serial;
    char *name;
    char *id;
    char *links[N_KINDS];
    GHashTable *options; /* key → text */
};

G_DEFINE_FINAL_TYPE (WattleFound, wattle_found, G_TYPE_OBJECT)

static void
wattle_found_finalize (GObject *object)
{
    WattleFound *self = WATTLE_FOUND (object);

    g_free (self->model);
    g_free (self->serial);
    g_free (self->name);
    g_free (self->id);
    for (guint i = 0; i < N_KINDS; i++)
        g_free (self->links[i]);
    g_hash_table_unref (self->options);

    G_OBJECT_CLASS (wattle_found_parent_class)->finalize (object);
}

static void
wattle_found_class_init (WattleFoundClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_found_finalize;
}

static void
wattle_found_init (WattleFound *self)
{
    self->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * wattle_found_new:
 *
 * Returns: (transfer full): a device of which nothing is known yet
 */
WattleFound *
wattle_found_new (void)
{
    return g_object_new (WATTLE_TYPE_FOUND, NULL);
}

/* As a device does with its own identity. */
static void
set_text (char **place, const char *text)
{
    g_autofree char *line = wattle_line_from_text (text, MAX_TEXT);

    g_free (*place);
    *place = line != NULL && *line != '\0' ? g_steal_pointer (&line) : NULL;
}

/**
 * wattle_found_set_model:
 * @self: a found device
 * @model: (nullable): one of the driver's models, not one of a sub-device; must be set
 */
void
wattle_found_set_model (WattleFound *self, const char *model)
{
    set_text (&self->model, model);
}

/**
 * wattle_found_set_serial:
 * @self: a found device
 * @serial: (nullable): serial number, as the device itself reports it later
 *
 * Answers with one serial number are one device.
 */
void
wattle_found_set_serial (WattleFound *self, const char *serial)
{
    set_text (&self->serial, serial);
}

/**
 * wattle_found_set_name:
 * @self: a found device
 * @name: (nullable): how people may recognise it
 */
void
wattle_found_set_name (WattleFound *self, const char *name)
{
    set_text (&self->name, name);
}

/**
 * wattle_found_set_id:
 * @self: a found device
 * @id: (nullable): identifier to give the device, if it does not follow from the serial number
 */
void
wattle_found_set_id (WattleFound *self, const char *id)
{
    set_text (&self->id, id);
}

/**
 * wattle_found_set_link:
 * @self: a found device
 * @kind: kind of a link of the model
 * @uri: where the device is, such as `http://192.168.1.20`; empty for the host's own MQTT broker
 */
void
wattle_found_set_link (WattleFound *self, WattleLinkKind kind, const char *uri)
{
    g_return_if_fail (kind > WATTLE_LINK_NONE && kind < N_KINDS && uri != NULL);

    g_free (self->links[kind]);
    self->links[kind] = g_strdup (uri);
}

/**
 * wattle_found_set_option:
 * @self: a found device
 * @key: key of an option of the model
 * @text: its value as it stands in a key file
 */
void
wattle_found_set_option (WattleFound *self, const char *key, const char *text)
{
    g_return_if_fail (key != NULL && text != NULL);

    g_hash_table_insert (self->options, g_strdup (key), g_strdup (text));
}

/**
 * wattle_found_get_model:
 * @self: a found device
 *
 * Returns: (transfer none) (nullable): its model
 */
const char *
wattle_found_get_model (WattleFound *self)
{
    return self->model;
}

/**
 * wattle_found_get_serial:
 * @self: a found device
 *
 * Returns: (transfer none) (nullable): its serial number
 */
const char *
wattle_found_get_serial (WattleFound *self)
{
    return self->serial;
}

/**
 * wattle_found_get_name:
 * @self: a found device
 *
 * Returns: (transfer none) (nullable): how people may recognise it
 */
const char *
wattle_found_get_name (WattleFound *self)
{
    return self->name;
}

/**
 * wattle_found_get_id:
 * @self: a found device
 *
 * Returns: (transfer none) (nullable): what the driver set; see wattle_found_make_id()
 */
const char *
wattle_found_get_id (WattleFound *self)
{
    return self->id;
}

/**
 * wattle_found_get_link:
 * @self: a found device
 * @kind: a kind of link
 *
 * Returns: (transfer none) (nullable): the address, which is empty for the host's own MQTT broker;
 *   %NULL if it has no such link
 */
const char *
wattle_found_get_link (WattleFound *self, WattleLinkKind kind)
{
    g_return_val_if_fail ((guint)kind < N_KINDS, NULL);

    return self->links[kind];
}

/**
 * wattle_found_get_option:
 * @self: a found device
 * @key: key of an option
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
wattle_found_get_option (WattleFound *self, const char *key)
{
    return g_hash_table_lookup (self->options, key);
}

static int
compare_keys (gconstpointer a, gconstpointer b, gpointer user_data)
{
    return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

/**
 * wattle_found_list_options:
 * @self: a found device
 *
 * Returns: (transfer full) (array zero-terminated=1): keys of the options that are known, sorted
 */
char **
wattle_found_list_options (WattleFound *self)
{
    guint length;
    char **keys = (char **)g_hash_table_get_keys_as_array (self->options, &length);

    g_qsort_with_data (keys, (int)length, sizeof (char *), compare_keys, NULL);
    for (guint i = 0; i < length; i++)
        keys[i] = g_strdup (keys[i]);
    return keys;
}

/**
 * wattle_found_make_id:
 * @self: a found device
 * @driver: name of its driver
 *
 * Returns: (transfer full) (nullable): the identifier to give the device: what the driver set, else
 *   name of the driver and serial number, such as `iskra_sg_is000966`; %NULL if none comes of that
 */
char *
wattle_found_make_id (WattleFound *self, const char *driver)
{
    g_autofree char *prefix = wattle_ident_from_text (driver);
    g_autofree char *serial = wattle_ident_from_text (self->serial != NULL ? self->serial : "");
    g_autofree char *id = NULL;

    if (self->id != NULL)
        id = g_strdup (self->id);
    else if (*serial != '\0')
        id = g_strconcat (prefix, "_", serial, NULL);
    if (!wattle_ident_is_valid_device (id) || wattle_ident_is_reserved (id))
        return NULL;
    return g_steal_pointer (&id);
}
