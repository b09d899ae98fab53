/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as the answer of every call. */

#include "bili-compose.h"
#include "bili-json.h"
#include "bili-parse.h"
#include "bili-schedule.h"
#include "fuzz.h"

#include <math.h>

/* Asks every question about every node. */
static void
visit (JsonNode *node, guint depth)
{
  g_autofree char *text = bili_json_dup_text (node);
  g_autofree char *bounded = bili_json_dup_bounded_text (node, 3);
  JsonNode *member;

  g_assert_cmpuint (depth, <=, BILI_JSON_MAX_DEPTH);
  fuzz_check_text (text, TRUE, G_MAXLONG);
  fuzz_check_text (bounded, TRUE, 3);
  g_assert_true (isfinite (bili_json_double (node, 0)));
  bili_json_int (node, 0);
  bili_json_bool (node, FALSE);
  g_assert_null (bili_json_element (node, bili_json_length (node)));

  for (guint i = 0; i < bili_json_length (node); i++)
    visit (bili_json_element (node, i), depth + 1);

  member = bili_json_get (node, "data");
  if (member != NULL)
    visit (member, depth + 1);
  bili_json_get_path (node, "data.wbi_img.img_url");
}

static void
check_user (const BiliUser *user)
{
  fuzz_check_text (user->mid, FALSE, 20);
  fuzz_check_text (user->name, FALSE, 200);
  fuzz_check_text (user->face, TRUE, 2048);
  g_assert_cmpint (user->level, >=, -1);
  g_assert_cmpint (user->level, <=, 6);
}

static void
check_page (const BiliOpusPage *page)
{
  g_assert_cmpuint (page->items->len, <=, 200);
  fuzz_check_text (page->offset, FALSE, 128);
  for (guint i = 0; i < page->items->len; i++)
    {
      const BiliOpus *opus = page->items->pdata[i];

      g_assert_cmpint (bili_opus_id_to_unix (opus->id), >, 0);
      fuzz_check_text (opus->text, FALSE, 20000);
      fuzz_check_text (opus->cover_url, TRUE, 2048);
      fuzz_check_text (opus->likes, TRUE, 32);
      fuzz_check_text (opus->views, TRUE, 32);
      g_assert_cmpint (opus->cover_width, >=, 0);
      g_assert_cmpint (opus->cover_height, >=, 0);
    }
}

static void
read_reading_calls (GBytes *body)
{
  g_autoptr (GError) page_error = NULL;
  g_autoptr (BiliOpusPage) page = bili_opus_page_parse (body, &page_error);
  g_autoptr (GError) nav_error = NULL;
  g_autoptr (BiliNav) nav = bili_nav_parse (body, &nav_error);
  g_autoptr (GError) card_error = NULL;
  g_autoptr (BiliUser) card = bili_user_parse_card (body, &card_error);
  g_autoptr (GError) owner_error = NULL;
  g_autofree char *owner = bili_opus_owner_parse (body, &owner_error);

  fuzz_check_error (page != NULL, page_error);
  fuzz_check_error (nav != NULL, nav_error);
  fuzz_check_error (card != NULL, card_error);
  fuzz_check_error (owner != NULL, owner_error);
  if (page != NULL)
    check_page (page);
  if (nav != NULL && nav->user != NULL)
    check_user (nav->user);
  if (card != NULL)
    check_user (card);
  fuzz_check_text (owner, TRUE, 20);
}

