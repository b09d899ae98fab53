/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-emotes"

#include <string.h>

#include "tuwen-emotes.h"

#define KEY_RECENT "recent-emotes"

/* The settings can be edited by hand: a longer name is no emote's */
#define MAX_TEXT 1000

/* One question. It knows its list only as long as that still wants the answer. */
typedef struct
{
  TuwenEmotes *emotes; /* (unowned) (nullable) */
  GCancellable *cancellable; /* (owned) */
} Request;

struct _TuwenEmotes
{
  GObject parent_instance;

  BiliClient *client; /* (owned) (nullable) */
  GSettings *settings; /* (owned) */

  GPtrArray *packs; /* (owned) (element-type TuwenEmotePack) */
  GHashTable *by_text; /* (owned) (element-type utf8 TuwenEmote): both owned by the packs */
  GListStore *recent; /* (owned) (element-type TuwenEmote) */

  Request *request; /* (unowned) (nullable): owned by its own callback */
  gboolean wanted; /* somebody asked for them */
  gboolean loaded;
  GError *error; /* (owned) (nullable) */
};

static GType
tuwen_emotes_get_item_type (GListModel *model)
{
  return TUWEN_TYPE_EMOTE_PACK;
}

static guint
tuwen_emotes_get_n_items (GListModel *model)
{
  return TUWEN_EMOTES (model)->packs->len;
}

static gpointer
tuwen_emotes_get_item (GListModel *model, guint position)
{
  TuwenEmotes *self = TUWEN_EMOTES (model);

  if (position >= self->packs->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->packs, position));
}

static void
tuwen_emotes_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tuwen_emotes_get_item_type;
  iface->get_n_items = tuwen_emotes_get_n_items;
  iface->get_item = tuwen_emotes_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TuwenEmotes,
                               tuwen_emotes,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tuwen_emotes_list_model_init))

typedef enum
{
  PROP_CLIENT = 1,
  PROP_LOADING,
  PROP_LOADED,
  PROP_ERROR,
} TuwenEmotesProperty;

static GParamSpec *properties[PROP_ERROR + 1];

static void
notify (TuwenEmotes *self, TuwenEmotesProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* Emotes of the packs, not referenced: the packs hold them */
static TuwenEmote *
peek_emote (TuwenEmotePack *pack, guint position)
{
  g_autoptr (TuwenEmote) emote = g_list_model_get_item (G_LIST_MODEL (pack), position);

  return emote;
}

/* Keeps the model as it is when nothing changes, so that nobody redraws */
static void
take_recent (TuwenEmotes *self, GPtrArray *emotes)
{
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->recent));
  gboolean same = n_before == emotes->len;

  for (guint i = 0; same && i < n_before; i++)
    {
      g_autoptr (TuwenEmote) emote = g_list_model_get_item (G_LIST_MODEL (self->recent), i);

      same = emote == g_ptr_array_index (emotes, i);
    }

  if (!same)
    g_list_store_splice (self->recent, 0, n_before, emotes->pdata, emotes->len);
}

/* Names of emotes that another account may use stay in the settings, and are passed over here */
static void
update_recent (TuwenEmotes *self)
{
  g_auto (GStrv) texts = g_settings_get_strv (self->settings, KEY_RECENT);
  g_autoptr (GPtrArray) emotes = g_ptr_array_new ();

  for (guint i = 0; texts[i] != NULL && emotes->len < TUWEN_EMOTES_RECENT; i++)
    {
      TuwenEmote *emote = g_hash_table_lookup (self->by_text, texts[i]);

      if (emote != NULL && !g_ptr_array_find (emotes, emote, NULL))
        g_ptr_array_add (emotes, emote);
    }

  take_recent (self, emotes);
}

static void
index_pack (TuwenEmotes *self, TuwenEmotePack *pack)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pack)); i++)
    {
      TuwenEmote *emote = peek_emote (pack, i);
      TuwenEmote *other = g_hash_table_lookup (self->by_text, tuwen_emote_get_text (emote));

      /* Of two with one name, the first; but a kaomoji must not hide a picture */
      if (other == NULL
          || (tuwen_emote_get_url (other) == NULL && tuwen_emote_get_url (emote) != NULL))
        g_hash_table_replace (self->by_text, (gpointer) tuwen_emote_get_text (emote), emote);
    }
}

/* Brings everything up to date before anybody is told of anything */
static void
land (TuwenEmotes *self, GPtrArray *packs, gboolean loaded, GError *error)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->packs);
  guint n_packs = packs->len;

  g_hash_table_remove_all (self->by_text);
  self->packs = packs;
  for (guint i = 0; i < n_packs; i++)
    index_pack (self, g_ptr_array_index (packs, i));
  self->loaded = loaded;
  g_clear_error (&self->error);
  self->error = error;

  g_object_freeze_notify (G_OBJECT (self));
  notify (self, PROP_LOADING);
  notify (self, PROP_LOADED);
  notify (self, PROP_ERROR);
  update_recent (self);
  if (before->len > 0 || n_packs > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before->len, n_packs);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
