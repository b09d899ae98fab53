/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-post-row"

#include "tuwen-post-row.h"

#include <glib/gi18n.h>

#include "tuwen-cover.h"
#include "tuwen-date.h"
#include "tuwen-row-text.h"

#define COVER_SIZE 96
#define GAP 12
#define LINE_GAP 6
#define MIN_LINES 3
#define MIN_TEXT_WIDTH 120
#define NATURAL_TEXT_WIDTH 480
#define ICON_SIZE 16

/* A count with its icon, such as the likes */
typedef struct
{
  const char *icon_name;
  GtkSymbolicPaintable *icon; /* (owned) (nullable): made when first drawn */
  PangoLayout *layout;        /* (owned) (nullable): made when first drawn */
} Count;

struct _TuwenPostRow
{
  GtkWidget parent_instance;

  GtkWidget *cover; /* (owned): child */
  BiliClock *clock; /* (owned) */

  TuwenPost *post;          /* (owned) (nullable) */
  PangoLayout *text_layout; /* (owned) (nullable): made when first drawn */
  PangoLayout *date_layout; /* (owned) (nullable): made when first drawn */
  Count likes;
  Count views;

  GdkRectangle date_area; /* where the date was drawn last */
  int text_height;        /* of a line; 0 until measured */
  int small_height;       /* of a line of the small print */
};

G_DEFINE_FINAL_TYPE (TuwenPostRow, tuwen_post_row, GTK_TYPE_WIDGET)

static void
forget_layouts (TuwenPostRow *self)
{
  g_clear_object (&self->text_layout);
  g_clear_object (&self->date_layout);
  g_clear_object (&self->likes.layout);
  g_clear_object (&self->views.layout);
}

static void
forget_fonts (TuwenPostRow *self)
{
  forget_layouts (self);
  self->text_height = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
scale_changed_cb (TuwenPostRow *self)
{
  g_clear_object (&self->likes.icon);
  g_clear_object (&self->views.icon);
}

static void
measure_fonts (TuwenPostRow *self)
{
  if (self->text_height != 0)
    return;

  self->text_height = tuwen_row_text_get_line_height (GTK_WIDGET (self));
  self->small_height = MAX (ICON_SIZE, (int) (self->text_height * TUWEN_ROW_TEXT_SMALL + 0.99));
}

static const char *
get_text_or_substitute (TuwenPostRow *self, gboolean *substitute)
{
  const BiliOpus *opus = tuwen_post_get_opus (self->post);

  *substitute = !tuwen_row_text_has_words (opus->text);
  if (!*substitute)
    return opus->text;

  return opus->cover_url != NULL ? _ ("Pictures only") : _ ("Nothing written");
}

static void
snapshot_text (TuwenPostRow *self, GtkSnapshot *snapshot, const GdkRectangle *area, GdkRGBA color)
{
  gboolean substitute;
  const char *text = get_text_or_substitute (self, &substitute);

  if (self->text_layout == NULL)
    {
      g_autofree char *excerpt = tuwen_row_text_excerpt (text, MIN_LINES);

      self->text_layout = tuwen_row_text_layout (GTK_WIDGET (self), excerpt, 1);
      pango_layout_set_wrap (self->text_layout, PANGO_WRAP_WORD_CHAR);
    }
  pango_layout_set_width (self->text_layout, area->width * PANGO_SCALE);
  pango_layout_set_height (self->text_layout, area->height * PANGO_SCALE);

  if (substitute)
    color.alpha *= tuwen_row_text_get_dim_alpha ();
  tuwen_row_text_snapshot (snapshot, self->text_layout, area->x, area->y, &color);
}

/* Draws a count at the start edge of @area and takes the room that it needs from it */
static void
snapshot_count (TuwenPostRow *self,
                Count *count,
                const char *text,
                GtkSnapshot *snapshot,
                GdkRectangle *area,
                const GdkRGBA *color)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width, height, used;

  if (text == NULL)
    return;

  if (count->layout == NULL)
    count->layout = tuwen_row_text_layout (GTK_WIDGET (self), text, TUWEN_ROW_TEXT_SMALL);
  pango_layout_get_pixel_size (count->layout, &width, &height);
  used = ICON_SIZE + 4 + width;
  if (used > area->width)
    return;

  if (count->icon == NULL)
    {
      GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));

      count->icon = GTK_SYMBOLIC_PAINTABLE (gtk_icon_theme_lookup_icon (
          theme, count->icon_name, NULL, ICON_SIZE, gtk_widget_get_scale_factor (widget),
          gtk_widget_get_direction (widget), GTK_ICON_LOOKUP_FORCE_SYMBOLIC));
    }

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (rtl ? area->x + area->width - ICON_SIZE : area->x,
                                      area->y + (area->height - ICON_SIZE) / 2));
  gtk_symbolic_paintable_snapshot_symbolic (count->icon, snapshot, ICON_SIZE, ICON_SIZE, color, 1);
  gtk_snapshot_restore (snapshot);

  tuwen_row_text_snapshot (snapshot, count->layout,
                   rtl ? area->x + area->width - used : area->x + ICON_SIZE + 4,
                   area->y + (area->height - height) / 2, color);

  used = MIN (used + GAP, area->width);
  area->width -= used;
  if (!rtl)
    area->x += used;
}

