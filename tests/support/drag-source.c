/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Another program, with a window that pictures can be dragged out of:
 *
 *   tuwen-drag-source files PATH...    as a file manager does
 *   tuwen-drag-source texture PATH     as a picture viewer does
 *   tuwen-drag-source page PATH        as a browser does: address, HTML, and the picture's own bytes
 *
 * Says "begun" for every drag that starts, and "taken" or "refused" when it ends. */

#define G_LOG_DOMAIN "drag-source"

#include <gtk/gtk.h>

#define ADDRESS "https://www.example.com/picture.png"

typedef struct
{
  const char *kind;
  char **paths;
  gboolean refused;
} Source;

static GdkContentProvider *
offer_files (Source *self)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  GdkContentProvider *provider;
  GdkFileList *list;

  for (char **path = self->paths; *path != NULL; path++)
    g_ptr_array_add (files, g_file_new_for_commandline_arg (*path));
  list = gdk_file_list_new_from_array ((GFile **) files->pdata, files->len);
  provider = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, list);
  g_boxed_free (GDK_TYPE_FILE_LIST, list);

  return provider;
}

static GdkContentProvider *
offer_texture (Source *self)
{
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_filename (self->paths[0], NULL);

  return gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
}

static GdkContentProvider *
offer_bytes (const char *type, GBytes *bytes)
{
  return gdk_content_provider_new_for_bytes (type, bytes);
}

static GdkContentProvider *
offer_page (Source *self)
{
  static const char address[] = ADDRESS "\r\n";
  static const char html[] = "<img src=\"" ADDRESS "\">";
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (self->paths[0]);
  g_autoptr (GBytes) picture = g_file_load_bytes (file, NULL, NULL, NULL);
  g_autoptr (GBytes) address_bytes = g_bytes_new_static (address, strlen (address));
  g_autoptr (GBytes) html_bytes = g_bytes_new_static (html, strlen (html));

  return gdk_content_provider_new_union (
      (GdkContentProvider *[]){ offer_bytes ("text/uri-list", address_bytes),
                                offer_bytes ("text/html", html_bytes),
                                offer_bytes ("image/png", picture) },
      3);
}

static GdkContentProvider *
prepare_cb (GtkDragSource *drag, double x, double y, Source *self)
{
  if (g_str_equal (self->kind, "files"))
    return offer_files (self);
  if (g_str_equal (self->kind, "texture"))
    return offer_texture (self);

  return offer_page (self);
}

static void
say (const char *words)
{
  g_print ("%s\n", words);
}

static void
drag_begin_cb (GtkDragSource *drag, GdkDrag *gdk_drag, Source *self)
{
  self->refused = FALSE;
  say ("begun");
}

static gboolean
drag_cancel_cb (GtkDragSource *drag, GdkDrag *gdk_drag, GdkDragCancelReason reason, Source *self)
{
  self->refused = TRUE;
  say ("refused");

  return FALSE;
}

static void
drag_end_cb (GtkDragSource *drag, GdkDrag *gdk_drag, gboolean deleted, Source *self)
{
  if (!self->refused)
    say ("taken");
}

static void
activate_cb (GtkApplication *application, Source *self)
{
  GtkWidget *window = gtk_application_window_new (application);
  GtkWidget *label = gtk_label_new ("Drag from here");
  GtkDragSource *drag = gtk_drag_source_new ();

  gtk_drag_source_set_actions (drag, GDK_ACTION_COPY);
  g_signal_connect (drag, "prepare", G_CALLBACK (prepare_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-cancel", G_CALLBACK (drag_cancel_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (drag));
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_set_title (GTK_WINDOW (window), "Drag Source");
  gtk_window_set_default_size (GTK_WINDOW (window), 180, 120);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (GtkApplication) application
      = gtk_application_new ("org.example.DragSource", G_APPLICATION_NON_UNIQUE);
  static const char *const kinds[] = { "files", "texture", "page", NULL };
  Source self = { 0 };

  if (argc < 3 || !g_strv_contains (kinds, argv[1]))
    {
      g_printerr ("tuwen-drag-source files|texture|page PATH...\n");
      return 2;
    }

  self.kind = argv[1];
  self.paths = argv + 2;
  setvbuf (stdout, NULL, _IOLBF, 0);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &self);

  return g_application_run (G_APPLICATION (application), 1, argv);
}
