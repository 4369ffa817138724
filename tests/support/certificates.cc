// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/certificates.h"

#include <gtest/gtest.h>

namespace wattle_test
{

// For "openssl ca", which alone can sign for a time in the past.
static const char *const CONFIGURATION = "[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\n"
                                         "new_certs_dir=.\nserial=serial\ndefault_md=sha256\n"
                                         "unique_subject=no\npolicy=any\n[any]\n"
                                         "commonName=supplied\n";

void
Certificates::openssl (const std::string &arguments)
{
    g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
        (GSubprocessFlags)(G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_MERGE));
    g_autoptr (GError) error = nullptr;
    g_auto (GStrv) argv = g_strsplit (("openssl " + arguments).c_str (), " ", -1);

    g_subprocess_launcher_set_cwd (launcher, dir_.path ().c_str ());
    g_autoptr (GSubprocess) process = g_subprocess_launcher_spawnv (launcher, argv, &error);
    ASSERT_NE (process, nullptr) << error->message;
    ASSERT_TRUE (g_subprocess_wait_check (process, nullptr, &error))
        << arguments << ": " << error->message;
}

Certificates::Certificates ()
{
    dir_.write ("ca.conf", CONFIGURATION);
    dir_.write ("index.txt", "");
    dir_.write ("serial", "01\n");
    openssl ("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key "
             "-out ca.pem -subj /CN=test-ca -days 60");
}

void
Certificates::sign (const std::string &name, const std::string &alt_names, int days)
{
    g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
    g_autoptr (GDateTime) start = g_date_time_add_days (now, days < 0 ? days - 1 : -1);
    g_autoptr (GDateTime) end = g_date_time_add_days (now, days);
    g_autofree char *from = g_date_time_format (start, "%Y%m%d%H%M%SZ");
    g_autofree char *to = g_date_time_format (end, "%Y%m%d%H%M%SZ");

    dir_.write (name + ".ext", "subjectAltName=" + alt_names + "\n");
    openssl ("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " + name +
             ".key -out " + name + ".csr -subj /CN=" + name);
    openssl ("ca -batch -config ca.conf -cert ca.pem -keyfile ca.key -in " + name + ".csr -out " +
             name + ".pem -extfile " + name + ".ext -startdate " + from + " -enddate " + to +
             " -notext");
}

std::string
Certificates::fingerprint (const std::string &name) const
{
    std::string path = certificate (name);
    const char *argv[] = { "openssl", "x509",         "-in",     path.c_str (),
                           "-noout",  "-fingerprint", "-sha256", nullptr };
    g_autofree char *out = nullptr;
    g_autoptr (GError) error = nullptr;

    g_spawn_sync (nullptr, (char **)argv, nullptr, G_SPAWN_SEARCH_PATH, nullptr, nullptr, &out,
                  nullptr, nullptr, &error);
    g_assert_no_error (error);
    return "sha256:" + std::string (g_strstrip (strchr (out, '=') + 1));
}

std::string
Certificates::broker_lines (const std::string &name) const
{
    return "cafile " + ca () + "\ncertfile " + certificate (name) + "\nkeyfile " + key (name) +
           "\n";
}

} // namespace wattle_test
