/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-search"

#include "tuwen-search.h"

#define DELAY 250

/* The addresses of questions are not meant for whole pasted texts */
#define MAX_QUERY 60

/* One question. It knows its search only as long as that still wants the answer. */
typedef struct
{
  TuwenSearch *search; /* (unowned) (nullable) */
  GCancellable *cancellable; /* (owned) */
} Request;

typedef struct
{
  BiliClient *client; /* (owned) (nullable) */
  char *query; /* (owned) (nullable) */
  GPtrArray *items; /* (owned) (element-type GObject) */

  Request *request; /* (unowned) (nullable): owned by its own callback */
  guint delay;
  guint timer; /* the person is typing */
  GError *error; /* (owned) (nullable) */
} TuwenSearchPrivate;

static void tuwen_search_list_model_init (GListModelInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (TuwenSearch,
                                  tuwen_search,
                                  G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (TuwenSearch)
                                  G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                         tuwen_search_list_model_init))

typedef enum
{
  PROP_CLIENT = 1,
  PROP_QUERY,
  PROP_LOADING,
  PROP_ERROR,
  PROP_DELAY,
} TuwenSearchProperty;

static GParamSpec *properties[PROP_DELAY + 1];

static TuwenSearchPrivate *
get_priv (TuwenSearch *self)
{
  return tuwen_search_get_instance_private (self);
}

static void
notify (TuwenSearch *self, TuwenSearchProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static GType
tuwen_search_get_item_type (GListModel *model)
{
  return TUWEN_SEARCH_GET_CLASS (model)->item_type;
}

static guint
tuwen_search_get_n_items (GListModel *model)
{
  return get_priv (TUWEN_SEARCH (model))->items->len;
}

static gpointer
tuwen_search_get_item (GListModel *model, guint position)
{
  TuwenSearchPrivate *priv = get_priv (TUWEN_SEARCH (model));

  if (position >= priv->items->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (priv->items, position));
}

static void
tuwen_search_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tuwen_search_get_item_type;
  iface->get_n_items = tuwen_search_get_n_items;
  iface->get_item = tuwen_search_get_item;
}

/* What is under way ends, and lands nowhere */
static void
abandon (TuwenSearch *self)
{
  TuwenSearchPrivate *priv = get_priv (self);

  g_clear_handle_id (&priv->timer, g_source_remove);
  if (priv->request != NULL)
    {
      /* The callback may run while g_cancellable_cancel() does, and frees the request */
      g_autoptr (GCancellable) cancellable = g_object_ref (priv->request->cancellable);

      priv->request->search = NULL;
      priv->request = NULL;
      g_cancellable_cancel (cancellable);
    }
}

