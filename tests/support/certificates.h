// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

#include "support/temp-dir.h"

namespace wattle_test
{

// A certification authority of the test, and what it signs; made by the openssl program.
class Certificates
{
  public:
    Certificates ();

    std::string
    ca () const
    {
        return dir_.file ("ca.pem");
    }

    // Signs a certificate for names such as "IP:127.0.0.1,DNS:localhost", valid from yesterday for
    // @days; -1: it has expired yesterday. Files NAME.pem and NAME.key.
    void sign (const std::string &name, const std::string &alt_names, int days = 30);

    std::string
    certificate (const std::string &name) const
    {
        return dir_.file (name + ".pem");
    }

    std::string
    key (const std::string &name) const
    {
        return dir_.file (name + ".key");
    }

    // As the host writes it, told by the openssl program.
    std::string fingerprint (const std::string &name) const;

    const TempDir &
    dir () const
    {
        return dir_;
    }

    // Lines for mosquitto's configuration.
    std::string broker_lines (const std::string &name) const;

  private:
    void openssl (const std::string &arguments);

    TempDir dir_;
};

} // namespace wattle_test
