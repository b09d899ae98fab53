/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-post"

#include "tuwen-post.h"

struct _TuwenPost
{
  GObject parent_instance;

  BiliOpus *opus; /* (owned) (not nullable) */
};

G_DEFINE_FINAL_TYPE (TuwenPost, tuwen_post, G_TYPE_OBJECT)

static void
tuwen_post_finalize (GObject *object)
{
  TuwenPost *self = TUWEN_POST (object);

  g_clear_pointer (&self->opus, bili_opus_free);

  G_OBJECT_CLASS (tuwen_post_parent_class)->finalize (object);
}

static void
tuwen_post_class_init (TuwenPostClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tuwen_post_finalize;
}

static void
tuwen_post_init (TuwenPost *self)
{
}

TuwenPost *
tuwen_post_new (BiliOpus *opus)
{
  TuwenPost *self;

  g_return_val_if_fail (opus != NULL, NULL);

  self = g_object_new (TUWEN_TYPE_POST, NULL);
  self->opus = opus;
  return self;
}

const BiliOpus *
tuwen_post_get_opus (TuwenPost *self)
{
  g_return_val_if_fail (TUWEN_IS_POST (self), NULL);

  return self->opus;
}

gint64
tuwen_post_get_unix (TuwenPost *self)
{
  g_return_val_if_fail (TUWEN_IS_POST (self), 0);

  return bili_opus_id_to_unix (self->opus->id);
}

char *
tuwen_post_dup_link (TuwenPost *self)
{
  g_return_val_if_fail (TUWEN_IS_POST (self), NULL);

  return g_strconcat ("https://www.bilibili.com/opus/", self->opus->id, NULL);
}
