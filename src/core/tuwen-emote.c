/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-emote"

#include <string.h>

#include "tuwen-emote.h"

struct _TuwenEmote
{
  GObject parent_instance;

  BiliEmote *emote; /* (owned) (not nullable) */
  char *name; /* (owned) (not nullable) */
};

G_DEFINE_FINAL_TYPE (TuwenEmote, tuwen_emote, G_TYPE_OBJECT)

struct _TuwenEmotePack
{
  GObject parent_instance;

  BiliEmotePack *pack; /* (owned) (not nullable): without its emotes */
  GPtrArray *emotes; /* (owned) (element-type TuwenEmote) */
};

static GType
tuwen_emote_pack_get_item_type (GListModel *model)
{
  return TUWEN_TYPE_EMOTE;
}

static guint
tuwen_emote_pack_get_n_items (GListModel *model)
{
  return TUWEN_EMOTE_PACK (model)->emotes->len;
}

static gpointer
tuwen_emote_pack_get_item (GListModel *model, guint position)
{
  TuwenEmotePack *self = TUWEN_EMOTE_PACK (model);

  if (position >= self->emotes->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->emotes, position));
}

static void
tuwen_emote_pack_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tuwen_emote_pack_get_item_type;
  iface->get_n_items = tuwen_emote_pack_get_n_items;
  iface->get_item = tuwen_emote_pack_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TuwenEmotePack,
                               tuwen_emote_pack,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tuwen_emote_pack_list_model_init))

static void
tuwen_emote_finalize (GObject *object)
{
  TuwenEmote *self = TUWEN_EMOTE (object);

  bili_emote_free (self->emote);
  g_free (self->name);

  G_OBJECT_CLASS (tuwen_emote_parent_class)->finalize (object);
}

static void
tuwen_emote_class_init (TuwenEmoteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tuwen_emote_finalize;
}

static void
tuwen_emote_init (TuwenEmote *self)
{
}

static void
tuwen_emote_pack_finalize (GObject *object)
{
  TuwenEmotePack *self = TUWEN_EMOTE_PACK (object);

  bili_emote_pack_free (self->pack);
  g_ptr_array_unref (self->emotes);

  G_OBJECT_CLASS (tuwen_emote_pack_parent_class)->finalize (object);
}

static void
tuwen_emote_pack_class_init (TuwenEmotePackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tuwen_emote_pack_finalize;
}

static void
tuwen_emote_pack_init (TuwenEmotePack *self)
{
  self->emotes = g_ptr_array_new_with_free_func (g_object_unref);
}

TuwenEmote *
tuwen_emote_new (BiliEmote *emote)
{
  TuwenEmote *self;
  gsize length;

  g_return_val_if_fail (emote != NULL, NULL);

  self = g_object_new (TUWEN_TYPE_EMOTE, NULL);
  self->emote = emote;
  length = strlen (emote->text);
  self->name = emote->url != NULL && length > 2 ? g_strndup (emote->text + 1, length - 2)
                                                : g_strdup (emote->text);
  return self;
}

const char *
tuwen_emote_get_text (TuwenEmote *self)
{
  g_return_val_if_fail (TUWEN_IS_EMOTE (self), NULL);

  return self->emote->text;
}

const char *
tuwen_emote_get_name (TuwenEmote *self)
{
  g_return_val_if_fail (TUWEN_IS_EMOTE (self), NULL);

  return self->name;
}

const char *
tuwen_emote_get_url (TuwenEmote *self)
{
  g_return_val_if_fail (TUWEN_IS_EMOTE (self), NULL);

  return self->emote->url;
}

gboolean
tuwen_emote_get_large (TuwenEmote *self)
{
  g_return_val_if_fail (TUWEN_IS_EMOTE (self), FALSE);

  return self->emote->large;
}

TuwenEmotePack *
tuwen_emote_pack_new (BiliEmotePack *pack)
{
  TuwenEmotePack *self;

  g_return_val_if_fail (pack != NULL, NULL);

  self = g_object_new (TUWEN_TYPE_EMOTE_PACK, NULL);
  self->pack = pack;
  while (pack->emotes->len > 0)
    g_ptr_array_add (self->emotes, tuwen_emote_new (g_ptr_array_steal_index (pack->emotes, 0)));
  return self;
}

const char *
tuwen_emote_pack_get_name (TuwenEmotePack *self)
{
  g_return_val_if_fail (TUWEN_IS_EMOTE_PACK (self), NULL);

  return self->pack->name;
}

const char *
tuwen_emote_pack_get_url (TuwenEmotePack *self)
{
  g_return_val_if_fail (TUWEN_IS_EMOTE_PACK (self), NULL);

  return self->pack->url;
}
