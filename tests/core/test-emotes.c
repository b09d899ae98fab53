/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-emotes"

#include <string.h>

#include "await.h"
#include "make-client.h"
#include "tuwen-emotes.h"
#include "tuwen-service.h"

#define EMOTES_PATH "/x/emote/user/panel/web"

typedef struct
{
  SandboxServer *server;
  TuwenService *service;
  GSettings *settings; /* (unowned) */
  BiliClock *clock;
  BiliClient *client;
  TuwenEmotes *emotes;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  SandboxOptions options = { .posts = 5, .seed = 1 };
  g_autoptr (GError) error = NULL;

  fixture->server = sandbox_server_new (&options, &error);
  g_assert_no_error (error);
  fixture->service = tuwen_service_new (sandbox_server_get_origin (fixture->server), &error);
  g_assert_no_error (error);
  fixture->settings = tuwen_service_get_settings (fixture->service);
  g_settings_reset (fixture->settings, "recent-emotes");
  fixture->clock = bili_clock_new ();
  fixture->client = make_client (fixture->server, fixture->clock, SANDBOX_COOKIES);
  fixture->emotes = tuwen_emotes_new (fixture->client, fixture->settings);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (sandbox_server_get_violations (fixture->server)->len, ==, 0);
  g_assert_finalize_object (fixture->emotes);
  g_object_unref (fixture->client);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->service);
  g_object_unref (fixture->server);
}

static void
load (Fixture *fixture)
{
  tuwen_emotes_load (fixture->emotes);
  AWAIT (!tuwen_emotes_get_loading (fixture->emotes));
  g_assert_no_error (tuwen_emotes_get_error (fixture->emotes));
  g_assert_true (tuwen_emotes_get_loaded (fixture->emotes));
}

/* Returns: (transfer full): the texts of a list of emotes, with spaces between them */
static char *
dup_texts (GListModel *list)
{
  GString *texts = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (TuwenEmote) emote = g_list_model_get_item (list, i);

      if (i > 0)
        g_string_append_c (texts, ' ');
      g_string_append (texts, tuwen_emote_get_text (emote));
    }

  return g_string_free (texts, FALSE);
}

static void
assert_recent (Fixture *fixture, const char *expected)
{
  g_autofree char *texts = dup_texts (tuwen_emotes_get_recent (fixture->emotes));

  g_assert_cmpstr (texts, ==, expected);
}

