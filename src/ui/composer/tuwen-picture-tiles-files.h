/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TuwenFoundFile:
 * @file: a file that may be a picture
 * @name: what people know it as
 */
typedef struct
{
  GFile *file;
  char *name;
} TuwenFoundFile;

/**
 * tuwen_find_pictures_async:
 * @files: (element-type GFile): files and folders
 *
 * Finds, in a thread, the pictures that people mean by files and folders: a file is taken as it is,
 * for it is the draft's business to say what is wrong with it; of a folder those of its files that
 * hold pictures by their content, in natural order ("2.png" before "10.png"), hidden ones left out.
 */
void tuwen_find_pictures_async (GListModel *files,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * tuwen_find_pictures_finish:
 * @problem: (out) (nullable) (transfer full): a translated sentence about what brought no picture
 *
 * Returns: (transfer full) (nullable) (element-type TuwenFoundFile): the files; %NULL when it was
 * cancelled
 */
GPtrArray *tuwen_find_pictures_finish (GAsyncResult *result, char **problem, GError **error);

G_END_DECLS
