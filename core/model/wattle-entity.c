/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-entity-private.h"

#include <glib/gi18n-lib.h>

#include "base/wattle-number.h"
#include "base/wattle-line.h"

#define MAX_NAME 255 /* characters; a device may have a say in it */

/**
 * WattleEntity:
 *
 * One published value or output of a device: what it is, and the reading it holds. Only the host
 * writes readings.
 */
struct _WattleEntity {
    GObject parent_instance;

    WattleEntitySpec spec; /* key (never NULL) and name are GRefStrings, the rest is owned */
    WattleValue value;
    WattleQuality quality;
    gint64 time;
    gint64 fresh_until;
    gboolean withheld; /* there is a number, which is not let in yet */
    gboolean noted;
    char *attributes; /* or NULL */
    guint n_attributes;
};

G_DEFINE_FINAL_TYPE (WattleEntity, wattle_entity, G_TYPE_OBJECT)

/**
 * wattle_quality_get_name:
 * @quality: how far a reading can be trusted
 *
 * Returns: its word in messages and files, the same in every language: "missing", "good" …
 */
const char *
wattle_quality_get_name (WattleQuality quality)
{
    static const char *const names[] = {
        [WATTLE_QUALITY_MISSING] = "missing", [WATTLE_QUALITY_GOOD] = "good",
        [WATTLE_QUALITY_HELD] = "held",       [WATTLE_QUALITY_STALE] = "stale",
        [WATTLE_QUALITY_SUSPECT] = "suspect",
    };

    return names[quality];
}

static void
wattle_entity_finalize (GObject *object)
{
    WattleEntity *self = WATTLE_ENTITY (object);

    g_ref_string_release ((char *)self->spec.key);
    g_ref_string_release ((char *)self->spec.name);
    g_free ((char *)self->spec.options);
    g_free ((char *)self->spec.unit);
    g_free (self->attributes);
    wattle_value_clear (&self->value);

    G_OBJECT_CLASS (wattle_entity_parent_class)->finalize (object);
}

static void
wattle_entity_class_init (WattleEntityClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_entity_finalize;
}

static void
wattle_entity_init (WattleEntity *self)
{
}

static const char *
direction_suffix (WattleDirection direction)
{
    switch (direction) {
    case WATTLE_DIRECTION_IMPORT:
        return "_import";
    case WATTLE_DIRECTION_EXPORT:
        return "_export";
    case WATTLE_DIRECTION_NONE:
        break;
    }

    return "";
}

/**
 * wattle_entity_spec_dup_key: (skip)
 * @spec: describes an entity
 *
 * Returns: (transfer full): its key, derived from quantity, direction and phase if none is given
 */
char *
wattle_entity_spec_dup_key (const WattleEntitySpec *spec)
{
    const char *stem = wattle_quantity_get_info (spec->quantity)->key;
    const char *direction = direction_suffix (spec->direction);

    if (spec->key != NULL)
        return g_strdup (spec->key);
    if (spec->phase > 0)
        return g_strdup_printf ("%s%s_l%u", stem, direction, spec->phase);
    return g_strconcat (stem, direction, NULL);
}

static char *
derive_name (const WattleEntitySpec *spec)
{
    static const char *const directions[] = {
        [WATTLE_DIRECTION_NONE] = NULL,
        [WATTLE_DIRECTION_IMPORT] = N_ ("import"),
        [WATTLE_DIRECTION_EXPORT] = N_ ("export"),
    };
    const char *name = _ (wattle_quantity_get_info (spec->quantity)->name);
    const char *direction =
        directions[spec->direction] != NULL ? _ (directions[spec->direction]) : "";
    g_autofree char *phase = spec->phase > 0 ? g_strdup_printf (" L%u", spec->phase) : NULL;

    return g_strconcat (name, *direction != '\0' ? " " : "", direction, phase, NULL);
}

/* Takes @text. Meters of one kind have the same keys and names: each is kept once. */
static const char *
share (char *text)
{
    const char *shared = g_ref_string_new_intern (text);

    g_free (text);
    return shared;
}

/**
 * wattle_entity_new: (skip)
 * @spec: describes it; copied
 *
 * Returns: (transfer full): an entity whose reading is missing
 */
