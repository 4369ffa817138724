/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-catalog.h"

#include <string.h>

#include "wattle-mdns-service.h"

#define DEFAULT_INTERVAL_MS     10000
#define DEFAULT_MIN_INTERVAL_MS 100

typedef struct {
    char *id;
    char *name;
    WattleModelFlags flags;
    guint link_kinds; /* bit per WattleLinkKind */
    guint interval;
    guint min_interval;
    char *serial_line;      /* or NULL */
    WattleOptions *options; /* only its table is used */
} Model;

/**
 * WattleCatalog:
 *
 * What a driver describes its models into. Functions that name a model do nothing if it was not
 * added before.
 */
struct _WattleCatalog {
    GObject parent_instance;

    GPtrArray *models;        /* of Model */
    GPtrArray *redactions;    /* names of JSON members, NULL-terminated */
    GPtrArray *passwords;     /* that devices are sold with, NULL-terminated */
    GPtrArray *complaints;    /* NULL-terminated */
    GArray *udp_searches;     /* of WattleUdpQuestion */
    GPtrArray *mqtt_searches; /* topic filters, NULL-terminated */
    GPtrArray *mdns_searches; /* types of services, NULL-terminated */
    WattleMeterLibrary *meters;
    gboolean uses_meters;
};

G_DEFINE_FINAL_TYPE (WattleCatalog, wattle_catalog, G_TYPE_OBJECT)

static void
model_free (gpointer data)
{
    Model *model = data;

    g_free (model->id);
    g_free (model->name);
    g_free (model->serial_line);
    g_object_unref (model->options);
    g_free (model);
}

static void
clear_question (gpointer data)
{
    g_bytes_unref (((WattleUdpQuestion *)data)->data);
}

static void
wattle_catalog_finalize (GObject *object)
{
    WattleCatalog *self = WATTLE_CATALOG (object);

    g_ptr_array_unref (self->models);
    g_ptr_array_unref (self->redactions);
    g_ptr_array_unref (self->passwords);
    g_ptr_array_unref (self->complaints);
    g_array_unref (self->udp_searches);
    g_ptr_array_unref (self->mqtt_searches);
    g_ptr_array_unref (self->mdns_searches);
    wattle_meter_library_unref (self->meters);

    G_OBJECT_CLASS (wattle_catalog_parent_class)->finalize (object);
}

static void
wattle_catalog_class_init (WattleCatalogClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_catalog_finalize;
}

/* A list that can be handed out as it is. */
static GPtrArray *
text_list_new (void)
{
    GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

    g_ptr_array_add (list, NULL);
    return list;
}

static void
text_list_add (GPtrArray *list, const char *text)
{
    g_ptr_array_insert (list, (int)list->len - 1, g_strdup (text));
}

static void
wattle_catalog_init (WattleCatalog *self)
{
    self->models = g_ptr_array_new_with_free_func (model_free);
    self->redactions = text_list_new ();
    self->passwords = text_list_new ();
    self->complaints = text_list_new ();
    self->udp_searches = g_array_new (FALSE, FALSE, sizeof (WattleUdpQuestion));
    g_array_set_clear_func (self->udp_searches, clear_question);
    self->mqtt_searches = text_list_new ();
    self->mdns_searches = text_list_new ();
    self->meters = wattle_meter_library_new ();
}

/**
 * wattle_catalog_new:
 *
 * Returns: (transfer full): an empty catalogue
 */
WattleCatalog *
wattle_catalog_new (void)
{
    return g_object_new (WATTLE_TYPE_CATALOG, NULL);
}

static Model *
find (WattleCatalog *self, const char *id)
{
    for (guint i = 0; i < self->models->len; i++) {
        Model *model = g_ptr_array_index (self->models, i);

        if (g_strcmp0 (model->id, id) == 0)
            return model;
    }

    return NULL;
}

/**
 * wattle_catalog_add_model:
 * @self: a catalogue
 * @model: identifier of a model, as key files name it
 * @name: untranslated name for people
 * @flags: properties
 *
 * Adds a model that is polled every 10 s and has no links and no options yet.
 */
void
wattle_catalog_add_model (WattleCatalog *self,
                          const char *model,
                          const char *name,
                          WattleModelFlags flags)
{
    Model *entry;

    g_return_if_fail (model != NULL && name != NULL);

    if (find (self, model) != NULL)
        return;

    entry = g_new0 (Model, 1);
    entry->id = g_strdup (model);
    entry->name = g_strdup (name);
    entry->flags = flags;
    entry->interval = DEFAULT_INTERVAL_MS;
    entry->min_interval = DEFAULT_MIN_INTERVAL_MS;
    entry->options = wattle_options_new ();
    g_ptr_array_add (self->models, entry);
}

