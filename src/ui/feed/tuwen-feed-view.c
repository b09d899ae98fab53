/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-feed-view"

#include "tuwen-feed-view.h"

#include <glib/gi18n.h>

#include "tuwen-announce.h"
#include "tuwen-feed-page.h"
#include "tuwen-waiting.h"

struct _TuwenFeedView
{
  AdwBin parent_instance;

  TuwenFeed *feed;         /* (owned) */
  TuwenAccounts *accounts; /* (owned) */
  TuwenPictures *pictures; /* (owned) (nullable) */
  BiliClock *clock;        /* (owned) */

  GtkStack *stack;     /* child */
  TuwenFeedList *list; /* in the stack */
  GtkWidget *waiting;  /* (nullable): in the stack, made when first needed */
  AdwBin *page_bin;    /* in the stack, around a page */

  TuwenFeedState state;
};

G_DEFINE_FINAL_TYPE (TuwenFeedView, tuwen_feed_view, ADW_TYPE_BIN)

enum
{
  PROP_FEED = 1,
  PROP_ACCOUNTS,
  PROP_PICTURES,
  PROP_CLOCK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_own (TuwenFeedView *self)
{
  TuwenAccount *account = tuwen_accounts_get_current (self->accounts);

  return account != NULL
         && g_strcmp0 (tuwen_account_get_mid (account), tuwen_feed_get_mid (self->feed)) == 0;
}

static TuwenFeedState
find_state_without_space (TuwenFeedView *self)
{
  const GError *error = tuwen_accounts_get_keyring_error (self->accounts);

  if (tuwen_accounts_get_loading (self->accounts)
      || tuwen_accounts_get_current (self->accounts) != NULL)
    return TUWEN_FEED_STATE_WAITING;

  /* A desktop without any keyring can hold no account, so that newcomers are welcome there too; the
   * notice above says what is missing. In a locked one there may be accounts. */
  if (error != NULL && !g_error_matches (error, TUWEN_KEYRING_ERROR, TUWEN_KEYRING_ERROR_ABSENT))
    return TUWEN_FEED_STATE_KEYRING;

  return TUWEN_FEED_STATE_WELCOME;
}

static TuwenFeedState
find_state (TuwenFeedView *self)
{
  if (tuwen_feed_get_mid (self->feed) == NULL)
    return find_state_without_space (self);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->feed)) > 0)
    return TUWEN_FEED_STATE_POSTS;
  if (tuwen_feed_get_loading (self->feed) || tuwen_feed_get_refreshing (self->feed))
    return TUWEN_FEED_STATE_WAITING;
  if (tuwen_feed_get_error (self->feed) != NULL)
    return TUWEN_FEED_STATE_ERROR;
  if (tuwen_feed_get_loaded (self->feed))
    return TUWEN_FEED_STATE_EMPTY;

  return TUWEN_FEED_STATE_WAITING;
}

static void
show_page (TuwenFeedView *self)
{
  const GError *error = self->state == TUWEN_FEED_STATE_KEYRING
                            ? tuwen_accounts_get_keyring_error (self->accounts)
                            : tuwen_feed_get_error (self->feed);
  g_autoptr (TuwenPage) page = tuwen_feed_page_new (
      self->state, is_own (self), tuwen_feed_get_kind (self->feed), error);
  gboolean is_new = tuwen_page_show (page, self->page_bin)
                    || gtk_stack_get_visible_child (self->stack) != GTK_WIDGET (self->page_bin);

  if (is_new && error != NULL)
    tuwen_announce (page->body);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->page_bin));
}

static void
show_waiting (TuwenFeedView *self)
{
  if (self->waiting == NULL)
    {
      self->waiting = tuwen_waiting_new (_ ("Loading posts"));
      gtk_stack_add_child (self->stack, self->waiting);
    }

  gtk_stack_set_visible_child (self->stack, self->waiting);
}

static void
update (TuwenFeedView *self)
{
  self->state = find_state (self);
  switch (self->state)
    {
    case TUWEN_FEED_STATE_WAITING:
      show_waiting (self);
      break;
    case TUWEN_FEED_STATE_POSTS:
      gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->list));
      break;
    case TUWEN_FEED_STATE_WELCOME:
    case TUWEN_FEED_STATE_KEYRING:
    case TUWEN_FEED_STATE_EMPTY:
    case TUWEN_FEED_STATE_ERROR:
    default:
      show_page (self);
    }
}

static void
tuwen_feed_view_set_property (GObject *object,
                              guint property_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  TuwenFeedView *self = TUWEN_FEED_VIEW (object);

  switch (property_id)
    {
    case PROP_FEED:
      self->feed = g_value_dup_object (value);
      break;
    case PROP_ACCOUNTS:
      self->accounts = g_value_dup_object (value);
      break;
    case PROP_PICTURES:
      self->pictures = g_value_dup_object (value);
      break;
    case PROP_CLOCK:
      self->clock = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
follow (TuwenFeedView *self, gpointer source, const char *signal)
{
  g_signal_connect_object (source, signal, G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
tuwen_feed_view_constructed (GObject *object)
{
  TuwenFeedView *self = TUWEN_FEED_VIEW (object);

  G_OBJECT_CLASS (tuwen_feed_view_parent_class)->constructed (object);

  self->list = g_object_new (TUWEN_TYPE_FEED_LIST, "feed", self->feed, "pictures", self->pictures,
                             "clock", self->clock, NULL);
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->list));
  self->page_bin = ADW_BIN (adw_bin_new ());
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->page_bin));

  follow (self, self->feed, "items-changed");
  follow (self, self->feed, "notify::mid");
  follow (self, self->feed, "notify::loading");
  follow (self, self->feed, "notify::refreshing");
  follow (self, self->feed, "notify::loaded");
  follow (self, self->feed, "notify::error");
  follow (self, self->accounts, "notify::current");
  follow (self, self->accounts, "notify::loading");
  follow (self, self->accounts, "notify::keyring-error");
  update (self);
}

static void
tuwen_feed_view_dispose (GObject *object)
{
  TuwenFeedView *self = TUWEN_FEED_VIEW (object);

  g_clear_object (&self->feed);
  g_clear_object (&self->accounts);
  g_clear_object (&self->pictures);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (tuwen_feed_view_parent_class)->dispose (object);
}

static void
tuwen_feed_view_class_init (TuwenFeedViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = tuwen_feed_view_constructed;
  object_class->dispose = tuwen_feed_view_dispose;
  object_class->set_property = tuwen_feed_view_set_property;

  properties[PROP_FEED] = g_param_spec_object ("feed", NULL, NULL, TUWEN_TYPE_FEED, flags);
  properties[PROP_ACCOUNTS]
      = g_param_spec_object ("accounts", NULL, NULL, TUWEN_TYPE_ACCOUNTS, flags);
  properties[PROP_PICTURES]
      = g_param_spec_object ("pictures", NULL, NULL, TUWEN_TYPE_PICTURES, flags);
  properties[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, BILI_TYPE_CLOCK, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tuwen_feed_view_init (TuwenFeedView *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  /* The list's widgets must not be measured for the height of a page, nor the other way round */
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

TuwenFeedState
tuwen_feed_view_get_state (TuwenFeedView *self)
{
  g_return_val_if_fail (TUWEN_IS_FEED_VIEW (self), TUWEN_FEED_STATE_WAITING);

  return self->state;
}

TuwenFeedList *
tuwen_feed_view_get_list (TuwenFeedView *self)
{
  g_return_val_if_fail (TUWEN_IS_FEED_VIEW (self), NULL);

  return self->list;
}
