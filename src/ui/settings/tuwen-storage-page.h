/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "tuwen-disk-cache.h"
#include "tuwen-pictures.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_STORAGE_PAGE (tuwen_storage_page_get_type ())

/**
 * TuwenStoragePage:
 *
 * How much downloaded pictures take on disk, how much they may, and a button to clear them away.
 * Uses the window's action `win.say`.
 */
G_DECLARE_FINAL_TYPE (TuwenStoragePage, tuwen_storage_page, TUWEN, STORAGE_PAGE, AdwPreferencesPage)

/** @settings: holds `cache-megabytes` */
AdwPreferencesPage *tuwen_storage_page_new (TuwenPictures *pictures,
                                            TuwenDiskCache *disk_cache,
                                            GSettings *settings);

G_END_DECLS
