/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "tuwen-accounts.h"
#include "tuwen-drafts.h"
#include "tuwen-pictures.h"
#include "tuwen-publisher.h"
#include "tuwen-scheduled.h"

G_BEGIN_DECLS

/**
 * TuwenOffer:
 * @TUWEN_OFFER_NONE: nothing can be done about it
 * @TUWEN_OFFER_OPEN_DRAFT: its composer can be opened
 * @TUWEN_OFFER_OPEN_POST: the published post can be opened
 * @TUWEN_OFFER_RESTORE: the discarded draft can be had back
 *
 * What a person may do about what was said of a draft.
 */
typedef enum
{
  TUWEN_OFFER_NONE,
  TUWEN_OFFER_OPEN_DRAFT,
  TUWEN_OFFER_OPEN_POST,
  TUWEN_OFFER_RESTORE,
} TuwenOffer;

#define TUWEN_TYPE_OFFER (tuwen_offer_get_type ())
GType tuwen_offer_get_type (void);

#define TUWEN_TYPE_COMPOSERS (tuwen_composers_get_type ())

/**
 * TuwenComposers:
 *
 * The windows in which posts are written, what they have in common, and what becomes of a draft
 * when its window is closed or its post is on the way.
 *
 * Properties: `application` (GtkApplication), `service-settings` (GSettings), `clock` (BiliClock;
 * the real one by default), `drafts`, `publisher`, `accounts`, `pictures`,
 * `scheduled` (TuwenScheduled, nullable: what else is planned), `sandbox`
 * (boolean: windows carry a mark), all construct-only. `undo-ms` (uint: how long publishing can be
 * taken back before anything is sent, 5,000 by default), `keep-metadata` (boolean: what new posts
 * begin with).
 *
 * Signals: `said` (TuwenDraft *draft, char *text, TuwenOffer offer): news of a draft for whoever is
 * there; plain text. `activity-changed`: what is under way, or what is being done about it.
 * `countdown` (TuwenDraft *draft): the time to take its publishing back begins or ends. `unseen`
 * (TuwenDraft *draft, char *title, char *body, the last nullable): it was published, or was not,
 * while nobody looked at any window; or its publishing can be taken back, with no window to do that
 * in.
 */
G_DECLARE_FINAL_TYPE (TuwenComposers, tuwen_composers, TUWEN, COMPOSERS, GObject)

GSettings *tuwen_composers_get_service_settings (TuwenComposers *self);
BiliClock *tuwen_composers_get_clock (TuwenComposers *self);
TuwenDrafts *tuwen_composers_get_drafts (TuwenComposers *self);
TuwenPublisher *tuwen_composers_get_publisher (TuwenComposers *self);
TuwenAccounts *tuwen_composers_get_accounts (TuwenComposers *self);
TuwenPictures *tuwen_composers_get_pictures (TuwenComposers *self);

/** Returns: (nullable) */
TuwenScheduled *tuwen_composers_get_scheduled (TuwenComposers *self);

/** Returns: (transfer full) (element-type TuwenDraft): those that are being published, or are about
 *   to be */
GPtrArray *tuwen_composers_list_active (TuwenComposers *self);

/** Returns: (transfer full): what is being done with one of these, translated */
char *tuwen_composers_dup_activity (TuwenComposers *self, TuwenDraft *draft);

/** Returns: (transfer none): the window with an empty post in it */
GtkWindow *tuwen_composers_new_post (TuwenComposers *self);

/** Returns: (transfer none): the window of @draft, which is opened if need be */
GtkWindow *tuwen_composers_open (TuwenComposers *self, TuwenDraft *draft);

/** Opens what stood open when the program last ended, as soon as the drafts are read; once, and
 * again after
 *  tuwen_composers_quit() */
void tuwen_composers_restore (TuwenComposers *self);

/** Has a window ready for the next post from soon on, while somebody is signed in: once the main
 * window
 *  is shown. It is gone with tuwen_composers_quit() */
void tuwen_composers_prepare (TuwenComposers *self);

/** Before all windows are closed, in a way that tuwen_composers_restore() finds the composers the
 * next time. What is
 *  under way goes on, for as long as the program does */
void tuwen_composers_quit (TuwenComposers *self);

/** Returns: whether nothing was opened since tuwen_composers_quit() */
gboolean tuwen_composers_get_quitting (TuwenComposers *self);

/** Has the desktop tell what is under way without a window of its own, with a way to take it back
 * where there is one */
void tuwen_composers_tell_active (TuwenComposers *self);

/** Begins the time in which it can be taken back, and publishes then */
void tuwen_composers_publish (TuwenComposers *self, TuwenDraft *draft);

/** Takes it back. Returns: whether nothing was sent */
gboolean tuwen_composers_take_back (TuwenComposers *self, TuwenDraft *draft);

/** Takes back what is under way, and opens it to be changed and published after all; or says that
 * it is too late */
void tuwen_composers_undo (TuwenComposers *self, const char *draft_id);

/** Returns: whether publishing was asked for and can still be taken back */
gboolean tuwen_composers_is_counting (TuwenComposers *self, TuwenDraft *draft);

/** Returns: (transfer full) (nullable): the account that @draft is to be posted by, when it is
 *   signed in */
TuwenAccount *tuwen_composers_find_account (TuwenComposers *self, TuwenDraft *draft);

/** Does away with a draft; says so, with a way back */
void tuwen_composers_discard (TuwenComposers *self, TuwenDraft *draft);

/** For a composer that closes: keeps its draft, or drops it when it is empty */
void tuwen_composers_closed (TuwenComposers *self, TuwenDraft *draft);

/** Does what was offered with `said` */
void tuwen_composers_take_offer (TuwenComposers *self, TuwenDraft *draft, TuwenOffer offer);

G_END_DECLS