WattleEntity *
wattle_entity_new (const WattleEntitySpec *spec)
{
    WattleEntity *self = g_object_new (WATTLE_TYPE_ENTITY, NULL);

    self->spec = *spec;
    self->spec.key = share (wattle_entity_spec_dup_key (spec));
    self->spec.name = share (spec->name != NULL ? wattle_line_from_text (_ (spec->name), MAX_NAME)
                                                : derive_name (spec));
    self->spec.options = g_strdup (spec->options);
    self->spec.unit = g_strdup (spec->unit);
    if (self->spec.counter == WATTLE_COUNTER_NONE)
        self->spec.counter = wattle_quantity_get_info (spec->quantity)->counter;

    return self;
}

/**
 * wattle_entity_matches: (skip)
 * @self: an entity
 * @spec: another description
 *
 * Returns: whether wattle_entity_new() would make the same out of @spec
 */
gboolean
wattle_entity_matches (WattleEntity *self, const WattleEntitySpec *spec)
{
    g_autoptr (WattleEntity) other = wattle_entity_new (spec);
    const WattleEntitySpec *a = &self->spec;
    const WattleEntitySpec *b = &other->spec;

    return g_str_equal (a->key, b->key) && g_str_equal (a->name, b->name) &&
           g_strcmp0 (a->options, b->options) == 0 && g_strcmp0 (a->unit, b->unit) == 0 &&
           a->quantity == b->quantity && a->phase == b->phase && a->direction == b->direction &&
           a->flags == b->flags && a->counter == b->counter && a->min == b->min &&
           a->max == b->max && a->step == b->step && a->resolution == b->resolution &&
           a->cadence == b->cadence;
}

/**
 * wattle_entity_get_key:
 * @self: an entity
 *
 * Returns: (transfer none): its identifier within the device; never changes
 */
const char *
wattle_entity_get_key (WattleEntity *self)
{
    return self->spec.key;
}

/**
 * wattle_entity_get_name:
 * @self: an entity
 *
 * Returns: (transfer none): its name for people, without that of the device
 */
const char *
wattle_entity_get_name (WattleEntity *self)
{
    return self->spec.name;
}

/**
 * wattle_entity_get_unit:
 * @self: an entity
 *
 * Returns: (transfer none): unit of its number, empty for none
 */
const char *
wattle_entity_get_unit (WattleEntity *self)
{
    return self->spec.unit != NULL ? self->spec.unit : wattle_entity_get_info (self)->unit;
}

/**
 * wattle_entity_get_hass_unit:
 * @self: an entity
 *
 * Returns: (transfer none): unit of its number towards Home Assistant, empty for none
 */
const char *
wattle_entity_get_hass_unit (WattleEntity *self)
{
    return self->spec.unit != NULL ? self->spec.unit : wattle_entity_get_info (self)->hass_unit;
}

/**
 * wattle_entity_get_quantity:
 * @self: an entity
 *
 * Returns: what it measures
 */
WattleQuantity
wattle_entity_get_quantity (WattleEntity *self)
{
    return self->spec.quantity;
}

/**
 * wattle_entity_get_flags:
 * @self: an entity
 *
 * Returns: its properties
 */
WattleEntityFlags
wattle_entity_get_flags (WattleEntity *self)
{
    return self->spec.flags;
}

/**
 * wattle_entity_get_spec: (skip)
 * @self: an entity
 *
 * Returns: (transfer none): its description, with key and name filled in
 */
const WattleEntitySpec *
wattle_entity_get_spec (WattleEntity *self)
{
    return &self->spec;
}

/**
 * wattle_entity_get_info: (skip)
 * @self: an entity
 *
 * Returns: (transfer none): the row of its quantity
 */
const WattleQuantityInfo *
wattle_entity_get_info (WattleEntity *self)
{
    return wattle_quantity_get_info (self->spec.quantity);
}

/**
 * wattle_entity_get_counter:
 * @self: an entity
 *
 * Returns: how it moves if it is a counter
 */
WattleCounterKind
wattle_entity_get_counter (WattleEntity *self)
{
    return self->spec.counter;
}

/**
 * wattle_entity_get_value_type:
 * @self: an entity
 *
 * Returns: what its reading holds now; %WATTLE_VALUE_NONE if it is missing
 */
WattleValueType
wattle_entity_get_value_type (WattleEntity *self)
{
    return self->value.type;
}

/**
 * wattle_entity_has_value:
 * @self: an entity
 *
 * Returns: whether there is a value that may be shown as current: neither missing nor stale
 */
gboolean
wattle_entity_has_value (WattleEntity *self)
{
    return self->value.type != WATTLE_VALUE_NONE && self->quality != WATTLE_QUALITY_MISSING &&
           self->quality != WATTLE_QUALITY_STALE;
}

