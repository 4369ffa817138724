/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Meters to measure a host with: many Modbus TCP servers in one thread, each of 30 float32 values
 * in input registers 0 to 59, and a subscriber that sees when each answer comes out as a message.
 *
 *     meter-farm N BROKER-PORT TOPIC [bus]
 *
 * N meters on as many ports in a row (with "bus": N units behind one port). TOPIC is subscribed to;
 * the number at the end of its first level that ends with one is the meter. Commands on standard
 * input: "start", "stop" (prints what was counted since, as one line of JSON), "dead N" (that meter
 * is silent from now on; -1: none). */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <mosquitto.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define N_VALUES  30
#define N_STAMPS  64 /* answers of one meter whose message may be outstanding */
#define STAMP     6  /* which value counts the answers: active_power, in steps of 10 W */
#define STAMP_KEY "\"active_power\":"
#define MAX_LIST  2000000

typedef struct {
    uint32_t n_answers;
    double answered[N_STAMPS]; /* when */
    double last;               /* the answer before */
} Meter;

typedef struct {
    double *values;
    size_t length;
} List;

static Meter *meters;
static int n_meters;
static int dead = -1;
static bool counting;
static List latencies, periods;
static unsigned long n_polls, n_messages;
static double started, first_message; /* of the count */
static struct mosquitto *broker;
static int poll_fd;
static bool is_bus;

