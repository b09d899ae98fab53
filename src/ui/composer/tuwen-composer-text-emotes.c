/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer-text"

#include "tuwen-composer-text-private.h"

#include "tuwen-texture.h"

/* Emotes as pictures. The text `[doge]` stays what it is, for screen readers, for other programs
 * that it is dragged into, and for everything that this widget does with atoms: it is only made too
 * small to be seen, as wide and as high as a picture, and the picture is drawn over it. */

/* So small that nothing is seen of it, and still a size that can be laid out */
#define TINY 0.05

/* Beside a picture, and below the line that letters stand on, in pixels */
#define GAP 1
#define DROP 2

/* What is known of the picture of one emote, by its text */
typedef struct
{
  TuwenComposerText *text;   /* (unowned) */
  char *name;                /* (owned): `[doge]` */
  GdkTexture *texture;       /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of loading it */
  gboolean broken;
} Picture;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_cancellable_cancel (picture->cancellable);
  g_clear_object (&picture->cancellable);
  g_clear_object (&picture->texture);
  g_free (picture->name);
  g_free (picture);
}

/* Returns: how high emotes are: a little more than a line of text. Looking at a font takes long. */
static int
get_size (TuwenComposerText *self)
{
  if (self->emote_size == 0)
    {
      PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
      PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
      int height = PANGO_PIXELS (pango_font_metrics_get_height (metrics));

      pango_font_metrics_unref (metrics);
      self->emote_size = MAX (height, 8) * 11 / 10;
    }

  return self->emote_size;
}

/* Returns: what is to be put between the letters of @text so that it is as wide as a picture, in
 * Pango units */
static int
get_spacing (TuwenComposerText *self, const char *text, int size)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();
  int width;

  pango_attr_list_insert (attributes, pango_attr_scale_new (TINY));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_get_size (layout, &width, NULL);

  return ((size + 2 * GAP) * PANGO_SCALE - width) / (int) MAX (g_utf8_strlen (text, -1), 1);
}

static void
dress (TuwenComposerText *self, GtkTextTag *tag, const char *text)
{
  static const GdkRGBA nothing = { 0, 0, 0, 0 };
  int size = get_size (self);

  g_object_set (tag,
                "scale", TINY,
                /* The letters hang where the upper edge is, which makes the line as high */
                "rise", (size - DROP) * PANGO_SCALE,
                "letter-spacing", get_spacing (self, text, size),
                /* Half a picture at the end of a line is none */
                "allow-breaks", FALSE,
                "foreground-rgba", &nothing,
                "background-set", FALSE,
                NULL);
}

static const BiliNode *
get_emote (GtkTextTag *tag)
{
  const BiliNode *node = tuwen_composer_text_get_node (tag);

  return node != NULL && node->type == BILI_NODE_EMOTE ? node : NULL;
}

static Picture *
find_picture (TuwenComposerText *self, GtkTextTag *tag)
{
  const BiliNode *node = get_emote (tag);

  return node != NULL ? g_hash_table_lookup (self->emote_pictures, node->text) : NULL;
}

static void
dress_tag (GtkTextTag *tag, gpointer user_data)
{
  Picture *picture = user_data;
  const BiliNode *node = get_emote (tag);

  if (node != NULL && g_str_equal (node->text, picture->name))
    dress (picture->text, tag, node->text);
}

static void
take_pixels (Picture *picture, TuwenPixels *pixels)
{
  gboolean first = picture->texture == NULL;

  g_clear_object (&picture->texture);
  picture->texture = tuwen_texture_new (pixels);
  if (first)
    gtk_text_tag_table_foreach (gtk_text_buffer_get_tag_table (picture->text->buffer), dress_tag,
                                picture);
  gtk_widget_queue_draw (GTK_WIDGET (picture->text));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Picture *picture = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenPixels) pixels
      = tuwen_pictures_load_finish (TUWEN_PICTURES (source), result, &error);

  /* It is gone */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&picture->cancellable);
  if (pixels != NULL)
    take_pixels (picture, pixels);
  else
    picture->broken = TRUE;
}

