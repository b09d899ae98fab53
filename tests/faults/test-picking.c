/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What one picks from while writing. */

#include "matrix.h"
#include "tuwen-composer-text.h"
#include "tuwen-emote-panel.h"
#include "tuwen-topic-picker.h"

#define TEXT "写 "
#define EMOTES "/x/emote/user/panel/web"

static void
prepare (House *house)
{
  house_sign_in (house);
  house_load_drafts (house);
  house_write (house, TEXT);
}

/* Nothing that was written goes while something is looked for */
static char *
check (House *house, gboolean done)
{
  GtkWidget *view = house_find (NULL, TUWEN_TYPE_COMPOSER_TEXT);
  g_autofree char *text = NULL;

  if (view == NULL)
    return g_strdup ("the composer is gone");

  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "text", &text, NULL);
  return g_str_has_prefix (text, TEXT) ? NULL : g_strdup_printf ("the text is “%s”", text);
}

static gboolean
recover_picker (House *house, const Fault *fault)
{
  /* Some errors are not offered to be tried again: those need something else first */
  if (house_find_button (NULL, "Retry") == NULL)
    return FALSE;

  house_press (NULL, "Retry");
  return TRUE;
}

/* Topics */

static void
act_topics (House *house)
{
  house_open_menu (house->window, "Topic");
}

static gboolean
are_topics_done (House *house)
{
  return house_says ("#今天的云");
}

/* What is recommended: nothing at all is an answer, too */
static char *
expect_topics (House *house, const Fault *fault, char *usual)
{
  return matrix_is (fault, "endless") ? g_strdup ("") : usual;
}

static void
prepare_search (House *house)
{
  prepare (house);
  house_open_menu (house->window, "Topic");
  house_expect (house_says ("#今天的云"));
}

static void
act_search (House *house)
{
  GtkWidget *picker = house_find (NULL, TUWEN_TYPE_TOPIC_PICKER);

  gtk_editable_set_text (GTK_EDITABLE (house_find (picker, GTK_TYPE_SEARCH_ENTRY)), "晚饭");
}

static gboolean
is_search_done (House *house)
{
  return house_says ("#晚饭吃什么");
}

/* People */

static void
act_mention (House *house)
{
  gtk_widget_activate_action (GTK_WIDGET (house->window), "composer.mention", NULL);
}

static gboolean
are_people_done (House *house)
{
  return house_says ("followed");
}

/* There is little room beside the text */
static char *
expect_people (House *house, const Fault *fault, char *usual)
{
  if (matrix_is (fault, "endless"))
    return g_strdup ("");
  if (usual == NULL)
    return NULL;

  g_free (usual);
  return fault->code == -101 ? g_strdup ("Sign in to mention people.") : matrix_title (fault);
}

/* Emotes */

static void
act_emotes (House *house)
{
  house_open_menu (house->window, "Emote");
}

static gboolean
are_emotes_done (House *house)
{
  return house_find (NULL, GTK_TYPE_GRID_VIEW) != NULL;
}

static char *
expect_emotes (House *house, const Fault *fault, char *usual)
{
  return matrix_is (fault, "endless") ? g_strdup ("") : usual;
}

static const Row rows[] = {
  { "search_topics", "recommended", "/x/topic/web/dynamic/rcmd", prepare, act_topics, NULL,
    are_topics_done, expect_topics, check, recover_picker, 1 },
  { "search_topics", "typed", "/x/topic/pub/search", prepare_search, act_search, NULL, is_search_done,
    expect_topics, check, recover_picker, 1 },
  { "search_mentions", "while typing", "/x/polymer/web-dynamic/v1/mention/search", prepare,
    act_mention, NULL, are_people_done, expect_people, check, NULL, 1 },
  { "list_emotes", "panel", EMOTES, prepare, act_emotes, NULL, are_emotes_done, expect_emotes, check,
    recover_picker, 1 },
};

int
main (int argc, char **argv)
{
  return matrix_run (argc, argv, rows, G_N_ELEMENTS (rows));
}
