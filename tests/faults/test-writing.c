/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is sent by whoever writes. */

#include "matrix.h"
#include "tuwen-composer-text.h"
#include "tuwen-composer.h"
#include "tuwen-draft-picture.h"

#define TEXT "一句话 & <b>"
#define NOT_FOUND                                                                                  \
  "The post was sent, but no answer came back, and it is not in your space. It can be sent again."
#define HOUR 3600

static guint
count_drafts (House *house)
{
  return g_list_model_get_n_items (G_LIST_MODEL (house->drafts));
}

static gboolean
is_under_way (House *house)
{
  TuwenDraftState state = tuwen_draft_get_state (house->draft);

  return state == TUWEN_DRAFT_PUBLISHING || state == TUWEN_DRAFT_CHECKING;
}

static gboolean
is_publishing_at_rest (House *house)
{
  return house->draft == NULL || !is_under_way (house);
}

static gboolean
is_published (House *house)
{
  return tuwen_draft_get_state (house->draft) == TUWEN_DRAFT_PUBLISHED && count_drafts (house) == 0
         && house_find (NULL, TUWEN_TYPE_COMPOSER) == NULL && house_says ("Published");
}

/* What was written is where it was written */
static char *
check_kept (House *house)
{
  GtkWidget *composer = house_find (NULL, TUWEN_TYPE_COMPOSER);
  GtkWidget *view = composer != NULL ? house_find (composer, TUWEN_TYPE_COMPOSER_TEXT) : NULL;
  g_autofree char *text = NULL;

  if (count_drafts (house) != 1)
    return g_strdup_printf ("there are %u drafts", count_drafts (house));
  if (view == NULL)
    return g_strdup ("the composer is gone");

  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "text", &text, NULL);
  return strstr (text, TEXT) == NULL ? g_strdup_printf ("the text is “%s”", text) : NULL;
}

static char *
check_published (House *house, gboolean done)
{
  guint n_posts = house_count_posts (house, TEXT);

  if (n_posts > 1 || (done && n_posts != 1))
    return g_strdup_printf ("there are %u posts", n_posts);

  return done ? NULL : check_kept (house);
}

static void
prepare_text (House *house)
{
  house_sign_in (house);
  house_load_drafts (house);
  house_show_feed (house);
  house_write (house, TEXT);
}

/* A title is for the newer of the two calls */
static void
prepare_post (House *house)
{
  prepare_text (house);
  tuwen_draft_set_title (house->draft, "题目");
}

static void
prepare_vote (House *house)
{
  g_autoptr (BiliVote) vote = bili_vote_new ();

  prepare_text (house);
  g_free (vote->title);
  vote->title = g_strdup ("喝什么？");
  vote->choices = 1;
  vote->duration = 259200;
  g_ptr_array_set_size (vote->options, 0);
  g_ptr_array_add (vote->options, bili_vote_option_new ("茶", NULL));
  g_ptr_array_add (vote->options, bili_vote_option_new ("咖啡", NULL));
  tuwen_draft_set_vote (house->draft, vote);
}

static void
act (House *house, const char *action)
{
  if (!gtk_widget_activate_action (GTK_WIDGET (house->window), action, NULL))
    g_test_fail_printf ("there is no %s", action);
}

static void
act_publish (House *house)
{
  act (house, "composer.publish");
}

/* After a call that may have been done the feed is looked at, and tells that it was, or was not */
static char *
expect_published (House *house, const Fault *fault, char *usual)
{
  if (!matrix_is_in_doubt (fault) || matrix_is (fault, "refused"))
    return usual;

  g_free (usual);
  return fault->acts ? NULL : g_strdup (NOT_FOUND);
}

static void
sign_in_again (House *house, const Fault *fault)
{
  if (fault->code == -101)
    house_sign_in (house);
}

static gboolean
has_looked (gpointer data)
{
  return !is_under_way (data);
}

static gboolean
recover_publish (House *house, const Fault *fault)
{
  TuwenDraftState state = tuwen_draft_get_state (house->draft);

  sign_in_again (house, fault);
  if (state == TUWEN_DRAFT_WRITING)
    {
      act (house, "composer.publish");
      return TRUE;
    }

  act (house, "composer.look-again");
  house_await (has_looked, house);
  if (tuwen_draft_get_state (house->draft) == TUWEN_DRAFT_NOT_FOUND)
    act (house, "composer.send-again");
  return TRUE;
}

/* Votes: one whose answer was lost belongs to no post, so that another one does no harm */

static gboolean
recover_vote (House *house, const Fault *fault)
{
  sign_in_again (house, fault);
  act (house, "composer.publish");
  return TRUE;
}

/* Scheduled posts */

