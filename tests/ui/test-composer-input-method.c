/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing with an input method, as Chinese is written: letters are composed beside the text before
 * they come into it. */

#include "composer-fixture.h"

#include <gtk/gtkimmodule.h>

#include "tuwen-completion.h"
#include "tuwen-composer-text.h"

/* An input method that does what the tests say */

#define TYPE_STAND_IN (stand_in_get_type ())
G_DECLARE_FINAL_TYPE (StandIn, stand_in, TEST, STAND_IN, GtkIMContext)

struct _StandIn
{
  GtkIMContext parent_instance;

  char *preedit; /* (nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (StandIn, stand_in, GTK_TYPE_IM_CONTEXT)

/* (nullable): of what has the focus */
static StandIn *focused;

static void
stand_in_get_preedit_string (GtkIMContext *context,
                             char **text,
                             PangoAttrList **attributes,
                             int *cursor)
{
  StandIn *self = TEST_STAND_IN (context);

  if (text != NULL)
    *text = g_strdup (self->preedit != NULL ? self->preedit : "");
  if (attributes != NULL)
    *attributes = pango_attr_list_new ();
  if (cursor != NULL)
    *cursor = self->preedit != NULL ? (int) g_utf8_strlen (self->preedit, -1) : 0;
}

static void
stand_in_focus_in (GtkIMContext *context)
{
  focused = TEST_STAND_IN (context);
}

static void
stand_in_finalize (GObject *object)
{
  StandIn *self = TEST_STAND_IN (object);

  if (focused == self)
    focused = NULL;
  g_free (self->preedit);

  G_OBJECT_CLASS (stand_in_parent_class)->finalize (object);
}

static void
stand_in_class_init (StandInClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stand_in_finalize;
  GTK_IM_CONTEXT_CLASS (klass)->get_preedit_string = stand_in_get_preedit_string;
  GTK_IM_CONTEXT_CLASS (klass)->focus_in = stand_in_focus_in;
}

static void
stand_in_init (StandIn *self)
{
}

/* @text: what is being composed now */
static void
compose (const char *text)
{
  gboolean was_composing = focused->preedit != NULL;

  g_free (focused->preedit);
  focused->preedit = *text != '\0' ? g_strdup (text) : NULL;
  if (!was_composing && focused->preedit != NULL)
    g_signal_emit_by_name (focused, "preedit-start");
  g_signal_emit_by_name (focused, "preedit-changed");
  if (was_composing && focused->preedit == NULL)
    g_signal_emit_by_name (focused, "preedit-end");
}

/* What was composed becomes @text */
static void
commit (const char *text)
{
  if (focused->preedit != NULL)
    compose ("");
  g_signal_emit_by_name (focused, "commit", text);
}

static gboolean
erase_around (int offset, int length)
{
  gboolean erased;

  g_signal_emit_by_name (focused, "delete-surrounding", offset, length, &erased);
  return erased;
}

/* The text of a composer that has the focus */
static GtkWidget *
open_text (ComposerFixture *self)
{
  GtkWindow *window = tuwen_composers_new_post (self->composers);

  wait_until (gtk_window_is_active (window) && focused != NULL);
  return find_any (window, TUWEN_TYPE_COMPOSER_TEXT, NULL);
}

static TuwenDraft *
get_draft (GtkWidget *text)
{
  return tuwen_composer_get_draft (TUWEN_COMPOSER (gtk_widget_get_root (text)));
}

/* Returns: whether a key is taken before the input method gets it */
static gboolean
is_key_taken (GtkWidget *text, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (text);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &taken);
    }

  return taken;
}

static gboolean
is_offered (GtkWidget *text)
{
  GtkWidget *completion = find_any (text, TUWEN_TYPE_COMPLETION, NULL);

  return completion != NULL && gtk_widget_get_visible (completion);
}

static const BiliNode *
get_node (GtkWidget *text, guint position)
{
  GPtrArray *nodes = tuwen_draft_get_nodes (get_draft (text));

  g_assert_cmpuint (position, <, nodes->len);
  return nodes->pdata[position];
}

static void
assert_node (GtkWidget *text, guint position, BiliNodeType type, const char *expected)
{
  g_assert_cmpint (get_node (text, position)->type, ==, type);
  g_assert_cmpstr (get_node (text, position)->text, ==, expected);
}

