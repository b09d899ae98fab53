/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled-row"

#include "tuwen-scheduled-row.h"

#include <glib/gi18n.h>

#include "tuwen-cover.h"
#include "tuwen-row-text.h"
#include "tuwen-scheduled-words.h"

#define COVER_SIZE 72
#define GAP 12
#define LINE_GAP 6
#define BUTTON_GAP 6
#define TEXT_LINES 2
#define MIN_TEXT_WIDTH 120
#define NATURAL_TEXT_WIDTH 480
/* There the picture is left out, and the buttons are below the words */
#define NARROW_WIDTH 480
#define BUTTON_HEIGHT 34
/* Below the first of the words there is room for so many lines of the small print */
#define SMALL_LINES 3

enum
{
  LAYOUT_TEXT,
  LAYOUT_REASON, /* what is the matter with it */
  LAYOUT_WHEN,
  LAYOUT_MORE, /* how long it still is, how many pictures */
  N_LAYOUTS
};

struct _TuwenScheduledRow
{
  GtkWidget parent_instance;

  TuwenPlans *plans;       /* (owned) */
  TuwenAccounts *accounts; /* (owned) */
  BiliClock *clock;        /* (owned) */
  GtkWidget *cover;  /* (owned): child */
  GtkButton *button; /* (owned) (nullable): child, made when first seen */
  GtkWidget *more;   /* (owned) (nullable): likewise */
  guint making;      /* the buttons are going to be made */

  TuwenScheduledItem *item;         /* (owned) (nullable) */
  const char *action;               /* (nullable): what the button does */
  PangoLayout *layouts[N_LAYOUTS];  /* (owned) (nullable): made when first drawn */
  int lines[N_LAYOUTS];             /* how many each may have */
  int when_width;                   /* of the whole of it in one line */
  int more_width;                   /* likewise */
  char *when;                       /* (owned) (nullable): made when first needed */
  char *rest;                       /* (owned) (nullable): likewise */
  int text_height;                  /* of a line; 0 until measured */
  int small_height;                 /* of a line of the small print */
};

G_DEFINE_FINAL_TYPE (TuwenScheduledRow, tuwen_scheduled_row, GTK_TYPE_WIDGET)

