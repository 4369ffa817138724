/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-screen.h"

#include <glib/gi18n.h>

#include "wattle-cli-time.h"
#include "wattle-cli-words.h"

#define GAP       3
#define INDENT    2
#define MAX_NAME  52
#define MAX_VALUE 28

/* What is shown of each device. */
typedef enum {
    RANK_TOTALS, /* without phases, and what is only about the device */
    RANK_MEASURED,
    RANK_ALL,
} Rank;

/* How the cells of a device are laid out. */
typedef struct {
    guint name;
    guint value;
    guint unit;
    guint cell;
    guint columns;
    guint rows;
} Grid;

typedef struct {
    const WattleCliScreen *screen;
    Rank rank;
    guint max_rows; /* of one device */
    guint left_out; /* readings */
    GString *text;
    guint lines;
} Layout;

static const WattleCliScreenDevice *
get_device (const WattleCliScreen *screen, guint index)
{
    return &g_array_index (screen->devices, WattleCliScreenDevice, index);
}

static gboolean
is_shown (const WattleCliReading *reading, Rank rank)
{
    if (rank == RANK_ALL)
        return TRUE;
    return !reading->side && (rank == RANK_MEASURED || reading->phase == 0);
}

/* Measuring */

static void
measure_reading (Grid *grid, const WattleCliReading *reading, guint *doubt_width)
{
    g_autofree char *value = wattle_cli_reading_format (reading);
    guint name = wattle_cli_text_get_width (reading->name);
    guint doubt = wattle_cli_text_get_width (wattle_cli_reading_get_doubt (reading));

    grid->name = MAX (grid->name, MIN (name, MAX_NAME));
    grid->value = MAX (grid->value, MIN (wattle_cli_text_get_width (value), MAX_VALUE));
    grid->unit = MAX (grid->unit, wattle_cli_text_get_width (reading->unit));
    *doubt_width = MAX (*doubt_width, doubt);
}

static Grid
measure (const Layout *layout, const WattleCliScreenDevice *device)
{
    guint width = layout->screen->width;
    guint doubt_width = 0;
    guint shown = 0;
    Grid grid = { 0 };

    for (guint i = 0; i < device->readings->len; i++) {
        const WattleCliReading *reading = g_ptr_array_index (device->readings, i);

        if (!is_shown (reading, layout->rank))
            continue;
        measure_reading (&grid, reading, &doubt_width);
        shown++;
    }
    grid.cell =
        grid.name + 2 + grid.value + 1 + grid.unit + (doubt_width > 0 ? 1 : 0) + doubt_width;
    grid.columns = MAX (1, (width - MIN (width, INDENT) + GAP) / (grid.cell + GAP));
    grid.rows = MIN ((shown + grid.columns - 1) / grid.columns, layout->max_rows);
    return grid;
}

/* The title, and for each device its head and its rows. */
static guint
count_lines (const Layout *layout)
{
    guint lines = 1;

    for (guint i = 0; i < layout->screen->devices->len; i++)
        lines += 1 + measure (layout, get_device (layout->screen, i)).rows;
    return lines;
}

/* As much as fits; one line is for what was left out. */
static void
choose (Layout *layout, const WattleCliScreen *screen)
{
    int rank;

    for (rank = RANK_ALL; rank >= RANK_TOTALS; rank--) {
        *layout = (Layout){ .screen = screen, .rank = (Rank)rank, .max_rows = G_MAXUINT };
        if (count_lines (layout) + (rank < RANK_ALL) <= screen->height)
            return;
    }

    layout->max_rows = screen->height;
    while (layout->max_rows > 0 && count_lines (layout) + 1 > screen->height)
        layout->max_rows--;
}

/* Drawing */

static void
end_line (Layout *layout)
{
    while (layout->text->len > 0 && layout->text->str[layout->text->len - 1] == ' ')
        g_string_truncate (layout->text, layout->text->len - 1);
    g_string_append_c (layout->text, '\n');
    layout->lines++;
}

/* At most @width columns; returns how many it took. */
static guint
append_styled (Layout *layout, WattleCliStyle style, const char *text, guint width)
{
    g_autofree char *cut = wattle_cli_text_cut (text, width);
    WattleCliStyle shown = layout->screen->colour ? style : WATTLE_CLI_STYLE_PLAIN;

    g_string_append_printf (layout->text, "%s%s%s", wattle_cli_style_begin (shown), cut,
                            wattle_cli_style_end (shown));
    return wattle_cli_text_get_width (cut);
}

