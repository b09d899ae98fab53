/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-notice.h"
#include "tuwen-scheduled-row.h"
#include "tuwen-scheduled-rows.h"
#include "tuwen-scheduled-view.h"

G_BEGIN_DECLS

/* TuwenScheduledView is split by aspect: tuwen-scheduled-view.c (what it shows) and
 * tuwen-scheduled-view-actions.c (what can be done in it). */

struct _TuwenScheduledView
{
  AdwBin parent_instance;

  TuwenPlans *plans;         /* (owned) */
  TuwenScheduled *scheduled; /* (unowned): of plans */
  TuwenAccounts *accounts;   /* (owned) */
  TuwenPictures *pictures;   /* (owned) (nullable) */
  BiliClock *clock;          /* (owned) */
  GSettings *settings;       /* (owned) (nullable) */

  GtkLabel *summary;
  GtkStack *refresh_stack;
  GtkWidget *refresh_button;
  GtkSpinner *refresh_spinner;
  TuwenNotice *notice;
  GtkStack *stack;
  GtkWidget *list_page;
  AdwBin *page_bin;
  GtkListView *view;
  GtkRevealer *selection_revealer;
  GtkLabel *selection_label;

  TuwenScheduledRows *rows;        /* (owned) */
  GtkMultiSelection *selection;    /* (owned) */
  GtkWidget *waiting;              /* (nullable): in the stack, made when first needed */
  guint timer;                     /* countdowns go on */
  gboolean keeps_top;              /* the list changes, and showed its beginning before */
  guint scroll_tick;
  guint focus_tick;      /* the list is to have the focus once it has rows */
  GtkWidget *focused;    /* (nullable): weak; what has it meanwhile */
  gboolean was_focused;  /* the list knows where it had it last */

  GtkWidget *menu;               /* (nullable): child */
  GtkWidget *planner_popover;    /* (nullable): child */
  TuwenScheduledItem *menu_item; /* (owned) (nullable): what the menu or the popover is of */
};

void tuwen_scheduled_view_install_actions (GtkWidgetClass *widget_class);

/** Lets go of menu and popover */
void tuwen_scheduled_view_drop_menus (TuwenScheduledView *self);

/** Opens the menu of @row at @area of the view */
void tuwen_scheduled_view_show_menu (TuwenScheduledView *self,
                                     TuwenScheduledRow *row,
                                     const GdkRectangle *area);

/** Does @action of @item */
void tuwen_scheduled_view_act (TuwenScheduledView *self,
                               TuwenScheduledItem *item,
                               const char *action);

/** Returns: (nullable): the row around @widget, in it, or of the list's own widget */
TuwenScheduledRow *tuwen_scheduled_view_find_row (TuwenScheduledView *self, GtkWidget *widget);

/** Returns: (transfer full) (element-type TuwenScheduledItem): what is selected */
GPtrArray *tuwen_scheduled_view_list_selected (TuwenScheduledView *self);

G_END_DECLS