enum
{
  ACT,
  MENU,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
forget_layouts (TuwenScheduledRow *self)
{
  for (int i = 0; i < N_LAYOUTS; i++)
    g_clear_object (&self->layouts[i]);
}

static void
forget_words (TuwenScheduledRow *self)
{
  forget_layouts (self);
  g_clear_pointer (&self->when, g_free);
  g_clear_pointer (&self->rest, g_free);
}

static void
measure_fonts (TuwenScheduledRow *self)
{
  if (self->text_height != 0)
    return;

  self->text_height = tuwen_row_text_get_line_height (GTK_WIDGET (self));
  self->small_height = (int) (self->text_height * TUWEN_ROW_TEXT_SMALL + 0.99);
}

/* Whether it has to be said what is the matter with it */
static gboolean
has_reason (TuwenScheduledRow *self)
{
  return tuwen_scheduled_item_get_section (self->item) == TUWEN_SECTION_ATTENTION
         || tuwen_scheduled_item_get_failed (self->item) != 0;
}

/* What is most likely wanted of it */
static void
choose_button (TuwenScheduledRow *self, const char **label)
{
  guint can = tuwen_scheduled_item_get_actions (self->item);
  TuwenScheduledActions failed = tuwen_scheduled_item_get_failed (self->item);

  if (tuwen_plans_is_counting (self->plans, self->item))
    {
      self->action = "scheduled.take-back";
      *label = _ ("Undo");
    }
  else if (tuwen_plans_get_step (self->plans, self->item) != NULL)
    {
      self->action = NULL;
      *label = NULL;
    }
  else if (tuwen_scheduled_item_get_section (self->item) == TUWEN_SECTION_TRASH)
    {
      self->action = "scheduled.restore";
      *label = _ ("Restore");
    }
  else if ((can & TUWEN_CAN_SETTLE) != 0)
    {
      self->action = "scheduled.settle";
      *label = _ ("Settle");
    }
  else if (tuwen_scheduled_item_is_nowhere (self->item))
    {
      self->action = "scheduled.delete";
      *label = _ ("Remove");
    }
  else if ((can & failed & TUWEN_CAN_REMOVE) != 0)
    {
      self->action = "scheduled.delete";
      *label = _ ("Delete");
    }
  else if ((can & failed & TUWEN_CAN_RESCHEDULE) != 0)
    {
      self->action = "scheduled.reschedule";
      *label = _ ("Reschedule");
    }
  else if ((can & (TUWEN_CAN_LOOK_AGAIN | TUWEN_CAN_SEND_AGAIN)) != 0)
    {
      self->action = "scheduled.look-again";
      *label = _ ("Look Again");
    }
  else if ((can & TUWEN_CAN_PUBLISH_NOW) != 0)
    {
      self->action = "scheduled.publish-now";
      *label = _ ("Publish Now");
    }
  else
    {
      self->action = "scheduled.edit";
      *label = _ ("Edit");
    }
}

static void
update_button (TuwenScheduledRow *self)
{
  const char *label;

  if (self->button == NULL || self->item == NULL)
    return;

  choose_button (self, &label);
  gtk_widget_set_child_visible (GTK_WIDGET (self->button), label != NULL);
  if (label != NULL && g_strcmp0 (gtk_button_get_label (self->button), label) != 0)
    {
      gtk_button_set_label (self->button, label);
      gtk_widget_queue_allocate (GTK_WIDGET (self));
    }
}

static void
clicked_cb (TuwenScheduledRow *self)
{
  if (self->action != NULL)
    g_signal_emit (self, signals[ACT], 0, self->action);
}

static void
more_clicked_cb (TuwenScheduledRow *self)
{
  g_signal_emit (self, signals[MENU], 0, self->more);
}

static void
make_buttons (TuwenScheduledRow *self)
{
  self->button = GTK_BUTTON (gtk_button_new_with_label (""));
  gtk_widget_set_parent (GTK_WIDGET (self->button), GTK_WIDGET (self));
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);

