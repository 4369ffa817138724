/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-register-map.h"

#include <stdlib.h>

#define MAX_REGISTERS 125 /* of the specification */
#define MAX_CUTS      256 /* more than any device has requests */

/**
 * WattleRegisterMap:
 *
 * Which registers of a device are wanted, and which requests read them: as few as its limits allow.
 * A request that a device refuses because of what lies between can be split; where it was cut can
 * be kept, so that it is not tried again.
 */
struct _WattleRegisterMap {
    GObject parent_instance;

    WattleRegisterLimits limits;
    WattleRegisterSpan *spans; /* sorted */
    guint *places;             /* where each was in what was given */
    guint n_spans;
    GArray *blocks; /* of WattleRegisterBlock */
    GArray *cuts;   /* of guint32: function and address of spans that begin a request */
};

G_DEFINE_FINAL_TYPE (WattleRegisterMap, wattle_register_map, G_TYPE_OBJECT)

static void
wattle_register_map_finalize (GObject *object)
{
    WattleRegisterMap *self = WATTLE_REGISTER_MAP (object);

    g_free (self->spans);
    g_free (self->places);
    g_array_unref (self->blocks);
    g_array_unref (self->cuts);

    G_OBJECT_CLASS (wattle_register_map_parent_class)->finalize (object);
}

static void
wattle_register_map_class_init (WattleRegisterMapClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_register_map_finalize;
}

static void
wattle_register_map_init (WattleRegisterMap *self)
{
    self->blocks = g_array_new (FALSE, FALSE, sizeof (WattleRegisterBlock));
    self->cuts = g_array_new (FALSE, FALSE, sizeof (guint32));
}

/* Cuts */

static guint32
make_cut (const WattleRegisterSpan *span)
{
    return (guint32)span->function << 16 | span->address;
}

static gboolean
is_cut (WattleRegisterMap *self, const WattleRegisterSpan *span)
{
    guint32 cut = make_cut (span);

    for (guint i = 0; i < self->cuts->len; i++)
        if (g_array_index (self->cuts, guint32, i) == cut)
            return TRUE;

    return FALSE;
}

static void
add_cut (WattleRegisterMap *self, guint32 cut)
{
    if (self->cuts->len < MAX_CUTS)
        g_array_append_val (self->cuts, cut);
}

/* Requests */

static guint
get_end (const WattleRegisterSpan *span)
{
    return (guint)span->address + span->count;
}

/* Of what has to be read from the first to the end. */
static void
frame (WattleRegisterMap *self, guint first, guint end, guint *address, guint *count)
{
    *address = self->limits.even ? first & ~1u : first;
    *count = end - *address;
    if (self->limits.even && *count % 2 != 0)
        (*count)++;
}

static gboolean
may_join (WattleRegisterMap *self, const WattleRegisterBlock *block, const WattleRegisterSpan *span)
{
    guint end = 0;
    guint address;
    guint count;

    for (guint i = 0; i < block->n_spans; i++)
        end = MAX (end, get_end (&self->spans[block->first + i]));
    frame (self, self->spans[block->first].address, MAX (end, get_end (span)), &address, &count);
    return block->function == span->function && block->group == span->group &&
           span->address <= end + self->limits.max_hole && count <= self->limits.max_registers &&
           !is_cut (self, span);
}

static void
close_block (WattleRegisterMap *self, WattleRegisterBlock *block)
{
    guint end = 0;
    guint address;
    guint count;

    for (guint i = 0; i < block->n_spans; i++)
        end = MAX (end, get_end (&self->spans[block->first + i]));
    frame (self, self->spans[block->first].address, end, &address, &count);
    block->address = (guint16)address;
    block->count = (guint16)count;
    g_array_append_val (self->blocks, *block);
}

static void
plan (WattleRegisterMap *self)
{
    WattleRegisterBlock block = { 0 };

    g_array_set_size (self->blocks, 0);
    for (guint i = 0; i < self->n_spans; i++) {
        const WattleRegisterSpan *span = &self->spans[i];

        if (block.n_spans > 0 && may_join (self, &block, span)) {
            block.n_spans++;
            continue;
        }
        if (block.n_spans > 0)
            close_block (self, &block);
        block = (WattleRegisterBlock){
            .function = span->function, .group = span->group, .first = i, .n_spans = 1
        };
    }
    if (block.n_spans > 0)
        close_block (self, &block);
}

/* Making */

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
    const WattleRegisterSpan *spans = user_data;
    const WattleRegisterSpan *x = &spans[*(const guint *)a];
    const WattleRegisterSpan *y = &spans[*(const guint *)b];

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->function != y->function)
        return x->function < y->function ? -1 : 1;
    return (int)x->address - (int)y->address;
}

