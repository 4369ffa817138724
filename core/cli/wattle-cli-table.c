/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-table.h"

#define GAP 2

typedef struct {
    char *header;
    guint width;
    gboolean to_the_right;
} Column;

typedef struct {
    char *text;
    WattleCliStyle style;
} Cell;

struct _WattleCliTable {
    GArray *columns; /* of Column */
    GArray *cells;   /* of Cell, row after row */
};

static void
column_clear (gpointer data)
{
    g_free (((Column *)data)->header);
}

static void
cell_clear (gpointer data)
{
    g_free (((Cell *)data)->text);
}

WattleCliTable *
wattle_cli_table_new (void)
{
    WattleCliTable *self = g_new0 (WattleCliTable, 1);

    self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
    self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
    g_array_set_clear_func (self->columns, column_clear);
    g_array_set_clear_func (self->cells, cell_clear);
    return self;
}

void
wattle_cli_table_free (WattleCliTable *self)
{
    g_array_unref (self->columns);
    g_array_unref (self->cells);
    g_free (self);
}

static void
add_column (WattleCliTable *self, const char *header, gboolean to_the_right)
{
    Column column = { wattle_cli_text_clean (header), 0, to_the_right };

    column.width = wattle_cli_text_get_width (column.header);
    g_array_append_val (self->columns, column);
}

void
wattle_cli_table_add_column (WattleCliTable *self, const char *header)
{
    add_column (self, header, FALSE);
}

void
wattle_cli_table_add_number_column (WattleCliTable *self, const char *header)
{
    add_column (self, header, TRUE);
}

void
wattle_cli_table_add_styled (WattleCliTable *self, WattleCliStyle style, const char *text)
{
    Cell cell = { wattle_cli_text_clean (text != NULL ? text : ""), style };
    Column *column;

    g_return_if_fail (self->columns->len > 0);

    column = &g_array_index (self->columns, Column, self->cells->len % self->columns->len);
    column->width = MAX (column->width, wattle_cli_text_get_width (cell.text));
    g_array_append_val (self->cells, cell);
}

void
wattle_cli_table_add (WattleCliTable *self, const char *text)
{
    wattle_cli_table_add_styled (self, WATTLE_CLI_STYLE_PLAIN, text);
}

guint
wattle_cli_table_get_n_rows (WattleCliTable *self)
{
    return self->columns->len > 0 ? self->cells->len / self->columns->len : 0;
}

/* Blanks stand outside of the style, so that the last ones can be cut off. */
static void
append_cell (GString *line, const Column *column, const char *text, WattleCliStyle style)
{
    guint own = wattle_cli_text_get_width (text);
    guint blanks = column->width - own;

    if (column->to_the_right)
        wattle_cli_text_append (line, "", blanks, FALSE);
    g_string_append (line, wattle_cli_style_begin (style));
    g_string_append (line, text);
    g_string_append (line, wattle_cli_style_end (style));
    if (!column->to_the_right)
        wattle_cli_text_append (line, "", blanks, FALSE);
    wattle_cli_text_append (line, "", GAP, FALSE);
}

static void
end_line (GString *line)
{
    while (line->len > 0 && line->str[line->len - 1] == ' ')
        g_string_truncate (line, line->len - 1);
    g_string_append_c (line, '\n');
}

static void
append_headers (WattleCliTable *self, GString *text, gboolean colour)
{
    WattleCliStyle style = colour ? WATTLE_CLI_STYLE_STRONG : WATTLE_CLI_STYLE_PLAIN;
    gboolean any = FALSE;

    for (guint i = 0; i < self->columns->len; i++)
        any = any || *g_array_index (self->columns, Column, i).header != '\0';
    if (!any)
        return;

    for (guint i = 0; i < self->columns->len; i++) {
        const Column *column = &g_array_index (self->columns, Column, i);

        append_cell (text, column, column->header,
                     *column->header != '\0' ? style : WATTLE_CLI_STYLE_PLAIN);
    }
    end_line (text);
}

static void
append_row (WattleCliTable *self, GString *text, guint row, gboolean colour)
{
    for (guint i = 0; i < self->columns->len; i++) {
        const Cell *cell = &g_array_index (self->cells, Cell, row * self->columns->len + i);

        append_cell (text, &g_array_index (self->columns, Column, i), cell->text,
                     colour && *cell->text != '\0' ? cell->style : WATTLE_CLI_STYLE_PLAIN);
    }
    end_line (text);
}

char *
wattle_cli_table_to_text (WattleCliTable *self, gboolean colour)
{
    GString *text = g_string_new (NULL);

    append_headers (self, text, colour);
    for (guint i = 0; i < wattle_cli_table_get_n_rows (self); i++)
        append_row (self, text, i, colour);
    return g_string_free (text, FALSE);
}

void
wattle_cli_table_print (WattleCliTable *self, gboolean colour)
{
    g_autofree char *text = wattle_cli_table_to_text (self, colour);

    g_print ("%s", text);
}
