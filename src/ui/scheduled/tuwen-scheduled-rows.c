/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled-rows"

#include "tuwen-scheduled-rows.h"

#include <glib/gi18n.h>

/* Headings */

struct _TuwenScheduledHeading
{
  GObject parent_instance;

  TuwenScheduledSection section;
  guint count;
  gboolean expanded;
};

G_DEFINE_FINAL_TYPE (TuwenScheduledHeading, tuwen_scheduled_heading, G_TYPE_OBJECT)

static guint heading_changed_signal;

static void
tuwen_scheduled_heading_class_init (TuwenScheduledHeadingClass *klass)
{
  heading_changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tuwen_scheduled_heading_init (TuwenScheduledHeading *self)
{
}

TuwenScheduledSection
tuwen_scheduled_heading_get_section (TuwenScheduledHeading *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_HEADING (self), TUWEN_SECTION_ATTENTION);

  return self->section;
}

gboolean
tuwen_scheduled_heading_get_expanded (TuwenScheduledHeading *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_HEADING (self), FALSE);

  return self->expanded;
}

char *
tuwen_scheduled_heading_dup_title (TuwenScheduledHeading *self)
{
  const char *name;

  g_return_val_if_fail (TUWEN_IS_SCHEDULED_HEADING (self), NULL);

  switch (self->section)
    {
    case TUWEN_SECTION_ATTENTION:
      name = _ ("Needs Attention");
      break;
    case TUWEN_SECTION_SCHEDULED:
      name = _ ("Scheduled");
      break;
    case TUWEN_SECTION_DRAFTS:
      name = _ ("Drafts");
      break;
    case TUWEN_SECTION_TRASH:
    case TUWEN_N_SECTIONS:
    default:
      name = _ ("Recently Deleted");
    }

  /* Translators: a section of a list and how many things are in it, as in "Drafts (3)" */
  return g_strdup_printf (_ ("%s (%u)"), name, self->count);
}

static void
set_count (TuwenScheduledHeading *self, guint count)
{
  if (self->count == count)
    return;

  self->count = count;
  g_signal_emit (self, heading_changed_signal, 0);
}

/* Rows */

struct _TuwenScheduledRows
{
  GObject parent_instance;

  TuwenScheduled *scheduled;                         /* (owned) */
  TuwenScheduledHeading *headings[TUWEN_N_SECTIONS]; /* (owned) */
  GPtrArray *rows; /* (element-type GObject) (owned): of both types */
};

static void tuwen_scheduled_rows_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TuwenScheduledRows,
                               tuwen_scheduled_rows,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tuwen_scheduled_rows_model_init))

/* Returns: (transfer full): what there is to be shown now */
static GPtrArray *
make_rows (TuwenScheduledRows *self)
{
  GListModel *model = G_LIST_MODEL (self->scheduled);
  guint n_items = g_list_model_get_n_items (model);
  GPtrArray *rows = g_ptr_array_new_full (n_items + TUWEN_N_SECTIONS, g_object_unref);
  guint counts[TUWEN_N_SECTIONS] = { 0 };

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (TuwenScheduledItem) item = g_list_model_get_item (model, i);
      TuwenScheduledSection section = tuwen_scheduled_item_get_section (item);
      TuwenScheduledHeading *heading = self->headings[section];

      if (counts[section]++ == 0)
        g_ptr_array_add (rows, g_object_ref (heading));
      if (heading->expanded)
        g_ptr_array_add (rows, g_steal_pointer (&item));
    }

  for (guint i = 0; i < TUWEN_N_SECTIONS; i++)
    set_count (self->headings[i], counts[i]);

  return rows;
}

/* Tells of the stretch that is another */
static void
update (TuwenScheduledRows *self)
{
  GPtrArray *rows = make_rows (self);
  g_autoptr (GPtrArray) old = self->rows;
  guint shorter = MIN (old->len, rows->len);
  guint before = 0;
  guint after = 0;

  while (before < shorter && old->pdata[before] == rows->pdata[before])
    before++;
  while (after < shorter - before
         && old->pdata[old->len - 1 - after] == rows->pdata[rows->len - 1 - after])
    after++;

  self->rows = rows;
  if (before < old->len || before < rows->len)
    g_list_model_items_changed (G_LIST_MODEL (self), before, old->len - before - after,
                                rows->len - before - after);
}

static GType
tuwen_scheduled_rows_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
tuwen_scheduled_rows_get_n_items (GListModel *model)
{
  return TUWEN_SCHEDULED_ROWS (model)->rows->len;
}

static gpointer
tuwen_scheduled_rows_get_item (GListModel *model, guint position)
{
  GPtrArray *rows = TUWEN_SCHEDULED_ROWS (model)->rows;

  return position < rows->len ? g_object_ref (rows->pdata[position]) : NULL;
}

static void
tuwen_scheduled_rows_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tuwen_scheduled_rows_get_item_type;
  iface->get_n_items = tuwen_scheduled_rows_get_n_items;
  iface->get_item = tuwen_scheduled_rows_get_item;
}

static void
tuwen_scheduled_rows_finalize (GObject *object)
{
  TuwenScheduledRows *self = TUWEN_SCHEDULED_ROWS (object);

  g_clear_object (&self->scheduled);
  for (guint i = 0; i < TUWEN_N_SECTIONS; i++)
    g_clear_object (&self->headings[i]);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (tuwen_scheduled_rows_parent_class)->finalize (object);
}

static void
tuwen_scheduled_rows_class_init (TuwenScheduledRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tuwen_scheduled_rows_finalize;
}

static void
tuwen_scheduled_rows_init (TuwenScheduledRows *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < TUWEN_N_SECTIONS; i++)
    {
      self->headings[i] = g_object_new (TUWEN_TYPE_SCHEDULED_HEADING, NULL);
      self->headings[i]->section = i;
      self->headings[i]->expanded = i != TUWEN_SECTION_TRASH;
    }
}

TuwenScheduledRows *
tuwen_scheduled_rows_new (TuwenScheduled *scheduled)
{
  /* An item may go from one section to the next without a change of the list */
  static const char *const signals[]
      = { "items-changed", "notify::n-attention", "notify::n-scheduled", "notify::n-drafts",
          "notify::n-trash" };
  TuwenScheduledRows *self;

  g_return_val_if_fail (TUWEN_IS_SCHEDULED (scheduled), NULL);

  self = g_object_new (TUWEN_TYPE_SCHEDULED_ROWS, NULL);
  self->scheduled = g_object_ref (scheduled);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (scheduled, signals[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return self;
}

void
tuwen_scheduled_rows_toggle_trash (TuwenScheduledRows *self)
{
  TuwenScheduledHeading *heading;

  g_return_if_fail (TUWEN_IS_SCHEDULED_ROWS (self));

  heading = self->headings[TUWEN_SECTION_TRASH];
  heading->expanded = !heading->expanded;
  g_signal_emit (heading, heading_changed_signal, 0);
  update (self);
}
