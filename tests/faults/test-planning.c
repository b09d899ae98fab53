/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked for by whoever looks after scheduled posts. */

#include "matrix.h"
#include "tuwen-composer.h"
#include "tuwen-draft-picture.h"
#include "tuwen-scheduled.h"

#define LIST "/dynamic_draft/v1/dynamic_draft/get_drafts"
#define PUBLISH_NOW "/dynamic_draft/v1/dynamic_draft/publish_now"
#define REMOVE "/dynamic_draft/v1/dynamic_draft/rm_draft"
/* One of those that the stand-in has from the start; without pictures */
#define TEXT "早安！今天的任务：给番茄搭架子。"
/* Another one, with a picture */
#define PICTURED "Slow Sunday: one puddle, one photo."

static void
show (House *house)
{
  g_object_set (house->main_window, "view", "scheduled", NULL);
}

static void
prepare_list (House *house)
{
  house_sign_in (house);
  house_load_drafts (house);
  house_show_feed (house);
}

static gboolean
is_list_at_rest (House *house)
{
  return !tuwen_scheduled_get_loading (house->scheduled);
}

static gboolean
is_list_done (House *house)
{
  return house_says ("Scheduled (4)") && house_says ("Needs Attention (1)");
}

static char *
expect_list (House *house, const Fault *fault, char *usual)
{
  return matrix_is (fault, "endless") ? g_strdup ("Nothing Planned") : usual;
}

static gboolean
recover_list (House *house, const Fault *fault)
{
  gtk_widget_activate_action (GTK_WIDGET (house->main_window), "win.refresh", NULL);
  return fault->code != -101;
}

/* With something to be seen already */

static void
prepare_refresh (House *house)
{
  prepare_list (house);
  show (house);
  house_expect (is_list_done (house));
  house_expect (!house_is_busy ());
}

static void
act_refresh (House *house)
{
  gtk_widget_activate_action (GTK_WIDGET (house->main_window), "win.refresh", NULL);
}

/* Returns: (transfer full) (nullable) */
static TuwenScheduledItem *
find_item (House *house, const char *text)
{
  GListModel *model = G_LIST_MODEL (house->scheduled);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuwenScheduledItem) item = g_list_model_get_item (model, i);

      if (g_str_equal (tuwen_scheduled_item_get_text (item), text))
        return g_steal_pointer (&item);
    }

  return NULL;
}

/* Returns: (transfer full) */
static TuwenScheduledItem *
get_item (House *house, const char *text)
{
  TuwenScheduledItem *item = find_item (house, text);

  g_assert_nonnull (item);
  return item;
}

static gboolean
is_text_at_rest (House *house, const char *text)
{
  g_autoptr (TuwenScheduledItem) item = find_item (house, text);

  return is_list_at_rest (house)
         && (item == NULL || tuwen_plans_get_step (house->plans, item) == NULL);
}

static gboolean
is_item_at_rest (House *house)
{
  return is_text_at_rest (house, TEXT);
}

static guint
count_listed (House *house, const char *text)
{
  GPtrArray *listed = house->server->world->drafts;
  guint n_listed = 0;

  for (guint i = 0; i < listed->len; i++)
    n_listed += g_str_equal (((SandboxDraft *) listed->pdata[i])->post->text, text);

  return n_listed;
}

/* Publish Now */

static void
act_publish (House *house)
{
  g_autoptr (TuwenScheduledItem) item = get_item (house, TEXT);

  tuwen_plans_publish_now (house->plans, item);
}

static gboolean
is_published (House *house)
{
  g_autoptr (TuwenScheduledItem) item = find_item (house, TEXT);

  /* What was said of a failure before is read first */
  return item == NULL && (house->note != 0 || house_says ("Published"))
         && house_count_posts (house, TEXT) == 1;
}

static char *
check_published (House *house, gboolean done)
{
  guint n_posts = house_count_posts (house, TEXT);
  guint n_listed = count_listed (house, TEXT);

  if (n_posts + n_listed != 1 || n_posts != (guint) done)
    return g_strdup_printf ("there are %u posts, and %u scheduled", n_posts, n_listed);

  return NULL;
}

/* What may have been done is looked for, and then it is known */
static char *
expect_acted (House *house, const Fault *fault, char *usual)
{
  if (!fault->acts)
    return usual;

  g_free (usual);
  return NULL;
}

static void
sign_in_again (House *house, const Fault *fault)
{
  if (fault->code == -101)
    house_sign_in (house);
}

static gboolean
recover_publish (House *house, const Fault *fault)
{
  sign_in_again (house, fault);
  house->note = TRUE;
  act_publish (house);
  return TRUE;
}

/* Delete */

