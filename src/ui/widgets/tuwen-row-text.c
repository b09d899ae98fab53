/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-row-text"

#include "tuwen-row-text.h"

#include <adwaita.h>

#include "tuwen-announce.h"

/* Far more than four lines hold: posts of thousands of characters must not be laid out whole */
#define MAX_CHARACTERS 400

/* The first line ends become U+2028, which breaks a line without ending the paragraph: Pango counts
 * the lines that it may show for each paragraph anew. Later ones become spaces, as they would be
 * drawn as odd signs in a last line that is cut off. */
char *
tuwen_row_text_excerpt (const char *text, int lines)
{
  GString *excerpt = g_string_new (NULL);
  gboolean broken = TRUE;
  int line = 1;
  int characters = 0;

  for (const char *p = text; *p != '\0' && characters < MAX_CHARACTERS;
       p = g_utf8_next_char (p), characters++)
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029)
        {
          if (!broken)
            g_string_append_unichar (excerpt, line++ < lines ? 0x2028 : ' ');
          broken = TRUE;
        }
      else if (!broken || !g_unichar_isspace (c))
        {
          g_string_append_unichar (excerpt, c);
          broken = FALSE;
        }
    }

  while (g_str_has_suffix (excerpt->str, "\xe2\x80\xa8"))
    g_string_truncate (excerpt, excerpt->len - 3);

  return g_string_free (excerpt, FALSE);
}

gboolean
tuwen_row_text_has_words (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return TRUE;

  return FALSE;
}

PangoLayout *
tuwen_row_text_layout (GtkWidget *widget, const char *text, double scale)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  /* Counts and dates that change should not make their neighbours dance */
  if (scale < 1)
    pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  /* Pango aligns what runs against the widget's direction to the other side by itself, and nothing
   * else */
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL
      && pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL)
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);

  return layout;
}

void
tuwen_row_text_snapshot (GtkSnapshot *snapshot,
                         PangoLayout *layout,
                         int x,
                         int y,
                         const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

double
tuwen_row_text_get_dim_alpha (void)
{
  return adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) ? 0.9 : 0.6;
}

/* Whatever language the desktop speaks, posts speak Chinese, whose letters are taller. One is laid
 * out, as Pango, asked for metrics of a language, may open a font that no text is drawn in. */
int
tuwen_row_text_get_line_height (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  PangoLayout *letter = pango_layout_new (context);
  int metrics_height = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics)
                                          + pango_font_metrics_get_descent (metrics));
  int letter_height;

  pango_font_metrics_unref (metrics);
  pango_layout_set_text (letter, "国", -1);
  pango_layout_get_pixel_size (letter, NULL, &letter_height);
  g_object_unref (letter);

  return MAX (metrics_height, letter_height);
}

void
tuwen_row_text_speak (GtkWidget *row, const char *label, const char *description)
{
  GtkWidget *parent = gtk_widget_get_parent (row);
  GtkWidget *widgets[] = { row, parent };

  for (guint i = 0; i < G_N_ELEMENTS (widgets); i++)
    {
      GtkAccessible *accessible = GTK_ACCESSIBLE (widgets[i]);

      if (accessible == NULL
          || (i > 0
              && gtk_accessible_get_accessible_role (accessible) != GTK_ACCESSIBLE_ROLE_LIST_ITEM))
        continue;

      gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      /* It may have been another row's */
      tuwen_announce_describe (accessible, description);
    }
}