/* Brings everything up to date before anybody is told of anything */
static void
land (TuwenSearch *self, GPtrArray *items, GError *error)
{
  TuwenSearchPrivate *priv = get_priv (self);
  g_autoptr (GPtrArray) before = g_steal_pointer (&priv->items);
  gboolean error_changed = priv->error != NULL || error != NULL;
  guint n_items = items->len;

  priv->items = items;
  g_clear_error (&priv->error);
  priv->error = error;

  g_object_freeze_notify (G_OBJECT (self));
  notify (self, PROP_LOADING);
  if (error_changed)
    notify (self, PROP_ERROR);
  if (before->len > 0 || n_items > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before->len, n_items);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Takes the values out of @values */
static GPtrArray *
wrap_all (TuwenSearch *self, GPtrArray *values)
{
  TuwenSearchClass *klass = TUWEN_SEARCH_GET_CLASS (self);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

  while (values->len > 0)
    {
      g_autoptr (GObject) item = klass->wrap (g_ptr_array_steal_index (values, 0));

      if (g_hash_table_contains (keys, klass->get_key (item)))
        continue;

      g_hash_table_add (keys, (gpointer) klass->get_key (item));
      g_ptr_array_add (items, g_steal_pointer (&item));
    }

  return items;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  TuwenSearch *self = request->search;
  g_autoptr (GPtrArray) values = NULL;
  GError *error = NULL;

  g_object_unref (request->cancellable);
  g_free (request);
  if (self == NULL)
    return;

  get_priv (self)->request = NULL;
  values = TUWEN_SEARCH_GET_CLASS (self)->finish (BILI_CLIENT (source), result, &error);
  if (values != NULL)
    land (self, wrap_all (self, values), NULL);
  else
    land (self, g_ptr_array_new_with_free_func (g_object_unref), error);
}

static void
ask (TuwenSearch *self)
{
  TuwenSearchPrivate *priv = get_priv (self);
  Request *request = g_new0 (Request, 1);

  request->search = self;
  request->cancellable = g_cancellable_new ();
  priv->request = request;
  TUWEN_SEARCH_GET_CLASS (self)->ask (priv->client, priv->query, request->cancellable, answered_cb,
                                      request);
}

static gboolean
typed_cb (gpointer user_data)
{
  TuwenSearch *self = user_data;

  get_priv (self)->timer = 0;
  ask (self);

  return G_SOURCE_REMOVE;
}

static void
start (TuwenSearch *self, gboolean at_once)
{
  TuwenSearchPrivate *priv = get_priv (self);
  gboolean was_loading = tuwen_search_get_loading (self);

  abandon (self);
  if (priv->query == NULL || priv->client == NULL)
    {
      land (self, g_ptr_array_new_with_free_func (g_object_unref), NULL);
      return;
    }

  /* Typing on is no reason to ask on when that is too much: that needs a Retry. */
  if (!at_once && bili_error_says_stop (priv->error))
    return;

  if (at_once || priv->query[0] == '\0' || priv->delay == 0)
    ask (self);
  else
    priv->timer = g_timeout_add (priv->delay, typed_cb, self);

  if (!was_loading)
    notify (self, PROP_LOADING);
  if (priv->error != NULL)
    {
      g_clear_error (&priv->error);
      notify (self, PROP_ERROR);
    }
}

static void
tuwen_search_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TuwenSearch *self = TUWEN_SEARCH (object);
  TuwenSearchPrivate *priv = get_priv (self);

  switch ((TuwenSearchProperty) id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, priv->client);
      break;
    case PROP_QUERY:
      g_value_set_string (value, priv->query);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, tuwen_search_get_loading (self));
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, priv->error);
      break;
    case PROP_DELAY:
      g_value_set_uint (value, priv->delay);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tuwen_search_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TuwenSearch *self = TUWEN_SEARCH (object);

  switch ((TuwenSearchProperty) id)
    {
    case PROP_CLIENT:
      tuwen_search_set_client (self, g_value_get_object (value));
      break;
    case PROP_QUERY:
      tuwen_search_set_query (self, g_value_get_string (value));
      break;
    case PROP_DELAY:
      get_priv (self)->delay = g_value_get_uint (value);
      break;
    case PROP_LOADING:
    case PROP_ERROR:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tuwen_search_dispose (GObject *object)
{
  TuwenSearch *self = TUWEN_SEARCH (object);

  abandon (self);
  g_clear_object (&get_priv (self)->client);

  G_OBJECT_CLASS (tuwen_search_parent_class)->dispose (object);
}

static void
tuwen_search_finalize (GObject *object)
{
  TuwenSearchPrivate *priv = get_priv (TUWEN_SEARCH (object));

  g_free (priv->query);
  g_ptr_array_unref (priv->items);
  g_clear_error (&priv->error);

  G_OBJECT_CLASS (tuwen_search_parent_class)->finalize (object);
}

static void
tuwen_search_class_init (TuwenSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tuwen_search_get_property;
  object_class->set_property = tuwen_search_set_property;
  object_class->dispose = tuwen_search_dispose;
  object_class->finalize = tuwen_search_finalize;

  properties[PROP_CLIENT]
    = g_param_spec_object ("client", NULL, NULL, BILI_TYPE_CLIENT, G_PARAM_READWRITE | flags);
  properties[PROP_QUERY]
      = g_param_spec_string ("query", NULL, NULL, NULL, G_PARAM_READWRITE | flags);
  properties[PROP_LOADING]
    = g_param_spec_boolean ("loading", NULL, NULL, FALSE, G_PARAM_READABLE | flags);
  properties[PROP_ERROR]
    = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, G_PARAM_READABLE | flags);
  properties[PROP_DELAY] = g_param_spec_uint ("delay", NULL, NULL, 0, G_MAXUINT, DELAY,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tuwen_search_init (TuwenSearch *self)
{
  get_priv (self)->items = g_ptr_array_new_with_free_func (g_object_unref);
}

void
tuwen_search_set_client (TuwenSearch *self, BiliClient *client)
{
  g_return_if_fail (TUWEN_IS_SEARCH (self));
  g_return_if_fail (client == NULL || BILI_IS_CLIENT (client));

  if (!g_set_object (&get_priv (self)->client, client))
    return;

  if (get_priv (self)->query != NULL)
    start (self, TRUE);
  notify (self, PROP_CLIENT);
}

/* Returns: (transfer full) (nullable) */
static char *
dup_query (const char *text)
{
  char *query;

  if (text == NULL)
    return NULL;

  query = g_utf8_make_valid (text, -1);
  if (g_utf8_strlen (query, -1) > MAX_QUERY)
    *g_utf8_offset_to_pointer (query, MAX_QUERY) = '\0';

  return g_strstrip (query);
}

void
tuwen_search_set_query (TuwenSearch *self, const char *query)
{
  TuwenSearchPrivate *priv;
  g_autofree char *asked = NULL;

  g_return_if_fail (TUWEN_IS_SEARCH (self));

  priv = get_priv (self);
  asked = dup_query (query);
  if (g_strcmp0 (asked, priv->query) == 0)
    return;

  g_free (priv->query);
  priv->query = g_steal_pointer (&asked);
  start (self, FALSE);
  notify (self, PROP_QUERY);
}

const char *
tuwen_search_get_query (TuwenSearch *self)
{
  g_return_val_if_fail (TUWEN_IS_SEARCH (self), NULL);

  return get_priv (self)->query;
}

void
tuwen_search_retry (TuwenSearch *self)
{
  g_return_if_fail (TUWEN_IS_SEARCH (self));

  if (get_priv (self)->error != NULL)
    start (self, TRUE);
}

gboolean
tuwen_search_get_loading (TuwenSearch *self)
{
  g_return_val_if_fail (TUWEN_IS_SEARCH (self), FALSE);

  return get_priv (self)->request != NULL || get_priv (self)->timer != 0;
}

const GError *
tuwen_search_get_error (TuwenSearch *self)
{
  g_return_val_if_fail (TUWEN_IS_SEARCH (self), NULL);

  return get_priv (self)->error;
}