static void
read_sign_in_calls (GBytes *body)
{
  g_autoptr (GError) code_error = NULL;
  g_autoptr (BiliQrCode) code = bili_qr_code_parse (body, &code_error);
  g_autoptr (GError) poll_error = NULL;
  g_autofree char *url = NULL;
  BiliQrState state;
  gboolean known = bili_qr_poll_parse (body, &state, &url, &poll_error);
  g_autoptr (GError) out_error = NULL;
  gboolean out = bili_sign_out_parse (body, &out_error);
  g_autoptr (GError) buvid_error = NULL;
  g_autofree char *buvid = bili_buvid_parse (body, &buvid_error);

  fuzz_check_error (code != NULL, code_error);
  fuzz_check_error (known, poll_error);
  fuzz_check_error (out, out_error);
  fuzz_check_error (buvid != NULL, buvid_error);
  if (url != NULL)
    {
      g_autoptr (BiliCookies) cookies = bili_qr_cookies_parse (NULL, url, NULL);

      g_assert_true (cookies == NULL || bili_cookies_get (cookies, "SESSDATA") != NULL);
    }
}

static void
read_writing_calls (GBytes *body)
{
  g_autoptr (GError) picture_error = NULL;
  g_autoptr (BiliPicture) picture = bili_picture_parse (body, &picture_error);
  g_autoptr (GError) vote_error = NULL;
  g_autofree char *vote = bili_vote_id_parse (body, &vote_error);
  g_autoptr (GError) post_error = NULL;
  g_autofree char *post = bili_post_id_parse (body, TRUE, &post_error);
  g_autoptr (GError) topics_error = NULL;
  g_autoptr (GPtrArray) topics = bili_topics_parse (body, &topics_error);
  g_autoptr (GError) mentions_error = NULL;
  g_autoptr (GPtrArray) mentions = bili_mentions_parse (body, &mentions_error);
  g_autoptr (GError) emotes_error = NULL;
  g_autoptr (GPtrArray) emotes = bili_emotes_parse (body, &emotes_error);
  g_autoptr (GError) limits_error = NULL;
  BiliLimits limits;
  gboolean limited = bili_limits_parse (body, &limits, &limits_error);

  fuzz_check_error (picture != NULL, picture_error);
  fuzz_check_error (vote != NULL, vote_error);
  fuzz_check_error (post != NULL, post_error);
  fuzz_check_error (topics != NULL, topics_error);
  fuzz_check_error (mentions != NULL, mentions_error);
  fuzz_check_error (emotes != NULL, emotes_error);
  fuzz_check_error (limited, limits_error);
}

static void
check_scheduled (const BiliScheduled *item)
{
  g_autoptr (BiliScheduled) copied = bili_scheduled_copy (item);

  fuzz_check_text (item->id, FALSE, 20);
  fuzz_check_text (item->mid, TRUE, 20);
  fuzz_check_text (item->text, FALSE, G_MAXLONG);
  fuzz_check_text (item->title, TRUE, 200);
  fuzz_check_text (item->error_words, TRUE, 400);
  fuzz_check_text (item->topic_id, TRUE, 20);
  fuzz_check_text (item->topic_name, TRUE, 200);
  g_assert_cmpint (item->time, >=, 0);
  g_assert_cmpuint (item->pictures->len, <=, BILI_LIMIT_PICTURES);
  g_assert_cmpuint (copied->nodes->len, ==, item->nodes->len);
}

static void
read_scheduling_calls (GBytes *body)
{
  g_autoptr (GError) list_error = NULL;
  g_autoptr (BiliScheduledList) list = bili_scheduled_list_parse (body, &list_error);
  g_autoptr (GError) result_error = NULL;
  g_autofree char *post_id = NULL;
  gboolean done = bili_scheduled_result_parse (body, &post_id, &result_error);

  fuzz_check_error (list != NULL, list_error);
  fuzz_check_error (done, result_error);
  fuzz_check_text (post_id, TRUE, 20);
  for (guint i = 0; list != NULL && i < list->items->len; i++)
    check_scheduled (list->items->pdata[i]);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) body = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = bili_json_parse (body, &error);

  fuzz_check_error (root != NULL, error);
  if (root != NULL)
    visit (root, 0);

  read_reading_calls (body);
  read_sign_in_calls (body);
  read_writing_calls (body);
  read_scheduling_calls (body);
  return 0;
}
