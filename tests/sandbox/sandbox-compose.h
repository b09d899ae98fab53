/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "sandbox-world.h"

G_BEGIN_DECLS

/* Making posts of what was sent, by the service's rules. */

/** Returns: how long @text is by the service's own count, in half characters. Source: notes §7.5 */
guint sandbox_compose_count_halves (const char *text);

/** Returns: how many UTF-16 units @text has */
guint sandbox_compose_count_units (const char *text);

/** Returns: (nullable): the upload that @url names, in any of its spellings */
SandboxUpload *sandbox_compose_find_upload (SandboxWorld *world, const char *url);

/**
 * sandbox_compose:
 * @request: a dyn_req whose shape is right
 * @words: (out): what is wrong with it
 *
 * Returns: (transfer full) (nullable): the post without an id, or %NULL
 */
SandboxPost *sandbox_compose (SandboxWorld *world,
                              const char *mid,
                              JsonObject *request,
                              const char **words);

G_END_DECLS
