/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-feed-footer"

#include "tuwen-feed-footer.h"

#include "tuwen-announce.h"
#include "tuwen-error-text.h"

struct _TuwenFeedFooter
{
  AdwBin parent_instance;

  TuwenFeed *feed; /* (owned) */

  GtkStack *stack;
  GtkSpinner *spinner;
  GtkLabel *title;
  GtkLabel *body;
  GtkWidget *retry;
  GtkWidget *browser;
};

G_DEFINE_FINAL_TYPE (TuwenFeedFooter, tuwen_feed_footer, ADW_TYPE_BIN)

enum
{
  PROP_FEED = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update (TuwenFeedFooter *self)
{
  const GError *error = tuwen_feed_get_error (self->feed);
  const char *page = "blank";

  if (error != NULL)
    {
      g_autoptr (TuwenErrorText) text = tuwen_error_text_new (error);

      gtk_label_set_label (self->title, text->title);
      gtk_label_set_label (self->body, text->body);
      gtk_widget_set_visible (self->retry, text->retry);
      gtk_widget_set_visible (self->browser, text->browser);
      if (gtk_widget_get_mapped (GTK_WIDGET (self)))
        tuwen_announce (text->body);
      page = "error";
    }
  else if (tuwen_feed_get_loading (self->feed))
    {
      page = "loading";
    }
  else if (!tuwen_feed_get_has_more (self->feed))
    {
      page = "end";
    }

  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (page, "loading"));
}

static void
retry_cb (TuwenFeedFooter *self)
{
  tuwen_feed_retry (self->feed);
}

static void
tuwen_feed_footer_set_property (GObject *object,
                                guint property_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  TuwenFeedFooter *self = TUWEN_FEED_FOOTER (object);

  switch (property_id)
    {
    case PROP_FEED:
      self->feed = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tuwen_feed_footer_constructed (GObject *object)
{
  TuwenFeedFooter *self = TUWEN_FEED_FOOTER (object);

  G_OBJECT_CLASS (tuwen_feed_footer_parent_class)->constructed (object);

  for (const char *const *name = (const char *const[]){ "loading", "has-more", "error", NULL };
       *name != NULL; name++)
    {
      g_autofree char *signal = g_strconcat ("notify::", *name, NULL);

      g_signal_connect_object (self->feed, signal, G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

static void
tuwen_feed_footer_dispose (GObject *object)
{
  TuwenFeedFooter *self = TUWEN_FEED_FOOTER (object);

  g_clear_object (&self->feed);

  G_OBJECT_CLASS (tuwen_feed_footer_parent_class)->dispose (object);
}

static void
tuwen_feed_footer_class_init (TuwenFeedFooterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = tuwen_feed_footer_constructed;
  object_class->dispose = tuwen_feed_footer_dispose;
  object_class->set_property = tuwen_feed_footer_set_property;

  properties[PROP_FEED]
      = g_param_spec_object ("feed", NULL, NULL, TUWEN_TYPE_FEED,
                             G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tuwen/Tuwen/feed/tuwen-feed-footer.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenFeedFooter, stack);
  gtk_widget_class_bind_template_child (widget_class, TuwenFeedFooter, spinner);
  gtk_widget_class_bind_template_child (widget_class, TuwenFeedFooter, title);
  gtk_widget_class_bind_template_child (widget_class, TuwenFeedFooter, body);
  gtk_widget_class_bind_template_child (widget_class, TuwenFeedFooter, retry);
  gtk_widget_class_bind_template_child (widget_class, TuwenFeedFooter, browser);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
tuwen_feed_footer_init (TuwenFeedFooter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Two buttons side by side, which large letters would make wider than a phone */
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->retry))),
                           PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->browser))),
                           PANGO_ELLIPSIZE_END);
}

GtkWidget *
tuwen_feed_footer_new (TuwenFeed *feed)
{
  return g_object_new (TUWEN_TYPE_FEED_FOOTER, "feed", feed, NULL);
}