static void
snapshot_date (TuwenPostRow *self,
               GtkSnapshot *snapshot,
               const GdkRectangle *area,
               const GdkRGBA *color)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int width, height;

  if (area->width < 2 * ICON_SIZE)
    return;

  if (self->date_layout == NULL)
    {
      g_autofree char *text = tuwen_date_short (tuwen_post_get_unix (self->post),
                                                bili_clock_get_unix (self->clock), NULL);

      self->date_layout = tuwen_row_text_layout (GTK_WIDGET (self), text, TUWEN_ROW_TEXT_SMALL);
    }
  pango_layout_set_width (self->date_layout, -1);
  pango_layout_get_pixel_size (self->date_layout, &width, &height);
  if (width > area->width)
    {
      width = area->width;
      pango_layout_set_width (self->date_layout, width * PANGO_SCALE);
    }

  self->date_area = (GdkRectangle){ rtl ? area->x : area->x + area->width - width, area->y, width,
                                    area->height };
  /* Without a width Pango aligns to the start whatever the direction is; with one, as the text
   * runs */
  tuwen_row_text_snapshot (snapshot, self->date_layout, self->date_area.x,
                   area->y + (area->height - height) / 2, color);
}

static void
tuwen_post_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TuwenPostRow *self = TUWEN_POST_ROW (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean covered = gtk_widget_get_child_visible (self->cover);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  const BiliOpus *opus;
  GdkRectangle text, small;
  GdkRGBA color, dim;

  if (self->post == NULL)
    return;

  opus = tuwen_post_get_opus (self->post);
  measure_fonts (self);

  text.x = covered && !rtl ? COVER_SIZE + GAP : 0;
  text.y = 0;
  text.width = MAX (1, width - (covered ? COVER_SIZE + GAP : 0));
  text.height = MAX (1, height - self->small_height - LINE_GAP);
  small = (GdkRectangle){ text.x, height - self->small_height, text.width, self->small_height };

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  dim = color;
  dim.alpha *= tuwen_row_text_get_dim_alpha ();

  snapshot_text (self, snapshot, &text, color);
  snapshot_count (self, &self->likes, opus->likes, snapshot, &small, &dim);
  snapshot_count (self, &self->views, opus->views, snapshot, &small, &dim);
  snapshot_date (self, snapshot, &small, &dim);

  if (covered)
    gtk_widget_snapshot_child (widget, self->cover, snapshot);
}

static void
tuwen_post_row_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  TuwenPostRow *self = TUWEN_POST_ROW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = COVER_SIZE + GAP + MIN_TEXT_WIDTH;
      *natural = COVER_SIZE + GAP + NATURAL_TEXT_WIDTH;
      return;
    }

  measure_fonts (self);
  *minimum = *natural
      = MAX (COVER_SIZE, MIN_LINES * self->text_height + LINE_GAP + self->small_height);
}

static void
tuwen_post_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TuwenPostRow *self = TUWEN_POST_ROW (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  gtk_widget_size_allocate (self->cover,
                            &(GtkAllocation){ rtl ? width - COVER_SIZE : 0,
                                              (height - COVER_SIZE) / 2,
                                              COVER_SIZE,
                                              COVER_SIZE },
                            -1);
}

static void
update_accessible (TuwenPostRow *self)
{
  const BiliOpus *opus = tuwen_post_get_opus (self->post);
  g_autofree char *excerpt = NULL;
  g_autofree char *date = tuwen_date_full (tuwen_post_get_unix (self->post), NULL);
  g_autoptr (GString) description = g_string_new (date);
  gboolean substitute;

  if (opus->likes != NULL)
    {
      if (description->len > 0)
        g_string_append (description, ", ");
      /* Translators: read aloud by screen readers; %s is a number or a text such as "1.2万". */
      g_string_append_printf (description, _ ("%s likes"), opus->likes);
    }
  if (opus->views != NULL)
    {
      if (description->len > 0)
        g_string_append (description, ", ");
      /* Translators: read aloud by screen readers; %s is a number or a text such as "1.2万". */
      g_string_append_printf (description, _ ("%s views"), opus->views);
    }

  excerpt = tuwen_row_text_excerpt (get_text_or_substitute (self, &substitute), MIN_LINES);
  tuwen_row_text_speak (GTK_WIDGET (self), excerpt, description->str);
}

static void
tuwen_post_row_map (GtkWidget *widget)
{
  TuwenPostRow *self = TUWEN_POST_ROW (widget);

  GTK_WIDGET_CLASS (tuwen_post_row_parent_class)->map (widget);

  if (self->post != NULL)
    {
      update_accessible (self);
      tuwen_post_row_update_date (self);
    }
}

