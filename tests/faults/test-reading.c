/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked for by whoever reads. */

#include "matrix.h"
#include "tuwen-cover.h"
#include "tuwen-open-space.h"
#include "tuwen-post.h"
#include "tuwen-space.h"

#define FEED "/x/polymer/web-dynamic/v1/opus/feed/space"
#define PAGE 20

static guint
count_shown (House *house)
{
  return g_list_model_get_n_items (G_LIST_MODEL (house->feed));
}

static gboolean
is_feed_at_rest (House *house)
{
  return !tuwen_feed_get_loading (house->feed) && !tuwen_feed_get_refreshing (house->feed);
}

static char *
find_double (House *house)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < count_shown (house); i++)
    {
      g_autoptr (TuwenPost) post = g_list_model_get_item (G_LIST_MODEL (house->feed), i);
      const char *id = tuwen_post_get_opus (post)->id;

      if (!g_hash_table_add (ids, g_strdup (id)))
        return g_strdup_printf ("the post %s is there twice", id);
    }

  return NULL;
}

/* A page that is empty, and says that more follow, for ever: the feed ends */
static char *
expect_end (House *house, const Fault *fault, char *usual)
{
  return matrix_is (fault, "endless") ? g_strdup ("No Posts Yet") : usual;
}

/* The first page */

static void
prepare_first (House *house)
{
  house_sign_in (house);
  house_open_main_window (house);
}

static void
act_first (House *house)
{
  tuwen_feed_set_mid (house->feed, SANDBOX_MID);
}

static gboolean
is_first_done (House *house)
{
  return count_shown (house) == PAGE;
}

static gboolean
recover_first (House *house, const Fault *fault)
{
  gtk_widget_activate_action (GTK_WIDGET (house->main_window), "win.refresh", NULL);
  return TRUE;
}

/* Nobody is signed in: then the keys come with just that code, and without them it means nothing */
static char *
expect_keys (House *house, const Fault *fault, char *usual)
{
  if (fault->code != -101)
    return usual;

  g_free (usual);
  return g_strdup ("bilibili answered something that Tuwen cannot read.");
}

/* The next one */

static void
prepare_next (House *house)
{
  house_sign_in (house);
  house_show_feed (house);
}

static void
act_next (House *house)
{
  tuwen_feed_load_more (house->feed);
}

static gboolean
is_next_at_rest (House *house)
{
  /* Down to where it says what is wrong */
  if (tuwen_feed_get_error (house->feed) != NULL)
    house_scroll_down (house);
  return is_feed_at_rest (house);
}

static gboolean
is_next_done (House *house)
{
  return count_shown (house) >= 2 * PAGE || !tuwen_feed_get_has_more (house->feed);
}

static char *
check_next (House *house, gboolean done)
{
  return count_shown (house) < PAGE ? g_strdup ("posts went away") : find_double (house);
}

static gboolean
recover_next (House *house, const Fault *fault)
{
  tuwen_feed_retry (house->feed);
  return TRUE;
}

/* The newest ones */

static void
prepare_refresh (House *house)
{
  g_autofree char *id = NULL;

  prepare_next (house);
  id = sandbox_server_add_post (house->server, SANDBOX_MID, "刚刚发的");
}

static void
act_refresh (House *house)
{
  gtk_widget_activate_action (GTK_WIDGET (house->main_window), "win.refresh", NULL);
}

static gboolean
is_refresh_done (House *house)
{
  return count_shown (house) == PAGE + 1;
}

static char *
expect_refresh (House *house, const Fault *fault, char *usual)
{
  /* What is there is what was there */
  if (matrix_is (fault, "endless"))
    return g_strdup ("");
  if (usual == NULL)
    return NULL;

  /* A few words over the posts; the sentence is where the list ends */
  g_free (usual);
  return fault->code == -101 ? g_strdup ("The session of " SANDBOX_NAME " has ended.")
                             : matrix_title (fault);
}

/* A space that is opened by its number, its post or a short link */

static void
open_dialog (House *house, const char *text)
{
  house_follow_space (house);
  gtk_widget_activate_action (GTK_WIDGET (house->main_window), "win.open-space", NULL);
  house_expect (house_find (NULL, TUWEN_TYPE_OPEN_SPACE) != NULL);
  gtk_editable_set_text (GTK_EDITABLE (house_find (house_find (NULL, TUWEN_TYPE_OPEN_SPACE),
                                                   GTK_TYPE_EDITABLE)),
                         text);
}

static void
prepare_number (House *house)
{
  house_sign_in (house);
  house_open_main_window (house);
  open_dialog (house, SANDBOX_MID_2);
}