/**
 * wattle_catalog_add_link:
 * @self: a catalogue
 * @model: a model
 * @kind: a kind of link it needs: all of those added, or any with %WATTLE_MODEL_ANY_LINK
 */
void
wattle_catalog_add_link (WattleCatalog *self, const char *model, WattleLinkKind kind)
{
    Model *entry = find (self, model);

    if (entry != NULL && kind != WATTLE_LINK_NONE)
        entry->link_kinds |= 1u << kind;
}

/**
 * wattle_catalog_set_serial_line:
 * @self: a catalogue
 * @model: a model
 * @line: how it talks on a serial port unless the address of the port says otherwise, as the query
 * of that address: `baud=2400&parity=none&stop=1`
 */
void
wattle_catalog_set_serial_line (WattleCatalog *self, const char *model, const char *line)
{
    Model *entry = find (self, model);

    if (entry == NULL)
        return;
    g_free (entry->serial_line);
    entry->serial_line = g_strdup (line);
}

/**
 * wattle_catalog_set_interval:
 * @self: a catalogue
 * @model: a model
 * @fallback_ms: how often it is polled unless a person says otherwise
 * @min_ms: how often it may be polled at most
 */
void
wattle_catalog_set_interval (WattleCatalog *self,
                             const char *model,
                             guint fallback_ms,
                             guint min_ms)
{
    Model *entry = find (self, model);

    if (entry == NULL)
        return;
    entry->interval = fallback_ms;
    entry->min_interval = min_ms;
}

/**
 * wattle_catalog_add_options: (skip)
 * @self: a catalogue
 * @model: a model
 * @specs: (array length=n_specs): options; copied
 * @n_specs: how many
 */
void
wattle_catalog_add_options (WattleCatalog *self,
                            const char *model,
                            const WattleOptionSpec *specs,
                            guint n_specs)
{
    Model *entry = find (self, model);

    for (guint i = 0; entry != NULL && i < n_specs; i++)
        wattle_options_add_spec (entry->options, &specs[i]);
}

/**
 * wattle_catalog_add_option:
 * @self: a catalogue
 * @model: a model
 * @key: name of an option
 * @type: what it may hold; not %WATTLE_OPTION_CHOICE
 * @label: (nullable): untranslated name for people
 * @fallback: (nullable): text of the default; without one the option must be set
 *
 * One option without a range, for languages that have no C tables.
 */
void
wattle_catalog_add_option (WattleCatalog *self,
                           const char *model,
                           const char *key,
                           WattleOptionType type,
                           const char *label,
                           const char *fallback)
{
    WattleOptionSpec spec = { .key = key, .type = type, .label = label, .fallback = fallback };

    g_return_if_fail (type != WATTLE_OPTION_CHOICE);

    spec.required = fallback == NULL;
    wattle_catalog_add_options (self, model, &spec, 1);
}

/**
 * wattle_catalog_add_redaction:
 * @self: a catalogue
 * @member: name of a JSON member; case, blanks and punctuation do not count
 *
 * What stands in such a member of an answer identifies a person or a place: recordings show a
 * stand-in for it, here and wherever else it turns up. Members called like a serial number, an
 * address, a position or a password need not be named.
 */
void
wattle_catalog_add_redaction (WattleCatalog *self, const char *member)
{
    g_return_if_fail (member != NULL);

    text_list_add (self->redactions, member);
}

/**
 * wattle_catalog_get_redactions:
 * @self: a catalogue
 *
 * Returns: (transfer none) (array zero-terminated=1): names of the JSON members that recordings do
 *   not show
 */
const char *const *
wattle_catalog_get_redactions (WattleCatalog *self)
{
    return (const char *const *)self->redactions->pdata;
}

/**
 * wattle_catalog_add_udp_search:
 * @self: a catalogue
 * @port: UDP port that the devices of the driver listen on, not 0
 * @local_port: port of the host that they answer to whoever asks; 0 if they answer to the port they
 *   were asked from
 * @data: (array length=length): the datagram, sent exactly so
 * @length: its length, at most %WATTLE_UDP_QUESTION_MAX
 *
 * A way to search the network: the datagram goes to every network this machine is in, and what
 * comes back goes to match.
 */
