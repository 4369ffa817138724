// SPDX-License-Identifier: LGPL-2.1-or-later
// What a test looks at in a frame that may not have come: NULL is allowed.
#pragma once

#include <string>
#include <vector>

#include "model/wattle-frame.h"

namespace wattle_test
{

inline std::string
text_of (const char *text)
{
    return text != nullptr ? text : "";
}

inline WattleOutcome
outcome (WattleFrame *frame)
{
    return frame != nullptr ? wattle_frame_get_outcome (frame) : WATTLE_OUTCOME_PUSHED;
}

inline std::string
detail (WattleFrame *frame)
{
    return text_of (frame != nullptr ? wattle_frame_get_detail (frame) : nullptr);
}

inline std::vector<guint8>
data (WattleFrame *frame)
{
    gsize length = 0;
    const guint8 *bytes = nullptr;

    if (frame != nullptr)
        bytes = (const guint8 *)g_bytes_get_data (wattle_frame_get_bytes (frame), &length);
    return std::vector<guint8> (bytes, bytes + length);
}

} // namespace wattle_test