  self->more = gtk_button_new_from_icon_name ("view-more-symbolic");
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_set_tooltip_text (self->more, _ ("More"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("More"), -1);
  gtk_widget_set_parent (self->more, GTK_WIDGET (self));
  g_signal_connect_object (self->more, "clicked", G_CALLBACK (more_clicked_cb), self,
                           G_CONNECT_SWAPPED);
}

static gboolean
make_buttons_cb (gpointer user_data)
{
  TuwenScheduledRow *self = user_data;

  self->making = 0;
  make_buttons (self);
  update_button (self);

  return G_SOURCE_REMOVE;
}

/* A list keeps hundreds of rows that nobody sees: these need none. All that are new are mapped
 * until the list is laid out */
static void
make_buttons_soon (TuwenScheduledRow *self)
{
  if (self->button == NULL && self->making == 0)
    self->making = g_idle_add (make_buttons_cb, self);
}

/* Words */

/* When it is to appear, or what is under way for it; and how long that still is */
static void
make_words (TuwenScheduledRow *self)
{
  const char *step = tuwen_plans_get_step (self->plans, self->item);
  gint64 now = bili_clock_get_unix (self->clock);
  g_autofree char *owner = NULL;

  if (self->when != NULL)
    return;

  owner = tuwen_scheduled_words_owner (self->item, self->accounts);
  self->when = step != NULL ? g_strdup (step) : tuwen_scheduled_words_when (self->item, now);
  self->rest = tuwen_scheduled_words_more (self->item, owner, now);
}

static void
update_accessible (TuwenScheduledRow *self)
{
  g_autofree char *label
      = tuwen_row_text_excerpt (tuwen_scheduled_words_text (self->item), TEXT_LINES);
  g_autofree char *description = NULL;
  const char *reason = has_reason (self) ? tuwen_scheduled_item_get_reason (self->item) : NULL;

  make_words (self);
  description = g_strconcat (reason != NULL ? reason : "", reason != NULL ? " " : "", self->when,
                             *self->rest != '\0' ? ", " : "", self->rest, NULL);
  tuwen_row_text_speak (GTK_WIDGET (self), label, description);
}

/* Drawing */

static void
make_layout (TuwenScheduledRow *self, int which, const char *text)
{
  g_autofree char *excerpt = tuwen_row_text_excerpt (text, self->lines[which]);

  if (*excerpt == '\0')
    return;

  self->layouts[which] = tuwen_row_text_layout (GTK_WIDGET (self), excerpt,
                                                which == LAYOUT_TEXT ? 1 : TUWEN_ROW_TEXT_SMALL);
  pango_layout_set_wrap (self->layouts[which], PANGO_WRAP_WORD_CHAR);
}

/* @layout: (nullable). Returns: in pixels, of the whole of it in one line */
static int
get_width (PangoLayout *layout)
{
  int width = 0;

  if (layout != NULL)
    pango_layout_get_pixel_size (layout, &width, NULL);

  return width;
}

/* What needs attention has one line for when it is, and whatever else there is */
static void
make_when (TuwenScheduledRow *self)
{
  gboolean both = has_reason (self) && *self->rest != '\0';
  g_autofree char *text
      = both ? g_strconcat (self->when, *self->when != '\0' ? " · " : "", self->rest, NULL) : NULL;

  self->lines[LAYOUT_WHEN] = SMALL_LINES;
  make_layout (self, LAYOUT_WHEN, both ? text : self->when);
  self->lines[LAYOUT_MORE] = SMALL_LINES;
  if (!both)
    make_layout (self, LAYOUT_MORE, self->rest);
  self->when_width = get_width (self->layouts[LAYOUT_WHEN]);
  self->more_width = get_width (self->layouts[LAYOUT_MORE]);
}

/* Each has its lines: both clocks two where one does not do, and so has the rest where there is
 * room for it */
static void
make_layouts (TuwenScheduledRow *self, int width)
{
  const char *reason = has_reason (self) ? tuwen_scheduled_item_get_reason (self->item) : NULL;
  gboolean is_long;
  gboolean is_more_long;
  int text_lines;

  if (self->when == NULL || self->layouts[LAYOUT_WHEN] == NULL)
    {
      make_words (self);
      make_when (self);
    }

  is_long = self->when_width > width;
  is_more_long = self->more_width > width && !is_long;
  text_lines = has_reason (self) || is_long || is_more_long ? 1 : TEXT_LINES;
  if (text_lines != self->lines[LAYOUT_TEXT])
    g_clear_object (&self->layouts[LAYOUT_TEXT]);
  self->lines[LAYOUT_TEXT] = text_lines;
  self->lines[LAYOUT_WHEN] = is_long ? 2 : 1;
  self->lines[LAYOUT_REASON] = SMALL_LINES - self->lines[LAYOUT_WHEN];
  self->lines[LAYOUT_MORE] = is_more_long ? 2 : 1;
  if (self->layouts[LAYOUT_TEXT] == NULL)
    make_layout (self, LAYOUT_TEXT, tuwen_scheduled_words_text (self->item));
  if (self->layouts[LAYOUT_REASON] == NULL && reason != NULL)
    make_layout (self, LAYOUT_REASON, reason);

  for (int i = 0; i < N_LAYOUTS; i++)
    if (self->layouts[i] != NULL)
      {
        pango_layout_set_width (self->layouts[i], width * PANGO_SCALE);
        pango_layout_set_height (self->layouts[i], -self->lines[i]);
      }
}

/* Draws them below each other, in the middle of @area */
static void
snapshot_layouts (TuwenScheduledRow *self,
                  GtkSnapshot *snapshot,
                  const GdkRectangle *area,
                  const GdkRGBA *colors)
{
  int heights[N_LAYOUTS] = { 0 };
  int height = LINE_GAP;
  int y;

  for (int i = 0; i < N_LAYOUTS; i++)
    {
      if (self->layouts[i] != NULL)
        pango_layout_get_pixel_size (self->layouts[i], NULL, &heights[i]);
      height += heights[i];
    }

  y = area->y + MAX (0, (area->height - height) / 2);
  for (int i = 0; i < N_LAYOUTS; i++)
    {
      if (self->layouts[i] != NULL)
        tuwen_row_text_snapshot (snapshot, self->layouts[i], area->x, y, &colors[i]);
      y += heights[i] + (i == LAYOUT_TEXT ? LINE_GAP : 0);
    }
}

/* Returns: how much room the buttons take, with what is between them and the words */
static int
get_buttons_width (TuwenScheduledRow *self, int *button_width, int *more_width)
{
  *button_width = 0;
  *more_width = 0;
  if (self->button == NULL)
    return 0;

  if (gtk_widget_get_child_visible (GTK_WIDGET (self->button)))
    gtk_widget_measure (GTK_WIDGET (self->button), GTK_ORIENTATION_HORIZONTAL, -1, NULL,
                        button_width, NULL, NULL);
  gtk_widget_measure (self->more, GTK_ORIENTATION_HORIZONTAL, -1, NULL, more_width, NULL, NULL);

  return *button_width + *more_width + BUTTON_GAP + GAP;
}

static gboolean
is_covered (TuwenScheduledRow *self, int width)
{
  return self->item != NULL && tuwen_scheduled_item_get_n_pictures (self->item) > 0
         && width >= NARROW_WIDTH;
}

static void
choose_colors (TuwenScheduledRow *self, GdkRGBA *colors)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA color, dim;

