/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TUWEN_TYPE_APPLICATION (tuwen_application_get_type ())
G_DECLARE_FINAL_TYPE (TuwenApplication, tuwen_application, TUWEN, APPLICATION, AdwApplication)

TuwenApplication *tuwen_application_new (void);

G_END_DECLS
