/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-draft"

/* What is kept of a draft, and how it is read again. */

#include "bili-compose.h"
#include "draft-fixture.h"

static BiliVote *
make_vote (guint n_options)
{
  BiliVote *vote = bili_vote_new ();

  g_free (vote->title);
  vote->title = g_strdup ("Which one?");
  g_free (vote->description);
  vote->description = g_strdup ("Think\nwell");
  vote->pictures = TRUE;
  vote->choices = 2;
  vote->duration = 604800;
  for (guint i = 0; i < n_options; i++)
    {
      g_autofree char *text = g_strdup_printf ("option %u", i);

      g_ptr_array_add (vote->options, bili_vote_option_new (text, NULL));
    }

  return vote;
}

static void
fill (Fixture *fixture, TuwenDraft *draft)
{
  g_autoptr (GPtrArray) nodes = make_nodes ("Text \"quoted\" \\ \t\x01 emoji 😀 and\nlines");
  g_autoptr (BiliVote) vote = make_vote (3);
  g_autoptr (GFile) first = write_picture (fixture, "first.png", 64, 48);
  g_autoptr (GBytes) bitmap = make_picture ("bmp", 500, 600);
  g_autoptr (GFile) second = write_source (fixture, "second.bmp", bitmap);
  BiliPicture uploaded = { (char *) "https://example.org/1.png", 64, 48, 1.25 };
  TuwenJournal *journal;
  TuwenDraftPicture *picture;

  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_MENTION, "@somebody", "4294967297"));
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_EMOTE, "[smile]", NULL));
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_VOTE, "", NULL));
  tuwen_draft_set_nodes (draft, nodes);
  tuwen_draft_set_mid (draft, "18446744073709551615");
  tuwen_draft_set_title (draft, "A title");
  tuwen_draft_set_topic (draft, "1234", "A topic");
  tuwen_draft_set_comments (draft, BILI_COMMENTS_CURATED);
  tuwen_draft_set_only_me (draft, TRUE);
  tuwen_draft_set_keep_metadata (draft, TRUE);
  tuwen_draft_set_open (draft, TRUE);
  tuwen_draft_set_discarded (draft, TRUE);
  tuwen_draft_set_publish_time (draft, 1800000000);
  tuwen_draft_set_vote (draft, vote);
  tuwen_draft_set_vote_picture (draft, 1, second, "second.png");
  await_ready (tuwen_draft_get_vote_picture (draft, 1));
  tuwen_draft_set_category (draft, BILI_PICTURE_COS);
  await_ready (tuwen_draft_get_vote_picture (draft, 1));
  picture = tuwen_draft_add_picture (draft, second, "sec\xff" "ond.png", 0);
  await_ready (picture);
  tuwen_draft_picture_set_uploading (picture, 0.5);
  tuwen_draft_picture_set_uploaded (picture, &uploaded);
  tuwen_draft_picture_set_uploaded (tuwen_draft_get_vote_picture (draft, 1), &uploaded);
  picture = tuwen_draft_add_picture (draft, first, "first.png", 9);
  await_prepared (picture);

  journal = tuwen_draft_get_journal (draft);
  journal->state = TUWEN_DRAFT_PUBLISHING;
  journal->pressed = TRUE;
  journal->creating_vote = TRUE;
  journal->vote_id = g_strdup ("7");
  journal->vote_made = 1699999999;
  journal->upload_id = g_strdup ("1_1700000000_1234");
  journal->began = 1700000001;
  journal->post_id = g_strdup ("1000000000000000001");
  journal->newest = g_strdup ("999999999999999999");
  journal->others = g_strdup ("1000000000000000002 1000000000000000003");
  journal->sent_time = 1800000060;
  journal->scheduled_id = g_strdup ("9007199254740993");
  journal->listed = g_strdup ("9007199254740994,9007199254740995");
  journal->action = TUWEN_ACTION_REMOVE;
  journal->acted = 1700000002;
  journal->replaces = g_strdup ("9007199254740996");
  journal->replaces_draft = g_strdup ("another draft");
  journal->trashed = 1700000003;
  journal->told = TRUE;
  journal->partial = TRUE;
  journal->covers = g_strdup ("one.png two.jpg");
  tuwen_draft_journal_changed (draft);
}