static guint
count_listed (House *house)
{
  GPtrArray *listed = house->server->world->drafts;
  guint n_listed = 0;

  for (guint i = 0; i < listed->len; i++)
    n_listed += g_str_equal (((SandboxDraft *) listed->pdata[i])->post->text, TEXT);

  return n_listed;
}

static void
prepare_schedule (House *house)
{
  prepare_text (house);
  tuwen_draft_set_publish_time (house->draft, bili_clock_get_unix (house->clock) + 5 * HOUR);
}

static gboolean
is_scheduled (House *house)
{
  return tuwen_draft_get_state (house->draft) == TUWEN_DRAFT_SCHEDULED
         && house_find (NULL, TUWEN_TYPE_COMPOSER) == NULL && house_says ("Scheduled:");
}

static char *
check_scheduled (House *house, gboolean done)
{
  guint n_listed = count_listed (house);

  if (house_count_posts (house, TEXT) > 0)
    return g_strdup ("it was published at once");
  if (n_listed > 1 || (done && n_listed != 1))
    return g_strdup_printf ("there are %u scheduled posts", n_listed);

  return done ? NULL : check_kept (house);
}

/* Pictures */

static void
act_upload (House *house)
{
  house_add_picture (house);
}

static TuwenDraftPicture *
get_picture (House *house)
{
  g_autoptr (TuwenDraftPicture) picture
      = g_list_model_get_item (tuwen_draft_get_pictures (house->draft), 0);

  /* The draft holds it */
  return picture;
}

static gboolean
is_upload_done (House *house)
{
  return tuwen_draft_picture_get_state (get_picture (house)) == TUWEN_DRAFT_PICTURE_UPLOADED;
}

static gboolean
is_upload_at_rest (House *house)
{
  return is_upload_done (house)
         || tuwen_draft_picture_get_state (get_picture (house)) == TUWEN_DRAFT_PICTURE_FAILED;
}

static char *
check_picture (House *house, gboolean done)
{
  GListModel *pictures = tuwen_draft_get_pictures (house->draft);

  if (g_list_model_get_n_items (pictures) != 1)
    return g_strdup_printf ("there are %u pictures", g_list_model_get_n_items (pictures));
  if (tuwen_draft_picture_get_path (get_picture (house)) == NULL)
    return g_strdup ("the picture is not on disk");

  return check_kept (house);
}

static gboolean
recover_upload (House *house, const Fault *fault)
{
  GtkWidget *retry;

  sign_in_again (house, fault);
  /* With the account there again it may go on by itself */
  retry = house_find_button (house->window, "Retry");
  if (retry != NULL && gtk_widget_is_sensitive (retry))
    g_signal_emit_by_name (retry, "clicked");
  return TRUE;
}

/* The limits: what the service does not say is as it usually is */

#define LIMITS "/x/dynamic/feed/create/init_check"

static void
prepare_limits (House *house)
{
  sandbox_server_fail (house->server, LIMITS, "drop", -1);
  house_sign_in (house);
  house_load_drafts (house);
  house_show_feed (house);
}

static void
act_limits (House *house)
{
  house_write (house, TEXT);
}

static gboolean
are_limits_done (House *house)
{
  return house->draft != NULL
         && tuwen_publisher_get_limits (house->publisher, house->draft)->text == 1000
         && house_find (NULL, TUWEN_TYPE_COMPOSER_TEXT) != NULL;
}

static char *
expect_nothing (House *house, const Fault *fault, char *usual)
{
  g_free (usual);
  return NULL;
}

static char *
check_limits (House *house, gboolean done)
{
  return check_kept (house);
}

static const Row rows[] = {
  { "publish", "text", "/dynamic_svr/v1/dynamic_svr/create", prepare_text, act_publish,
    is_publishing_at_rest, is_published, expect_published, check_published, recover_publish, 1 },
  { "publish", "post", "/x/dynamic/feed/create/dyn", prepare_post, act_publish,
    is_publishing_at_rest, is_published, expect_published, check_published, recover_publish, 1 },
  { "publish", "scheduled", "/x/dynamic/feed/create/dyn", prepare_schedule, act_publish,
    is_publishing_at_rest, is_scheduled, expect_published, check_scheduled, recover_publish, 1 },
  { "create_vote", "post", "/vote_svr/v1/vote_svr/create_vote", prepare_vote, act_publish,
    is_publishing_at_rest, is_published, NULL, check_published, recover_vote, 1 },
  { "upload_picture", "tile", "/x/dynamic/feed/draw/upload_bfs", prepare_text, act_upload,
    is_upload_at_rest, is_upload_done, NULL, check_picture, recover_upload, 1 },
  { "get_limits", "composer", LIMITS, prepare_limits, act_limits, NULL, are_limits_done,
    expect_nothing, check_limits, NULL, 2 },
};

int
main (int argc, char **argv)
{
  return matrix_run (argc, argv, rows, G_N_ELEMENTS (rows));
}
