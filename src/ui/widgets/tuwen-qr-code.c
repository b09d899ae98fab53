/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-qr-code"

#include "tuwen-qr-code.h"

#include <qrencode.h>

/* Modules of white that scanners expect on every side */
#define QUIET_ZONE 4

/* Three pixels a module for the codes that the service makes; who shows one asks for more */
#define NATURAL_SIZE 160

struct _TuwenQrCode
{
  GtkWidget parent_instance;

  QRcode *code;        /* (owned) (nullable) */
  GdkTexture *texture; /* (owned) (nullable): `code` at the size drawn last */
};

G_DEFINE_FINAL_TYPE (TuwenQrCode, tuwen_qr_code, GTK_TYPE_WIDGET)

/* One pixel of the texture is one pixel of the device: scaling a smaller one would blur its
 * edges. */
static GdkTexture *
make_texture (QRcode *code, int module)
{
  int modules = code->width + 2 * QUIET_ZONE;
  int side = modules * module;
  gsize stride = (gsize) side * 3;
  g_autofree guint8 *pixels = g_malloc (stride * side);
  g_autoptr (GBytes) bytes = NULL;

  memset (pixels, 0xff, stride * side);

  for (int row = 0; row < code->width; row++)
    {
      guint8 *line = pixels + stride * ((row + QUIET_ZONE) * module);

      for (int column = 0; column < code->width; column++)
        if (code->data[row * code->width + column] & 1)
          memset (line + (gsize) 3 * (column + QUIET_ZONE) * module, 0, (gsize) 3 * module);

      for (int copy = 1; copy < module; copy++)
        memcpy (line + stride * copy, line, stride);
    }

  bytes = g_bytes_new_take (g_steal_pointer (&pixels), stride * side);

  return gdk_memory_texture_new (side, side, GDK_MEMORY_R8G8B8, bytes, stride);
}

static void
tuwen_qr_code_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TuwenQrCode *self = TUWEN_QR_CODE (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  int width = gtk_widget_get_width (widget) * scale;
  int height = gtk_widget_get_height (widget) * scale;
  int space = MIN (width, height);
  int module, side;

  gtk_snapshot_append_color (snapshot,
                             &(GdkRGBA){ 1, 1, 1, 1 },
                             &GRAPHENE_RECT_INIT ((float) ((width - space) / 2) / scale,
                                                  (float) ((height - space) / 2) / scale,
                                                  (float) space / scale,
                                                  (float) space / scale));

  if (self->code == NULL)
    return;

  module = space / (self->code->width + 2 * QUIET_ZONE);
  if (module < 1)
    return;

  side = (self->code->width + 2 * QUIET_ZONE) * module;
  if (self->texture != NULL && gdk_texture_get_width (self->texture) != side)
    g_clear_object (&self->texture);
  if (self->texture == NULL)
    self->texture = make_texture (self->code, module);

  gtk_snapshot_append_texture (snapshot,
                               self->texture,
                               &GRAPHENE_RECT_INIT ((float) ((width - side) / 2) / scale,
                                                    (float) ((height - side) / 2) / scale,
                                                    (float) side / scale,
                                                    (float) side / scale));
}

static void
tuwen_qr_code_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = *natural = NATURAL_SIZE;
}

static void
tuwen_qr_code_finalize (GObject *object)
{
  TuwenQrCode *self = TUWEN_QR_CODE (object);

  g_clear_pointer (&self->code, QRcode_free);
  g_clear_object (&self->texture);

  G_OBJECT_CLASS (tuwen_qr_code_parent_class)->finalize (object);
}

static void
tuwen_qr_code_class_init (TuwenQrCodeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tuwen_qr_code_finalize;
  widget_class->measure = tuwen_qr_code_measure;
  widget_class->snapshot = tuwen_qr_code_snapshot;

  gtk_widget_class_set_css_name (widget_class, "qrcode");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tuwen_qr_code_init (TuwenQrCode *self)
{
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (gtk_widget_queue_draw), NULL);
}

gboolean
tuwen_qr_code_set_text (TuwenQrCode *self, const char *text)
{
  g_return_val_if_fail (TUWEN_IS_QR_CODE (self), FALSE);

  g_clear_pointer (&self->code, QRcode_free);
  g_clear_object (&self->texture);

  /* A glossy screen costs some modules: M mends 15 % */
  if (text != NULL && strlen (text) <= G_MAXUINT16)
    self->code = QRcode_encodeData ((int) strlen (text),
                                    (const unsigned char *) text,
                                    0,
                                    QR_ECLEVEL_M);

  gtk_widget_queue_draw (GTK_WIDGET (self));

  return self->code != NULL;
}