/* Every member of a draft that has everything, in the order in which they are written: what is new
 * here is new in the round trip. */
static const char *const members[]
    = { "version",       "modified", "mid",          "text",      "title",    "topic",   "comments", "only-me",
        "category",      "keep-metadata", "publish-time", "open", "discarded", "vote",   "pictures", "journal" };
static const char *const node_members[] = { "type", "text", "id" };
static const char *const topic_members[] = { "id", "name" };
static const char *const vote_members[]
    = { "title", "description", "pictures", "choices", "duration", "options" };
static const char *const option_members[] = { "text", "picture" };
static const char *const picture_members[] = { "id",   "stem",   "name", "file", "mime-type", "width",
                                               "height", "size", "note", "uploaded" };
static const char *const uploaded_members[] = { "url", "width", "height", "size" };
static const char *const journal_members[]
    = { "state",    "pressed",  "creating-vote", "vote",    "vote-made", "upload",    "newest", "others",
        "began",    "sent-time", "post",         "scheduled", "listed",  "action", "acted",
        "replaces", "replaces-draft", "trashed", "told",    "partial", "covers" };

static void
assert_members (JsonNode *node, const char *const *expected, guint n_expected)
{
  JsonObjectIter iter;
  const char *name;
  guint n_members = 0;

  g_assert_nonnull (node);
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      g_assert_cmpuint (n_members, <, n_expected);
      g_assert_cmpstr (name, ==, expected[n_members]);
      n_members++;
    }
  g_assert_cmpuint (n_members, ==, n_expected);
}

#define assert_all_members(node, expected) assert_members (node, expected, G_N_ELEMENTS (expected))

/* What a draft is written with; every one of it is compared by test_round_trip(). */
static void
test_members (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, NULL, fixture->clock);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonNode *picture;

  fill (fixture, draft);
  text = tuwen_draft_to_json (draft);
  root = parse (text);
  picture = bili_json_element (bili_json_get (root, "pictures"), 0);
  assert_all_members (root, members);
  assert_all_members (bili_json_element (bili_json_get (root, "text"), 1), node_members);
  assert_all_members (bili_json_get (root, "topic"), topic_members);
  assert_all_members (bili_json_get (root, "vote"), vote_members);
  assert_all_members (bili_json_element (bili_json_get_path (root, "vote.options"), 1),
                      option_members);
  assert_all_members (picture, picture_members);
  assert_all_members (bili_json_get (picture, "uploaded"), uploaded_members);
  assert_all_members (bili_json_get (root, "journal"), journal_members);
}

