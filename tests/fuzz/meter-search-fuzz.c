/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A unit that answers whatever it likes: a byte says what kind of answer comes, then its registers
 * follow. */
#include "fuzz.h"
#include "model/wattle-meter-search.h"

#define MAX_WORDS 125

static void
answer (WattleMeterSearch *search, const WattleMeterPlace *place, FuzzInput *input)
{
    guint8 bytes[MAX_WORDS * 2];
    guint8 kind = fuzz_take_byte (input);

    for (guint i = 0; i < place->count * 2u; i++)
        bytes[i] = fuzz_take_byte (input);
    if (kind == 's')
        wattle_meter_search_take_silence (search);
    else if (kind == 'l')
        wattle_meter_search_take (search, bytes, place->count);
    else if (kind < 32)
        wattle_meter_search_take_exception (search, kind);
    else
        wattle_meter_search_take (search, bytes, place->count * 2u);
}

static void
check_result (WattleMeterSearch *search)
{
    guint n = wattle_meter_search_get_n_candidates (search);
    const char *serial = wattle_meter_search_get_serial (search);

    fuzz_check (n <= WATTLE_METER_MAX_CANDIDATES);
    fuzz_check (n == 0 || wattle_meter_search_has_answered (search));
    for (guint i = 1; i < n; i++)
        fuzz_check (wattle_meter_search_get_candidate (search, i - 1)->grade <=
                    wattle_meter_search_get_candidate (search, i)->grade);
    fuzz_check (serial == NULL || (*serial != '\0' && g_utf8_validate (serial, -1, NULL)));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    static WattleMeterLibrary *library;
    static WattleMeterSearch *search;
    FuzzInput input = { (const char *)data, size };
    WattleMeterPlace place;
    guint n_questions = 0;

    if (search == NULL) {
        library = wattle_meter_library_new ();
        wattle_meter_library_add_folder (library, FUZZ_DATA "/meters", WATTLE_METER_BUILT_IN);
        search = wattle_meter_search_new (library);
    }
    fuzz_check (wattle_meter_library_get_length (library) > 0);
    wattle_meter_search_begin (search);
    while (wattle_meter_search_next (search, &place)) {
        fuzz_check (++n_questions <= WATTLE_METER_SEARCH_MAX_REQUESTS);
        fuzz_check (place.count >= 1 && place.count <= MAX_WORDS);
        fuzz_check (place.address + place.count <= 0x10000);
        answer (search, &place, &input);
    }
    check_result (search);
    return 0;
}
