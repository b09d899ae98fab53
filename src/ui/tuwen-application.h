/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TUWEN_TYPE_APPLICATION (tuwen_application_get_type ())

/**
 * TuwenApplication:
 *
 * The program: reads the command line, makes every object that outlives a window and hands them
 * down. One runs for each service: starting it again presents the window of the first.
 *
 * Actions: see tuwen-application-actions.c.
 */
G_DECLARE_FINAL_TYPE (TuwenApplication, tuwen_application, TUWEN, APPLICATION, AdwApplication)

TuwenApplication *tuwen_application_new (void);

G_END_DECLS
