/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-text-diff.h"

#include <string.h>

#define CONTEXT 3

/* Time and memory grow with its square: about 4 MiB. */
#define MAX_EDITS 1000

/* A line with its newline, which the last one may lack. */
typedef struct {
    const char *start;
    gsize length;
    guint id; /* the same for equal lines of both sides */
    gboolean changed;
} Line;

typedef struct {
    Line *lines;
    guint count;
} Side;

/* Lines from @from of the one side that are replaced by lines from @to of the other. */
typedef struct {
    guint from;
    guint n_from;
    guint to;
    guint n_to;
} Change;

static guint
hash_line (gconstpointer key)
{
    const Line *line = key;
    guint hash = 5381;

    for (gsize i = 0; i < line->length; i++)
        hash = hash * 33 + (guchar)line->start[i];

    return hash;
}

static gboolean
equal_lines (gconstpointer a, gconstpointer b)
{
    const Line *one = a;
    const Line *other = b;

    return one->length == other->length && memcmp (one->start, other->start, one->length) == 0;
}

static Side
split (const char *text)
{
    /* With room, as an empty one without any is NULL, which cannot be counted from. */
    GArray *lines = g_array_sized_new (FALSE, FALSE, sizeof (Line), 16);
    guint count;

    while (*text != '\0') {
        const char *end = strchr (text, '\n');
        Line line = { .start = text, .length = strlen (text) };

        if (end != NULL)
            line.length = (gsize)(end + 1 - text);
        g_array_append_val (lines, line);
        text += line.length;
    }

    count = lines->len;
    return (Side){ (Line *)g_array_free (lines, FALSE), count };
}

static void
number_lines (GHashTable *known, Side *side)
{
    for (guint i = 0; i < side->count; i++) {
        Line *same = g_hash_table_lookup (known, &side->lines[i]);

        side->lines[i].id = same != NULL ? same->id : g_hash_table_size (known);
        if (same == NULL)
            g_hash_table_add (known, &side->lines[i]);
    }
}

/* Leaves the part between what both begin and end with. */
static void
trim (const Side *from, const Side *to, Side *inner_from, Side *inner_to)
{
    guint shorter = MIN (from->count, to->count);
    guint head = 0;
    guint tail = 0;

    while (head < shorter && from->lines[head].id == to->lines[head].id)
        head++;
    while (tail < shorter - head &&
           from->lines[from->count - 1 - tail].id == to->lines[to->count - 1 - tail].id)
        tail++;

    *inner_from = (Side){ from->lines + head, from->count - head - tail };
    *inner_to = (Side){ to->lines + head, to->count - head - tail };
}

/* The shortest script by Eugene Myers' greedy algorithm. On diagonal k, how many lines of @from are
 * behind us less those of @to is k; furthest[k] is the first of these numbers, at most, after as
 * many edits as the round has. */

static int
choose_start (const int *furthest, int edits, int k)
{
    if (k == -edits || (k != edits && furthest[k - 1] < furthest[k + 1]))
        return furthest[k + 1]; /* a line of @to was added */
    return furthest[k - 1] + 1; /* a line of @from was taken away */
}

static gboolean
run_round (const Side *from, const Side *to, int *furthest, int edits)
{
    for (int k = -edits; k <= edits; k += 2) {
        int x = choose_start (furthest, edits, k);

        while (x < (int)from->count && x - k < (int)to->count && x - k >= 0 &&
               from->lines[x].id == to->lines[x - k].id)
            x++;
        furthest[k] = x;
        if (x >= (int)from->count && x - k >= (int)to->count)
            return TRUE;
    }

    return FALSE;
}

/* @rounds: for each number of edits, what furthest[-edits…edits] was before its round. */
static void
mark_script (const Side *from, const Side *to, GPtrArray *rounds, int edits)
{
    int x = (int)from->count;
    int y = (int)to->count;

    for (; edits > 0; edits--) {
        const int *furthest = (const int *)g_ptr_array_index (rounds, edits) + edits + 1;
        int k = x - y;
        gboolean added = k == -edits || (k != edits && furthest[k - 1] < furthest[k + 1]);

        k += added ? 1 : -1;
        x = furthest[k];
        y = x - k;
        if (added)
            to->lines[y].changed = TRUE;
        else
            from->lines[x].changed = TRUE;
    }
}