static void
open_post_dialog (House *house)
{
  GPtrArray *posts = sandbox_world_find_person (house->server->world, SANDBOX_MID_2)->posts;
  g_autofree char *link
      = g_strdup_printf ("https://www.bilibili.com/opus/%" G_GUINT64_FORMAT,
                         ((SandboxPost *) posts->pdata[0])->id);

  house_open_main_window (house);
  open_dialog (house, link);
}

static void
prepare_post (House *house)
{
  house_sign_in (house);
  open_post_dialog (house);
}

/* Who is not signed in has no buvid3 */
static void
prepare_post_as_nobody (House *house)
{
  open_post_dialog (house);
}

static void
prepare_short (House *house)
{
  house_sign_in (house);
  house_open_main_window (house);
  open_dialog (house, "https://b23.tv/aBcDeF1");
}

static void
act_open (House *house)
{
  house_press (house_find (NULL, TUWEN_TYPE_OPEN_SPACE), "Open");
}

static gboolean
is_open_done (House *house)
{
  TuwenSpace *space = tuwen_spaces_get_current (house->spaces);

  return space != NULL && g_str_equal (tuwen_space_get_mid (space), SANDBOX_MID_2)
         && house_find (NULL, TUWEN_TYPE_OPEN_SPACE) == NULL;
}

static gboolean
recover_open (House *house, const Fault *fault)
{
  act_open (house);
  return TRUE;
}

/* Where it leads stands in the head of the answer: what becomes of the body does not matter */
static char *
expect_short (House *house, const Fault *fault, char *usual)
{
  gboolean elsewhere = matrix_is (fault, "redirect");

  if (!elsewhere && (!fault->acts || matrix_is (fault, "lost")))
    return usual;

  g_free (usual);
  return elsewhere ? g_strdup ("bilibili answered something that Tuwen cannot read.") : NULL;
}

/* Covers: they are asked for when they are seen */

static void
prepare_covers (House *house)
{
  prepare_first (house);
  g_object_set (house->main_window, "view", "scheduled", NULL);
  tuwen_feed_set_mid (house->feed, SANDBOX_MID);
  house_expect (is_first_done (house) && !house_is_busy ());
}

static void
act_covers (House *house)
{
  g_object_set (house->main_window, "view", "feed", NULL);
}

static gboolean
is_cover_done (House *house)
{
  GtkWidget *cover = house_find (house->main_window, TUWEN_TYPE_COVER);

  return cover != NULL && tuwen_cover_is_loaded (TUWEN_COVER (cover));
}

static gboolean
is_cover_at_rest (House *house)
{
  GtkWidget *cover = house_find (house->main_window, TUWEN_TYPE_COVER);

  return cover != NULL
         && (tuwen_cover_is_loaded (TUWEN_COVER (cover))
             || tuwen_cover_is_broken (TUWEN_COVER (cover)));
}

/* Its place says that there is none; the post's text, which is drawn, says the rest */
static char *
expect_cover (House *house, const Fault *fault, char *usual)
{
  g_free (usual);
  return g_strdup ("");
}

static char *
check_covers (House *house, gboolean done)
{
  return count_shown (house) != PAGE ? g_strdup ("posts went away") : NULL;
}

static const Row rows[] = {
  { "list_opus", "first page", FEED, prepare_first, act_first, is_feed_at_rest, is_first_done,
    expect_end, NULL, recover_first, 6 },
  { "list_opus", "next page", FEED, prepare_next, act_next, is_next_at_rest, is_next_done, NULL,
    check_next, recover_next, 6 },
  { "list_opus", "refresh", FEED, prepare_refresh, act_refresh, is_feed_at_rest, is_refresh_done,
    expect_refresh, check_next, recover_first, 2 },
  { "get_me", "keys", "/x/web-interface/nav", house_open_main_window, act_first, is_feed_at_rest,
    is_first_done, expect_keys, NULL, recover_first, 1 },
  { "get_user", "space by number", "/x/web-interface/card", prepare_number, act_open,
    is_feed_at_rest, is_open_done, NULL, NULL, recover_open, 1 },
  { "get_opus_owner", "space by post", "/x/polymer/web-dynamic/v1/opus/detail", prepare_post,
    act_open, is_feed_at_rest, is_open_done, NULL, NULL, recover_open, 2 },
  { "create_buvid", "space by post", "/x/frontend/finger/spi", prepare_post_as_nobody, act_open,
    is_feed_at_rest, is_open_done, NULL, NULL, recover_open, 1 },
  { "resolve_short_link", "space by short link", "/aBcDeF1", prepare_short, act_open,
    is_feed_at_rest, is_open_done, expect_short, NULL, recover_open, 1 },
  { "fetch_picture", "cover", "/bfs/*", prepare_covers, act_covers, is_cover_at_rest, is_cover_done,
    expect_cover, check_covers, NULL, 60 },
};

int
main (int argc, char **argv)
{
  return matrix_run (argc, argv, rows, G_N_ELEMENTS (rows));
}