void
wattle_catalog_add_udp_search (WattleCatalog *self,
                               guint16 port,
                               guint16 local_port,
                               const guint8 *data,
                               gsize length)
{
    WattleUdpQuestion question = { .port = port, .local_port = local_port };

    g_return_if_fail (port != 0 && length > 0 && length <= WATTLE_UDP_QUESTION_MAX);

    question.data = g_bytes_new (data, length);
    g_array_append_val (self->udp_searches, question);
}

/**
 * wattle_catalog_get_n_udp_searches:
 * @self: a catalogue
 *
 * Returns: in how many ways to search by UDP
 */
guint
wattle_catalog_get_n_udp_searches (WattleCatalog *self)
{
    return self->udp_searches->len;
}

/**
 * wattle_catalog_get_udp_search: (skip)
 * @self: a catalogue
 * @index: from 0
 *
 * Returns: (transfer none): one of these ways, in their order
 */
const WattleUdpQuestion *
wattle_catalog_get_udp_search (WattleCatalog *self, guint index)
{
    g_return_val_if_fail (index < self->udp_searches->len, NULL);

    return &g_array_index (self->udp_searches, WattleUdpQuestion, index);
}

/**
 * wattle_catalog_add_mqtt_search:
 * @self: a catalogue
 * @filter: MQTT topic filter
 *
 * A way to search: for a while the messages of @filter on the host's broker go to match, those it
 * has kept too.
 */
void
wattle_catalog_add_mqtt_search (WattleCatalog *self, const char *filter)
{
    g_return_if_fail (filter != NULL && *filter != '\0');

    text_list_add (self->mqtt_searches, filter);
}

/**
 * wattle_catalog_get_mqtt_searches:
 * @self: a catalogue
 *
 * Returns: (transfer none) (array zero-terminated=1): the filters, in their order
 */
const char *const *
wattle_catalog_get_mqtt_searches (WattleCatalog *self)
{
    return (const char *const *)self->mqtt_searches->pdata;
}

/**
 * wattle_catalog_add_mdns_search:
 * @self: a catalogue
 * @service_type: type of service that devices announce, `_NAME._tcp` or `_NAME._udp`, without a
 *   domain
 *
 * A way to search: for a while each service of this type in the networks of this machine goes to
 * match, as Avahi tells it.
 */
void
wattle_catalog_add_mdns_search (WattleCatalog *self, const char *service_type)
{
    g_return_if_fail (service_type != NULL && wattle_mdns_service_is_type (service_type));

    text_list_add (self->mdns_searches, service_type);
}

/**
 * wattle_catalog_get_mdns_searches:
 * @self: a catalogue
 *
 * Returns: (transfer none) (array zero-terminated=1): the types of services, in their order
 */
const char *const *
wattle_catalog_get_mdns_searches (WattleCatalog *self)
{
    return (const char *const *)self->mdns_searches->pdata;
}

/**
 * wattle_catalog_has_model:
 * @self: a catalogue
 * @model: (nullable): identifier
 *
 * Returns: whether there is such a model
 */
gboolean
wattle_catalog_has_model (WattleCatalog *self, const char *model)
{
    return find (self, model) != NULL;
}

/**
 * wattle_catalog_get_model_name:
 * @self: a catalogue
 * @model: a model that exists
 *
 * Returns: (transfer none): its untranslated name for people
 */
const char *
wattle_catalog_get_model_name (WattleCatalog *self, const char *model)
{
    return find (self, model)->name;
}

/**
 * wattle_catalog_get_model_flags:
 * @self: a catalogue
 * @model: a model that exists
 *
 * Returns: its properties
 */
WattleModelFlags
wattle_catalog_get_model_flags (WattleCatalog *self, const char *model)
{
    return find (self, model)->flags;
}

/**
 * wattle_catalog_get_link_kinds:
 * @self: a catalogue
 * @model: a model that exists
 *
 * Returns: a bit (1 << kind) for each kind of link it uses
 */
guint
wattle_catalog_get_link_kinds (WattleCatalog *self, const char *model)
{
    return find (self, model)->link_kinds;
}

/**
 * wattle_catalog_get_interval:
 * @self: a catalogue
 * @model: a model that exists
 *
 * Returns: default milliseconds from poll to poll
 */
guint
wattle_catalog_get_interval (WattleCatalog *self, const char *model)
{
    return find (self, model)->interval;
}

