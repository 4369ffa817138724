// SPDX-License-Identifier: LGPL-2.1-or-later
// A device that is what a test makes of it. It asks one local question per cycle.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/wattle-error.h"
#include "model/wattle-device-private.h"

namespace wattle_test
{

struct DeviceScript {
    // The answer to a poll; false fails it.
    std::function<bool (WattleDevice *)> decode = [] (WattleDevice *) { return true; };
    // The same for a test that looks at the frame or makes the error itself.
    std::function<bool (WattleDevice *, WattleFrame *, GError **)> decode_frame;
    std::function<WattleRequest *(WattleDevice *, guint)> ask = [] (WattleDevice *, guint step) {
        return step == 0 ? wattle_request_new_local (1) : nullptr;
    };
    std::function<WattleRequest *(WattleCommand *, guint, GError **)> act =
        [] (WattleCommand *, guint, GError **) { return nullptr; };
    std::function<bool (WattleDevice *, WattleOptions *)> configure =
        [] (WattleDevice *, WattleOptions *) { return true; };
    std::function<bool (GError **)> check = [] (GError **) { return true; };
    std::vector<std::string> commands;
};

} // namespace wattle_test

G_BEGIN_DECLS

#define TEST_TYPE_DEVICE (test_device_get_type ())
G_DECLARE_FINAL_TYPE (TestDevice, test_device, TEST, DEVICE, WattleDevice)

// The same without a question: it only listens.
#define TEST_TYPE_LISTENER (test_listener_get_type ())
GType test_listener_get_type ();

// One that only listens, and says whether what should come does come.
#define TEST_TYPE_WATCHER (test_watcher_get_type ())
GType test_watcher_get_type ();

struct _TestDevice {
    WattleDevice parent_instance;
    wattle_test::DeviceScript *script;
};

G_DEFINE_TYPE (TestDevice, test_device, WATTLE_TYPE_DEVICE)

static WattleRequest *
test_device_next_request (WattleSource *source, guint step)
{
    return TEST_DEVICE (source)->script->ask (WATTLE_DEVICE (source), step);
}

static gboolean
test_device_configure (WattleSource *source, WattleOptions *options, GError **error)
{
    return TEST_DEVICE (source)->script->configure (WATTLE_DEVICE (source), options);
}

static gboolean
test_device_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    wattle_test::DeviceScript *script = TEST_DEVICE (source)->script;

    if (script->decode_frame)
        return script->decode_frame (WATTLE_DEVICE (source), frame, error);
    if (TEST_DEVICE (source)->script->decode (WATTLE_DEVICE (source)))
        return TRUE;

    g_set_error_literal (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL, "the test says no");
    return FALSE;
}

static WattleRequest *
test_device_command (WattleDevice *device, WattleCommand *command, guint step, GError **error)
{
    TEST_DEVICE (device)->script->commands.push_back (wattle_command_get_name (command));
    return TEST_DEVICE (device)->script->act (command, step, error);
}

static void
test_device_finalize (GObject *object)
{
    delete TEST_DEVICE (object)->script;
    G_OBJECT_CLASS (test_device_parent_class)->finalize (object);
}

static void
test_device_class_init (TestDeviceClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = test_device_finalize;
    WATTLE_SOURCE_CLASS (klass)->configure = test_device_configure;
    WATTLE_SOURCE_CLASS (klass)->next_request = test_device_next_request;
    WATTLE_SOURCE_CLASS (klass)->decode = test_device_decode;
    WATTLE_DEVICE_CLASS (klass)->command = test_device_command;
}

static void
test_device_init (TestDevice *self)
{
    self->script = new wattle_test::DeviceScript ();
}

typedef TestDevice TestListener;
typedef TestDeviceClass TestListenerClass;
G_DEFINE_TYPE (TestListener, test_listener, TEST_TYPE_DEVICE)

static void
test_listener_class_init (TestListenerClass *klass)
{
    WATTLE_SOURCE_CLASS (klass)->next_request = nullptr;
}

static void
test_listener_init (TestListener *)
{
}

typedef TestDevice TestWatcher;
typedef TestDeviceClass TestWatcherClass;
G_DEFINE_TYPE (TestWatcher, test_watcher, TEST_TYPE_LISTENER)

static gboolean
test_watcher_check (WattleSource *source, GError **error)
{
    return TEST_DEVICE (source)->script->check (error);
}

static void
test_watcher_class_init (TestWatcherClass *klass)
{
    WATTLE_SOURCE_CLASS (klass)->check = test_watcher_check;
}

static void
test_watcher_init (TestWatcher *)
{
}

G_END_DECLS

namespace wattle_test
{

inline WattleDevice *
make_device (const std::vector<WattleEntitySpec> &specs = {})
{
    WattleDevice *device = WATTLE_DEVICE (g_object_new (TEST_TYPE_DEVICE, nullptr));

    wattle_device_set_entities (device, specs.data (), (guint)specs.size ());
    return device;
}

inline DeviceScript &
script_of (WattleDevice *device)
{
    return *TEST_DEVICE (device)->script;
}

// What a decode would report, taken into the model at once.
inline void
report (WattleDevice *device, const std::function<void (WattleDevice *)> &readings)
{
    wattle_device_begin_answer (device, 1);
    readings (device);
    wattle_device_commit_answer (device);
    wattle_device_clear_batch (device);
}

} // namespace wattle_test