static void
assert_same_journal (const TuwenJournal *a, const TuwenJournal *b)
{
  g_assert_cmpint (a->state, ==, b->state);
  g_assert_cmpint (a->pressed, ==, b->pressed);
  g_assert_cmpint (a->creating_vote, ==, b->creating_vote);
  g_assert_cmpstr (a->vote_id, ==, b->vote_id);
  g_assert_cmpint (a->vote_made, ==, b->vote_made);
  g_assert_cmpstr (a->upload_id, ==, b->upload_id);
  g_assert_cmpstr (a->newest, ==, b->newest);
  g_assert_cmpstr (a->others, ==, b->others);
  g_assert_cmpint (a->began, ==, b->began);
  g_assert_cmpint (a->sent_time, ==, b->sent_time);
  g_assert_cmpstr (a->post_id, ==, b->post_id);
  g_assert_cmpstr (a->scheduled_id, ==, b->scheduled_id);
  g_assert_cmpstr (a->listed, ==, b->listed);
  g_assert_cmpint (a->action, ==, b->action);
  g_assert_cmpint (a->acted, ==, b->acted);
  g_assert_cmpstr (a->replaces, ==, b->replaces);
  g_assert_cmpstr (a->replaces_draft, ==, b->replaces_draft);
  g_assert_cmpint (a->trashed, ==, b->trashed);
  g_assert_cmpint (a->told, ==, b->told);
  g_assert_cmpint (a->partial, ==, b->partial);
  g_assert_cmpstr (a->covers, ==, b->covers);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, NULL, fixture->clock);
  g_autoptr (TuwenDraft) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again_text = NULL;
  g_autoptr (TuwenDraftPicture) first = NULL;
  g_autoptr (TuwenDraftPicture) second = NULL;
  const BiliVote *vote;
  TuwenJournal *journal;
  const BiliNode *node;

  fill (fixture, draft);
  text = tuwen_draft_to_json (draft);
  again = read_draft (fixture, tuwen_draft_get_id (draft), text);
  g_assert_nonnull (again);
  /* The one that was too small for its category waits to be found so again. */
  again_text = tuwen_draft_to_json (again);
  g_assert_cmpstr (again_text, ==, text);

  g_assert_cmpstr (tuwen_draft_get_id (again), ==, tuwen_draft_get_id (draft));
  g_assert_cmpint (tuwen_draft_get_modified (again), ==, 1700000000);
  g_assert_cmpstr (tuwen_draft_get_mid (again), ==, "18446744073709551615");
  g_assert_cmpstr (tuwen_draft_get_title (again), ==, "A title");
  g_assert_cmpstr (tuwen_draft_get_topic_id (again), ==, "1234");
  g_assert_cmpstr (tuwen_draft_get_topic_name (again), ==, "A topic");
  g_assert_cmpint (tuwen_draft_get_comments (again), ==, BILI_COMMENTS_CURATED);
  g_assert_true (tuwen_draft_get_only_me (again));
  g_assert_cmpint (tuwen_draft_get_category (again), ==, BILI_PICTURE_COS);
  g_assert_true (tuwen_draft_get_keep_metadata (again));
  g_assert_true (tuwen_draft_get_open (again));
  g_assert_true (tuwen_draft_get_discarded (again));
  g_assert_cmpint (tuwen_draft_get_publish_time (again), ==, 1800000000);

  g_assert_cmpuint (tuwen_draft_get_nodes (again)->len, ==, 4);
  node = tuwen_draft_get_nodes (again)->pdata[0];
  g_assert_cmpint (node->type, ==, BILI_NODE_TEXT);
  g_assert_cmpstr (node->text, ==, "Text \"quoted\" \\ \t\x01 emoji 😀 and\nlines");
  node = tuwen_draft_get_nodes (again)->pdata[1];
  g_assert_cmpint (node->type, ==, BILI_NODE_MENTION);
  g_assert_cmpstr (node->text, ==, "@somebody");
  g_assert_cmpstr (node->id, ==, "4294967297");
  node = tuwen_draft_get_nodes (again)->pdata[2];
  g_assert_cmpint (node->type, ==, BILI_NODE_EMOTE);
  g_assert_cmpstr (node->text, ==, "[smile]");
  node = tuwen_draft_get_nodes (again)->pdata[3];
  g_assert_cmpint (node->type, ==, BILI_NODE_VOTE);
  g_assert_cmpstr (node->text, ==, "");

  vote = tuwen_draft_get_vote (again);
  g_assert_cmpstr (vote->title, ==, "Which one?");
  g_assert_cmpstr (vote->description, ==, "Think\nwell");
  g_assert_true (vote->pictures);
  g_assert_cmpuint (vote->choices, ==, 2);
  g_assert_cmpint (vote->duration, ==, 604800);
  g_assert_cmpuint (vote->options->len, ==, 3);
  g_assert_cmpstr (((BiliVoteOption *) vote->options->pdata[2])->text, ==, "option 2");
  g_assert_null (tuwen_draft_get_vote_picture (again, 0));
  g_assert_cmpint (tuwen_draft_picture_get_state (tuwen_draft_get_vote_picture (again, 1)), ==,
                   TUWEN_DRAFT_PICTURE_UPLOADED);

  g_assert_cmpuint (g_list_model_get_n_items (tuwen_draft_get_pictures (again)), ==, 2);
  first = g_list_model_get_item (tuwen_draft_get_pictures (again), 0);
  second = g_list_model_get_item (tuwen_draft_get_pictures (again), 1);
  g_assert_cmpstr (tuwen_draft_picture_get_name (first), ==, "sec\xef\xbf\xbdond.png");
  g_assert_cmpint (tuwen_draft_picture_get_state (first), ==, TUWEN_DRAFT_PICTURE_UPLOADED);
  g_assert_cmpstr (tuwen_draft_picture_get_uploaded (first)->url, ==, "https://example.org/1.png");
  g_assert_cmpint (tuwen_draft_picture_get_uploaded (first)->width, ==, 64);
  g_assert_cmpint (tuwen_draft_picture_get_uploaded (first)->height, ==, 48);
  g_assert_cmpfloat (tuwen_draft_picture_get_uploaded (first)->size, ==, 1.25);
  g_assert_cmpint (tuwen_draft_picture_get_width (first), ==, 500);
  g_assert_cmpint (tuwen_draft_picture_get_height (first), ==, 600);
  g_assert_cmpstr (tuwen_draft_picture_get_mime_type (first), ==, "image/png");
  g_assert_cmpuint (tuwen_draft_picture_get_size (first), >, 0);
  g_assert_true (g_str_has_prefix (tuwen_draft_picture_get_note (first), "BMP → PNG, "));
  g_assert_true (g_file_test (tuwen_draft_picture_get_path (first), G_FILE_TEST_IS_REGULAR));
  g_assert_cmpint (tuwen_draft_picture_get_state (second), ==, TUWEN_DRAFT_PICTURE_PREPARING);

  journal = tuwen_draft_get_journal (again);
  g_assert_cmpint (journal->state, ==, TUWEN_DRAFT_PUBLISHING);
  g_assert_cmpstr (tuwen_draft_get_post_id (again), ==, "1000000000000000001");
  assert_same_journal (journal, tuwen_draft_get_journal (draft));

  tuwen_draft_prepare_unfinished (again);
  await_prepared (second);
  g_assert_cmpint (tuwen_draft_picture_get_state (second), ==, TUWEN_DRAFT_PICTURE_FAILED);
  g_assert_true (tuwen_draft_is_understood (again));
}

