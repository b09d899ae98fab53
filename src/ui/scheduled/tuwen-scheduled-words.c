/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled-words"

#include "tuwen-scheduled-words.h"

#include <glib/gi18n.h>

#include "tuwen-date.h"
#include "tuwen-moment.h"
#include "tuwen-row-text.h"

#define SUMMARY_CHARACTERS 40

const char *
tuwen_scheduled_words_text (TuwenScheduledItem *item)
{
  const char *text = tuwen_scheduled_item_get_text (item);

  if (tuwen_row_text_has_words (text))
    return text;

  return tuwen_scheduled_item_get_n_pictures (item) > 0 ? _ ("Pictures only")
         : tuwen_scheduled_item_is_whole (item)         ? _ ("Nothing written")
                                                        : _ ("Its content is not known");
}

char *
tuwen_scheduled_words_summary (TuwenScheduledItem *item)
{
  g_autofree char *line = tuwen_row_text_excerpt (tuwen_scheduled_words_text (item), 1);
  g_autofree char *cut = NULL;

  if (g_utf8_strlen (line, -1) <= SUMMARY_CHARACTERS)
    return g_steal_pointer (&line);

  cut = g_utf8_substring (line, 0, SUMMARY_CHARACTERS);
  return g_strconcat (cut, "…", NULL);
}

char *
tuwen_scheduled_words_when (TuwenScheduledItem *item, gint64 now)
{
  gint64 time = tuwen_scheduled_item_get_time (item);
  g_autofree char *clocks = tuwen_moment_clocks (time, now, NULL);
  g_autofree char *date = tuwen_date_short (tuwen_scheduled_item_get_modified (item), now, NULL);

  switch (tuwen_scheduled_item_get_section (item))
    {
    case TUWEN_SECTION_TRASH:
      /* Translators: %s is when, as in "Yesterday 20:14" */
      return g_strdup_printf (_ ("Deleted: %s"), date);
    case TUWEN_SECTION_DRAFTS:
      if (time == 0)
        return g_steal_pointer (&date);
      /* Translators: of a draft: when it is to appear, as in "Today 20:00" */
      return g_strdup_printf (_ ("Planned for %s"), clocks);
    case TUWEN_SECTION_ATTENTION:
    case TUWEN_SECTION_SCHEDULED:
    case TUWEN_N_SECTIONS:
    default:
      return g_steal_pointer (&clocks);
    }
}

static void
append (GString *text, const char *words)
{
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, words);
}

char *
tuwen_scheduled_words_more (TuwenScheduledItem *item, const char *owner, gint64 now)
{
  TuwenScheduledSection section = tuwen_scheduled_item_get_section (item);
  gint64 time = tuwen_scheduled_item_get_time (item);
  guint n_pictures = tuwen_scheduled_item_get_n_pictures (item);
  const char *reason = tuwen_scheduled_item_get_reason (item);
  GString *text = g_string_new (NULL);

  if (section == TUWEN_SECTION_SCHEDULED && time != 0)
    {
      g_autofree char *countdown = tuwen_moment_countdown (time, now);

      append (text, countdown);
    }
  if (owner != NULL)
    append (text, owner);
  if (n_pictures > 0)
    {
      g_autofree char *pictures
          = g_strdup_printf (ngettext ("%u picture", "%u pictures", n_pictures), n_pictures);

      append (text, pictures);
    }
  if (reason != NULL && section != TUWEN_SECTION_ATTENTION
      && tuwen_scheduled_item_get_failed (item) == 0)
    append (text, reason);

  return g_string_free (text, FALSE);
}

char *
tuwen_scheduled_words_owner (TuwenScheduledItem *item, TuwenAccounts *accounts)
{
  GListModel *model = G_LIST_MODEL (accounts);
  const char *mid = tuwen_scheduled_item_get_mid (item);

  if (mid == NULL || g_list_model_get_n_items (model) < 2)
    return NULL;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuwenAccount) account = g_list_model_get_item (model, i);

      if (g_str_equal (tuwen_account_get_mid (account), mid))
        return g_strdup (tuwen_account_get_name (account));
    }

  /* Translators: %s is a person's number, of whom nothing else is known */
  return g_strdup_printf (_ ("UID %s"), mid);
}
