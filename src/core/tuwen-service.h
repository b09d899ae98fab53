/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TUWEN_TYPE_SERVICE (tuwen_service_get_type ())

/**
 * TuwenService:
 *
 * Which service this run talks to, the real one or a stand-in on this computer, and where what
 * belongs to it is kept. Accounts, drafts and caches of a stand-in live apart from the real ones.
 */
G_DECLARE_FINAL_TYPE (TuwenService, tuwen_service, TUWEN, SERVICE, GObject)

/**
 * tuwen_service_new:
 * @origin: (nullable): `http://127.0.0.1:PORT`, `http://localhost:PORT` or `http://[::1]:PORT`, at
 *   most followed by one `/`; %NULL for the service itself
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the service, or %NULL with %G_IO_ERROR_INVALID_ARGUMENT and
 *   a sentence that says what is wrong with @origin
 */
TuwenService *tuwen_service_new (const char *origin, GError **error);

/** Returns: (nullable): the stand-in's origin without a closing `/`; %NULL for the service itself
 *   */
const char *tuwen_service_get_origin (TuwenService *self);

gboolean tuwen_service_is_sandbox (TuwenService *self);

/** Returns: the `service` attribute of its accounts in the keyring: `https://www.bilibili.com` or
 *   the origin */
const char *tuwen_service_get_id (TuwenService *self);

/** Returns: the folder for what can be had again; not made by this call */
const char *tuwen_service_get_cache_dir (TuwenService *self);

/** Returns: the folder for what people would miss; not made by this call */
const char *tuwen_service_get_data_dir (TuwenService *self);

/**
 * tuwen_service_get_settings:
 *
 * Returns: (transfer none): what is remembered for this service alone (schema
 *   `io.github.tuwen.Tuwen.Service`): the current account, the spaces
 */
GSettings *tuwen_service_get_settings (TuwenService *self);

G_END_DECLS
