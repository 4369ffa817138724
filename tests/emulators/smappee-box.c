/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-box-private.h"

#include <math.h>

#define TIME_ZONE G_TIME_SPAN_HOUR /* of the house */

G_DEFINE_FINAL_TYPE (SmappeeBox, smappee_box, G_TYPE_OBJECT)

static const struct {
    guint64 serial;
    gboolean mqtt;
    gboolean http;
    gboolean modbus;
} models[] = {
    [SMAPPEE_BOX_GENIUS] = { 5010004217, TRUE, FALSE, FALSE },
    [SMAPPEE_BOX_PLUS] = { 2002004217, TRUE, TRUE, FALSE },
    [SMAPPEE_BOX_PRO] = { 2002014217, TRUE, TRUE, FALSE },
    [SMAPPEE_BOX_CONNECT] = { 5130004217, FALSE, FALSE, TRUE },
    [SMAPPEE_BOX_ENERGY] = { 1006004217, FALSE, TRUE, FALSE },
    [SMAPPEE_BOX_SOLAR] = { 1106004217, FALSE, TRUE, FALSE },
};

static void
smappee_box_finalize (GObject *object)
{
    SmappeeBox *self = SMAPPEE_BOX (object);

    wattle_clock_clear (self->pace, &self->restart_timer);
    smappee_box_feed_free (self);
    smappee_box_http_free (self);
    smappee_box_image_free (self);
    smappee_box_plugs_clear (self);
    g_ptr_array_unref (self->intervals);
    g_ptr_array_unref (self->spoils);
    g_clear_pointer (&self->map, smappee_box_map_free);
    g_clear_pointer (&self->house, smappee_box_house_free);
    g_clear_pointer (&self->day, emulator_day_free);
    g_clear_object (&self->pace);
    g_clear_object (&self->clock);
    for (guint i = 0; i < SMAPPEE_BOX_N_WRONG; i++)
        g_free (self->wrong_loads[i]);
    g_free (self->serial);
    g_free (self->uuid);
    g_free (self->firmware);
    g_free (self->password);
    G_OBJECT_CLASS (smappee_box_parent_class)->finalize (object);
}

static void
smappee_box_class_init (SmappeeBoxClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = smappee_box_finalize;
}

static void
smappee_box_init (SmappeeBox *self)
{
    self->intervals = g_ptr_array_new_with_free_func (smappee_box_interval_free);
    self->spoils = g_ptr_array_new_with_free_func (smappee_box_spoil_free);
}

/* What a model can be */

gboolean
smappee_box_has_mqtt (SmappeeBoxModel model)
{
    return models[model].mqtt;
}

gboolean
smappee_box_has_http (SmappeeBoxModel model)
{
    return models[model].http;
}

gboolean
smappee_box_has_modbus (SmappeeBoxModel model)
{
    return models[model].modbus;
}

gboolean
smappee_box_is_plus (SmappeeBox *self)
{
    return self->model == SMAPPEE_BOX_PLUS || self->model == SMAPPEE_BOX_PRO;
}

/* A Plus counts since it was started, the others since they were bought. */
static void
count_past (SmappeeBox *self)
{
    const SmappeeBoxForm base = { .factors = { [SMAPPEE_BOX_PART_BASE] = { 1, 0 } } };
    const SmappeeBoxForm boiler = { .factors = { [SMAPPEE_BOX_PART_BOILER] = { 1, 0 } } };

    smappee_box_house_count_past (self->house, &base, &self->base);
    smappee_box_house_count_past (self->house, &boiler, &self->switched);
    self->interval_base = self->base;
    self->interval_switched = self->switched;
    for (guint i = 0; i < smappee_box_map_get_length (self->map) && !smappee_box_is_plus (self);
         i++) {
        SmappeeBoxChannel *channel = smappee_box_map_get (self->map, i);

        smappee_box_house_count_past (self->house, &channel->form, &channel->energy);
    }
}

char *
smappee_box_make_serial (SmappeeBox *self, guint64 first)
{
    return g_strdup_printf ("%" G_GUINT64_FORMAT, first + self->serial_offset);
}

static void
take_settings (SmappeeBox *self, const SmappeeBoxSettings *settings)
{
    SmappeeBoxForms own = settings->model == SMAPPEE_BOX_GENIUS ? SMAPPEE_BOX_NEW : SMAPPEE_BOX_OLD;

    self->model = settings->model;
    self->names = settings->names != 0 ? settings->names : SMAPPEE_BOX_OLD;
    self->maps = settings->maps != 0 ? settings->maps : own;
    self->wrapped = settings->wrapped;
    self->interval_ct = settings->interval_ct;
    self->realtime_span = MAX (settings->interval, 1u) * G_TIME_SPAN_SECOND;
    self->serial_offset = settings->serial_offset;
    self->serial = smappee_box_make_serial (self, models[settings->model].serial);
    self->uuid = g_strdup_printf ("7d0c4e19-5a3b-4f62-9c81-00%s", self->serial);
    self->firmware = g_strdup (settings->firmware != NULL ? settings->firmware : "V4.7.1");
    self->password = g_strdup (settings->password != NULL ? settings->password : "admin");
}