static const char newer[]
    = "{ 'version': 9, 'new': [1, {'a': null}], 'title': 'Old', 'modified': 5, 'comments': "
      "'friends',"
      "  'category': 'film', 'text': ["
      "    {'type': 'text', 'text': 'one', 'bold': true},"
      "    {'type': 'link', 'text': 'two', 'url': 'https://example.org'},"
      "    {'type': 'mention', 'text': '@three', 'id': '3', 'level': 6} ],"
      "  'topic': {'id': '1', 'name': 'T', 'new': 'topic'},"
      "  'vote': {'title': 'V', 'new': 'vote', 'options': ["
      "     {'text': 'a', 'new': 'option'}, {'text': 'b', 'picture': "
      "       {'id': 'p', 'stem': 'p', 'name': 'p.png', 'new': 'vote picture'}} ]},"
      "  'pictures': ["
      "    {'id': 'x', 'stem': 'x', 'name': 'x.png', 'crop': [1, 2], 'file': 'x.png',"
      "     'mime-type': 'image/png', 'width': 1, 'height': 1, 'size': 1,"
      "     'uploaded': {'url': 'u', 'width': 1, 'height': 1, 'size': 1, 'new': 'uploaded'} },"
      "    {'video': 'y.mp4'}, 'strange' ],"
      "  'journal': {'state': 'scheduling', 'new': 'journal'} }";