static double
now (void)
{
    struct timespec time;

    clock_gettime (CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void
note (List *list, double value)
{
    if (counting && list->length < MAX_LIST)
        list->values[list->length++] = value;
}

static int
compare (const void *a, const void *b)
{
    double difference = *(const double *)a - *(const double *)b;

    return (difference > 0) - (difference < 0);
}

static double
quantile (List *list, double share)
{
    if (list->length == 0)
        return -1;
    return list->values[(size_t)(share * (double)(list->length - 1))];
}

/* Answers */

static void
put_float (uint8_t *bytes, float value)
{
    uint32_t bits;

    memcpy (&bits, &value, sizeof bits);
    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(bits >> (24 - 8 * i));
}

/* All of them move at each answer by more than the host's dead bands. Energies grow with time, as a
 * host that checks counters would refuse anything else. */
static void
fill_values (Meter *meter, double time, uint8_t *bytes)
{
    float turn = (float)(meter->n_answers % 16);

    for (int i = 0; i < N_VALUES; i++)
        put_float (bytes + i * 4, i < 3    ? 225 + turn * 0.6f /* voltages */
                                  : i < 6  ? 5 + turn * 0.25f  /* currents */
                                  : i < 18 ? 1000 + turn * 20 + (float)i
                                  : i < 23 ? 0.6f + turn * 0.02f /* factors, frequency */
                                           : 1000 + (float)(time * 0.001) + (float)i);
    put_float (bytes + 22 * 4, 49.5f + turn * 0.05f);
    put_float (bytes + STAMP * 4, (float)(meter->n_answers % 1000000) * 10);
}

static void
answer (int fd, int number, const uint8_t *question)
{
    Meter *meter = &meters[number];
    uint8_t frame[9 + N_VALUES * 4] = { question[0],      question[1], 0,           0,           0,
                                        3 + N_VALUES * 4, question[6], question[7], N_VALUES * 4 };
    double time = now ();

    if (number == dead)
        return;
    meter->n_answers++;
    fill_values (meter, time, frame + 9);
    if (meter->last > 0)
        note (&periods, time - meter->last);
    meter->last = time;
    n_polls += counting;
    meter->answered[meter->n_answers % N_STAMPS] = now ();
    if (send (fd, frame, sizeof frame, MSG_NOSIGNAL) < 0)
        close (fd);
}

static void
serve (int fd, int number)
{
    uint8_t question[64];
    ssize_t length = recv (fd, question, sizeof question, 0);

    if (length <= 0)
        close (fd);
    else if (length == 12)
        answer (fd, is_bus ? question[6] - 1 : number, question);
    else
        fprintf (stderr, "meter %d: a request of %zd bytes\n", number, length);
}

/* Messages */

static int
find_meter (const char *topic)
{
    for (const char *c = topic; *c != '\0'; c++)
        if (isdigit ((unsigned char)*c) && (c[1] == '/' || c[1] == '\0')) {
            while (c > topic && isdigit ((unsigned char)c[-1]))
                c--;
            return atoi (c);
        }

    return -1;
}

static void
on_message (struct mosquitto *handle, void *data, const struct mosquitto_message *message)
{
    int number = find_meter (message->topic);
    const char *stamp = message->payload != NULL ? strstr (message->payload, STAMP_KEY) : NULL;
    uint32_t count;

    (void)handle;
    (void)data;
    if (stamp == NULL || number < 0 || number >= n_meters)
        return;
    count = (uint32_t)(strtod (stamp + strlen (STAMP_KEY), NULL) / 10 + 0.5);
    if (counting && n_messages++ == 0)
        first_message = now () - started;
    if (meters[number].n_answers % 1000000 - count < N_STAMPS)
        note (&latencies, now () - meters[number].answered[count % N_STAMPS]);
}

/* Sockets */

static void
watch (int fd, uint64_t tag)
{
    struct epoll_event event = { .events = EPOLLIN, .data.u64 = tag };

    epoll_ctl (poll_fd, EPOLL_CTL_ADD, fd, &event);
}

static int
listen_at (int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons ((uint16_t)port),
                                   .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
    int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1;

    setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind (fd, (struct sockaddr *)&address, sizeof address) == 0 && listen (fd, 64) == 0)
        return fd;
    close (fd);
    return -1;
}

/* As many ports in a row as there are meters. */
static int
open_ports (int *fds, int count)
{
    for (int base = 20000 + getpid () % 7000; base < 32000; base += count + 1) {
        int n_open = 0;

        while (n_open < count && (fds[n_open] = listen_at (base + n_open)) >= 0)
            n_open++;
        if (n_open == count)
            return base;
        while (n_open-- > 0)
            close (fds[n_open]);
    }
    fprintf (stderr, "meter-farm: no %d free ports in a row\n", count);
    exit (1);
}

#define TAG_LISTEN  (1ull << 60)
#define TAG_STDIN   (2ull << 60)
#define TAG_BROKER  (3ull << 60)
#define TAG_KIND(t) ((t) & ~((1ull << 60) - 1))

static void
take_connection (int fd, int number)
{
    int peer = accept4 (fd, NULL, NULL, SOCK_CLOEXEC);
    int yes = 1;

    if (peer < 0)
        return;
    setsockopt (peer, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    watch (peer, (uint64_t)number << 32 | (uint32_t)peer);
}

/* Commands */

static void
start (void)
{
    latencies.length = periods.length = 0;
    n_polls = n_messages = 0;
    first_message = -1;
    started = now ();
    for (int i = 0; i < n_meters; i++)
        meters[i].last = 0;
    counting = true;
}

static void
stop (void)
{
    double sum = 0;

    counting = false;
    qsort (latencies.values, latencies.length, sizeof (double), compare);
    qsort (periods.values, periods.length, sizeof (double), compare);
    for (size_t i = 0; i < periods.length; i++)
        sum += periods.values[i];
    printf ("{\"polls\":%lu,\"messages\":%lu,\"first_message\":%.6f,\"p50\":%.6f,\"p99\":%.6f,"
            "\"period_mean\":%.6f,\"period_p99\":%.6f}\n",
            n_polls, n_messages, first_message, quantile (&latencies, 0.5),
            quantile (&latencies, 0.99), periods.length > 0 ? sum / (double)periods.length : -1,
            quantile (&periods, 0.99));
    fflush (stdout);
}

static void
obey (void)
{
    char line[64];
    ssize_t length = read (0, line, sizeof line - 1);

    if (length <= 0)
        exit (0);
    line[length] = '\0';
    if (strncmp (line, "start", 5) == 0)
        start ();
    else if (strncmp (line, "stop", 4) == 0)
        stop ();
    else if (sscanf (line, "dead %d", &dead) != 1)
        fprintf (stderr, "meter-farm: what is “%s”?\n", line);
}

static void
work (const int *listeners)
{
    struct epoll_event events[64];
    int n_events = epoll_wait (poll_fd, events, 64, 1000);

    for (int i = 0; i < n_events; i++) {
        uint64_t tag = events[i].data.u64;

        if (TAG_KIND (tag) == TAG_LISTEN)
            take_connection (listeners[(uint32_t)tag], (int)(uint32_t)tag);
        else if (tag == TAG_STDIN)
            obey ();
        else if (tag == TAG_BROKER)
            mosquitto_loop_read (broker, 1);
        else
            serve ((int)(uint32_t)tag, (int)(tag >> 32));
    }
    mosquitto_loop_misc (broker);
}

static void
join_broker (int port, const char *topic)
{
    mosquitto_lib_init ();
    broker = mosquitto_new (NULL, true, NULL);
    mosquitto_message_callback_set (broker, on_message);
    mosquitto_int_option (broker, MOSQ_OPT_TCP_NODELAY, 1);
    if (mosquitto_connect (broker, "127.0.0.1", port, 600) != 0 ||
        mosquitto_loop (broker, 5000, 1) != 0 ||
        mosquitto_subscribe (broker, NULL, topic, 0) != 0) {
        fprintf (stderr, "meter-farm: no broker at port %d\n", port);
        exit (1);
    }
    watch (mosquitto_socket (broker), TAG_BROKER);
}

int
main (int argc, char **argv)
{
    int *listeners;
    int count;

    if (argc < 4) {
        fprintf (stderr, "usage: meter-farm N BROKER-PORT TOPIC [bus]\n");
        return 2;
    }
    n_meters = atoi (argv[1]);
    is_bus = argc > 4;
    count = is_bus ? 1 : n_meters;
    meters = calloc ((size_t)n_meters, sizeof *meters);
    latencies.values = malloc (MAX_LIST * sizeof (double));
    periods.values = malloc (MAX_LIST * sizeof (double));
    listeners = calloc ((size_t)count, sizeof *listeners);
    poll_fd = epoll_create1 (EPOLL_CLOEXEC);
    printf ("%d\n", open_ports (listeners, count));
    fflush (stdout);
    for (int i = 0; i < count; i++)
        watch (listeners[i], TAG_LISTEN | (uint32_t)i);
    watch (0, TAG_STDIN);
    join_broker (atoi (argv[2]), argv[3]);
    for (;;)
        work (listeners);
}