static void
assert_filter (
    Fixture *fixture, const char *word, gboolean kaomoji, guint max, const char *expected)
{
  g_autoptr (GListModel) found = tuwen_emotes_filter (fixture->emotes, word, kaomoji, max);
  g_autofree char *texts = dup_texts (found);

  g_assert_cmpstr (texts, ==, expected);
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  GListModel *list = G_LIST_MODEL (fixture->emotes);
  g_autoptr (TuwenEmotePack) faces = NULL;
  g_autoptr (TuwenEmotePack) words = NULL;
  g_autoptr (TuwenEmotePack) kaomoji = NULL;
  g_autoptr (TuwenEmote) emote = NULL;
  g_autoptr (TuwenEmote) plain = NULL;
  g_autoptr (TuwenEmote) large = NULL;

  g_assert_true (g_list_model_get_item_type (list) == TUWEN_TYPE_EMOTE_PACK);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
  g_assert_false (tuwen_emotes_get_loaded (fixture->emotes));
  g_assert_true (tuwen_emotes_get_signed_in (fixture->emotes));
  g_assert_null (tuwen_emotes_lookup (fixture->emotes, "[doge]"));
  g_assert_cmpuint (sandbox_server_get_requests (fixture->server)->len, ==, 0);

  load (fixture);
  tuwen_emotes_load (fixture->emotes);
  g_assert_false (tuwen_emotes_get_loading (fixture->emotes));
  g_assert_cmpuint (sandbox_server_count_requests (fixture->server, EMOTES_PATH), ==, 1);

  /* The third pack holds nothing that this account may use */
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 3);
  g_assert_null (g_list_model_get_item (list, 3));
  faces = g_list_model_get_item (list, 0);
  words = g_list_model_get_item (list, 1);
  kaomoji = g_list_model_get_item (list, 2);

  g_assert_cmpstr (tuwen_emote_pack_get_name (faces), ==, "小黄脸");
  g_assert_true (g_str_has_prefix (tuwen_emote_pack_get_url (faces), "https://"));
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (faces)) == TUWEN_TYPE_EMOTE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (faces)), ==, 17);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (faces), 17));

  emote = g_list_model_get_item (G_LIST_MODEL (faces), 0);
  g_assert_cmpstr (tuwen_emote_get_text (emote), ==, "[doge]");
  g_assert_cmpstr (tuwen_emote_get_name (emote), ==, "doge");
  g_assert_true (g_str_has_prefix (tuwen_emote_get_url (emote), "https://"));
  g_assert_false (tuwen_emote_get_large (emote));
  g_assert_true (tuwen_emotes_lookup (fixture->emotes, "[doge]") == emote);

  large = g_list_model_get_item (G_LIST_MODEL (words), 0);
  g_assert_true (tuwen_emote_get_large (large));

  plain = g_list_model_get_item (G_LIST_MODEL (kaomoji), 0);
  g_assert_null (tuwen_emote_pack_get_url (kaomoji));
  g_assert_null (tuwen_emote_get_url (plain));
  g_assert_cmpstr (tuwen_emote_get_name (plain), ==, tuwen_emote_get_text (plain));

  /* What is typed becomes a picture only when there is one */
  g_assert_null (tuwen_emotes_lookup (fixture->emotes, tuwen_emote_get_text (plain)));
  g_assert_null (tuwen_emotes_lookup (fixture->emotes, "[nothing]"));
  g_assert_null (tuwen_emotes_lookup (fixture->emotes, "doge"));
  g_assert_null (tuwen_emotes_lookup (fixture->emotes, ""));
  g_assert_null (tuwen_emotes_lookup (fixture->emotes, "[茶茶日常_泡茶]"));
}

static void
test_filter (Fixture *fixture, gconstpointer data)
{
  assert_filter (fixture, "doge", TRUE, 10, "");
  load (fixture);

  assert_filter (fixture, "doge", TRUE, 10, "[doge]");
  assert_filter (fixture, "[DOG", TRUE, 10, "[doge]");
  assert_filter (fixture, "ok", TRUE, 10, "[OK]");
  /* Those that begin with it go first */
  assert_filter (fixture, "热词", TRUE, 2, "[热词系列_神仙UP] [热词系列_知识增加]");
  assert_filter (fixture, "好耶", TRUE, 10, "[热词系列_好耶]");
  assert_filter (fixture, "大", TRUE, 10, "[大哭]");
  assert_filter (fixture, "哭", TRUE, 10, "[笑哭] [大哭]");
  assert_filter (fixture, "笑", TRUE, 10, "[笑哭] [微笑]");
  assert_filter (fixture, "⌒▽⌒", TRUE, 10, "(⌒▽⌒)");
  assert_filter (fixture, "⌒▽⌒", FALSE, 10, "");
  assert_filter (fixture, "no such", TRUE, 10, "");
  assert_filter (fixture, "doge", TRUE, 0, "");

  /* Without a word: those used last, then the first pack, none twice */
  assert_filter (fixture, "[", TRUE, 2, "[doge] [微笑]");
  tuwen_emotes_use (fixture->emotes, tuwen_emotes_lookup (fixture->emotes, "[OK]"));
  assert_filter (fixture, "", TRUE, 4, "[OK] [doge] [微笑] [星星眼]");
}

