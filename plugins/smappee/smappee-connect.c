/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-connect.h"

#include <math.h>

#include "smappee-readings.h"
#include "smappee-roles.h"
#include "smappee-serial.h"
#include "smappee-specs.h"

#define READ_HOLDING 3
#define GAP_MS       30
#define TIMEOUT_MS   5000
#define ENERGY_MS    300000

#define WORDS 2 /* of each value */
#define STEP  4 /* registers from one channel to the next */

#define TAG_READ 1

/* Public descriptions of the registers, all of unit 61. */
static const struct {
    SmappeeValueKind kind;
    WattleRegisterType type;
    guint16 address;
    guint period; /* ms; 0: in each cycle */
    const char *group;
} tables[] = {
    { SMAPPEE_VALUE_CURRENT, WATTLE_REGISTER_FLOAT32, 128 },
    { SMAPPEE_VALUE_POWER, WATTLE_REGISTER_FLOAT32, 256 },
    { SMAPPEE_VALUE_IMPORT, WATTLE_REGISTER_INT32, 12288, ENERGY_MS, "imported" },
    { SMAPPEE_VALUE_EXPORT, WATTLE_REGISTER_INT32, 12290, ENERGY_MS, "exported" },
};

#define N_TABLES G_N_ELEMENTS (tables)
#define KINDS                                                                                      \
    (1u << SMAPPEE_VALUE_CURRENT | 1u << SMAPPEE_VALUE_POWER | 1u << SMAPPEE_VALUE_IMPORT |        \
     1u << SMAPPEE_VALUE_EXPORT)

struct _SmappeeConnect {
    WattleDevice parent_instance;

    guint8 unit;
    GPtrArray *channels;
    GPtrArray *groups;
    SmappeeValues values[SMAPPEE_MAX_CHANNELS]; /* of this cycle */

    guint table;         /* that is asked for */
    gboolean begun;      /* the table, in this cycle */
    guint channel;       /* that is asked for, if they are asked for one by one */
    gboolean one_by_one; /* it refuses the registers between them */
};

G_DEFINE_FINAL_TYPE (SmappeeConnect, smappee_connect, WATTLE_TYPE_DEVICE)

/* Without a word about its channels there is nothing else to show than the channels. */
static void
set_entities (SmappeeConnect *self, gboolean guessed)
{
    g_autoptr (SmappeeSpecs) specs = smappee_specs_new (0);

    smappee_specs_add_groups (specs, self->groups, self->channels, KINDS);
    if (guessed)
        smappee_specs_show_channels (specs);
    smappee_specs_add_channels (specs, self->channels, KINDS);
    smappee_specs_set (specs, WATTLE_DEVICE (self));
}

static gboolean
set_identity (SmappeeConnect *self, WattleOptions *options, GError **error)
{
    const char *serial =
        wattle_options_has (options, "Serial") ? wattle_options_get_text (options, "Serial") : NULL;

    if (serial != NULL && !smappee_serial_is_valid (serial)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "Serial is “%s”; it is the ten digits on the gateway", serial);
        return FALSE;
    }
    smappee_serial_identify (WATTLE_DEVICE (self), serial, NULL, "Connect");
    return TRUE;
}

static gboolean
smappee_connect_configure (WattleSource *source, WattleOptions *options, GError **error)
{
    SmappeeConnect *self = SMAPPEE_CONNECT (source);
    const char *text = wattle_options_get_text (options, "Channels");
    gboolean guessed = text == NULL || *text == '\0';

    if (!set_identity (self, options, error))
        return FALSE;
    self->unit = (guint8)wattle_options_get_integer (options, "Unit");
    self->channels = guessed ? smappee_roles_guess () : smappee_roles_parse (text, error);
    if (self->channels == NULL)
        return FALSE;
    if (wattle_options_has (options, "Invert") &&
        !smappee_channels_invert (self->channels, wattle_options_get_text (options, "Invert"))) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "Invert is “%s”; it lists channels of Channels, such as 3, 4, 5",
                          wattle_options_get_text (options, "Invert"));
        return FALSE;
    }
    self->groups = smappee_groups_new (self->channels);
    set_entities (self, guessed);
    return TRUE;
}

/* Asking */

static const SmappeeChannel *
get_channel (SmappeeConnect *self, guint position)
{
    return g_ptr_array_index (self->channels, position);
}

/* The first and the last register that are wanted, and those between them. */
static WattleRequest *
ask (SmappeeConnect *self)
{
    guint first = G_MAXUINT;
    guint last = 0;
    WattleRequest *request;

    for (guint i = 0; i < self->channels->len; i++) {
        guint index = get_channel (self, i)->index;

        if (self->one_by_one && i != self->channel)
            continue;
        first = MIN (first, index);
        last = MAX (last, index);
    }
    request = wattle_request_new_registers (TAG_READ, self->unit, READ_HOLDING,
                                            (guint16)(tables[self->table].address + STEP * first),
                                            (guint16)(STEP * (last - first) + WORDS));
    return wattle_request_with_gap (wattle_request_with_timeout (request, TIMEOUT_MS), GAP_MS);
}

static gboolean
is_due (SmappeeConnect *self)
{
    return tables[self->table].period == 0 ||
           wattle_source_due (WATTLE_SOURCE (self), tables[self->table].group,
                              tables[self->table].period);
}