static char *
format_newest (const WattleCliScreenDevice *device, gint64 now)
{
    gint64 newest = 0;

    for (guint i = 0; i < device->readings->len; i++)
        newest = MAX (newest, ((WattleCliReading *)g_ptr_array_index (device->readings, i))->time);
    return newest > 0 ? wattle_cli_time_format_age (newest, now) : g_strdup ("");
}

static void
append_head (Layout *layout, const WattleCliScreenDevice *device)
{
    const char *state = wattle_cli_words_translate (WATTLE_CLI_WORDS_DEVICE_STATE, device->state);
    g_autofree char *title = g_strdup_printf ("%s (%s)  ", device->name, device->id);
    g_autofree char *clean = wattle_cli_text_clean (title);
    g_autofree char *age = format_newest (device, layout->screen->now);
    guint left = layout->screen->width;

    left -= append_styled (layout, WATTLE_CLI_STYLE_STRONG, clean, left);
    left -= append_styled (
        layout, wattle_cli_words_get_style (WATTLE_CLI_WORDS_DEVICE_STATE, device->state), state,
        left);
    if (left > 2 && *age != '\0') {
        g_string_append (layout->text, "  ");
        append_styled (layout, WATTLE_CLI_STYLE_FAINT, age, left - 2);
    }
    end_line (layout);
}

static void
append_cell (Layout *layout, const Grid *grid, const WattleCliReading *reading, gboolean first)
{
    const char *doubt = wattle_cli_reading_get_doubt (reading);
    WattleCliStyle style =
        *doubt != '\0' ? wattle_cli_reading_get_style (reading) : WATTLE_CLI_STYLE_PLAIN;
    g_autofree char *name = wattle_cli_text_cut (reading->name, grid->name);
    g_autofree char *format = wattle_cli_reading_format (reading);
    g_autofree char *value = wattle_cli_text_cut (format, grid->value);
    g_autoptr (GString) cell = g_string_new (NULL);
    guint width = layout->screen->width;

    wattle_cli_text_append (cell, name, grid->name + 2, FALSE);
    wattle_cli_text_append (cell, value, grid->value, TRUE);
    g_string_append_c (cell, ' ');
    wattle_cli_text_append (cell, reading->unit, grid->unit, FALSE);
    if (*doubt != '\0')
        g_string_append_printf (cell, " %s", doubt);
    wattle_cli_text_append (layout->text, "", first ? INDENT : GAP, FALSE);
    width = append_styled (layout, style, cell->str, width - MIN (width, INDENT));
    wattle_cli_text_append (layout->text, "", grid->cell - MIN (width, grid->cell), FALSE);
}

static void
append_readings (Layout *layout, const WattleCliScreenDevice *device)
{
    Grid grid = measure (layout, device);
    guint shown = 0;

    for (guint i = 0; i < device->readings->len; i++) {
        const WattleCliReading *reading = g_ptr_array_index (device->readings, i);

        if (!is_shown (reading, layout->rank) || shown / grid.columns >= grid.rows) {
            layout->left_out++;
            continue;
        }
        if (shown > 0 && shown % grid.columns == 0)
            end_line (layout);
        append_cell (layout, &grid, reading, shown % grid.columns == 0);
        shown++;
    }
    if (shown > 0)
        end_line (layout);
}

static void
append_rest (Layout *layout, guint devices)
{
    g_autofree char *text = NULL;

    if (devices > 0)
        text = g_strdup_printf (ngettext ("… and %u more device; the window is too small for it",
                                          "… and %u more devices; the window is too small for them",
                                          devices),
                                devices);
    else
        text = g_strdup_printf (
            ngettext ("… and %u more reading; a larger window shows it, or wattle watch DEVICE",
                      "… and %u more readings; a larger window shows them, or wattle watch DEVICE",
                      layout->left_out),
            layout->left_out);
    append_styled (layout, WATTLE_CLI_STYLE_FAINT, text, layout->screen->width);
    end_line (layout);
}

char *
wattle_cli_screen_draw (const WattleCliScreen *screen)
{
    g_autofree char *title = wattle_cli_text_clean (screen->title);
    guint count = screen->devices->len;
    Layout layout;
    guint i;

    choose (&layout, screen);
    layout.text = g_string_new (NULL);
    append_styled (&layout, WATTLE_CLI_STYLE_PLAIN, title, screen->width);
    end_line (&layout);
    for (i = 0; i < count; i++) {
        if (layout.lines + 1 >= screen->height && i + 1 < count)
            break;
        append_head (&layout, get_device (screen, i));
        append_readings (&layout, get_device (screen, i));
    }
    if ((i < count || layout.left_out > 0) && layout.lines < screen->height)
        append_rest (&layout, count - i);
    return g_string_free (layout.text, FALSE);
}
