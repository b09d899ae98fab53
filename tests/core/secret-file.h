/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/** Has libsecret keep everything in the file @path, without a bus and without questions. To be
 * called before anything is kept. */
void secret_file_use (const char *path);