/**
 * wattle_entity_get_number:
 * @self: an entity
 *
 * Returns: the number in the unit of the quantity; 0 if it holds none, so ask
 *   wattle_entity_get_value_type() first
 */
double
wattle_entity_get_number (WattleEntity *self)
{
    return self->value.number;
}

/**
 * wattle_entity_get_boolean:
 * @self: an entity
 *
 * Returns: the truth value; %FALSE if it holds none, so ask wattle_entity_get_value_type() first
 */
gboolean
wattle_entity_get_boolean (WattleEntity *self)
{
    return self->value.boolean;
}

/**
 * wattle_entity_get_text:
 * @self: an entity
 *
 * Returns: (transfer none) (nullable): the text, %NULL if it holds none
 */
const char *
wattle_entity_get_text (WattleEntity *self)
{
    return self->value.text;
}

/**
 * wattle_entity_dup_display:
 * @self: an entity
 *
 * Returns: (transfer full): the value as text for people, without its unit; a dash if there is none
 */
char *
wattle_entity_dup_display (WattleEntity *self)
{
    switch (self->value.type) {
    case WATTLE_VALUE_NUMBER:
        return wattle_number_format (self->value.number, wattle_entity_get_info (self)->decimals);
    case WATTLE_VALUE_BOOLEAN:
        return g_strdup (self->value.boolean ? _ ("on") : _ ("off"));
    case WATTLE_VALUE_TEXT:
        return g_strdup (self->value.text);
    case WATTLE_VALUE_NONE:
        break;
    }

    return g_strdup ("–");
}

/**
 * wattle_entity_get_quality:
 * @self: an entity
 *
 * Returns: how far the reading can be trusted
 */
WattleQuality
wattle_entity_get_quality (WattleEntity *self)
{
    return self->quality;
}

/**
 * wattle_entity_get_time:
 * @self: an entity
 *
 * Returns: when the reading was received, in microseconds of wall time; 0 if never
 */
gint64
wattle_entity_get_time (WattleEntity *self)
{
    return self->time;
}

void
wattle_value_clear (WattleValue *value)
{
    g_clear_pointer (&value->text, g_free);
    value->type = WATTLE_VALUE_NONE;
}

static gint64
find_fresh_until (WattleEntity *self, const WattleReadingTime *time)
{
    gint64 max_age =
        self->spec.cadence > 0 ? (gint64)self->spec.cadence * G_USEC_PER_SEC : time->max_age;

    if (max_age == 0 || self->spec.flags & WATTLE_ENTITY_ON_CHANGE)
        return 0;
    return time->monotonic - time->stood + max_age;
}

void
wattle_entity_store (WattleEntity *self,
                     WattleValue *value,
                     WattleQuality quality,
                     const WattleReadingTime *time)
{
    g_free (self->value.text);
    self->value = *value;
    value->text = NULL;
    self->withheld = quality == WATTLE_QUALITY_MISSING && value->type == WATTLE_VALUE_NUMBER;
    if (self->withheld)
        self->value = (WattleValue){ 0 };
    self->quality = quality;
    self->time = time->wall;
    self->fresh_until = find_fresh_until (self, time);
    wattle_entity_expire (self, time->monotonic, FALSE);
}

gboolean
wattle_entity_release (WattleEntity *self, double number, WattleQuality quality)
{
    if (!self->withheld)
        return FALSE;

    self->withheld = FALSE;
    self->value.type = WATTLE_VALUE_NUMBER;
    self->value.number = number;
    self->quality = quality;
    return TRUE;
}

gboolean
wattle_entity_expire (WattleEntity *self, gint64 now, gboolean device_away)
{
    gboolean old = self->fresh_until != 0 ? now > self->fresh_until : device_away;

    if (!old || !wattle_entity_has_value (self))
        return FALSE;

    self->quality = WATTLE_QUALITY_STALE;
    return TRUE;
}

gboolean
wattle_entity_is_noted (WattleEntity *self)
{
    return self->noted;
}

void
wattle_entity_set_noted (WattleEntity *self, gboolean noted)
{
    self->noted = noted;
}

void
wattle_entity_set_attributes (WattleEntity *self, const char *members)
{
    if (g_strcmp0 (self->attributes, members) == 0)
        return;

    g_free (self->attributes);
    self->attributes = g_strdup (members);
    self->n_attributes++;
}

const char *
wattle_entity_get_attributes (WattleEntity *self, guint *count)
{
    *count = self->n_attributes;
    return self->attributes;
}