SmappeeBox *
smappee_box_new_at (WattleClock *clock,
                    gint64 start,
                    const SmappeeBoxSettings *settings,
                    GError **error)
{
    SmappeeBox *self;

    if (!smappee_box_check_settings (settings, error))
        return NULL;
    self = g_object_new (SMAPPEE_TYPE_BOX_BOX, NULL);
    take_settings (self, settings);
    self->clock = g_object_ref (clock);
    self->pace = g_object_ref (clock);
    self->day = emulator_day_new_at (clock, start);
    self->house = smappee_box_house_new (emulator_day_get_local (self->day));
    self->map = smappee_box_make_map (settings);
    self->interval_begin = smappee_box_house_get_local (self->house);
    count_past (self);
    smappee_box_plugs_init (self);
    return self;
}

SmappeeBox *
smappee_box_new (WattleClock *clock, const SmappeeBoxSettings *settings, GError **error)
{
    return smappee_box_new_at (clock, wattle_clock_get_wall (clock), settings, error);
}

void
smappee_box_set_pace_clock (SmappeeBox *self, WattleClock *pace)
{
    g_set_object (&self->pace, pace);
}

/* Time */

gint64
smappee_box_to_utc_ms (gint64 local)
{
    return (local - TIME_ZONE) / G_TIME_SPAN_MILLISECOND;
}

gint64
smappee_box_get_utc_ms (SmappeeBox *self)
{
    return smappee_box_to_utc_ms (emulator_day_get_local (self->day));
}

static void
count_line (SmappeeBox *self, gint64 line_end)
{
    const SmappeeBoxForm base = { .factors = { [SMAPPEE_BOX_PART_BASE] = { 1, 0 } } };
    const SmappeeBoxForm boiler = { .factors = { [SMAPPEE_BOX_PART_BOILER] = { 1, 0 } } };

    for (guint i = 0; i < smappee_box_map_get_length (self->map); i++) {
        SmappeeBoxChannel *channel = smappee_box_map_get (self->map, i);

        smappee_box_house_count (self->house, &channel->form, line_end, &channel->energy);
    }
    smappee_box_house_count (self->house, &base, line_end, &self->base);
    smappee_box_house_count (self->house, &boiler, line_end, &self->switched);
    smappee_box_interval_add_line (self, line_end);
    smappee_box_house_move (self->house, line_end);
}

void
smappee_box_advance (SmappeeBox *self)
{
    gint64 local = emulator_day_get_local (self->day);

    while (smappee_box_house_get_local (self->house) < local) {
        gint64 line_end = smappee_box_house_get_line_end (self->house, local);

        count_line (self, line_end);
        if (line_end % SMAPPEE_BOX_INTERVAL == 0)
            smappee_box_interval_close (self);
    }
}

/* Faults */

gboolean
smappee_box_is_wrong (SmappeeBox *self, SmappeeBoxWrong wrong, const SmappeeBoxChannel *channel)
{
    return self->wrong[wrong] &&
           (channel == NULL || g_strcmp0 (channel->name, self->wrong_loads[wrong]) == 0);
}

void
smappee_box_reset_counters (SmappeeBox *self)
{
    smappee_box_advance (self);
    for (guint i = 0; i < smappee_box_map_get_length (self->map); i++)
        smappee_box_map_get (self->map, i)->energy = (SmappeeBoxEnergy){ 0 };
}

static void
on_up (gpointer user_data)
{
    SmappeeBox *self = user_data;

    self->restart_timer = 0;
    self->down = FALSE;
    if (smappee_box_is_plus (self))
        smappee_box_reset_counters (self);
    smappee_box_feed_open (self);
    smappee_box_http_open (self);
}

void
smappee_box_restart (SmappeeBox *self, gint64 span)
{
    self->down = TRUE;
    smappee_box_feed_close (self);
    smappee_box_http_close (self);
    smappee_box_image_cut (self);
    wattle_clock_clear (self->pace, &self->restart_timer);
    self->restart_timer = wattle_clock_call_after (self->pace, span, on_up, self);
}

/* What is true */

const char *
smappee_box_get_serial (SmappeeBox *self)
{
    return self->serial;
}

const char *
smappee_box_get_uuid (SmappeeBox *self)
{
    return self->uuid;
}

SmappeeBoxMap *
smappee_box_get_map (SmappeeBox *self)
{
    smappee_box_advance (self);
    return self->map;
}

double
smappee_box_get_power (SmappeeBox *self, SmappeeBoxRole role)
{
    double sum = 0;

    smappee_box_advance (self);
    for (guint i = 0; i < smappee_box_map_get_length (self->map); i++) {
        const SmappeeBoxChannel *channel = smappee_box_map_get (self->map, i);

        if (channel->role == role)
            sum += smappee_box_house_get_power (self->house, &channel->form,
                                                smappee_box_house_get_local (self->house))
                       .active;
    }
    return sum;
}

gboolean
smappee_box_get_presence (SmappeeBox *self)
{
    return self->presence;
}

gint64
smappee_box_get_time (SmappeeBox *self)
{
    return emulator_day_get_local (self->day) - TIME_ZONE;
}
