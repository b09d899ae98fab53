/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-avatar"

#include "tuwen-avatar.h"

#include "tuwen-texture.h"

struct _TuwenAvatar
{
  GtkWidget parent_instance;

  AdwAvatar *avatar;         /* (unowned): a child */
  TuwenPictures *pictures;   /* (owned) (nullable) */
  char *face_url;            /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the picture under way */
};

enum
{
  PROP_SIZE = 1,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TuwenAvatar, tuwen_avatar, GTK_TYPE_WIDGET)

static void
stop_loading (TuwenAvatar *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
show_pixels (TuwenAvatar *self, TuwenPixels *pixels)
{
  g_autoptr (GdkTexture) texture = tuwen_texture_new (pixels);

  adw_avatar_set_custom_image (self->avatar, GDK_PAINTABLE (texture));
}

static void
load_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenAvatar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenPixels) pixels =
    tuwen_pictures_load_finish (TUWEN_PICTURES (object), result, &error);

  /* Cancelled: `cancellable` belongs to another picture by now, or to none */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (pixels == NULL)
    g_debug ("No picture of a person: %s", error->message); /* the initials stay */
  else
    show_pixels (self, pixels);
}

static int
get_pixel_size (TuwenAvatar *self)
{
  return adw_avatar_get_size (self->avatar) * gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

/* Returns: whether it is shown, or there is nothing to be shown or waited for */
static gboolean
show_known (TuwenAvatar *self)
{
  g_autoptr (TuwenPixels) pixels = NULL;

  if (self->pictures == NULL || self->face_url == NULL || self->cancellable != NULL ||
      adw_avatar_get_custom_image (self->avatar) != NULL)
    return TRUE;

  pixels = tuwen_pictures_peek (self->pictures, self->face_url, get_pixel_size (self),
                                get_pixel_size (self));
  if (pixels != NULL)
    show_pixels (self, pixels);

  return pixels != NULL;
}

static void
start_loading (TuwenAvatar *self)
{
  int size = get_pixel_size (self);

  if (show_known (self))
    return;

  self->cancellable = g_cancellable_new ();
  tuwen_pictures_load_async (self->pictures,
                             self->face_url,
                             size,
                             size,
                             self->cancellable,
                             load_cb,
                             g_object_ref (self));
}

static void
notify_scale_factor_cb (TuwenAvatar *self)
{
  stop_loading (self);
  adw_avatar_set_custom_image (self->avatar, NULL);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    start_loading (self);
}

/* What is at hand is there before the window is: nothing has to be laid out anew when it is
 * shown */
static void
tuwen_avatar_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tuwen_avatar_parent_class)->realize (widget);
  show_known (TUWEN_AVATAR (widget));
}

static void
tuwen_avatar_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tuwen_avatar_parent_class)->map (widget);
  start_loading (TUWEN_AVATAR (widget));
}

static void
tuwen_avatar_unmap (GtkWidget *widget)
{
  stop_loading (TUWEN_AVATAR (widget));
  GTK_WIDGET_CLASS (tuwen_avatar_parent_class)->unmap (widget);
}

static void
tuwen_avatar_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TuwenAvatar *self = TUWEN_AVATAR (object);

  switch (prop_id)
    {
    case PROP_SIZE:
      g_value_set_int (value, adw_avatar_get_size (self->avatar));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tuwen_avatar_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TuwenAvatar *self = TUWEN_AVATAR (object);

  switch (prop_id)
    {
    case PROP_SIZE:
      adw_avatar_set_size (self->avatar, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tuwen_avatar_dispose (GObject *object)
{
  TuwenAvatar *self = TUWEN_AVATAR (object);

  stop_loading (self);
  g_clear_object (&self->pictures);
  if (self->avatar != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->avatar)));

  G_OBJECT_CLASS (tuwen_avatar_parent_class)->dispose (object);
}

static void
tuwen_avatar_finalize (GObject *object)
{
  g_free (TUWEN_AVATAR (object)->face_url);

  G_OBJECT_CLASS (tuwen_avatar_parent_class)->finalize (object);
}

static void
tuwen_avatar_class_init (TuwenAvatarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tuwen_avatar_get_property;
  object_class->set_property = tuwen_avatar_set_property;
  object_class->dispose = tuwen_avatar_dispose;
  object_class->finalize = tuwen_avatar_finalize;
  widget_class->realize = tuwen_avatar_realize;
  widget_class->map = tuwen_avatar_map;
  widget_class->unmap = tuwen_avatar_unmap;

  props[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, 1, 512, 32,
                                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT |
                                         G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tuwen_avatar_init (TuwenAvatar *self)
{
  self->avatar = ADW_AVATAR (adw_avatar_new (32, NULL, TRUE));
  gtk_widget_set_parent (GTK_WIDGET (self->avatar), GTK_WIDGET (self));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->avatar),
                               GTK_ACCESSIBLE_STATE_HIDDEN,
                               TRUE,
                               -1);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (notify_scale_factor_cb), NULL);
}

GtkWidget *
tuwen_avatar_new (int size)
{
  return g_object_new (TUWEN_TYPE_AVATAR, "size", size, NULL);
}

void
tuwen_avatar_set_person (TuwenAvatar *self,
                         TuwenPictures *pictures,
                         const char *name,
                         const char *face_url)
{
  g_return_if_fail (TUWEN_IS_AVATAR (self));
  g_return_if_fail (pictures == NULL || TUWEN_IS_PICTURES (pictures));

  adw_avatar_set_text (self->avatar, name);

  if (self->pictures == pictures && g_strcmp0 (self->face_url, face_url) == 0)
    return;

  stop_loading (self);
  adw_avatar_set_custom_image (self->avatar, NULL);
  g_set_object (&self->pictures, pictures);
  g_free (self->face_url);
  self->face_url = g_strdup (face_url);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    start_loading (self);
}
