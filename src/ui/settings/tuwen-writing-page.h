/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TUWEN_TYPE_WRITING_PAGE (tuwen_writing_page_get_type ())

/**
 * TuwenWritingPage:
 *
 * What holds for everything that is written: how long Publish can be taken back, when pictures are
 * uploaded, and what new posts begin with.
 */
G_DECLARE_FINAL_TYPE (TuwenWritingPage, tuwen_writing_page, TUWEN, WRITING_PAGE, AdwPreferencesPage)

/** @settings: holds `undo-seconds`, `upload-late` and `keep-metadata` */
AdwPreferencesPage *tuwen_writing_page_new (GSettings *settings);

G_END_DECLS
