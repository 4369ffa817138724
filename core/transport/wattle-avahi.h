/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* As Avahi numbers them: of the network that is asked in, and of the address that is asked for. */
typedef enum {
    WATTLE_AVAHI_IPV4,
    WATTLE_AVAHI_IPV6,
    WATTLE_AVAHI_N_FAMILIES,
} WattleAvahiFamily;

/* Where a service was seen. */
typedef struct {
    int interface;
    int protocol; /* as WattleAvahiFamily */
    const char *name;
    const char *type;
    const char *domain;
} WattleAvahiItem;

typedef struct {
    /* A service was seen; the same one may come again, from each interface and protocol. */
    void (*seen) (const WattleAvahiItem *item, gpointer user_data);
    /* @error is taken over; nothing more comes. */
    void (*failed) (GError *error, gpointer user_data);
} WattleAvahiFuncs;

/* @reply: (iissssisqaayu) of Avahi, or NULL if there is no such address */
typedef void (*WattleAvahiResolveFunc) (GVariant *reply, gpointer user_data);

/* One look for services of one type, on a connection to the system bus of its own: all that comes
 * on it belongs to this look, also what Avahi tells before it has said what the look is called.
 * With the connection Avahi drops whatever was asked for. */
typedef struct _WattleAvahi WattleAvahi;

/* @funcs: outlive it; not called before this has returned, nor after wattle_avahi_free() */
WattleAvahi *
wattle_avahi_new (const char *service_type, const WattleAvahiFuncs *funcs, gpointer user_data);
void wattle_avahi_free (WattleAvahi *self);

/* Whether Avahi looks. */
gboolean wattle_avahi_is_looking (const WattleAvahi *self);

/* Asks for one address of what was seen, where it was seen: machines do not tell addresses of IPv4
 * by IPv6, so whoever leaves the protocol to Avahi may wait for them in vain. @func: is not called
 * after wattle_avahi_free() */
void wattle_avahi_resolve (WattleAvahi *self,
                           const WattleAvahiItem *item,
                           WattleAvahiFamily family,
                           WattleAvahiResolveFunc func,
                           gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleAvahi, wattle_avahi_free)

G_END_DECLS
