/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "house.h"

G_BEGIN_DECLS

/* The matrix: every call of the client, made by the part of the program that makes it, met by
 * everything that a service, or what lies between, can do wrong. In each cell nothing crashes,
 * nothing waits for ever, a person is told, nothing is lost, nothing is done twice, and no cookie
 * goes astray. */

/**
 * Fault:
 * @name: as sandbox_server_fail() knows it; or `refused`: nobody listens; or `redirect`
 * @acts: whether the service does what it is asked for all the same
 * @kind: what the call fails with; a negative number when it is an answer all the same
 * @code: the service's code or the HTTP status that is told of
 */
typedef struct
{
  const char *name;
  gboolean acts;
  int kind;
  int code;
} Fault;

/**
 * Row:
 * @call: of `bili_client_CALL_async()`
 * @way: which way of the program to it
 * @path: what the fault is for
 * @prepare: (nullable): everything before the call, while the service is well
 * @act: has the call made
 * @is_at_rest: (nullable): whether the models wait for nothing any more; spinners are looked at
 *   anyhow
 * @is_done: whether a person sees that it is done
 * @words: (nullable): what a person has to read after @fault: @usual (nullable), which is what the
 *   error is worded as, or something else; %NULL when it is done in spite of it. (transfer full)
 *   both ways
 * @check: (nullable): what must be so whatever happened. Returns: (transfer full) (nullable): what
 *   is not
 * @recover: (nullable): goes on as a person would once the service is well; then it is to be done,
 *   and @check is made once more. Returns: whether there is such a way
 * @most: how often the call may be made at most; 0 for once
 *
 * A call, and a way to it.
 */
typedef struct
{
  const char *call;
  const char *way;
  const char *path;
  void (*prepare) (House *house);
  void (*act) (House *house);
  gboolean (*is_at_rest) (House *house);
  gboolean (*is_done) (House *house);
  char *(*words) (House *house, const Fault *fault, char *usual);
  char *(*check) (House *house, gboolean done);
  gboolean (*recover) (House *house, const Fault *fault);
  guint most;
} Row;

/** For main(): runs all cells of @rows */
int matrix_run (int argc, char **argv, const Row *rows, guint n_rows);

/* For Row.words */

/** Returns: (transfer full): the title of what @fault's error is worded as, in place of the
 *   sentence */
char *matrix_title (const Fault *fault);
gboolean matrix_is (const Fault *fault, const char *name);
/** Returns: whether the call fails without the service having refused it: it may have been done */
gboolean matrix_is_in_doubt (const Fault *fault);

G_END_DECLS
