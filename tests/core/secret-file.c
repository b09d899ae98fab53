/* SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE

#include "secret-file.h"

#include <gio/gio.h>

#ifdef __SANITIZE_ADDRESS__

#include <dlfcn.h>
#include <sanitizer/lsan_interface.h>

/* libsecret 0.20 writes its file by this function and forgets the tag that it is given. Found here
 * before GIO's own, so that this one string is let go, whoever looks for leaks, and nothing
 * else. */
gboolean
g_file_replace_contents_finish (GFile *file, GAsyncResult *result, char **new_etag, GError **error)
{
  gboolean (*of_gio) (GFile *, GAsyncResult *, char **, GError **)
      = dlsym (RTLD_NEXT, "g_file_replace_contents_finish");
  gboolean succeeded = of_gio (file, result, new_etag, error);

  if (succeeded && new_etag != NULL)
    __lsan_ignore_object (*new_etag);
  return succeeded;
}

#endif

void
secret_file_use (const char *path)
{
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "password", TRUE);
}