/**
 * wattle_register_map_new:
 * @spans: (array length=n_spans): what is wanted, in any order
 * @n_spans: how many
 * @limits: what the device accepts
 *
 * Returns: (transfer full): the map
 */
WattleRegisterMap *
wattle_register_map_new (const WattleRegisterSpan *spans,
                         guint n_spans,
                         const WattleRegisterLimits *limits)
{
    WattleRegisterMap *self = g_object_new (WATTLE_TYPE_REGISTER_MAP, NULL);

    self->limits = *limits;
    self->limits.max_registers = CLAMP (limits->max_registers, 1, MAX_REGISTERS);
    self->n_spans = n_spans;
    self->spans = g_new (WattleRegisterSpan, n_spans);
    self->places = g_new (guint, n_spans);
    for (guint i = 0; i < n_spans; i++)
        self->places[i] = i;
    g_qsort_with_data (self->places, (int)n_spans, sizeof (guint), compare, (gpointer)spans);
    for (guint i = 0; i < n_spans; i++)
        self->spans[i] = spans[self->places[i]];
    plan (self);
    return self;
}

/* Asking */

/**
 * wattle_register_map_get_n_blocks:
 * @self: a map
 *
 * Returns: how many requests there are
 */
guint
wattle_register_map_get_n_blocks (WattleRegisterMap *self)
{
    return self->blocks->len;
}

/**
 * wattle_register_map_get_block:
 * @self: a map
 * @index: less than wattle_register_map_get_n_blocks()
 *
 * Returns: (transfer none): one request, until the map is split
 */
const WattleRegisterBlock *
wattle_register_map_get_block (WattleRegisterMap *self, guint index)
{
    return &g_array_index (self->blocks, WattleRegisterBlock, index);
}

/**
 * wattle_register_map_get_span:
 * @self: a map
 * @place: from @first of a block on
 *
 * Returns: index of the span in what the map was made of
 */
guint
wattle_register_map_get_span (WattleRegisterMap *self, guint place)
{
    return self->places[place];
}

/* The widest hole is the likeliest reason; without any, halves find it soonest. */
static guint
find_cut (WattleRegisterMap *self, const WattleRegisterBlock *block)
{
    guint best = block->first + block->n_spans / 2;
    guint widest = 0;

    for (guint i = block->first + 1; i < block->first + block->n_spans; i++) {
        guint end = get_end (&self->spans[i - 1]);

        if (self->spans[i].address > end && self->spans[i].address - end > widest) {
            widest = self->spans[i].address - end;
            best = i;
        }
    }
    return best;
}

/**
 * wattle_register_map_split:
 * @self: a map
 * @index: of a request that the device refused
 *
 * Makes two requests of it. All indexes change.
 *
 * Returns: %FALSE if it asks for no more than one span: then the device does not have that
 */
gboolean
wattle_register_map_split (WattleRegisterMap *self, guint index)
{
    const WattleRegisterBlock *block = wattle_register_map_get_block (self, index);

    if (block->n_spans < 2 || self->cuts->len >= MAX_CUTS)
        return FALSE;

    add_cut (self, make_cut (&self->spans[find_cut (self, block)]));
    plan (self);
    return TRUE;
}

/**
 * wattle_register_map_dup_cuts:
 * @self: a map
 *
 * Returns: (transfer full): where requests were split, as text to be kept
 */
char *
wattle_register_map_dup_cuts (WattleRegisterMap *self)
{
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < self->cuts->len; i++) {
        guint32 cut = g_array_index (self->cuts, guint32, i);

        g_string_append_printf (text, "%s%u:%u", i > 0 ? " " : "", cut >> 16, cut & 0xffff);
    }
    return g_string_free (text, FALSE);
}

/**
 * wattle_register_map_set_cuts:
 * @self: a map
 * @cuts: as of wattle_register_map_dup_cuts(); what is not understood is passed over
 *
 * Splits requests where they were split earlier.
 */
void
wattle_register_map_set_cuts (WattleRegisterMap *self, const char *cuts)
{
    g_auto (GStrv) words = g_strsplit (cuts, " ", MAX_CUTS + 1);

    g_array_set_size (self->cuts, 0);
    for (char **word = words; *word != NULL; word++) {
        char *end;
        guint64 function = g_ascii_strtoull (*word, &end, 10);
        guint64 address = *end == ':' ? g_ascii_strtoull (end + 1, NULL, 10) : G_MAXUINT64;

        if (function >= 1 && function <= 4 && address <= G_MAXUINT16)
            add_cut (self, (guint32)(function << 16 | address));
    }
    plan (self);
}