static void
load (Picture *picture)
{
  TuwenComposerText *self = picture->text;
  TuwenEmote *emote = tuwen_emotes_lookup (self->emotes, picture->name);
  int size = get_size (self) * gtk_widget_get_scale_factor (GTK_WIDGET (self));
  g_autoptr (TuwenPixels) pixels = NULL;

  if (emote == NULL || picture->broken || picture->cancellable != NULL)
    return;

  pixels = tuwen_pictures_peek (self->pictures, tuwen_emote_get_url (emote), size, size);
  if (pixels != NULL)
    {
      take_pixels (picture, pixels);
      return;
    }

  picture->cancellable = g_cancellable_new ();
  tuwen_pictures_load_async (self->pictures, tuwen_emote_get_url (emote), size, size,
                             picture->cancellable, loaded_cb, picture);
}

gboolean
tuwen_composer_text_show_emote (TuwenComposerText *self, GtkTextTag *tag)
{
  const BiliNode *node = get_emote (tag);
  Picture *picture;

  if (node == NULL || self->emotes == NULL)
    return FALSE;

  picture = g_hash_table_lookup (self->emote_pictures, node->text);
  if (picture == NULL)
    {
      picture = g_new0 (Picture, 1);
      picture->text = self;
      picture->name = g_strdup (node->text);
      g_hash_table_insert (self->emote_pictures, picture->name, picture);
      /* Who they are is asked for once: after an error somebody has to want it */
      if (!tuwen_emotes_get_loaded (self->emotes) && tuwen_emotes_get_error (self->emotes) == NULL)
        tuwen_emotes_load (self->emotes);
      load (picture);
    }

  if (picture->texture == NULL)
    return FALSE;

  dress (self, tag, node->text);
  return TRUE;
}

static int
get_left (const GdkRectangle *letter)
{
  return letter->width < 0 ? letter->x + letter->width : letter->x;
}

/* Returns: where the atom is shown that is written from @start to @end; as wide and high as
 * pictures may be */
static GdkRectangle
get_area (TuwenComposerText *self, const GtkTextIter *start, const GtkTextIter *end)
{
  GdkRectangle at;
  int left;

  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self), start, &at);
  left = get_left (&at);
  /* From right to left, the last letter is the leftmost. It takes long to find out */
  if (at.width < 0)
    {
      GtkTextIter last = *end;

      gtk_text_iter_backward_char (&last);
      gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self), &last, &at);
      left = MIN (left, get_left (&at));
    }

  return (GdkRectangle){ left + GAP, at.y, get_size (self), get_size (self) };
}

/* Draws the picture of the atom that is written from @start to @end */
static void
snapshot_emote (TuwenComposerText *self,
                GtkSnapshot *snapshot,
                GdkTexture *texture,
                const GtkTextIter *start,
                const GtkTextIter *end)
{
  GdkRectangle area = get_area (self, start, end);
  float size = area.width;
  float scale
      = size / (float) MAX (gdk_texture_get_width (texture), gdk_texture_get_height (texture));
  float width = (float) gdk_texture_get_width (texture) * scale;
  float height = (float) gdk_texture_get_height (texture) * scale;

  gtk_snapshot_append_texture (snapshot, texture,
                               &GRAPHENE_RECT_INIT (area.x + (size - width) / 2,
                                                    area.y + (size - height) / 2, width, height));
}

