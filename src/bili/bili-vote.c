/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-vote"

#include "bili-vote.h"

#include "bili-form.h"

BiliVoteOption *
bili_vote_option_new (const char *text, const char *picture_url)
{
  BiliVoteOption *self = g_new0 (BiliVoteOption, 1);

  self->text = g_strdup (text != NULL ? text : "");
  self->picture_url = g_strdup (picture_url);
  return self;
}

static void
option_free (BiliVoteOption *self)
{
  g_free (self->text);
  g_free (self->picture_url);
  g_free (self);
}

BiliVote *
bili_vote_new (void)
{
  BiliVote *self = g_new0 (BiliVote, 1);

  self->title = g_strdup ("");
  self->description = g_strdup ("");
  self->choices = 1;
  self->options = g_ptr_array_new_with_free_func ((GDestroyNotify) option_free);
  return self;
}

static gpointer
copy_option (gconstpointer option, gpointer user_data)
{
  const BiliVoteOption *self = option;

  return bili_vote_option_new (self->text, self->picture_url);
}

BiliVote *
bili_vote_copy (const BiliVote *self)
{
  BiliVote *copy = g_new0 (BiliVote, 1);

  copy->title = g_strdup (self->title);
  copy->description = g_strdup (self->description);
  copy->pictures = self->pictures;
  copy->choices = self->choices;
  copy->duration = self->duration;
  copy->options = g_ptr_array_copy (self->options, (GCopyFunc) copy_option, NULL);
  return copy;
}

void
bili_vote_free (BiliVote *self)
{
  g_free (self->title);
  g_free (self->description);
  g_ptr_array_unref (self->options);
  g_free (self);
}

BiliForm *
bili_vote_to_form (const BiliVote *self, const char *csrf)
{
  BiliForm *form = bili_form_new ();

  bili_form_add (form, "info[title]", self->title);
  bili_form_add (form, "info[desc]", self->description);
  bili_form_add_int (form, "info[type]", self->pictures ? 1 : 0);
  bili_form_add_int (form, "info[choice_cnt]", self->choices);
  bili_form_add_int (form, "info[duration]", self->duration);

  for (guint i = 0; i < self->options->len; i++)
    {
      const BiliVoteOption *option = self->options->pdata[i];
      g_autofree char *text_name = g_strdup_printf ("info[options][%u][desc]", i);
      g_autofree char *picture_name = g_strdup_printf ("info[options][%u][img_url]", i);

      bili_form_add (form, text_name, option->text);
      if (self->pictures)
        bili_form_add (form, picture_name, option->picture_url != NULL ? option->picture_url : "");
    }

  bili_form_add (form, "csrf", csrf);
  return form;
}
