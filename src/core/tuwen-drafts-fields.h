/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "tuwen-draft-private.h"
#include "tuwen-drafts.h"

G_BEGIN_DECLS

/* What the store is made of, for the list and for what reads and writes the disk. */

#define TUWEN_DRAFTS_FILE "draft.json"

/* What somebody pasted is read again however long it is, or it would be lost: only what cannot be a
 * draft any more is not. */
#define TUWEN_DRAFTS_MAX_SIZE (256 * 1024 * 1024)
#define TUWEN_DRAFTS_MAX_VALUES (4 * 1024 * 1024)

/* A draft and how much of it is on disk. It counts changes, so that a write that began before the
 * last of them does not count as the last. */
typedef struct
{
  TuwenDrafts *drafts; /* (nullable) (unowned): NULL once it is to be written no more */
  TuwenDraft *draft;   /* (owned) */
  gulong changed_id;

  guint64 revision; /* of what is in memory */
  guint64 saved;    /* of what is on disk; 0 when nothing is */
  guint64 writing;  /* of what is being written; 0 when nothing is */
  guint timer;      /* 0 when none runs */
  gboolean failing; /* the last write failed */
  GPtrArray *waiters; /* (element-type Waiter) (owned) */
} TuwenDraftsEntry;

struct _TuwenDrafts
{
  GObject parent_instance;

  BiliClock *clock; /* (owned) */
  char *folder;     /* (owned) */
  gboolean loading;

  GPtrArray *entries; /* (element-type TuwenDraftsEntry) (owned): last changed first */
  GPtrArray *aside;   /* (element-type TuwenDraftsEntry) (owned): discarded ones, for the Undo */
  GPtrArray *flushes; /* (element-type Flush) (owned) */

  /* One thread touches the disk, so that things happen to it in the order in which they were asked
   * for: no write comes after the removal of its folder. */
  GThreadPool *disk; /* (owned) */
};

void tuwen_drafts_set_loading (TuwenDrafts *self, gboolean loading);
void tuwen_drafts_emit_failed (TuwenDrafts *self, const GError *error, TuwenDraft *draft);

/** Puts a draft into the list; @saved: whether the disk has it as it is */
void tuwen_drafts_insert (TuwenDrafts *self, TuwenDraft *draft, gboolean saved);

/** Puts it where it belongs now that it was changed */
void tuwen_drafts_move (TuwenDrafts *self, TuwenDraftsEntry *entry);

/* tuwen-drafts-write.c */

TuwenDraftsEntry *tuwen_drafts_entry_new (TuwenDrafts *drafts, TuwenDraft *draft, gboolean saved);

/** Lets it go: from here on nothing is written any more; a write that is under way comes to its
 * end */
void tuwen_drafts_entry_release (gpointer entry);

/** What a thread did to the disk; @func: run there with @task, whose task data it may use */
void tuwen_drafts_run_on_disk (TuwenDrafts *self, GTask *task, GTaskThreadFunc func);

/** Removes a folder with all that is in it, after everything that was asked for before */
void tuwen_drafts_remove_folder (TuwenDrafts *self, const char *path);

/** Answers those who wait for everything to be on disk, if it is; otherwise sees to it */
void tuwen_drafts_check_flushes (TuwenDrafts *self);

void tuwen_drafts_flush_free (gpointer flush);

G_END_DECLS
