/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TUWEN_TYPE_DISK_CACHE (tuwen_disk_cache_get_type ())

/**
 * TuwenDiskCache:
 *
 * Downloaded bytes by name in a folder of their own, bounded in size: what was used longest ago
 * goes first. An entry that was cut short or altered on disk is noticed when read, dropped, and
 * reported as absent. All file work runs in threads; two processes may share the folder.
 */
G_DECLARE_FINAL_TYPE (TuwenDiskCache, tuwen_disk_cache, TUWEN, DISK_CACHE, GObject)

/**
 * tuwen_disk_cache_new:
 * @path: the folder; made, for the owner only, when first written to
 * @max_bytes: how much it may hold
 */
TuwenDiskCache *tuwen_disk_cache_new (const char *path, guint64 max_bytes);

void tuwen_disk_cache_set_max_bytes (TuwenDiskCache *self, guint64 max_bytes);

/** @key: any text, such as an address; not readable from the file's name */
void tuwen_disk_cache_read_async (TuwenDiskCache *self,
                                  const char *key,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/** Returns: (transfer full) (nullable): the bytes; %NULL with %G_IO_ERROR_NOT_FOUND when there are
 *   none */
GBytes *tuwen_disk_cache_read_finish (TuwenDiskCache *self, GAsyncResult *result, GError **error);

/** Keeps @bytes under @key, in the background; a full disk or a read-only folder only costs the
 * entry */
void tuwen_disk_cache_write (TuwenDiskCache *self, const char *key, GBytes *bytes);

/** Forgets what is kept under @key, in the background */
void tuwen_disk_cache_remove (TuwenDiskCache *self, const char *key);

/** Measures the folder */
void tuwen_disk_cache_get_size_async (TuwenDiskCache *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: bytes on disk; 0 with @error set when it could not be read */
guint64 tuwen_disk_cache_get_size_finish (TuwenDiskCache *self,
                                          GAsyncResult *result,
                                          GError **error);

/** Removes every entry */
void tuwen_disk_cache_clear_async (TuwenDiskCache *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean tuwen_disk_cache_clear_finish (TuwenDiskCache *self, GAsyncResult *result, GError **error);

G_END_DECLS
