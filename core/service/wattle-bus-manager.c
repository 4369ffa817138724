/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-manager.h"

#include "wattle-bus-broker.h"
#include "wattle-bus-definitions.h"
#include "wattle-bus-devices.h"
#include "wattle-bus-discovery.h"
#include "wattle-bus-doctor.h"
#include "wattle-bus-ledger.h"
#include "wattle-bus-log.h"
#include "wattle-bus-revisions.h"
#include "wattle-bus-scan.h"
#include "wattle-bus-tariffs.h"
#include "wattle-bus-value.h"
#include "wattle-config.h"

#define API_VERSION 5

struct _WattleBusManager {
    GObject parent_instance;

    WattleBusTree *tree; /* borrowed: it owns this */
    WattleDBusManager *skeleton;
};

G_DEFINE_FINAL_TYPE (WattleBusManager, wattle_bus_manager, G_TYPE_OBJECT)

static const WattleAdminParts *
get_house (WattleBusManager *self)
{
    return wattle_admin_get_parts (wattle_bus_tree_get_parts (self->tree)->admin);
}

static void
wattle_bus_manager_dispose (GObject *object)
{
    WattleBusManager *self = WATTLE_BUS_MANAGER (object);

    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
    G_OBJECT_CLASS (wattle_bus_manager_parent_class)->dispose (object);
}

static void
wattle_bus_manager_finalize (GObject *object)
{
    g_object_unref (WATTLE_BUS_MANAGER (object)->skeleton);
    G_OBJECT_CLASS (wattle_bus_manager_parent_class)->finalize (object);
}

static void
wattle_bus_manager_class_init (WattleBusManagerClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_bus_manager_dispose;
    object_class->finalize = wattle_bus_manager_finalize;
}

static void
wattle_bus_manager_init (WattleBusManager *self)
{
    self->skeleton = wattle_dbus_manager_skeleton_new ();
}

/* Showing */

void
wattle_bus_manager_update (WattleBusManager *self)
{
    const WattleAdminParts *house = get_house (self);

    wattle_dbus_manager_set_state (
        self->skeleton, wattle_manager_is_settled (house->manager) ? "running" : "starting");
    wattle_dbus_manager_set_zone (
        self->skeleton, house->tariffs != NULL ? wattle_tariffs_get_zone (house->tariffs) : "");
    wattle_dbus_manager_set_broker (
        self->skeleton,
        wattle_bus_broker_describe (wattle_bus_tree_get_parts (self->tree)->outlets, house));
}

void
wattle_bus_manager_tell (WattleBusManager *self,
                         const char *kind,
                         const char *device,
                         const char *state,
                         const WattleMessage *message)
{
    GVariantDict event;

    g_variant_dict_init (&event, NULL);
    g_variant_dict_insert (&event, "kind", "s", kind);
    if (device != NULL)
        g_variant_dict_insert (&event, "device", "s", device);
    if (state != NULL)
        g_variant_dict_insert (&event, "state", "s", state);
    if (message != NULL)
        g_variant_dict_insert_value (&event, "message", wattle_bus_value_message (message));
    wattle_dbus_manager_emit_event (self->skeleton, g_variant_dict_end (&event));
}

static void
on_problems_changed (WattleBusManager *self)
{
    wattle_dbus_manager_set_problems (self->skeleton,
                                      wattle_bus_value_problems (get_house (self)->problems));
}

static void
on_problem_added (WattleProblems *problems, const WattleProblem *problem, WattleBusManager *self)
{
    wattle_bus_manager_tell (self, "problem", problem->subject, NULL, problem->data);
}

static void
on_problem_removed (WattleProblems *problems, const WattleProblem *problem, WattleBusManager *self)
{
    wattle_bus_manager_tell (self, "problem-solved", problem->subject, NULL, problem->data);
}

static void
on_outlets_changed (WattleBusManager *self)
{
    wattle_bus_manager_update (self);
    wattle_bus_manager_tell (self, "broker", NULL, NULL, NULL);
}

static void
on_devices_changed (WattleBusManager *self)
{
    wattle_bus_manager_tell (self, "configuration", NULL, NULL, NULL);
}

static void
connect_signals (WattleBusManager *self)
{
    const WattleBusParts *parts = wattle_bus_tree_get_parts (self->tree);
    WattleProblems *problems = get_house (self)->problems;

    g_signal_connect_object (problems, "changed", G_CALLBACK (on_problems_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (problems, "added", G_CALLBACK (on_problem_added), self, 0);
    g_signal_connect_object (problems, "removed", G_CALLBACK (on_problem_removed), self, 0);
    g_signal_connect_object (parts->outlets, "changed", G_CALLBACK (on_outlets_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (parts->admin, "devices-changed", G_CALLBACK (on_devices_changed), self,
                             G_CONNECT_SWAPPED);
}

static void
serve (WattleBusManager *self)
{
    GDBusInterfaceSkeleton *skeleton = G_DBUS_INTERFACE_SKELETON (self->skeleton);

    wattle_bus_devices_serve (skeleton, self->tree);
    wattle_bus_broker_serve (skeleton, self->tree);
    wattle_bus_definitions_serve (skeleton, self->tree);
    wattle_bus_discovery_serve (skeleton, self->tree);
    wattle_bus_doctor_serve (skeleton, self->tree);
    wattle_bus_ledger_serve (skeleton, self->tree);
    wattle_bus_log_serve (skeleton, self->tree);
    wattle_bus_revisions_serve (skeleton, self->tree);
    wattle_bus_scan_serve (skeleton, self->tree);
    wattle_bus_tariffs_serve (skeleton, self->tree);
}

WattleBusManager *
wattle_bus_manager_new (WattleBusTree *tree)
{
    WattleBusManager *self = g_object_new (WATTLE_TYPE_BUS_MANAGER, NULL);

    self->tree = tree;
    wattle_dbus_manager_set_version (self->skeleton, WATTLE_VERSION);
    wattle_dbus_manager_set_api_version (self->skeleton, API_VERSION);
    serve (self);
    connect_signals (self);
    wattle_bus_manager_update (self);
    on_problems_changed (self);
    return self;
}

gboolean
wattle_bus_manager_export (WattleBusManager *self, GDBusConnection *connection, GError **error)
{
    return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton), connection,
                                             WATTLE_BUS_PATH, error);
}
