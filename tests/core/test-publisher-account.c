/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-publisher-account"

/* What a post may be, and what becomes of it, depends on whose it is. */

#include "publisher-desk.h"

#define MIB (1024 * 1024)

static void
limits_changed_cb (TuwenPublisher *publisher, guint *n_told)
{
  (*n_told)++;
}

static void
add_second (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  add_full (desk->base.accounts, SANDBOX_COOKIES_2, TRUE, &error);
  g_assert_no_error (error);
}

static void
test_limits (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "好");
  guint n_told = 0;
  gulong id = g_signal_connect (desk->publisher, "limits-changed", G_CALLBACK (limits_changed_cb),
                                &n_told);

  /* Whoever is signed in now is asked for at once, another one when somebody wants to know */
  AWAIT (n_told == 1);
  g_assert_cmpuint (tuwen_publisher_get_limits (desk->publisher, draft)->text, ==, 1000);
  sandbox_server_set_max_text (desk->base.sandbox, 7);
  add_second (desk);
  AWAIT (n_told == 2);
  g_assert_cmpuint (tuwen_publisher_get_limits (desk->publisher, draft)->text, ==, 1000);
  tuwen_draft_set_mid (draft, SANDBOX_MID_2);
  g_assert_cmpuint (tuwen_publisher_get_limits (desk->publisher, draft)->text, ==, 7);

  /* Once is enough; nobody's are the default ones */
  tuwen_publisher_ask_limits (desk->publisher, draft);
  settle ();
  g_assert_cmpuint (n_told, ==, 2);
  tuwen_draft_set_mid (draft, "404404");
  tuwen_publisher_ask_limits (desk->publisher, draft);
  g_assert_cmpuint (tuwen_publisher_get_limits (desk->publisher, draft)->text, ==, 1000);
  g_signal_handler_disconnect (desk->publisher, id);
}

/* Noise, which is as large as it looks */
static GFile *
make_large_picture (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "large.png", NULL);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 900, 600);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < gdk_pixbuf_get_byte_length (pixbuf); i++)
    pixels[i] = (guint8) g_rand_int_range (rand, 0, 256);
  gdk_pixbuf_save (pixbuf, path, "png", &error, NULL);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

/* A picture becomes as small as its account may upload it, and says so */
static void
test_fit (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "大图");
  g_autoptr (GFile) file = make_large_picture ();
  TuwenDraftPicture *picture = tuwen_draft_add_picture (draft, file, "large.png", 0);

  AWAIT (tuwen_draft_picture_get_state (picture) == TUWEN_DRAFT_PICTURE_READY);
  g_assert_cmpuint (tuwen_draft_picture_get_size (picture), >, MIB);
  g_assert_null (tuwen_draft_picture_get_note (picture));

  sandbox_server_set_max_upload (desk->base.sandbox, 1);
  add_second (desk);
  tuwen_draft_set_mid (draft, SANDBOX_MID_2);
  /* Publishing does not wait for it: what went up before would be made smaller, and go up again */
  tuwen_publisher_ask_limits (desk->publisher, draft);
  AWAIT (tuwen_publisher_get_limits (desk->publisher, draft)->upload_mib == 1);
  publish (desk, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHED);
  g_assert_cmpuint (tuwen_draft_picture_get_size (picture), <, MIB);
  g_assert_true (g_str_has_prefix (tuwen_draft_picture_get_note (picture), "PNG → JPEG, "));
  g_assert_cmpuint (count_requests (desk, UPLOAD), ==, 1);
}

/* Nobody posts what another uploaded, or asks what another asked */
static void
test_another (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "换人");
  GPtrArray *posts;
  const SandboxPost *post;

  add_second (desk);
  add_pictures (draft, 2);
  set_vote (draft, "吃什么");
  fail (desk, CREATE, "code:-352", 1);
  publish (desk, draft);
  g_assert_error (tuwen_draft_get_error (draft), BILI_ERROR, BILI_ERROR_RISK_CONTROL);
  g_assert_cmpuint (count_in_state (draft, TUWEN_DRAFT_PICTURE_UPLOADED), ==, 2);
  g_assert_nonnull (tuwen_draft_get_journal (draft)->vote_id);

  tuwen_draft_set_mid (draft, SANDBOX_MID_2);
  g_assert_cmpuint (count_in_state (draft, TUWEN_DRAFT_PICTURE_UPLOADED), ==, 0);
  g_assert_null (tuwen_draft_get_journal (draft)->vote_id);
  publish (desk, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHED);
  g_assert_cmpuint (count_requests (desk, UPLOAD), ==, 4);
  g_assert_cmpuint (count_requests (desk, VOTE), ==, 2);

  posts = sandbox_world_find_person (desk->base.sandbox->world, SANDBOX_MID_2)->posts;
  post = posts->pdata[posts->len - 1];
  g_assert_nonnull (strstr (post->text, "换人"));
}

/* What is on its way is another's, too */
static void
test_another_midway (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "换人");

  add_second (desk);
  add_pictures (draft, 1);
  fail (desk, UPLOAD, "stall", 1);
  tuwen_publisher_upload (desk->publisher, draft);
  AWAIT (count_requests (desk, UPLOAD) == 1);
  tuwen_draft_set_mid (draft, SANDBOX_MID_2);
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_UPLOADED) == 1);
  g_assert_cmpuint (count_requests (desk, UPLOAD), ==, 2);
}

/* Whoever signs in again finds nothing that failed for want of that */
static void
test_renewed (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "还是我");
  g_autoptr (GError) error = NULL;

  add_pictures (draft, 1);
  fail (desk, UPLOAD, "code:-101", 1);
  tuwen_publisher_upload (desk->publisher, draft);
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_FAILED) == 1);
  tuwen_publisher_publish (desk->publisher, draft);
  assert_failed (desk, draft, TUWEN_DRAFT_WRITING, BILI_ERROR_NOT_SIGNED_IN);

  add_full (desk->base.accounts, SANDBOX_COOKIES, TRUE, &error);
  g_assert_no_error (error);
  g_assert_null (tuwen_draft_get_error (draft));
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_UPLOADED) == 1);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = begin_tests (&argc, &argv);

  add_test ("/publisher-account/limits", NULL, NULL, test_limits);
  add_test ("/publisher-account/fit", NULL, NULL, test_fit);
  add_test ("/publisher-account/another", NULL, NULL, test_another);
  add_test ("/publisher-account/another-midway", NULL, NULL, test_another_midway);
  add_test ("/publisher-account/renewed", NULL, NULL, test_renewed);
  return end_tests (folder);
}