/* JSON in a C string is easier to read with other quotes. */
static char *
make_json (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

/* What was to appear at some time must not appear at once because that cannot be read. */
static void
test_unreadable_time (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    gint64 time;
  } rows[] = {
    { "1800000000", 1800000000 }, { "0", 0 }, { "null", 0 }, { "-5", 1 },
    { "{'at': 5}", 1 },           { "'tomorrow'", 1 },       { "9223372036854775807", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *quoted
          = g_strdup_printf ("{'version': 1, 'publish-time': %s, 'vote': {'duration': "
                             "9223372036854775807}, 'journal': {'trashed': 9223372036854775807}}",
                             rows[i].text);
      g_autofree char *text = make_json (quoted);
      g_autoptr (TuwenDraft) draft = read_draft (fixture, "id", text);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (tuwen_draft_get_publish_time (draft), ==, rows[i].time);
      g_assert_cmpint (tuwen_draft_get_vote (draft)->duration, ==, G_MAXINT32);
      g_assert_cmpint (tuwen_draft_get_journal (draft)->trashed, ==, 0);
    }
}

static void
test_newer_version (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    const char *value;
  } kept[] = {
    { "version", "9" },
    { "comments", "friends" },
    { "category", "film" },
    { "topic.new", "topic" },
    { "vote.new", "vote" },
    { "journal.new", "journal" },
    { "journal.state", "scheduling" },
    { "title", "New" },
  };
  g_autofree char *text = make_json (newer);
  g_autofree char *own = g_build_filename (fixture->folder, "id", NULL);
  g_autofree char *file = g_build_filename (own, "x.png", NULL);
  g_autoptr (TuwenDraft) draft = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *written = NULL;
  g_autofree char *bold = NULL;
  g_autofree char *url = NULL;
  g_autofree char *type = NULL;
  g_autofree char *level = NULL;
  g_autofree char *uploaded = NULL;
  g_autofree char *option = NULL;
  g_autofree char *option_picture = NULL;
  g_autofree char *video = NULL;
  g_autofree char *strange = NULL;
  JsonNode *pictures, *nodes, *options;

  g_mkdir (own, 0700);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  draft = read_draft (fixture, "id", text);
  g_assert_nonnull (draft);
  g_assert_false (tuwen_draft_is_understood (draft));
  g_assert_cmpstr (tuwen_draft_get_title (draft), ==, "Old");
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_UNKNOWN);
  g_assert_cmpint (tuwen_draft_get_comments (draft), ==, BILI_COMMENTS_OPEN);
  g_assert_cmpuint (tuwen_draft_get_nodes (draft)->len, ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (tuwen_draft_get_pictures (draft)), ==, 1);

  tuwen_draft_set_title (draft, "New");
  {
    g_autoptr (GPtrArray) changed = bili_nodes_copy (tuwen_draft_get_nodes (draft));

    g_ptr_array_insert (changed, 1, bili_node_new (BILI_NODE_TEXT, "between", NULL));
    tuwen_draft_set_nodes (draft, changed);
  }
  written = tuwen_draft_to_json (draft);
  root = parse (written);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *value = get_text (root, kept[i].path);

      g_assert_cmpstr (value, ==, kept[i].value);
    }

  g_assert_cmpuint (bili_json_length (bili_json_get (root, "new")), ==, 2);
  nodes = bili_json_get (root, "text");
  g_assert_cmpuint (bili_json_length (nodes), ==, 4);
  g_assert_true (bili_json_bool (bili_json_get (bili_json_element (nodes, 0), "bold"), FALSE));
  g_assert_null (bili_json_get (bili_json_element (nodes, 1), "bold"));
  type = get_text (bili_json_element (nodes, 2), "type");
  g_assert_cmpstr (type, ==, "link");
  url = get_text (bili_json_element (nodes, 2), "url");
  g_assert_cmpstr (url, ==, "https://example.org");
  level = get_text (bili_json_element (nodes, 3), "level");
  g_assert_cmpstr (level, ==, "6");

  options = bili_json_get_path (root, "vote.options");
  option = get_text (bili_json_element (options, 0), "new");
  g_assert_cmpstr (option, ==, "option");
  option_picture = get_text (bili_json_element (options, 1), "picture.new");
  g_assert_cmpstr (option_picture, ==, "vote picture");

  pictures = bili_json_get (root, "pictures");
  g_assert_cmpuint (bili_json_length (pictures), ==, 3);
  g_assert_cmpuint (bili_json_length (bili_json_get (bili_json_element (pictures, 0), "crop")), ==,
                    2);
  uploaded = get_text (bili_json_element (pictures, 0), "uploaded.new");
  g_assert_cmpstr (uploaded, ==, "uploaded");
  video = get_text (bili_json_element (pictures, 1), "video");
  g_assert_cmpstr (video, ==, "y.mp4");
  strange = bili_json_dup_text (bili_json_element (pictures, 2));
  g_assert_cmpstr (strange, ==, "strange");

  /* What a person chose since counts. */
  tuwen_draft_set_comments (draft, BILI_COMMENTS_CLOSED);
  tuwen_draft_set_topic (draft, NULL, NULL);
  tuwen_draft_set_vote (draft, NULL);
  g_clear_pointer (&written, g_free);
  g_clear_pointer (&root, json_node_unref);
  written = tuwen_draft_to_json (draft);
  root = parse (written);
  g_clear_pointer (&type, g_free);
  type = get_text (root, "comments");
  g_assert_cmpstr (type, ==, "closed");
  g_assert_null (bili_json_get (root, "topic"));
  g_assert_null (bili_json_get (root, "vote"));
}

