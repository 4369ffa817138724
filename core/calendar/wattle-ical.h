/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Its authors want it to be said that one knows. */
#define LIBICAL_GLIB_UNSTABLE_API 1
#include <libical-glib/libical-glib.h>

G_BEGIN_DECLS

/* PRODID of calendars that this program writes. */
#define WATTLE_ICS_PROGRAM "-//Wattle//wattle//EN"

/* What libical-glib 3.0 leaves out. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ICalComponent, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ICalProperty, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ICalRecurrence, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ICalRecurIterator, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ICalTime, g_object_unref)

G_END_DECLS