abandon (TuwenEmotes *self)
{
  if (self->request != NULL)
    {
      /* The callback may run while g_cancellable_cancel() does, and frees the request */
      g_autoptr (GCancellable) cancellable = g_object_ref (self->request->cancellable);

      self->request->emotes = NULL;
      self->request = NULL;
      g_cancellable_cancel (cancellable);
    }
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  TuwenEmotes *self = request->emotes;
  GPtrArray *packs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) values = NULL;
  GError *error = NULL;

  g_object_unref (request->cancellable);
  g_free (request);
  if (self == NULL)
    {
      g_ptr_array_unref (packs);
      return;
    }

  self->request = NULL;
  values = bili_client_list_emotes_finish (BILI_CLIENT (source), result, &error);
  while (values != NULL && values->len > 0)
    g_ptr_array_add (packs, tuwen_emote_pack_new (g_ptr_array_steal_index (values, 0)));

  land (self, packs, values != NULL, error);
}

static void
recent_changed_cb (TuwenEmotes *self)
{
  update_recent (self);
}

static void
tuwen_emotes_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TuwenEmotes *self = TUWEN_EMOTES (object);

  switch ((TuwenEmotesProperty) id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, tuwen_emotes_get_loading (self));
      break;
    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tuwen_emotes_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TuwenEmotes *self = TUWEN_EMOTES (object);

  switch ((TuwenEmotesProperty) id)
    {
    case PROP_CLIENT:
      tuwen_emotes_set_client (self, g_value_get_object (value));
      break;
    case PROP_LOADING:
    case PROP_LOADED:
    case PROP_ERROR:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tuwen_emotes_dispose (GObject *object)
{
  TuwenEmotes *self = TUWEN_EMOTES (object);

  abandon (self);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tuwen_emotes_parent_class)->dispose (object);
}

static void
tuwen_emotes_finalize (GObject *object)
{
  TuwenEmotes *self = TUWEN_EMOTES (object);

  g_hash_table_unref (self->by_text);
  g_object_unref (self->recent);
  g_ptr_array_unref (self->packs);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (tuwen_emotes_parent_class)->finalize (object);
}

static void
tuwen_emotes_class_init (TuwenEmotesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tuwen_emotes_get_property;
  object_class->set_property = tuwen_emotes_set_property;
  object_class->dispose = tuwen_emotes_dispose;
  object_class->finalize = tuwen_emotes_finalize;

  properties[PROP_CLIENT]
    = g_param_spec_object ("client", NULL, NULL, BILI_TYPE_CLIENT, G_PARAM_READWRITE | flags);
  properties[PROP_LOADING]
    = g_param_spec_boolean ("loading", NULL, NULL, FALSE, G_PARAM_READABLE | flags);
  properties[PROP_LOADED]
    = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, G_PARAM_READABLE | flags);
  properties[PROP_ERROR]
    = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tuwen_emotes_init (TuwenEmotes *self)
{
  self->packs = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_text = g_hash_table_new (g_str_hash, g_str_equal);
  self->recent = g_list_store_new (TUWEN_TYPE_EMOTE);
}