static void
act_remove (House *house)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (items, get_item (house, TEXT));
  tuwen_plans_remove (house->plans, items);
}

static gboolean
is_removed (House *house)
{
  g_autoptr (TuwenScheduledItem) item = find_item (house, TEXT);

  return item != NULL && tuwen_scheduled_item_get_section (item) == TUWEN_SECTION_TRASH
         && count_listed (house, TEXT) == 0;
}

static char *
check_removed (House *house, gboolean done)
{
  g_autoptr (TuwenScheduledItem) item = find_item (house, TEXT);

  if (house_count_posts (house, TEXT) > 0)
    return g_strdup ("it was published");
  if (item == NULL)
    return g_strdup ("it is lost");
  if (count_listed (house, TEXT) != (done ? 0 : 1))
    return g_strdup_printf ("%u of it are scheduled", count_listed (house, TEXT));

  return NULL;
}

static gboolean
recover_remove (House *house, const Fault *fault)
{
  sign_in_again (house, fault);
  act_remove (house);
  return TRUE;
}

/* Edit: of what was scheduled elsewhere there are no pictures here yet */

static gboolean
is_pictured_at_rest (House *house)
{
  return is_text_at_rest (house, PICTURED);
}

static void
act_edit (House *house)
{
  g_autoptr (TuwenScheduledItem) item = get_item (house, PICTURED);

  tuwen_plans_edit (house->plans, item);
}

static gboolean
is_edited (House *house)
{
  GtkWidget *composer = house_find (NULL, TUWEN_TYPE_COMPOSER);
  TuwenDraft *draft
      = composer != NULL ? tuwen_composer_get_draft (TUWEN_COMPOSER (composer)) : NULL;

  g_autoptr (TuwenDraftPicture) picture
      = draft != NULL ? g_list_model_get_item (tuwen_draft_get_pictures (draft), 0) : NULL;

  /* Until it is with the service again, its tile is at work */
  return picture != NULL
         && tuwen_draft_picture_get_state (picture) == TUWEN_DRAFT_PICTURE_UPLOADED;
}

/* A picture is no JSON: what spoils that does it no harm, and every code is something else than a
 * picture. One that came whole and is broken is the person's to judge: the post can be written on,
 * and its tile tells. */
static char *
expect_picture (House *house, const Fault *fault, char *usual)
{
  static const char *const harmless[] = { "types", "null", NULL };
  gboolean harms = !g_strv_contains (harmless, fault->name);

  house->note = matrix_is (fault, "utf8");
  if (house->note == 0 && harms && !matrix_is (fault, "voucher")
      && !g_str_has_prefix (fault->name, "code:"))
    return usual;

  g_free (usual);
  if (house->note != 0)
    return g_strdup ("This picture is damaged or cut short.");
  return harms ? g_strdup ("bilibili answered something that Tuwen cannot read.") : NULL;
}

static char *
check_edited (House *house, gboolean done)
{
  guint n_drafts = g_list_model_get_n_items (G_LIST_MODEL (house->drafts));
  gboolean open = done || house->note != 0;

  if (count_listed (house, PICTURED) != 1)
    return g_strdup_printf ("%u of it are scheduled", count_listed (house, PICTURED));
  if (!open && house_find (NULL, TUWEN_TYPE_COMPOSER) != NULL)
    return g_strdup ("a part of it can be written on");
  if (n_drafts != (guint) open)
    return g_strdup_printf ("there are %u drafts", n_drafts);

  return NULL;
}

static gboolean
recover_edit (House *house, const Fault *fault)
{
  if (house->note != 0)
    return FALSE;

  act_edit (house);
  return TRUE;
}

static const Row rows[] = {
  { "list_scheduled", "view", LIST, prepare_list, show, is_list_at_rest, is_list_done, expect_list,
    NULL, recover_list, 1 },
  { "list_scheduled", "refresh", LIST, prepare_refresh, act_refresh, is_list_at_rest, is_list_done,
    expect_list, NULL, recover_list, 1 },
  { "publish_scheduled", "publish now", PUBLISH_NOW, prepare_refresh, act_publish, is_item_at_rest,
    is_published, expect_acted, check_published, recover_publish, 1 },
  { "remove_scheduled", "delete", REMOVE, prepare_refresh, act_remove, is_item_at_rest, is_removed,
    expect_acted, check_removed, recover_remove, 1 },
  { "fetch_picture", "edit what is from elsewhere", "/bfs/*", prepare_refresh, act_edit,
    is_pictured_at_rest, is_edited, expect_picture, check_edited, recover_edit, 60 },
};

int
main (int argc, char **argv)
{
  return matrix_run (argc, argv, rows, G_N_ELEMENTS (rows));
}