static void
test_recent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenEmotes) other = NULL;
  g_autoptr (GListModel) kaomoji = NULL;
  g_autoptr (GListModel) all = NULL;
  g_autoptr (TuwenEmote) plain = NULL;
  g_auto (GStrv) kept = NULL;

  load (fixture);
  assert_recent (fixture, "");
  tuwen_emotes_use (fixture->emotes, tuwen_emotes_lookup (fixture->emotes, "[doge]"));
  tuwen_emotes_use (fixture->emotes, tuwen_emotes_lookup (fixture->emotes, "[OK]"));
  assert_recent (fixture, "[OK] [doge]");
  tuwen_emotes_use (fixture->emotes, tuwen_emotes_lookup (fixture->emotes, "[doge]"));
  assert_recent (fixture, "[doge] [OK]");

  kaomoji = tuwen_emotes_filter (fixture->emotes, "⌒▽⌒", TRUE, 1);
  plain = g_list_model_get_item (kaomoji, 0);
  tuwen_emotes_use (fixture->emotes, plain);
  assert_recent (fixture, "(⌒▽⌒) [doge] [OK]");

  /* Another window, and another start */
  other = tuwen_emotes_new (fixture->client, fixture->settings);
  tuwen_emotes_load (other);
  AWAIT (tuwen_emotes_get_loaded (other));
  g_assert_cmpuint (g_list_model_get_n_items (tuwen_emotes_get_recent (other)), ==, 3);
  tuwen_emotes_use (other, tuwen_emotes_lookup (other, "[OK]"));
  assert_recent (fixture, "[OK] (⌒▽⌒) [doge]");

  /* Never more than that */
  all = tuwen_emotes_filter (fixture->emotes, "", TRUE, 100);
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (TuwenEmote) emote = g_list_model_get_item (all, i);

      tuwen_emotes_use (fixture->emotes, emote);
    }
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *text = g_strdup_printf ("[made up %u]", i);
      BiliEmote value = { .text = g_strdup (text), .url = g_strdup ("https://i0.hdslb.com/a.png") };
      g_autoptr (TuwenEmote) emote = tuwen_emote_new (g_memdup2 (&value, sizeof value));

      tuwen_emotes_use (fixture->emotes, emote);
    }
  kept = g_settings_get_strv (fixture->settings, "recent-emotes");
  g_assert_cmpuint (g_strv_length (kept), ==, TUWEN_EMOTES_RECENT);
  g_assert_cmpstr (kept[0], ==, "[made up 29]");
}

/* The settings can be edited by hand */
static void
test_recent_hostile (Fixture *fixture, gconstpointer data)
{
  g_autofree char *huge = g_strnfill (100000, 'x');
  const char *texts[] = { "", "[nothing]", "[doge]", huge, "[doge]", "[OK]", NULL };
  g_auto (GStrv) kept = NULL;

  g_settings_set_strv (fixture->settings, "recent-emotes", texts);
  assert_recent (fixture, "");
  load (fixture);
  assert_recent (fixture, "[doge] [OK]");

  tuwen_emotes_use (fixture->emotes, tuwen_emotes_lookup (fixture->emotes, "[微笑]"));
  assert_recent (fixture, "[微笑] [doge] [OK]");
  kept = g_settings_get_strv (fixture->settings, "recent-emotes");
  g_assert_cmpuint (g_strv_length (kept), ==, 4);
  g_assert_true (g_strv_contains ((const char *const *) kept, "[nothing]"));
}

static void
test_account (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BiliClient) nobody = make_client (fixture->server, fixture->clock, NULL);
  GListModel *list = G_LIST_MODEL (fixture->emotes);

  /* Nobody asked yet */
  tuwen_emotes_set_client (fixture->emotes, nobody);
  g_assert_false (tuwen_emotes_get_loading (fixture->emotes));
  g_assert_false (tuwen_emotes_get_signed_in (fixture->emotes));
  load (fixture);
  tuwen_emotes_use (fixture->emotes, tuwen_emotes_lookup (fixture->emotes, "[doge]"));

  sandbox_server_fail (fixture->server, EMOTES_PATH, "stall", 1);
  tuwen_emotes_set_client (fixture->emotes, fixture->client);
  g_assert_true (tuwen_emotes_get_loading (fixture->emotes));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
  g_assert_null (tuwen_emotes_lookup (fixture->emotes, "[doge]"));
  assert_recent (fixture, "");
  AWAIT (sandbox_server_count_requests (fixture->server, EMOTES_PATH) == 2);

  /* Back, while the other's are on their way */
  tuwen_emotes_set_client (fixture->emotes, nobody);
  AWAIT (tuwen_emotes_get_loaded (fixture->emotes));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 3);
  assert_recent (fixture, "[doge]");

  tuwen_emotes_set_client (fixture->emotes, NULL);
  g_assert_false (tuwen_emotes_get_loading (fixture->emotes));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
  g_assert_false (tuwen_emotes_get_signed_in (fixture->emotes));
}

