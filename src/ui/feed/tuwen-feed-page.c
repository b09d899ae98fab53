/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-feed-page"

#include "tuwen-feed-page.h"

#include <glib/gi18n.h>

static TuwenPage *
new_welcome (void)
{
  TuwenPage *self = g_new0 (TuwenPage, 1);

  self->icon_name = "io.github.tuwen.Tuwen-symbolic";
  self->title = g_strdup (_ ("Welcome to Tuwen"));
  self->body
      = g_strdup (_ ("Read picture-and-text posts of bilibili: your own when you sign in, or "
                     "anybody’s space."));
  self->note = _ ("Tuwen is not made or endorsed by bilibili.");
  self->first = (TuwenPageButton){ _ ("_Sign In"), "app.sign-in" };
  self->second = (TuwenPageButton){ _ ("_Open a Space…"), "win.open-space" };

  return self;
}

static TuwenPage *
new_empty (gboolean own, BiliOpusKind kind)
{
  TuwenPage *self = g_new0 (TuwenPage, 1);

  self->icon_name = "image-x-generic-symbolic";

  switch (kind)
    {
    case BILI_OPUS_DYNAMICS:
      self->title = g_strdup (_ ("No Dynamics"));
      break;
    case BILI_OPUS_ARTICLES:
      self->title = g_strdup (_ ("No Articles"));
      break;
    case BILI_OPUS_ALL:
    default:
      self->title = g_strdup (_ ("No Posts Yet"));
    }

  if (kind != BILI_OPUS_ALL)
    {
      self->body = g_strdup (_ ("There are none of this kind in this space."));
      self->first = (TuwenPageButton){ _ ("_Show All"), "win.show-all" };
    }
  else if (own)
    {
      self->body = g_strdup (_ ("What you post with pictures and text will be here."));
      self->first = (TuwenPageButton){ _ ("_Refresh"), "win.refresh" };
    }
  else
    {
      self->body = g_strdup (_ ("Nothing with pictures and text was posted in this space."));
      self->first = (TuwenPageButton){ _ ("_Refresh"), "win.refresh" };
    }

  return self;
}

static TuwenPage *
new_error (const GError *error)
{
  TuwenPage *self = tuwen_page_new_error (error, "win.retry");

  if (self->first.label == NULL)
    self->first = (TuwenPageButton){ _ ("_Open a Space…"), "win.open-space" };

  return self;
}

static TuwenPage *
new_keyring (const GError *error)
{
  TuwenPage *self = tuwen_page_new_error (error, "win.retry-keyring");

  self->first = (TuwenPageButton){ _ ("_Retry"), "win.retry-keyring" };
  self->second = (TuwenPageButton){ _ ("_Go On Without"), "win.ignore-keyring" };
  self->note = _ ("Without the keyring you can read, and sign in until Tuwen quits.");

  return self;
}

TuwenPage *
tuwen_feed_page_new (TuwenFeedState state, gboolean own, BiliOpusKind kind, const GError *error)
{
  switch (state)
    {
    case TUWEN_FEED_STATE_EMPTY:
      return new_empty (own, kind);
    case TUWEN_FEED_STATE_ERROR:
      return new_error (error);
    case TUWEN_FEED_STATE_KEYRING:
      return new_keyring (error);
    case TUWEN_FEED_STATE_WELCOME:
    case TUWEN_FEED_STATE_WAITING:
    case TUWEN_FEED_STATE_POSTS:
    default:
      return new_welcome ();
    }
}