  gtk_style_context_get_color (style, &color);
  dim = color;
  dim.alpha *= tuwen_row_text_get_dim_alpha ();
  colors[LAYOUT_TEXT] = color;
  if (self->layouts[LAYOUT_REASON] == NULL
      || !gtk_style_context_lookup_color (style, "warning_color", &colors[LAYOUT_REASON]))
    colors[LAYOUT_REASON] = color;
  colors[LAYOUT_WHEN]
      = tuwen_scheduled_item_get_section (self->item) == TUWEN_SECTION_SCHEDULED ? color : dim;
  colors[LAYOUT_MORE] = dim;
}

static void
tuwen_scheduled_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TuwenScheduledRow *self = TUWEN_SCHEDULED_ROW (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (widget);
  gboolean covered = is_covered (self, width);
  int cover_width = covered ? COVER_SIZE + GAP : 0;
  GdkRectangle area = { 0, 0, width, gtk_widget_get_height (widget) };
  GdkRGBA colors[N_LAYOUTS];
  int button_width, more_width, buttons_width;

  if (self->item == NULL)
    return;

  if (width < NARROW_WIDTH)
    {
      area.height -= LINE_GAP + BUTTON_HEIGHT;
    }
  else
    {
      buttons_width = get_buttons_width (self, &button_width, &more_width);
      area.x = rtl ? buttons_width : cover_width;
      area.width = MAX (1, width - cover_width - buttons_width);
    }
  make_layouts (self, area.width);
  choose_colors (self, colors);
  snapshot_layouts (self, snapshot, &area, colors);

  if (covered)
    gtk_widget_snapshot_child (widget, self->cover, snapshot);
  if (self->button != NULL)
    {
      gtk_widget_snapshot_child (widget, GTK_WIDGET (self->button), snapshot);
      gtk_widget_snapshot_child (widget, self->more, snapshot);
    }
}

