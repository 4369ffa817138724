/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The yardstick: what reading meters and publishing their values costs at the least. One thread,
 * libmodbus blocking, the meters in turn, one message of 30 values each. */
#include <errno.h>
#include <modbus.h>
#include <mosquitto.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define N_VALUES 30

static const char *keys[N_VALUES]; /* the rest of the command line */

static void
publish (struct mosquitto *broker, int meter, const uint16_t *registers)
{
    char topic[64], text[4096];
    int length = 0;

    for (int i = 0; i < N_VALUES; i++)
        length += snprintf (text + length, sizeof text - length, "%s\"%s\":%.7g",
                            i == 0 ? "{" : ",", keys[i], modbus_get_float_abcd (registers + i * 2));
    length += snprintf (text + length, sizeof text - length, "}");
    snprintf (topic, sizeof topic, "bench/meter_%d/state", meter);
    mosquitto_publish (broker, NULL, topic, length, text, 0, false);
}

static void
poll_all (modbus_t **meters, int n_meters, struct mosquitto *broker)
{
    uint16_t registers[N_VALUES * 2];

    for (int i = 0; i < n_meters; i++)
        if (modbus_read_input_registers (meters[i], 0, N_VALUES * 2, registers) == N_VALUES * 2)
            publish (broker, i, registers);
        else
            fprintf (stderr, "meter %d: %s\n", i, modbus_strerror (errno));
    mosquitto_loop (broker, 0, 1); /* the keep-alive */
}

int
main (int argc, char **argv)
{
    int port = atoi (argv[1]), n_meters = atoi (argv[2]), interval = atoi (argv[3]), yes = 1;
    modbus_t **meters = calloc ((size_t)n_meters, sizeof *meters);
    struct timespec next;
    struct mosquitto *broker;

    for (int i = 0; i < N_VALUES; i++)
        keys[i] = argv[5 + i];
    mosquitto_lib_init ();
    broker = mosquitto_new (NULL, true, NULL);
    mosquitto_int_option (broker, MOSQ_OPT_TCP_NODELAY, 1);
    if (mosquitto_connect (broker, "127.0.0.1", atoi (argv[4]), 60) != 0)
        return 1;
    for (int i = 0; i < n_meters; i++) {
        meters[i] = modbus_new_tcp ("127.0.0.1", port + i);
        if (modbus_connect (meters[i]) != 0)
            return 1;
        setsockopt (modbus_get_socket (meters[i]), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    }
    clock_gettime (CLOCK_MONOTONIC, &next);
    for (;; next.tv_sec += interval) {
        poll_all (meters, n_meters, broker);
        if (interval > 0)
            clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
    }
}
