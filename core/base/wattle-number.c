/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-number.h"

#include <inttypes.h>
#include <math.h>

#include "wattle-error.h"

/* Values beyond this have no place in an electric installation, and below it every number with
 * decimals still fits the integer path of wattle_number_append(). */
#define EXACT_LIMIT 9.0e15

static const double powers_of_ten[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 };

/**
 * wattle_number_scan:
 * @text: where to read
 * @end: (out) (transfer none): the first character behind the number
 * @value: (out): the number
 *
 * Reads a decimal number at the very start of @text: optional sign, digits, optional fraction and
 * exponent, decimal point whatever the locale. Blanks in front, `nan`, `inf`, hexadecimal numbers
 * and numbers too large for a double are refused.
 *
 * Returns: whether there was a number; @end and @value are untouched otherwise
 */
gboolean
wattle_number_scan (const char *text, const char **end, double *value)
{
    const char *digits = text;
    char *stop = NULL;
    double number;

    if (*digits == '+' || *digits == '-')
        digits++;
    if (digits[0] == '.' ? !g_ascii_isdigit (digits[1]) : !g_ascii_isdigit (digits[0]))
        return FALSE;
    if (digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X'))
        return FALSE;

    number = g_ascii_strtod (text, &stop);
    if (stop == text || !isfinite (number))
        return FALSE;

    *end = stop;
    *value = number;
    return TRUE;
}

/**
 * wattle_number_parse:
 * @text: (nullable): the whole text of a number
 * @value: (out): the number
 * @error: return location for a %WATTLE_ERROR_PROTOCOL
 *
 * Returns: whether @text is a number as wattle_number_scan() reads it, and nothing else
 */
gboolean
wattle_number_parse (const char *text, double *value, GError **error)
{
    const char *end;
    double number;

    if (text == NULL || !wattle_number_scan (text, &end, &number) || *end != '\0') {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“%.40s” is not a number",
                          text != NULL ? text : "");
        return FALSE;
    }

    *value = number;
    return TRUE;
}

/**
 * wattle_number_parse_ranged:
 * @text: (nullable): the whole text of a number
 * @min: smallest number allowed
 * @max: largest number allowed
 * @value: (out): the number
 * @error: return location for an error that states the range
 *
 * Returns: whether @text is a number within the range
 */
gboolean
wattle_number_parse_ranged (const char *text, double min, double max, double *value, GError **error)
{
    double number;

    if (!wattle_number_parse (text, &number, error))
        return FALSE;
    if (number < min || number > max) {
        g_autofree char *low = wattle_number_format_exact (min);
        g_autofree char *high = wattle_number_format_exact (max);

        wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s is not between %s and %s", text, low,
                          high);
        return FALSE;
    }

    *value = number;
    return TRUE;
}

/**
 * wattle_number_parse_integer:
 * @text: (nullable): the whole text of a decimal integer
 * @min: smallest number allowed
 * @max: largest number allowed
 * @value: (out): the number
 * @error: return location for an error that states the range
 *
 * Returns: whether @text is an integer within the range
 */
gboolean
wattle_number_parse_integer (const char *text,
                             gint64 min,
                             gint64 max,
                             gint64 *value,
                             GError **error)
{
    if (text != NULL && g_ascii_string_to_signed (text, 10, min, max, value, NULL))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "“%.40s” is not a whole number between %" PRId64 " and %" PRId64,
                      text != NULL ? text : "", min, max);
    return FALSE;
}

static void
append_digits (GString *buffer, guint64 number, int width)
{
    char digits[24];
    int position = sizeof digits;

    do {
        digits[--position] = (char)('0' + number % 10);
        number /= 10;
        width--;
    } while (number > 0 || width > 0);

    g_string_append_len (buffer, digits + position, (gssize)sizeof digits - position);
}

/**
 * wattle_number_append:
 * @buffer: text to append to
 * @value: a finite number
 * @decimals: digits behind the point, 0 to 9
 *
 * Appends @value with a decimal point whatever the locale, never as `-0`. This is the fast path of
 * state messages, hence integer arithmetic instead of printf().
 */
void
wattle_number_append (GString *buffer, double value, int decimals)
{
    double scale = powers_of_ten[CLAMP (decimals, 0, 9)];
    double scaled = round (fabs (value) * scale);
    guint64 digits;

    if (!(scaled < EXACT_LIMIT)) {
        g_autofree char *text = wattle_number_format_exact (value);

        g_string_append (buffer, text);
        return;
    }

    digits = (guint64)scaled;
    if (value < 0 && digits > 0)
        g_string_append_c (buffer, '-');
    append_digits (buffer, digits / (guint64)scale, 1);
    if (decimals > 0) {
        g_string_append_c (buffer, '.');
        append_digits (buffer, digits % (guint64)scale, decimals);
    }
}

/**
 * wattle_number_format:
 * @value: a finite number
 * @decimals: digits behind the point, 0 to 9
 *
 * Returns: (transfer full): the text wattle_number_append() appends
 */
char *
wattle_number_format (double value, int decimals)
{
    GString *buffer = g_string_sized_new (24);

    wattle_number_append (buffer, value, decimals);
    return g_string_free (buffer, FALSE);
}

/**
 * wattle_number_format_exact:
 * @value: a finite number
 *
 * Returns: (transfer full): the shortest text that reads back as exactly @value; a whole number
 * of up to 15 digits has no exponent, as people read it
 */
char *
wattle_number_format_exact (double value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    if (value == trunc (value) && fabs (value) < EXACT_LIMIT)
        return g_strdup_printf ("%s%" G_GUINT64_FORMAT, signbit (value) ? "-" : "",
                                (guint64)fabs (value));

    /* What reads back from up to 15 digits is printed with no more than it needs. */
    for (int precision = 15; precision <= 17; precision++) {
        char format[8];

        g_snprintf (format, sizeof format, "%%.%dg", precision);
        g_ascii_formatd (text, sizeof text, format, value);
        if (g_ascii_strtod (text, NULL) == value)
            break;
    }

    return g_strdup (text);
}