TuwenEmotes *
tuwen_emotes_new (BiliClient *client, GSettings *service_settings)
{
  TuwenEmotes *self;

  g_return_val_if_fail (G_IS_SETTINGS (service_settings), NULL);

  self = g_object_new (TUWEN_TYPE_EMOTES, "client", client, NULL);
  self->settings = g_object_ref (service_settings);
  g_signal_connect_object (service_settings, "changed::" KEY_RECENT,
                           G_CALLBACK (recent_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

void
tuwen_emotes_set_client (TuwenEmotes *self, BiliClient *client)
{
  g_return_if_fail (TUWEN_IS_EMOTES (self));
  g_return_if_fail (client == NULL || BILI_IS_CLIENT (client));

  if (!g_set_object (&self->client, client))
    return;

  if (self->wanted)
    {
      abandon (self);
      land (self, g_ptr_array_new_with_free_func (g_object_unref), FALSE, NULL);
      tuwen_emotes_load (self);
    }
  notify (self, PROP_CLIENT);
}

void
tuwen_emotes_load (TuwenEmotes *self)
{
  Request *request;

  g_return_if_fail (TUWEN_IS_EMOTES (self));

  self->wanted = TRUE;
  if (self->client == NULL || self->request != NULL || self->loaded)
    return;

  request = g_new0 (Request, 1);
  request->emotes = self;
  request->cancellable = g_cancellable_new ();
  self->request = request;
  bili_client_list_emotes_async (self->client, request->cancellable, answered_cb, request);

  notify (self, PROP_LOADING);
  if (self->error != NULL)
    {
      g_clear_error (&self->error);
      notify (self, PROP_ERROR);
    }
}

gboolean
tuwen_emotes_get_loading (TuwenEmotes *self)
{
  g_return_val_if_fail (TUWEN_IS_EMOTES (self), FALSE);

  return self->request != NULL;
}

gboolean
tuwen_emotes_get_loaded (TuwenEmotes *self)
{
  g_return_val_if_fail (TUWEN_IS_EMOTES (self), FALSE);

  return self->loaded;
}

const GError *
tuwen_emotes_get_error (TuwenEmotes *self)
{
  g_return_val_if_fail (TUWEN_IS_EMOTES (self), NULL);

  return self->error;
}

gboolean
tuwen_emotes_get_signed_in (TuwenEmotes *self)
{
  g_return_val_if_fail (TUWEN_IS_EMOTES (self), FALSE);

  return self->client != NULL && bili_client_get_cookies (self->client) != NULL;
}

GListModel *
tuwen_emotes_get_recent (TuwenEmotes *self)
{
  g_return_val_if_fail (TUWEN_IS_EMOTES (self), NULL);

  return G_LIST_MODEL (self->recent);
}

void
tuwen_emotes_use (TuwenEmotes *self, TuwenEmote *emote)
{
  g_autoptr (GStrvBuilder) builder = NULL;
  g_autoptr (GHashTable) seen = NULL;
  g_auto (GStrv) before = NULL;
  g_auto (GStrv) after = NULL;
  const char *text;

  g_return_if_fail (TUWEN_IS_EMOTES (self));
  g_return_if_fail (TUWEN_IS_EMOTE (emote));

  text = tuwen_emote_get_text (emote);
  seen = g_hash_table_new (g_str_hash, g_str_equal);
  builder = g_strv_builder_new ();
  before = g_settings_get_strv (self->settings, KEY_RECENT);

  g_hash_table_add (seen, (gpointer) text);
  g_strv_builder_add (builder, text);
  for (guint i = 0; before[i] != NULL && g_hash_table_size (seen) < TUWEN_EMOTES_RECENT; i++)
    {
      if (before[i][0] == '\0' || strlen (before[i]) > MAX_TEXT
          || g_hash_table_contains (seen, before[i]))
        continue;

      g_hash_table_add (seen, before[i]);
      g_strv_builder_add (builder, before[i]);
    }

  after = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, KEY_RECENT, (const char *const *) after);
}

TuwenEmote *
tuwen_emotes_lookup (TuwenEmotes *self, const char *text)
{
  TuwenEmote *emote;

  g_return_val_if_fail (TUWEN_IS_EMOTES (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  emote = g_hash_table_lookup (self->by_text, text);

  return emote != NULL && tuwen_emote_get_url (emote) != NULL ? emote : NULL;
}

/* Adds the emotes of @list that fit to @first or @second */
static void
sort_out (TuwenEmotes *self,
          GListModel *list,
          const char *word,
          gboolean kaomoji,
          GPtrArray *first,
          GPtrArray *second)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (TuwenEmote) emote = g_list_model_get_item (list, i);
      g_autofree char *name = NULL;

      /* The same name in another pack is the same emote */
      if ((!kaomoji && tuwen_emote_get_url (emote) == NULL)
          || g_hash_table_lookup (self->by_text, tuwen_emote_get_text (emote)) != emote)
        continue;

      name = g_utf8_casefold (tuwen_emote_get_name (emote), -1);
      if (g_str_has_prefix (name, word))
        g_ptr_array_add (first, g_steal_pointer (&emote));
      else if (strstr (name, word) != NULL)
        g_ptr_array_add (second, g_steal_pointer (&emote));
    }
}

GListModel *
tuwen_emotes_filter (TuwenEmotes *self, const char *word, gboolean kaomoji, guint max)
{
  g_autoptr (GPtrArray) first = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) second = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *folded = NULL;
  GListStore *found = g_list_store_new (TUWEN_TYPE_EMOTE);

  g_return_val_if_fail (TUWEN_IS_EMOTES (self), G_LIST_MODEL (found));
  g_return_val_if_fail (word != NULL, G_LIST_MODEL (found));

  folded = g_utf8_casefold (word[0] == '[' ? word + 1 : word, -1);
  if (folded[0] == '\0')
    sort_out (self, G_LIST_MODEL (self->recent), folded, kaomoji, first, second);
  for (guint i = 0; i < self->packs->len && (folded[0] != '\0' || i == 0); i++)
    sort_out (self, g_ptr_array_index (self->packs, i), folded, kaomoji, first, second);

  g_ptr_array_extend_and_steal (first, g_steal_pointer (&second));
  for (guint i = 0; i < first->len && g_list_model_get_n_items (G_LIST_MODEL (found)) < max; i++)
    {
      gpointer emote = g_ptr_array_index (first, i);
      guint position;

      /* Without a word, those used last come once more with their pack */
      if (folded[0] != '\0' || !g_list_store_find (found, emote, &position))
        g_list_store_append (found, emote);
    }

  return G_LIST_MODEL (found);
}