/* While letters are composed, nothing else is offered in their place, and no key is stolen */
static void
test_mention (ComposerFixture *self, gconstpointer data)
{
  GtkWidget *text;

  composer_sign_in (self, SANDBOX_COOKIES);
  text = open_text (self);
  commit ("@");
  wait_until (is_offered (text) && is_key_taken (text, GDK_KEY_Down));

  compose ("t");
  g_assert_false (is_offered (text));
  for (guint i = 0; i < 5; i++)
    {
      static const guint keys[]
          = { GDK_KEY_Return, GDK_KEY_Down, GDK_KEY_Up, GDK_KEY_Tab, GDK_KEY_Escape };

      g_assert_false (is_key_taken (text, keys[i]));
    }
  compose ("tu");
  assert_node (text, 0, BILI_NODE_TEXT, "@");

  /* Given up, what was offered before is offered again */
  compose ("");
  g_assert_true (is_offered (text));

  compose ("shan");
  commit ("山");
  assert_node (text, 0, BILI_NODE_TEXT, "@山");
  wait_until (is_offered (text) && is_key_taken (text, GDK_KEY_Down));
  g_assert_true (is_key_taken (text, GDK_KEY_Return));
  g_assert_cmpint (get_node (text, 0)->type, ==, BILI_NODE_MENTION);
  g_assert_nonnull (strstr (get_node (text, 0)->text, "山"));
  assert_node (text, 1, BILI_NODE_TEXT, " ");
}

/* An answer that comes meanwhile changes nothing about that */
static void
test_late_answer (ComposerFixture *self, gconstpointer data)
{
  GtkWidget *text;

  composer_sign_in (self, SANDBOX_COOKIES);
  sandbox_server_fail (self->server, "/x/polymer/web-dynamic/v1/mention/search", "delay:200", 1);
  text = open_text (self);
  commit ("@");
  compose ("t");
  wait_until (sandbox_server_count_requests (self->server,
                                             "/x/polymer/web-dynamic/v1/mention/search")
              == 1);
  g_assert_false (is_offered (text));
  compose ("");
  wait_until (is_offered (text) && is_key_taken (text, GDK_KEY_Down));
}

static void
test_emote (ComposerFixture *self, gconstpointer data)
{
  GtkWidget *text;

  composer_sign_in (self, SANDBOX_COOKIES);
  text = open_text (self);
  commit ("[");
  wait_until (is_offered (text) && is_key_taken (text, GDK_KEY_Down));
  compose ("hao");
  g_assert_false (is_offered (text));
  commit ("好耶");
  wait_until (is_offered (text));
  g_assert_true (is_key_taken (text, GDK_KEY_Tab));
  assert_node (text, 0, BILI_NODE_EMOTE, "[热词系列_好耶]");
}

/* In Chinese the same keys write other letters. A bracket alone may as well begin a heading. */
static void
test_wide (ComposerFixture *self, gconstpointer data)
{
  GtkWidget *text;

  composer_sign_in (self, SANDBOX_COOKIES);
  text = open_text (self);
  commit ("[");
  wait_until (is_offered (text));
  commit ("\n【");
  wait_until (!is_offered (text));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (is_offered (text));
  commit ("好耶");
  wait_until (is_offered (text) && is_key_taken (text, GDK_KEY_Down));
  g_assert_true (is_key_taken (text, GDK_KEY_Tab));
  assert_node (text, 1, BILI_NODE_EMOTE, "[热词系列_好耶]");
  commit ("【好耶");
  wait_until (is_offered (text));
  commit ("】");
  wait_until (!is_offered (text));

  commit (" ＠山");
  wait_until (is_offered (text) && is_key_taken (text, GDK_KEY_Down));
  g_assert_true (is_key_taken (text, GDK_KEY_Return));
  assert_node (text, 2, BILI_NODE_TEXT, "【好耶】 ");
  g_assert_cmpint (get_node (text, 3)->type, ==, BILI_NODE_MENTION);
  g_assert_true (g_str_has_prefix (get_node (text, 3)->text, "@"));
}

/* Escape was for this word, also when more of it is composed */
static void
test_dismissed (ComposerFixture *self, gconstpointer data)
{
  GtkWidget *text;

  composer_sign_in (self, SANDBOX_COOKIES);
  text = open_text (self);
  commit ("@");
  wait_until (is_offered (text));
  g_assert_true (is_key_taken (text, GDK_KEY_Escape));
  compose ("tu");
  commit ("图");
  g_assert_false (is_offered (text));
  commit (" ");
  commit ("@");
  wait_until (is_offered (text));
}

static gboolean
says (GtkWidget *text, const char *words)
{
  return fixture_find (gtk_widget_get_root (text), words) != NULL;
}

/* What is composed is not written yet: it counts for nothing, is not kept, and is not published
 * without the rest of its word */
static void
test_not_text (ComposerFixture *self, gconstpointer data)
{
  GtkWidget *text;
  GtkWindow *window;
  TuwenDraft *draft;

  composer_sign_in (self, SANDBOX_COOKIES);
  text = open_text (self);
  window = GTK_WINDOW (gtk_widget_get_root (text));
  draft = g_object_ref (get_draft (text));
  compose ("ni'hao");
  g_assert_true (tuwen_draft_is_empty (draft));
  g_assert_true (says (text, "0 of 1000"));
  commit ("你好");
  g_assert_true (says (text, "2 of 1000"));

  compose ("shi'jie");
  g_assert_true (says (text, "2 of 1000"));
  assert_node (text, 0, BILI_NODE_TEXT, "你好");
  composer_act (window, "composer.publish");
  g_assert_false (tuwen_composers_is_counting (self->composers, draft));
  g_assert_null (composer_get_notice (window));
  commit ("世界");
  assert_node (text, 0, BILI_NODE_TEXT, "你好世界");
  composer_act (window, "composer.publish");
  g_assert_true (tuwen_composers_is_counting (self->composers, draft));
  wait_until (composer_count_windows (self) == 0);
  g_assert_cmpuint (composer_count_sent (self), ==, 1);
  g_object_unref (draft);
}

