// SPDX-License-Identifier: LGPL-2.1-or-later
// Whether the address sanitizer watches, which takes memory and time of its own.
#pragma once

// gcc says so by a macro, clang by a feature.
#if defined(__has_feature) && !defined(__SANITIZE_ADDRESS__)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__
#endif
#endif