static GtkSizeRequestMode
tuwen_scheduled_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tuwen_scheduled_row_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  TuwenScheduledRow *self = TUWEN_SCHEDULED_ROW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = COVER_SIZE + GAP + MIN_TEXT_WIDTH;
      *natural = COVER_SIZE + GAP + NATURAL_TEXT_WIDTH;
      return;
    }

  /* The same for all, whatever they say */
  measure_fonts (self);
  *minimum = MAX (COVER_SIZE, TEXT_LINES * self->text_height + LINE_GAP + 2 * self->small_height);
  if (for_size > 0 && for_size < NARROW_WIDTH)
    *minimum += LINE_GAP + BUTTON_HEIGHT;
  *natural = *minimum;
}

static void
allocate_button (GtkWidget *button, int x, int y, int width, int height)
{
  int natural;

  gtk_widget_measure (button, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  natural = MIN (natural, height);
  gtk_widget_size_allocate (button,
                            &(GtkAllocation){ x, y + (height - natural) / 2, width, natural }, -1);
}

static void
tuwen_scheduled_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TuwenScheduledRow *self = TUWEN_SCHEDULED_ROW (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int y = width < NARROW_WIDTH ? height - BUTTON_HEIGHT : 0;
  int button_width, more_width;

  gtk_widget_set_child_visible (self->cover, is_covered (self, width));
  if (gtk_widget_get_child_visible (self->cover))
    gtk_widget_size_allocate (self->cover,
                              &(GtkAllocation){ rtl ? width - COVER_SIZE : 0,
                                                (height - COVER_SIZE) / 2, COVER_SIZE, COVER_SIZE },
                              -1);
  if (self->button == NULL)
    return;

  get_buttons_width (self, &button_width, &more_width);
  allocate_button (self->more, rtl ? 0 : width - more_width, y, more_width, height - y);
  if (button_width > 0)
    allocate_button (GTK_WIDGET (self->button),
                     rtl ? more_width + BUTTON_GAP
                         : width - more_width - BUTTON_GAP - button_width,
                     y, button_width, height - y);
}

static void
tuwen_scheduled_row_map (GtkWidget *widget)
{
  TuwenScheduledRow *self = TUWEN_SCHEDULED_ROW (widget);

  make_buttons_soon (self);
  update_button (self);
  GTK_WIDGET_CLASS (tuwen_scheduled_row_parent_class)->map (widget);
  if (self->item != NULL)
    {
      update_accessible (self);
      tuwen_scheduled_row_update (self);
    }
}

static void
tuwen_scheduled_row_unmap (GtkWidget *widget)
{
  TuwenScheduledRow *self = TUWEN_SCHEDULED_ROW (widget);

  g_clear_handle_id (&self->making, g_source_remove);
  forget_words (self);
  GTK_WIDGET_CLASS (tuwen_scheduled_row_parent_class)->unmap (widget);
}

static void
tuwen_scheduled_row_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tuwen_scheduled_row_parent_class)->css_changed (widget, change);

  if (gtk_widget_get_mapped (widget))
    forget_layouts (TUWEN_SCHEDULED_ROW (widget));
}

static void
tuwen_scheduled_row_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  TuwenScheduledRow *self = TUWEN_SCHEDULED_ROW (widget);

  GTK_WIDGET_CLASS (tuwen_scheduled_row_parent_class)->system_setting_changed (widget, setting);

  if (setting == GTK_SYSTEM_SETTING_DPI || setting == GTK_SYSTEM_SETTING_FONT_NAME
      || setting == GTK_SYSTEM_SETTING_FONT_CONFIG)
    {
      forget_layouts (self);
      self->text_height = 0;
      gtk_widget_queue_resize (widget);
    }
}

static void
tuwen_scheduled_row_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  forget_layouts (TUWEN_SCHEDULED_ROW (widget));

  GTK_WIDGET_CLASS (tuwen_scheduled_row_parent_class)->direction_changed (widget, previous);
}

