/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-device-identity.h"

#include <string.h>

#include "base/wattle-line.h"

static void
identity_clear (WattleIdentity *identity)
{
    g_free (identity->maker);
    g_free (identity->model);
    g_free (identity->serial);
    g_free (identity->version);
    g_free (identity->label);
    g_free (identity->mac);
    g_free (identity->url);
    memset (identity, 0, sizeof *identity);
}

static WattleIdentity
identity_copy (const WattleIdentity *identity)
{
    return (WattleIdentity){
        g_strdup (identity->maker),   g_strdup (identity->model), g_strdup (identity->serial),
        g_strdup (identity->version), g_strdup (identity->label), g_strdup (identity->mac),
        g_strdup (identity->url),
    };
}

static gboolean
identity_equal (const WattleIdentity *a, const WattleIdentity *b)
{
    return g_strcmp0 (a->maker, b->maker) == 0 && g_strcmp0 (a->model, b->model) == 0 &&
           g_strcmp0 (a->serial, b->serial) == 0 && g_strcmp0 (a->version, b->version) == 0 &&
           g_strcmp0 (a->label, b->label) == 0 && g_strcmp0 (a->mac, b->mac) == 0 &&
           g_strcmp0 (a->url, b->url) == 0;
}

void
wattle_device_identity_clear (WattleDeviceIdentity *self)
{
    identity_clear (&self->told);
    identity_clear (&self->staged);
}

void
wattle_device_identity_drop (WattleDeviceIdentity *self)
{
    identity_clear (&self->staged);
    self->is_staged = FALSE;
}

gboolean
wattle_device_identity_commit (WattleDeviceIdentity *self)
{
    gboolean changed = self->is_staged && !identity_equal (&self->told, &self->staged);

    if (changed) {
        identity_clear (&self->told);
        self->told = self->staged;
        self->staged = (WattleIdentity){ 0 };
    }
    wattle_device_identity_drop (self);
    return changed;
}

static WattleIdentity *
writable (WattleDevice *device)
{
    WattleDeviceIdentity *self = wattle_device_peek_identity (device);

    if (!wattle_device_is_answering (device))
        return &self->told;
    if (!self->is_staged)
        self->staged = identity_copy (&self->told);
    self->is_staged = TRUE;
    return &self->staged;
}

static void
replace_text (char **field, const char *text)
{
    g_free (*field);
    *field = wattle_line_from_text (text, WATTLE_DEVICE_MAX_TEXT);
}

/**
 * wattle_device_set_identity:
 * @self: a device
 * @maker: (nullable): who makes it
 * @model: (nullable): its type, as the maker calls it
 * @serial: (nullable): its serial number
 * @version: (nullable): its firmware
 */
void
wattle_device_set_identity (WattleDevice *self,
                            const char *maker,
                            const char *model,
                            const char *serial,
                            const char *version)
{
    WattleIdentity *identity = writable (self);

    replace_text (&identity->maker, maker);
    replace_text (&identity->model, model);
    replace_text (&identity->serial, serial);
    replace_text (&identity->version, version);
}

/**
 * wattle_device_set_label:
 * @self: a device
 * @label: (nullable): what the device calls itself; a name given by a person goes before it
 */
void
wattle_device_set_label (WattleDevice *self, const char *label)
{
    replace_text (&writable (self)->label, label);
}

/**
 * wattle_device_set_address:
 * @self: a device
 * @mac: (nullable): its network address, six pairs of hexadecimal digits joined by colons
 * @url: (nullable): its web page
 */
void
wattle_device_set_address (WattleDevice *self, const char *mac, const char *url)
{
    WattleIdentity *identity = writable (self);

    replace_text (&identity->mac, mac);
    replace_text (&identity->url, url);
}

/**
 * wattle_device_get_maker:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): who makes it
 */
const char *
wattle_device_get_maker (WattleDevice *self)
{
    return wattle_device_peek_identity (self)->told.maker;
}

/**
 * wattle_device_get_model:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): its type
 */
const char *
wattle_device_get_model (WattleDevice *self)
{
    return wattle_device_peek_identity (self)->told.model;
}

/**
 * wattle_device_get_serial:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): its serial number
 */
const char *
wattle_device_get_serial (WattleDevice *self)
{
    return wattle_device_peek_identity (self)->told.serial;
}

/**
 * wattle_device_get_version:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): its firmware
 */
const char *
wattle_device_get_version (WattleDevice *self)
{
    return wattle_device_peek_identity (self)->told.version;
}

/**
 * wattle_device_get_label:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): what it calls itself
 */
const char *
wattle_device_get_label (WattleDevice *self)
{
    return wattle_device_peek_identity (self)->told.label;
}

/**
 * wattle_device_get_mac:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): its network address
 */
const char *
wattle_device_get_mac (WattleDevice *self)
{
    return wattle_device_peek_identity (self)->told.mac;
}

/**
 * wattle_device_get_url:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): its web page
 */
const char *
wattle_device_get_url (WattleDevice *self)
{
    return wattle_device_peek_identity (self)->told.url;
}