/**
 * wattle_catalog_get_serial_line:
 * @self: a catalogue
 * @model: one of its models
 *
 * Returns: (transfer none) (nullable): what wattle_catalog_set_serial_line() was told
 */
const char *
wattle_catalog_get_serial_line (WattleCatalog *self, const char *model)
{
    return find (self, model)->serial_line;
}

/**
 * wattle_catalog_get_min_interval:
 * @self: a catalogue
 * @model: a model that exists
 *
 * Returns: fewest milliseconds from poll to poll
 */
guint
wattle_catalog_get_min_interval (WattleCatalog *self, const char *model)
{
    return find (self, model)->min_interval;
}

/**
 * wattle_catalog_create_options:
 * @self: a catalogue
 * @model: a model that exists
 *
 * Returns: (transfer full): its options, nothing set
 */
WattleOptions *
wattle_catalog_create_options (WattleCatalog *self, const char *model)
{
    Model *entry = find (self, model);
    WattleOptions *options = wattle_options_new ();

    for (guint i = 0; i < wattle_options_get_n_specs (entry->options); i++)
        wattle_options_add_spec (options, wattle_options_get_nth_spec (entry->options, i));

    return options;
}

/**
 * wattle_catalog_list_models:
 * @self: a catalogue
 *
 * Returns: (transfer full) (array zero-terminated=1): identifiers of all models, in their order
 */
char **
wattle_catalog_list_models (WattleCatalog *self)
{
    g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

    for (guint i = 0; i < self->models->len; i++)
        g_strv_builder_add (list, ((Model *)g_ptr_array_index (self->models, i))->id);

    return g_strv_builder_end (list);
}

/**
 * wattle_catalog_complain:
 * @self: a catalogue
 * @sentence: what is wrong, beginning with the path of the file
 *
 * Something that the driver would describe its models by is of no use, such as a damaged
 * definition. It becomes a problem of the plugin; the rest of its models is there.
 */
void
wattle_catalog_complain (WattleCatalog *self, const char *sentence)
{
    g_return_if_fail (sentence != NULL);

    text_list_add (self->complaints, sentence);
}

/**
 * wattle_catalog_get_complaints:
 * @self: a catalogue
 *
 * Returns: (transfer none) (array zero-terminated=1): what the driver complained of
 */
const char *const *
wattle_catalog_get_complaints (WattleCatalog *self)
{
    return (const char *const *)self->complaints->pdata;
}

/**
 * wattle_catalog_set_meters: (skip)
 * @self: a catalogue
 * @meters: definitions of meters
 *
 * For the host, before the driver is asked to describe its models.
 */
void
wattle_catalog_set_meters (WattleCatalog *self, WattleMeterLibrary *meters)
{
    WattleMeterLibrary *old = self->meters;

    self->meters = wattle_meter_library_ref (meters);
    wattle_meter_library_unref (old);
}

/**
 * wattle_catalog_get_meters: (skip)
 * @self: a catalogue
 *
 * The definitions of meters that there are: those that came with the program and those of this
 * house. A driver that asks for them is asked to describe its models anew when others have come or
 * gone; it adds a model of the same identifier for each that it can read.
 *
 * Returns: (transfer none): the definitions; a driver that needs them later takes a reference
 */
WattleMeterLibrary *
wattle_catalog_get_meters (WattleCatalog *self)
{
    self->uses_meters = TRUE;
    return self->meters;
}

/**
 * wattle_catalog_uses_meters: (skip)
 * @self: a catalogue
 *
 * Returns: whether the driver has asked for definitions of meters
 */
gboolean
wattle_catalog_uses_meters (WattleCatalog *self)
{
    return self->uses_meters;
}

/**
 * wattle_catalog_add_factory_password:
 * @self: a catalogue
 * @password: as it stands in the manual
 *
 * A password that devices of this driver are sold with. Whoever still uses it is told to change it.
 */
void
wattle_catalog_add_factory_password (WattleCatalog *self, const char *password)
{
    g_return_if_fail (password != NULL);

    text_list_add (self->passwords, password);
}

/**
 * wattle_catalog_get_factory_passwords:
 * @self: a catalogue
 *
 * Returns: (transfer none) (array zero-terminated=1): all of them
 */
const char *const *
wattle_catalog_get_factory_passwords (WattleCatalog *self)
{
    return (const char *const *)self->passwords->pdata;
}