/* The title is no other */
static void
test_title (ComposerFixture *self, gconstpointer data)
{
  GtkWidget *text, *title;
  GtkWindow *window;
  StandIn *before;
  TuwenDraft *draft;

  composer_sign_in (self, SANDBOX_COOKIES);
  text = open_text (self);
  window = GTK_WINDOW (gtk_widget_get_root (text));
  draft = g_object_ref (get_draft (text));
  before = focused;
  commit ("正文");
  title = find_any (gtk_widget_get_ancestor (text, TUWEN_TYPE_COMPOSER), GTK_TYPE_ENTRY, NULL);
  g_assert_true (gtk_widget_grab_focus (title));
  wait_until (focused != NULL && focused != before);
  compose ("biao'ti");
  g_assert_cmpstr (tuwen_draft_get_title (draft), ==, "");
  composer_act (window, "composer.publish");
  g_assert_false (tuwen_composers_is_counting (self->composers, draft));
  g_assert_null (composer_get_notice (window));

  commit ("标题");
  g_assert_cmpstr (tuwen_draft_get_title (draft), ==, "标题");
  g_assert_cmpuint (tuwen_draft_get_nodes (draft)->len, ==, 1);
  /* GTK 4.8 warns of an entry that goes while it has the focus */
  gtk_widget_grab_focus (text);
  composer_act (window, "composer.publish");
  g_assert_true (tuwen_composers_is_counting (self->composers, draft));
  wait_until (composer_count_windows (self) == 0);
  g_object_unref (draft);
}

/* What an input method writes and takes away never leaves a part of an atom */
static void
test_atoms (ComposerFixture *self, gconstpointer data)
{
  GtkWidget *text = open_text (self);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (text));
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();

  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_MENTION, "@图文小助手", "1001"));
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_EMOTE, "[doge]", NULL));
  tuwen_composer_text_insert_nodes (TUWEN_COMPOSER_TEXT (text), nodes);

  /* Between two atoms, while it is composed and when it is there */
  composer_place_cursor (window, 6);
  compose ("zai");
  assert_node (text, 1, BILI_NODE_EMOTE, "[doge]");
  commit ("在");
  assert_node (text, 0, BILI_NODE_MENTION, "@图文小助手");
  assert_node (text, 1, BILI_NODE_TEXT, "在");
  assert_node (text, 2, BILI_NODE_EMOTE, "[doge]");

  /* Inside of one there is no place */
  composer_place_cursor (window, 3);
  commit ("不");
  g_assert_cmpuint (tuwen_draft_get_nodes (get_draft (text))->len, ==, 4);
  g_assert_cmpint (get_node (text, 1)->type == BILI_NODE_MENTION
                       || get_node (text, 0)->type == BILI_NODE_MENTION,
                   ==, TRUE);

  /* An input method that takes back two letters, one of them an atom’s, takes the atom */
  composer_place_cursor (window, 0);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), "", -1);
  tuwen_composer_text_insert_nodes (TUWEN_COMPOSER_TEXT (text), nodes);
  commit ("好");
  g_assert_true (erase_around (-2, 2));
  g_assert_cmpuint (tuwen_draft_get_nodes (get_draft (text))->len, ==, 1);
  assert_node (text, 0, BILI_NODE_MENTION, "@图文小助手");
}

static void
add_tests (void)
{
  composer_fixture_add ("/composer-input-method/mention", test_mention);
  composer_fixture_add ("/composer-input-method/late-answer", test_late_answer);
  composer_fixture_add ("/composer-input-method/emote", test_emote);
  composer_fixture_add ("/composer-input-method/wide", test_wide);
  composer_fixture_add ("/composer-input-method/dismissed", test_dismissed);
  composer_fixture_add ("/composer-input-method/not-text", test_not_text);
  composer_fixture_add ("/composer-input-method/title", test_title);
  composer_fixture_add ("/composer-input-method/atoms", test_atoms);
}

int
main (int argc, char **argv)
{
  g_io_extension_point_register (GTK_IM_MODULE_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (GTK_IM_MODULE_EXTENSION_POINT_NAME, TYPE_STAND_IN, "stand-in", 0);
  g_setenv ("GTK_IM_MODULE", "stand-in", TRUE);

  return composer_fixture_run (&argc, &argv, add_tests);
}