static void
tuwen_post_row_unmap (GtkWidget *widget)
{
  /* A list keeps hundreds of rows that nobody sees */
  forget_layouts (TUWEN_POST_ROW (widget));

  GTK_WIDGET_CLASS (tuwen_post_row_parent_class)->unmap (widget);
}

static gboolean
tuwen_post_row_query_tooltip (GtkWidget *widget,
                              int x,
                              int y,
                              gboolean keyboard,
                              GtkTooltip *tooltip)
{
  TuwenPostRow *self = TUWEN_POST_ROW (widget);
  g_autofree char *text = NULL;

  if (self->post == NULL
      || (!keyboard && !gdk_rectangle_contains_point (&self->date_area, x, y)))
    return FALSE;

  text = tuwen_date_full (tuwen_post_get_unix (self->post), NULL);
  if (*text == '\0')
    return FALSE;

  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &self->date_area);
  return TRUE;
}

static void
tuwen_post_row_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tuwen_post_row_parent_class)->css_changed (widget, change);

  /* Hovering changes the style of the row around this one, and so comes by here all the time, but
   * there is no way to ask what changed; the text is laid out again for the rows that are seen. */
  if (gtk_widget_get_mapped (widget))
    forget_layouts (TUWEN_POST_ROW (widget));
}

static void
tuwen_post_row_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (tuwen_post_row_parent_class)->system_setting_changed (widget, setting);

  if (setting == GTK_SYSTEM_SETTING_DPI || setting == GTK_SYSTEM_SETTING_FONT_NAME
      || setting == GTK_SYSTEM_SETTING_FONT_CONFIG)
    forget_fonts (TUWEN_POST_ROW (widget));
}

static void
tuwen_post_row_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  forget_layouts (TUWEN_POST_ROW (widget));

  GTK_WIDGET_CLASS (tuwen_post_row_parent_class)->direction_changed (widget, previous);
}

static void
tuwen_post_row_dispose (GObject *object)
{
  TuwenPostRow *self = TUWEN_POST_ROW (object);

  forget_layouts (self);
  g_clear_object (&self->likes.icon);
  g_clear_object (&self->views.icon);
  g_clear_pointer (&self->cover, gtk_widget_unparent);
  g_clear_object (&self->post);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (tuwen_post_row_parent_class)->dispose (object);
}

static void
tuwen_post_row_class_init (TuwenPostRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_post_row_dispose;

  widget_class->css_changed = tuwen_post_row_css_changed;
  widget_class->direction_changed = tuwen_post_row_direction_changed;
  widget_class->map = tuwen_post_row_map;
  widget_class->measure = tuwen_post_row_measure;
  widget_class->query_tooltip = tuwen_post_row_query_tooltip;
  widget_class->size_allocate = tuwen_post_row_size_allocate;
  widget_class->snapshot = tuwen_post_row_snapshot;
  widget_class->unmap = tuwen_post_row_unmap;
  widget_class->system_setting_changed = tuwen_post_row_system_setting_changed;

  gtk_widget_class_set_css_name (widget_class, "post");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tuwen_post_row_init (TuwenPostRow *self)
{
  self->likes.icon_name = "emblem-favorite-symbolic";
  self->views.icon_name = "view-reveal-symbolic";

  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (scale_changed_cb), NULL);
}

GtkWidget *
tuwen_post_row_new (TuwenPictures *pictures, BiliClock *clock)
{
  TuwenPostRow *self;

  g_return_val_if_fail (BILI_IS_CLOCK (clock), NULL);

  self = g_object_new (TUWEN_TYPE_POST_ROW, NULL);
  g_set_object (&self->clock, clock);
  self->cover = tuwen_cover_new (pictures, COVER_SIZE, COVER_SIZE);
  gtk_widget_set_parent (self->cover, GTK_WIDGET (self));

  return GTK_WIDGET (self);
}

void
tuwen_post_row_set_post (TuwenPostRow *self, TuwenPost *post)
{
  const BiliOpus *opus;

  g_return_if_fail (TUWEN_IS_POST_ROW (self));
  g_return_if_fail (post == NULL || TUWEN_IS_POST (post));

  if (!g_set_object (&self->post, post))
    return;

  forget_layouts (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (post == NULL)
    return;

  opus = tuwen_post_get_opus (post);
  /* Not `visible`, which would have every row measured again whenever it is bound */
  gtk_widget_set_child_visible (self->cover, opus->cover_url != NULL);
  tuwen_cover_set_url (TUWEN_COVER (self->cover), opus->cover_url);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update_accessible (self);
}

TuwenPost *
tuwen_post_row_get_post (TuwenPostRow *self)
{
  g_return_val_if_fail (TUWEN_IS_POST_ROW (self), NULL);

  return self->post;
}

void
tuwen_post_row_update_date (TuwenPostRow *self)
{
  g_return_if_fail (TUWEN_IS_POST_ROW (self));

  g_clear_object (&self->date_layout);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