/* Every value that JSON has, in the place of every member */
static void
test_any_json (Fixture *fixture, gconstpointer data)
{
  static const char *const values[]
      = { "null", "true",  "-1",   "1e300", "99999999999999999999", "''", "'../../x'", "[]", "[[[]]]",
          "{}",   "[null]", "[{}]", "{'id': '../x', 'stem': '/etc/passwd', 'file': '..', 'name': 7}",
          "[{'id': 'a', 'stem': 'a/b'}, {'id': '..', 'stem': 'a'}, {'id': 'a', 'stem': '.a'},"
          " {'id': 'a', 'stem': 'a.b'}, {'id': '', 'stem': ''}]",
          "[{'text': '', 'type': 9}, {'text': 5, 'id': {}, 'type': 'mention'}]",
          "{'options': [7, {'picture': []}, {'picture': {'id': 'a', 'stem': '../a'}}], 'choices': -7}" };
  guint n_drafts = 0;

  for (guint m = 0; m < G_N_ELEMENTS (members); m++)
    for (guint v = 0; v < G_N_ELEMENTS (values); v++)
      {
        g_autofree char *quoted
            = g_strdup_printf ("{'version': 1, '%s': %s}", members[m], values[v]);
        g_autofree char *text = make_json (quoted);
        g_autoptr (TuwenDraft) draft = read_draft (fixture, "id", text);
        g_autofree char *written = NULL;
        g_autofree char *again_written = NULL;
        g_autofree char *summary = NULL;
        g_autoptr (TuwenDraft) again = NULL;

        if (draft == NULL)
          {
            g_assert_cmpstr (members[m], ==, "version");
            continue;
          }

        n_drafts++;
        g_assert_cmpuint (g_list_model_get_n_items (tuwen_draft_get_pictures (draft)), ==, 0);
        summary = tuwen_draft_dup_summary (draft);
        g_assert_true (g_utf8_validate (summary, -1, NULL));
        written = tuwen_draft_to_json (draft);
        again = read_draft (fixture, "id", written);
        g_assert_nonnull (again);
        again_written = tuwen_draft_to_json (again);
        g_assert_cmpstr (again_written, ==, written);
      }

  g_assert_cmpuint (n_drafts, >, 200);
}

static void
test_no_draft (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "null", "[]", "7", "\"x\"", "{}", "{\"version\": 0}", "{\"title\": \"x\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (TuwenDraft) draft = read_draft (fixture, "id", texts[i]);

      g_assert_null (draft);
    }
}

/* More than fits into a post is still what somebody wrote. */
static void
test_long_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, "id", fixture->clock);
  g_autoptr (TuwenDraft) again = NULL;
  g_autofree char *text = g_strnfill (1000000, 'x');
  g_autofree char *title = g_strnfill (5000, 't');
  g_autofree char *written = NULL;

  set_text (draft, text);
  tuwen_draft_set_title (draft, title);
  written = tuwen_draft_to_json (draft);
  again = read_draft (fixture, "id", written);
  g_assert_cmpstr (((BiliNode *) tuwen_draft_get_nodes (again)->pdata[0])->text, ==, text);
  g_assert_cmpstr (tuwen_draft_get_title (again), ==, title);
}

static void
count_cb (GObject *object, gpointer count)
{
  (*(guint *) count)++;
}

/* What changes nothing saves nothing; what does saves once and is a person's doing. */
static void
test_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, "id", fixture->clock);
  g_autoptr (BiliVote) vote = make_vote (2);
  guint n_changes = 0;

  g_signal_connect (draft, "changed", G_CALLBACK (count_cb), &n_changes);
  for (guint i = 0; i < 2; i++)
    {
      bili_clock_set (fixture->clock, (G_GINT64_CONSTANT (1700000100) + i) * G_USEC_PER_SEC);
      set_text (draft, "x");
      tuwen_draft_set_title (draft, "t");
      tuwen_draft_set_topic (draft, "1", "n");
      tuwen_draft_set_comments (draft, BILI_COMMENTS_CLOSED);
      tuwen_draft_set_only_me (draft, TRUE);
      tuwen_draft_set_category (draft, BILI_PICTURE_DRAW);
      tuwen_draft_set_keep_metadata (draft, TRUE);
      tuwen_draft_set_publish_time (draft, 5);
      tuwen_draft_set_vote (draft, vote);
      g_assert_cmpuint (n_changes, ==, 9);
    }
  g_assert_cmpint (tuwen_draft_get_modified (draft), ==, 1700000100);

  /* Whose it is and where it stands is no change that a person would look for. */
  tuwen_draft_set_mid (draft, "7");
  tuwen_draft_set_open (draft, TRUE);
  g_assert_cmpuint (n_changes, ==, 11);
  g_assert_cmpint (tuwen_draft_get_modified (draft), ==, 1700000100);
}