static gboolean
find_script (const Side *from, const Side *to)
{
    g_autoptr (GPtrArray) rounds = g_ptr_array_new_with_free_func (g_free);
    g_autofree int *numbers = g_new0 (int, 2 * MAX_EDITS + 3);
    int *furthest = numbers + MAX_EDITS + 1;

    for (int edits = 0; edits <= MAX_EDITS; edits++) {
        g_ptr_array_add (
            rounds, g_memdup2 (furthest - edits - 1, (gsize)(2 * edits + 3) * sizeof *furthest));
        if (run_round (from, to, furthest, edits)) {
            mark_script (from, to, rounds, edits);
            return TRUE;
        }
    }

    return FALSE;
}

static void
mark_all (const Side *side)
{
    for (guint i = 0; i < side->count; i++)
        side->lines[i].changed = TRUE;
}

static GArray *
list_changes (const Side *from, const Side *to)
{
    GArray *changes = g_array_new (FALSE, FALSE, sizeof (Change));
    guint x = 0;
    guint y = 0;

    while (x < from->count || y < to->count) {
        Change change = { .from = x, .to = y };

        while (x < from->count && from->lines[x].changed)
            x++;
        while (y < to->count && to->lines[y].changed)
            y++;
        change.n_from = x - change.from;
        change.n_to = y - change.to;
        if (change.n_from > 0 || change.n_to > 0)
            g_array_append_val (changes, change);
        x++;
        y++;
    }

    return changes;
}

/* Writing */

static void
append_range (GString *out, char sign, guint start, guint count)
{
    /* Nothing stands behind the line named, not at it. */
    g_string_append_printf (out, "%c%u", sign, count > 0 ? start + 1 : start);
    if (count != 1)
        g_string_append_printf (out, ",%u", count);
}

static void
append_lines (GString *out, char mark, const Side *side, guint start, guint end)
{
    for (guint i = start; i < end; i++) {
        const Line *line = &side->lines[i];

        g_string_append_c (out, mark);
        g_string_append_len (out, line->start, (gssize)line->length);
        if (line->start[line->length - 1] != '\n')
            g_string_append (out, "\n\\ No newline at end of file\n");
    }
}

static void
append_hunk (GString *out, const Side *from, const Side *to, const Change *changes, guint count)
{
    const Change *last = &changes[count - 1];
    guint before = MIN (changes[0].from, CONTEXT);
    guint start = changes[0].from - before;
    guint end = MIN (last->from + last->n_from + CONTEXT, from->count);
    guint to_start = changes[0].to - before;
    guint to_end = last->to + last->n_to + (end - last->from - last->n_from);
    guint at = start;

    g_string_append (out, "@@ ");
    append_range (out, '-', start, end - start);
    g_string_append_c (out, ' ');
    append_range (out, '+', to_start, to_end - to_start);
    g_string_append (out, " @@\n");
    for (guint i = 0; i < count; i++) {
        const Change *change = &changes[i];

        append_lines (out, ' ', from, at, change->from);
        append_lines (out, '-', from, change->from, change->from + change->n_from);
        append_lines (out, '+', to, change->to, change->to + change->n_to);
        at = change->from + change->n_from;
    }
    append_lines (out, ' ', from, at, end);
}

static void
append_hunks (GString *out, const Side *from, const Side *to, GArray *changes)
{
    const Change *all = (const Change *)changes->data;
    guint first = 0;

    for (guint i = 0; i < changes->len; i++) {
        guint end = all[i].from + all[i].n_from;

        if (i + 1 < changes->len && all[i + 1].from - end <= 2 * CONTEXT)
            continue;
        append_hunk (out, from, to, &all[first], i + 1 - first);
        first = i + 1;
    }
}

static void
compare (GString *out, const Side *from, const Side *to)
{
    g_autoptr (GHashTable) known = g_hash_table_new (hash_line, equal_lines);
    g_autoptr (GArray) changes = NULL;
    Side inner_from;
    Side inner_to;

    number_lines (known, (Side *)from);
    number_lines (known, (Side *)to);
    trim (from, to, &inner_from, &inner_to);
    if (!find_script (&inner_from, &inner_to)) {
        mark_all (&inner_from);
        mark_all (&inner_to);
    }
    changes = list_changes (from, to);
    append_hunks (out, from, to, changes);
}

void
wattle_text_diff (GString *out, const char *name, const char *from, const char *to)
{
    Side old = split (from != NULL ? from : "");
    Side new = split (to != NULL ? to : "");

    if (g_strcmp0 (from, to) != 0) {
        g_string_append_printf (out, "--- %s\n", from != NULL ? name : "/dev/null");
        g_string_append_printf (out, "+++ %s\n", to != NULL ? name : "/dev/null");
        compare (out, &old, &new);
    }
    g_free (old.lines);
    g_free (new.lines);
}
