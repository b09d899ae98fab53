/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SandboxTongue:
 * @patterns: sentences with gaps: {t}ime, {p}lace, {d}eed, {f}eeling
 * @titles: the same for titles of articles
 * @gap: what stands between two sentences
 *
 * The parts that a language's sentences are made of. Every list ends with %NULL.
 */
typedef struct
{
  const char *const *patterns;
  const char *const *times;
  const char *const *places;
  const char *const *deeds;
  const char *const *feelings;
  const char *const *titles;
  const char *gap;
} SandboxTongue;

extern const SandboxTongue sandbox_chinese;
extern const SandboxTongue sandbox_english;
extern const SandboxTongue sandbox_japanese;
extern const SandboxTongue sandbox_russian;
extern const SandboxTongue sandbox_arabic;
extern const SandboxTongue sandbox_hebrew;

extern const char *const sandbox_emotes[];
extern const char *const sandbox_emoji[];

G_END_DECLS
