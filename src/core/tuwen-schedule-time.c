/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-schedule"

#include "tuwen-schedule-time.h"

TuwenScheduleFit
tuwen_schedule_check (gint64 time, gint64 now)
{
  if (time == 0)
    return TUWEN_SCHEDULE_FITS;
  if (time < now + BILI_SCHEDULE_MIN_SECONDS)
    return TUWEN_SCHEDULE_TOO_SOON;
  if (time > now + BILI_SCHEDULE_MAX_SECONDS)
    return TUWEN_SCHEDULE_TOO_LATE;

  return TUWEN_SCHEDULE_FITS;
}
