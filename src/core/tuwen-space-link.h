/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TuwenSpaceLinkKind:
 * @TUWEN_SPACE_LINK_MID: the id is the space's own
 * @TUWEN_SPACE_LINK_OPUS: the id is a post's; its owner must be asked for
 * @TUWEN_SPACE_LINK_SHORT: the id is a short link's code; where it leads must be asked for
 */
typedef enum
{
  TUWEN_SPACE_LINK_MID,
  TUWEN_SPACE_LINK_OPUS,
  TUWEN_SPACE_LINK_SHORT,
} TuwenSpaceLinkKind;

/**
 * tuwen_space_link_parse:
 * @text: what a person typed or pasted to open a space
 * @kind: (out): what the returned id is
 * @error: return location
 *
 * Takes every form of service notes §15.5. Full-width digits are read as digits. What is no space
 * (an article, an old album, a vote, a video, another website, a bare number that is a post's id,
 * nothing at all) fails with %G_IO_ERROR_INVALID_ARGUMENT and a translated sentence that says what
 * it is and what to do.
 *
 * Returns: (transfer full) (nullable): the id
 */
char *tuwen_space_link_parse (const char *text, TuwenSpaceLinkKind *kind, GError **error);

G_END_DECLS
