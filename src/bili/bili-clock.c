/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-clock"

#include "bili-clock.h"

struct _BiliClock
{
  GObject parent_instance;

  gboolean fixed;
  gint64 fixed_us;
};

G_DEFINE_FINAL_TYPE (BiliClock, bili_clock, G_TYPE_OBJECT)

static void
bili_clock_class_init (BiliClockClass *klass)
{
}

static void
bili_clock_init (BiliClock *self)
{
}

BiliClock *
bili_clock_new (void)
{
  return g_object_new (BILI_TYPE_CLOCK, NULL);
}

BiliClock *
bili_clock_new_fixed (gint64 unix_us)
{
  BiliClock *self = bili_clock_new ();

  self->fixed = TRUE;
  self->fixed_us = unix_us;
  return self;
}

void
bili_clock_set (BiliClock *self, gint64 unix_us)
{
  g_return_if_fail (BILI_IS_CLOCK (self));

  self->fixed_us = unix_us;
}

gint64
bili_clock_get_us (BiliClock *self)
{
  g_return_val_if_fail (BILI_IS_CLOCK (self), 0);

  return self->fixed ? self->fixed_us : g_get_real_time ();
}

gint64
bili_clock_get_unix (BiliClock *self)
{
  gint64 us = bili_clock_get_us (self);

  /* Rounds down also before 1970, where a division would round up. */
  return us / G_USEC_PER_SEC - (us % G_USEC_PER_SEC < 0 ? 1 : 0);
}
