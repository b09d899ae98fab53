/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-feed-list.h"
#include "tuwen-post-row.h"

G_BEGIN_DECLS

/* TuwenFeedList is split by aspect: tuwen-feed-list.c (rows, pages, news) and
 * tuwen-feed-list-actions.c (what can be done with a post). */

struct _TuwenFeedList
{
  AdwBin parent_instance;

  TuwenFeed *feed;           /* (owned) */
  TuwenPictures *pictures;   /* (owned) (nullable) */
  BiliClock *clock;          /* (owned) */
  GtkWidget *footer;         /* (owned) */
  GListStore *ends;          /* (owned): the item for the footer, or nothing */
  GtkAdjustment *adjustment; /* (owned) */

  GtkScrolledWindow *scroller;
  GtkListView *view;
  GtkRevealer *news_revealer;
  GtkButton *news_button;
  GMenuModel *post_menu;

  GtkWidget *menu;      /* (nullable): child, made when first needed */
  TuwenPost *menu_post; /* (owned) (nullable): whose menu is open */
  GtkWidget *menu_row;  /* (nullable): weak; the row that showed it then */

  guint date_timer;
  guint news;      /* posts that came on top and were not seen */
  guint counting;  /* frames until they are laid out; 0 when they are */
  guint counter;   /* counts them, while anybody sees it */
  gboolean filled; /* the feed had posts before the last change */
};

TuwenPostRow *tuwen_feed_list_pick_row (TuwenFeedList *self, double x, double y);
TuwenPostRow *tuwen_feed_list_get_focus_row (TuwenFeedList *self);
void tuwen_feed_list_open (TuwenFeedList *self, TuwenPost *post);
void tuwen_feed_list_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
