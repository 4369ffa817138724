// SPDX-License-Identifier: LGPL-2.1-or-later
// For tests in which GnuTLS runs beside OpenSSL: include it in one file of the program.
#pragma once

// LeakSanitizer takes thread-local memory of libraries that are loaded late for that of a glibc of
// 2.19, reads its size from the wrong place and crashes ("Tracer caught signal 11"). Without the
// interceptor it finds that memory by itself. Nobody calls this in other builds.
extern "C" const char *__asan_default_options ();

extern "C" const char *
__asan_default_options ()
{
    return "intercept_tls_get_addr=0";
}