static void
test_summary (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, "id", fixture->clock);
  g_autoptr (GFile) file = write_picture (fixture, "x.png", 20, 20);
  g_autofree char *empty = tuwen_draft_dup_summary (draft);
  g_autofree char *pictures = NULL;
  g_autofree char *text = NULL;
  g_autofree char *title = NULL;

  g_assert_cmpstr (empty, ==, "Empty draft");
  g_assert_true (tuwen_draft_is_empty (draft));
  tuwen_draft_add_picture (draft, file, "x.png", 0);
  pictures = tuwen_draft_dup_summary (draft);
  g_assert_cmpstr (pictures, ==, "Pictures only");
  g_assert_false (tuwen_draft_is_empty (draft));
  set_text (draft, " \n first line \nsecond");
  text = tuwen_draft_dup_summary (draft);
  g_assert_cmpstr (text, ==, "first line ");
  tuwen_draft_set_title (draft, "Title");
  title = tuwen_draft_dup_summary (draft);
  g_assert_cmpstr (title, ==, "Title");
}

static void
test_vote_options (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, "id", fixture->clock);
  g_autoptr (BiliVote) vote = make_vote (3);
  g_autoptr (GFile) file = write_picture (fixture, "x.png", 20, 20);
  TuwenDraftPicture *picture;
  TuwenJournal *journal = tuwen_draft_get_journal (draft);

  tuwen_draft_set_vote (draft, vote);
  tuwen_draft_set_vote_picture (draft, 1, file, "x.png");
  picture = tuwen_draft_get_vote_picture (draft, 1);
  await_ready (picture);

  journal->vote_id = g_strdup ("7");
  tuwen_draft_insert_vote_option (draft, 0, "new");
  g_assert_null (journal->vote_id);
  g_assert_true (tuwen_draft_get_vote_picture (draft, 2) == picture);
  g_assert_cmpuint (tuwen_draft_get_vote (draft)->options->len, ==, 4);

  journal->vote_id = g_strdup ("7");
  tuwen_draft_remove_vote_option (draft, 0);
  g_assert_null (journal->vote_id);
  g_assert_true (tuwen_draft_get_vote_picture (draft, 1) == picture);
  tuwen_draft_remove_vote_option (draft, 1);
  g_assert_null (tuwen_draft_get_vote_picture (draft, 1));
  g_assert_cmpuint (tuwen_draft_get_vote (draft)->options->len, ==, 2);
  tuwen_draft_remove_vote_option (draft, 0);
  g_assert_cmpuint (tuwen_draft_get_vote (draft)->choices, ==, 1);

  for (guint i = 0; i < 30; i++)
    tuwen_draft_insert_vote_option (draft, 99, "more");
  g_assert_cmpuint (tuwen_draft_get_vote (draft)->options->len, ==, BILI_VOTE_MAX_OPTIONS);
}

static void
test_finalised (Fixture *fixture, gconstpointer data)
{
  TuwenDraft *draft = tuwen_draft_new (fixture->folder, NULL, fixture->clock);

  fill (fixture, draft);
  ASSERT_FINALISED (draft);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "members", test_members },         { "round-trip", test_round_trip },
    { "unreadable-time", test_unreadable_time },
    { "newer-version", test_newer_version },
    { "any-json", test_any_json },       { "no-draft", test_no_draft },
    { "long-text", test_long_text },     { "changes", test_changes },
    { "summary", test_summary },         { "vote-options", test_vote_options },
    { "finalised", test_finalised },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/draft/%s", tests[i].name);

      g_test_add (path, Fixture, NULL, set_up, tests[i].func, tear_down);
    }
  return g_test_run ();
}