static void
test_faults (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *fault;
    int code;
  } cases[] = {
    { "drop", BILI_ERROR_NETWORK },
    { "lost", BILI_ERROR_NETWORK },
    { "http:500", BILI_ERROR_HTTP },
    { "http:412", BILI_ERROR_RISK_CONTROL },
    { "html", BILI_ERROR_PROTOCOL },
    { "truncated", -1 },
    { "empty", BILI_ERROR_PROTOCOL },
    { "null", BILI_ERROR_PROTOCOL },
    { "code:-352", BILI_ERROR_RISK_CONTROL },
    { "code:-400", BILI_ERROR_INVALID },
    { "code:12345:自己的话", BILI_ERROR_SERVICE },
    { "voucher", BILI_ERROR_RISK_CONTROL },
    { "huge", BILI_ERROR_TOO_LARGE },
    { "redirect:https://example.com/", -1 },
    { "deep", BILI_ERROR_PROTOCOL },
    { "utf8", BILI_ERROR_PROTOCOL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TuwenEmotes) emotes = tuwen_emotes_new (fixture->client, fixture->settings);
      const GError *error;

      g_test_message ("%s", cases[i].fault);
      sandbox_server_fail (fixture->server, EMOTES_PATH, cases[i].fault, -1);
      tuwen_emotes_load (emotes);
      g_assert_true (tuwen_emotes_get_loading (emotes));
      AWAIT (!tuwen_emotes_get_loading (emotes));
      error = tuwen_emotes_get_error (emotes);
      g_assert_nonnull (error);
      g_assert_true (error->domain == BILI_ERROR);
      if (cases[i].code >= 0)
        g_assert_cmpint (error->code, ==, cases[i].code);
      g_assert_false (tuwen_emotes_get_loaded (emotes));
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (emotes)), ==, 0);

      sandbox_server_fail (fixture->server, EMOTES_PATH, cases[i].fault, 0);
      tuwen_emotes_load (emotes);
      g_assert_no_error (tuwen_emotes_get_error (emotes));
      AWAIT (!tuwen_emotes_get_loading (emotes));
      g_assert_true (tuwen_emotes_get_loaded (emotes));
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (emotes)), ==, 3);
    }
}

/* The same pack, or the same name in two packs, is found once */
static void
test_twice (Fixture *fixture, gconstpointer data)
{
  sandbox_server_fail (fixture->server, EMOTES_PATH, "twice", 1);
  load (fixture);
  assert_filter (fixture, "doge", TRUE, 10, "[doge]");
}

/* A panel of what cannot be read is no empty panel: it can be asked for again */
static void
test_types (Fixture *fixture, gconstpointer data)
{
  sandbox_server_fail (fixture->server, EMOTES_PATH, "types", 1);
  tuwen_emotes_load (fixture->emotes);
  AWAIT (!tuwen_emotes_get_loading (fixture->emotes));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->emotes)), ==, 0);
  g_assert_false (tuwen_emotes_get_loaded (fixture->emotes));
  g_assert_error (tuwen_emotes_get_error (fixture->emotes), BILI_ERROR, BILI_ERROR_PROTOCOL);
  load (fixture);
  g_assert_no_error (tuwen_emotes_get_error (fixture->emotes));
  assert_filter (fixture, "doge", TRUE, 10, "[doge]");
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/emotes/load", test_load);
  ADD ("/emotes/filter", test_filter);
  ADD ("/emotes/recent", test_recent);
  ADD ("/emotes/recent-hostile", test_recent_hostile);
  ADD ("/emotes/account", test_account);
  ADD ("/emotes/faults", test_faults);
  ADD ("/emotes/types", test_types);
  ADD ("/emotes/twice", test_twice);

  return g_test_run ();
}