static gboolean
begin_table (SmappeeConnect *self)
{
    self->begun = is_due (self);
    self->channel = 0;
    return self->begun;
}

static void
go_on (SmappeeConnect *self)
{
    if (tables[self->table].group != NULL)
        wattle_source_go_on (WATTLE_SOURCE (self), tables[self->table].group);
}

static WattleRequest *
smappee_connect_next_request (WattleSource *source, guint step)
{
    SmappeeConnect *self = SMAPPEE_CONNECT (source);

    if (step == 0) {
        smappee_values_clear (self->values, SMAPPEE_MAX_CHANNELS);
        self->table = 0;
        self->begun = FALSE;
    }
    for (; self->table < N_TABLES; self->table++) {
        if (self->begun)
            go_on (self);
        else if (!begin_table (self))
            continue;
        return wattle_request_with_flags (ask (self), WATTLE_REQUEST_REPORT_FAILURE);
    }
    return NULL;
}

/* What is answered */

static void
end_table (SmappeeConnect *self)
{
    SmappeeValues only[SMAPPEE_MAX_CHANNELS];
    SmappeeValueKind kind = tables[self->table].kind;

    smappee_values_clear (only, SMAPPEE_MAX_CHANNELS);
    for (guint i = 0; i < self->channels->len; i++) {
        only[i].values[kind] = self->values[i].values[kind];
        if (get_channel (self, i)->inverted)
            smappee_values_invert (&only[i]);
    }
    smappee_readings_report (WATTLE_DEVICE (self), self->channels, self->groups, only);
    self->begun = FALSE;
    self->table++;
}

static void
read_channel (SmappeeConnect *self, guint position, const guint8 *bytes)
{
    double *value = &self->values[position].values[tables[self->table].kind];

    if (!wattle_register_decode (tables[self->table].type, WATTLE_REGISTER_CDAB, bytes, value) ||
        !isfinite (*value))
        *value = NAN;
}

static void
read_channels (SmappeeConnect *self, const guint8 *bytes)
{
    guint first = G_MAXUINT;

    for (guint i = 0; i < self->channels->len; i++)
        first = MIN (first, get_channel (self, i)->index);
    for (guint i = 0; i < self->channels->len; i++)
        read_channel (self, i, bytes + 2 * STEP * (get_channel (self, i)->index - first));
}

static gboolean
check_length (SmappeeConnect *self, WattleFrame *frame, GError **error)
{
    g_autoptr (WattleRequest) request = ask (self);
    gsize wanted = 2 * (gsize)wattle_request_get_count (request);
    gsize length = g_bytes_get_size (wattle_frame_get_bytes (frame));

    if (length == wanted)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%zu bytes were answered instead of %zu",
                      length, wanted);
    return FALSE;
}

static gboolean
is_refused (WattleFrame *frame)
{
    guint status = wattle_frame_get_status (frame);

    return wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_ANSWERED &&
           (status == 2 || status == 3);
}

/* Of what is not known to be there: from now on each channel is asked for by itself, without the
 * registers between them, and one that is refused then is one it does not have. */
static gboolean
take_refusal (SmappeeConnect *self)
{
    if (self->one_by_one)
        self->channel++;
    self->one_by_one = TRUE;
    if (self->channel >= self->channels->len)
        end_table (self);
    return TRUE;
}

static void
take_registers (SmappeeConnect *self, WattleFrame *frame)
{
    const guint8 *bytes = g_bytes_get_data (wattle_frame_get_bytes (frame), NULL);

    if (!self->one_by_one)
        read_channels (self, bytes);
    else
        read_channel (self, self->channel++, bytes);
    if (!self->one_by_one || self->channel >= self->channels->len)
        end_table (self);
}

static gboolean
smappee_connect_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    SmappeeConnect *self = SMAPPEE_CONNECT (source);

    if (!self->begun || wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_PUSHED) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "an answer to no question of this device");
        return FALSE;
    }
    if (is_refused (frame))
        return take_refusal (self);
    if (!wattle_frame_check (frame, error) || !check_length (self, frame, error)) {
        self->begun = FALSE; /* of this table nothing more is asked in this cycle */
        self->table++;
        return FALSE;
    }

    take_registers (self, frame);
    return TRUE;
}

static void
smappee_connect_finalize (GObject *object)
{
    SmappeeConnect *self = SMAPPEE_CONNECT (object);

    g_clear_pointer (&self->groups, g_ptr_array_unref);
    g_clear_pointer (&self->channels, g_ptr_array_unref);

    G_OBJECT_CLASS (smappee_connect_parent_class)->finalize (object);
}

static void
smappee_connect_class_init (SmappeeConnectClass *klass)
{
    WattleSourceClass *source_class = WATTLE_SOURCE_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = smappee_connect_finalize;
    source_class->configure = smappee_connect_configure;
    source_class->next_request = smappee_connect_next_request;
    source_class->decode = smappee_connect_decode;
}

static void
smappee_connect_init (SmappeeConnect *self)
{
}

WattleDevice *
smappee_connect_new (void)
{
    return g_object_new (SMAPPEE_TYPE_CONNECT, NULL);
}
