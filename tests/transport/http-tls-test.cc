// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/http-client.h"
#include "support/http-server.h"

#include <gtest/gtest.h>

// The leak check cannot scan the threads of the TLS library.
extern "C" int
__lsan_is_turned_off ()
{
    return 1;
}

namespace
{

using wattle_test::HttpClient;
using wattle_test::RawServer;

const char *const OK =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

TEST (HttpTls, TroubleIsToldFromTroubleWithTheConnection)
{
    RawServer server ({ OK });
    HttpClient client ("https://127.0.0.1:" + std::to_string (server.port ()));

    for (int i = 0; i < 3; i++) {
        client.get ("/");
        EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_TLS) << client.detail ();
    }
    EXPECT_EQ (client.state (), WATTLE_LINK_DOWN);
}

} // namespace