static void
tuwen_scheduled_row_dispose (GObject *object)
{
  TuwenScheduledRow *self = TUWEN_SCHEDULED_ROW (object);

  if (self->plans != NULL)
    tuwen_scheduled_row_set_item (self, NULL);
  g_clear_handle_id (&self->making, g_source_remove);
  forget_words (self);
  g_clear_pointer (&self->cover, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->button, gtk_widget_unparent);
  g_clear_pointer (&self->more, gtk_widget_unparent);
  g_clear_object (&self->plans);
  g_clear_object (&self->accounts);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (tuwen_scheduled_row_parent_class)->dispose (object);
}

static void
tuwen_scheduled_row_class_init (TuwenScheduledRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_scheduled_row_dispose;
  widget_class->css_changed = tuwen_scheduled_row_css_changed;
  widget_class->map = tuwen_scheduled_row_map;
  widget_class->direction_changed = tuwen_scheduled_row_direction_changed;
  widget_class->get_request_mode = tuwen_scheduled_row_get_request_mode;
  widget_class->measure = tuwen_scheduled_row_measure;
  widget_class->size_allocate = tuwen_scheduled_row_size_allocate;
  widget_class->snapshot = tuwen_scheduled_row_snapshot;
  widget_class->system_setting_changed = tuwen_scheduled_row_system_setting_changed;
  widget_class->unmap = tuwen_scheduled_row_unmap;

  signals[ACT] = g_signal_new ("act", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[MENU] = g_signal_new ("menu", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, GTK_TYPE_WIDGET);

  gtk_widget_class_set_css_name (widget_class, "plan");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tuwen_scheduled_row_init (TuwenScheduledRow *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
tuwen_scheduled_row_new (TuwenPlans *plans,
                         TuwenAccounts *accounts,
                         TuwenPictures *pictures,
                         BiliClock *clock)
{
  TuwenScheduledRow *self;

  g_return_val_if_fail (TUWEN_IS_PLANS (plans), NULL);
  g_return_val_if_fail (TUWEN_IS_ACCOUNTS (accounts), NULL);
  g_return_val_if_fail (BILI_IS_CLOCK (clock), NULL);

  self = g_object_new (TUWEN_TYPE_SCHEDULED_ROW, NULL);
  self->plans = g_object_ref (plans);
  self->accounts = g_object_ref (accounts);
  self->clock = g_object_ref (clock);
  self->cover = tuwen_cover_new (pictures, COVER_SIZE, COVER_SIZE);
  gtk_widget_set_child_visible (self->cover, FALSE);
  gtk_widget_set_parent (self->cover, GTK_WIDGET (self));

  return GTK_WIDGET (self);
}

static void
show_picture (TuwenScheduledRow *self)
{
  const char *path = NULL;
  const char *url = NULL;

  if (self->item != NULL && tuwen_scheduled_item_get_n_pictures (self->item) > 0)
    tuwen_scheduled_item_get_picture (self->item, 0, &path, &url);
  tuwen_cover_set_picture (TUWEN_COVER (self->cover), path, url);
}

static void
item_changed_cb (TuwenScheduledRow *self)
{
  show_picture (self);
  tuwen_scheduled_row_update (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update_accessible (self);
}

void
tuwen_scheduled_row_set_item (TuwenScheduledRow *self, TuwenScheduledItem *item)
{
  g_return_if_fail (TUWEN_IS_SCHEDULED_ROW (self));

  if (self->item == item)
    return;

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;

  g_signal_connect_swapped (item, "changed", G_CALLBACK (item_changed_cb), self);
  item_changed_cb (self);
}

TuwenScheduledItem *
tuwen_scheduled_row_get_item (TuwenScheduledRow *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ROW (self), NULL);

  return self->item;
}

void
tuwen_scheduled_row_update (TuwenScheduledRow *self)
{
  g_return_if_fail (TUWEN_IS_SCHEDULED_ROW (self));

  forget_words (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      update_button (self);
      /* There may be a picture now, or none any more */
      gtk_widget_queue_allocate (GTK_WIDGET (self));
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