void
tuwen_composer_text_snapshot_layer (GtkTextView *view,
                                    GtkTextViewLayer layer,
                                    GtkSnapshot *snapshot)
{
  TuwenComposerText *self = TUWEN_COMPOSER_TEXT (view);
  GdkRectangle seen;
  GtkTextIter iter, end;

  if (layer != GTK_TEXT_VIEW_LAYER_ABOVE_TEXT || g_hash_table_size (self->emote_pictures) == 0)
    return;

  gtk_text_view_get_visible_rect (view, &seen);
  gtk_text_view_get_line_at_y (view, &iter, seen.y, NULL);
  gtk_text_view_get_line_at_y (view, &end, seen.y + seen.height, NULL);
  gtk_text_iter_forward_line (&end);

  do
    {
      g_autoptr (GSList) begun = gtk_text_iter_get_toggled_tags (&iter, TRUE);

      for (GSList *l = begun; l != NULL; l = l->next)
        {
          const Picture *picture = find_picture (self, l->data);
          GtkTextIter stop = iter;

          if (picture != NULL && picture->texture != NULL
              && gtk_text_iter_forward_to_tag_toggle (&stop, l->data))
            snapshot_emote (self, snapshot, picture->texture, &iter, &stop);
        }
    }
  while (gtk_text_iter_forward_to_tag_toggle (&iter, NULL)
         && gtk_text_iter_compare (&iter, &end) < 0);

  tuwen_composer_text_snapshot_caret (self, snapshot, get_size (self));
}

const char *
tuwen_composer_text_get_emote_at (TuwenComposerText *self, int x, int y, GdkRectangle *area)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  g_autoptr (GSList) tags = NULL;
  GtkTextIter iter;

  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, x, y, &x, &y);
  if (!gtk_text_view_get_iter_at_location (view, &iter, x, y))
    return NULL;

  tags = gtk_text_iter_get_tags (&iter);
  for (GSList *l = tags; l != NULL; l = l->next)
    {
      const Picture *picture = find_picture (self, l->data);
      GtkTextIter start, end;

      if (picture == NULL || picture->texture == NULL)
        continue;

      tuwen_composer_text_get_bounds (self, l->data, &start, &end);
      *area = get_area (self, &start, &end);
      gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, area->x, area->y,
                                             &area->x, &area->y);
      return picture->name;
    }

  return NULL;
}

gboolean
tuwen_composer_text_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TuwenComposerText *self = TUWEN_COMPOSER_TEXT (widget);
  const char *name = NULL;
  GdkRectangle area;

  if (!keyboard)
    name = tuwen_composer_text_get_emote_at (self, x, y, &area);
  if (name == NULL)
    return FALSE;

  gtk_tooltip_set_text (tooltip, name);
  gtk_tooltip_set_tip_area (tooltip, &area);
  return TRUE;
}

static void
load_all (TuwenComposerText *self)
{
  GHashTableIter iter;
  gpointer picture;

  g_hash_table_iter_init (&iter, self->emote_pictures);
  while (g_hash_table_iter_next (&iter, NULL, &picture))
    {
      ((Picture *) picture)->broken = FALSE;
      load (picture);
    }
}

void
tuwen_composer_text_begin_emotes (TuwenComposerText *self)
{
  self->emote_pictures = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, picture_free);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (load_all), NULL);
}

void
tuwen_composer_text_drop_emotes (TuwenComposerText *self)
{
  g_clear_pointer (&self->emote_pictures, g_hash_table_unref);
  g_clear_object (&self->emotes);
  g_clear_object (&self->pictures);
}

void
tuwen_composer_text_set_emotes (TuwenComposerText *self,
                                TuwenEmotes *emotes,
                                TuwenPictures *pictures)
{
  g_return_if_fail (TUWEN_IS_COMPOSER_TEXT (self));
  g_return_if_fail (TUWEN_IS_EMOTES (emotes));
  g_return_if_fail (TUWEN_IS_PICTURES (pictures));
  g_return_if_fail (self->emotes == NULL);

  self->emotes = g_object_ref (emotes);
  self->pictures = g_object_ref (pictures);
  g_signal_connect_object (emotes, "items-changed", G_CALLBACK (load_all), self,
                           G_CONNECT_SWAPPED);
  tuwen_composer_text_paint (self);
}
