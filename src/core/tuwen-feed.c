/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-feed"

#include "tuwen-feed.h"

/* Pages in a row that may bring nothing new before the feed counts as ended */
#define MAX_BARREN_PAGES 5

/* One question to the service. It knows its feed only as long as the feed still wants the answer,
 * so that a late answer has nowhere to go. */
typedef struct
{
  TuwenFeed *feed; /* (unowned) (nullable) */
  GCancellable *cancellable; /* (owned) */
} Request;

struct _TuwenFeed
{
  GObject parent_instance;

  BiliClient *client; /* (owned) (nullable) */
  char *mid; /* (owned) (nullable) */
  BiliOpusKind kind;

  GPtrArray *posts; /* (owned) (element-type TuwenPost) */
  GHashTable *ids; /* (owned): set of the posts' ids, each owned by its post */

  char *offset; /* (owned) (not nullable): where the next page begins; empty for the first */
  guint page; /* number of the next page */
  guint n_barren; /* pages in a row that brought nothing new */

  Request *paging; /* (unowned) (nullable): owned by its own callback */
  Request *refreshing; /* (unowned) (nullable): likewise */

  gboolean has_more;
  gboolean loaded;
  gboolean paging_failed;
  gboolean refreshing_failed;
  GError *error; /* (owned) (nullable) */
};

static GType
tuwen_feed_get_item_type (GListModel *model)
{
  return TUWEN_TYPE_POST;
}

static guint
tuwen_feed_get_n_items (GListModel *model)
{
  return TUWEN_FEED (model)->posts->len;
}

static gpointer
tuwen_feed_get_item (GListModel *model, guint position)
{
  TuwenFeed *self = TUWEN_FEED (model);

  if (position >= self->posts->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->posts, position));
}

static void
tuwen_feed_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tuwen_feed_get_item_type;
  iface->get_n_items = tuwen_feed_get_n_items;
  iface->get_item = tuwen_feed_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TuwenFeed,
                               tuwen_feed,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tuwen_feed_list_model_init))

typedef enum
{
  PROP_CLIENT = 1,
  PROP_MID,
  PROP_KIND,
  PROP_LOADING,
  PROP_REFRESHING,
  PROP_HAS_MORE,
  PROP_LOADED,
  PROP_ERROR,
} TuwenFeedProperty;

static GParamSpec *properties[PROP_ERROR + 1];

static void
notify (TuwenFeed *self, TuwenFeedProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static Request *
request_new (TuwenFeed *self)
{
  Request *request = g_new0 (Request, 1);

  request->feed = self;
  request->cancellable = g_cancellable_new ();
  return request;
}

static void
request_free (Request *request)
{
  g_object_unref (request->cancellable);
  g_free (request);
}

/* The callback may run while g_cancellable_cancel() does, and frees the request */
static void
request_abandon (Request **request)
{
  if (*request != NULL)
    {
      g_autoptr (GCancellable) cancellable = g_object_ref ((*request)->cancellable);

      (*request)->feed = NULL;
      *request = NULL;
      g_cancellable_cancel (cancellable);
    }
}

static void
set_has_more (TuwenFeed *self, gboolean has_more)
{
  if (self->has_more == has_more)
    return;

  self->has_more = has_more;
  notify (self, PROP_HAS_MORE);
}

static void
set_loaded (TuwenFeed *self, gboolean loaded)
{
  if (self->loaded == loaded)
    return;

  self->loaded = loaded;
  notify (self, PROP_LOADED);
}

static void
take_error (TuwenFeed *self, GError *error)
{
  if (self->error == NULL && error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error;
  notify (self, PROP_ERROR);
}

static void
clear_error (TuwenFeed *self)
{
  self->paging_failed = FALSE;
  self->refreshing_failed = FALSE;
  take_error (self, NULL);
}

static gboolean
has_post (TuwenFeed *self, const BiliOpus *opus)
{
  return g_hash_table_contains (self->ids, opus->id);
}

/* Takes over @opus */
static void
insert_post (TuwenFeed *self, BiliOpus *opus, guint position)
{
  TuwenPost *post = tuwen_post_new (opus);

  g_ptr_array_insert (self->posts, position, post);
  g_hash_table_add (self->ids, (char *) tuwen_post_get_opus (post)->id);
}

/* Takes the items out of @page; returns how many were appended */
static guint
append_page (TuwenFeed *self, BiliOpusPage *page)
{
  guint n_before = self->posts->len;

  while (page->items->len > 0)
    {
      g_autoptr (BiliOpus) opus = g_ptr_array_steal_index (page->items, 0);

      if (!has_post (self, opus))
        insert_post (self, g_steal_pointer (&opus), self->posts->len);
    }

  return self->posts->len - n_before;
}

static char *
dup_next_offset (BiliOpusPage *page)
{
  if (*page->offset == '\0' && page->items->len > 0)
    {
      BiliOpus *last = g_ptr_array_index (page->items, page->items->len - 1);

      /* An offset is the last item's id anyway, says the service's document */
      return g_strdup (last->id);
    }

  return g_strdup (page->offset);
}

/* Takes over where @page ends; returns whether there is a place to go on from */
static gboolean
advance (TuwenFeed *self, char *next_offset, gboolean has_more)
{
  gboolean moved = *next_offset != '\0' && g_strcmp0 (next_offset, self->offset) != 0;

  g_free (self->offset);
  self->offset = next_offset;
  self->page++;
  return has_more && moved;
}

static void request_page (TuwenFeed *self);

static void
list_page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliOpusPage) page
      = bili_client_list_opus_finish (BILI_CLIENT (source), result, &error);
  g_autoptr (TuwenFeed) self = request->feed != NULL ? g_object_ref (request->feed) : NULL;
  g_autofree char *next_offset = NULL;
  gboolean has_more;
  guint position;
  guint n_added;

  request_free (request);
  if (self == NULL)
    return;

  self->paging = NULL;
  g_object_freeze_notify (G_OBJECT (self));

  if (page == NULL)
    {
      self->paging_failed = TRUE;
      take_error (self, g_steal_pointer (&error));
      notify (self, PROP_LOADING);
      g_object_thaw_notify (G_OBJECT (self));
      return;
    }

  position = self->posts->len;
  next_offset = dup_next_offset (page);
  n_added = append_page (self, page);
  has_more = advance (self, g_steal_pointer (&next_offset), page->has_more);
  self->n_barren = n_added > 0 ? 0 : self->n_barren + 1;
  if (self->n_barren > MAX_BARREN_PAGES)
    has_more = FALSE;
  set_has_more (self, has_more);
  if (n_added > 0 || !has_more)
    set_loaded (self, TRUE);
  notify (self, PROP_LOADING);

  /* Before the list tells of its change, which may well make somebody ask for more */
  if (n_added == 0 && has_more)
    request_page (self);
  else if (n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, 0, n_added);

  g_object_thaw_notify (G_OBJECT (self));
}

static void
request_page (TuwenFeed *self)
{
  self->paging = request_new (self);
  notify (self, PROP_LOADING);
  bili_client_list_opus_async (self->client,
                               self->mid,
                               self->kind,
                               self->offset,
                               self->page,
                               self->paging->cancellable,
                               list_page_cb,
                               self->paging);
}

/* Back to the state before the first page; telling of it is the caller's */
static void
forget_posts (TuwenFeed *self)
{
  request_abandon (&self->paging);
  g_hash_table_remove_all (self->ids);
  g_ptr_array_set_size (self->posts, 0);
  g_free (self->offset);
  self->offset = g_strdup ("");
  self->page = 1;
  self->n_barren = 0;
}

/* Opus ids grow with time; they do not fit a double, and need not fit 64 bits */
static gboolean
is_newer (const char *id, const char *other)
{
  gsize length = strlen (id);
  gsize other_length = strlen (other);

  return length != other_length ? length > other_length : strcmp (id, other) > 0;
}

static void
start_anew (TuwenFeed *self, BiliOpusPage *page)
{
  guint n_removed = self->posts->len;
  g_autofree char *next_offset = dup_next_offset (page);

  forget_posts (self);
  append_page (self, page);
  set_has_more (self, advance (self, g_steal_pointer (&next_offset), page->has_more));
  notify (self, PROP_LOADING);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_removed, self->posts->len);
}

/* Puts what is new in the newest page on top. Posts that stand there and are older than the last
 * one of the list moved up because others were deleted: paging brings them in their place. */
static void
put_on_top (TuwenFeed *self, BiliOpusPage *page)
{
  const BiliOpus *tail
      = tuwen_post_get_opus (g_ptr_array_index (self->posts, self->posts->len - 1));
  gboolean known_seen = FALSE;
  guint n_added = 0;

  while (page->items->len > 0)
    {
      g_autoptr (BiliOpus) opus = g_ptr_array_steal_index (page->items, 0);

      if (has_post (self, opus))
        known_seen = TRUE;
      else if (!known_seen || is_newer (opus->id, tail->id))
        insert_post (self, g_steal_pointer (&opus), n_added++);
    }

  if (n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n_added);
}

static gboolean
has_common (TuwenFeed *self, BiliOpusPage *page)
{
  for (guint i = 0; i < page->items->len; i++)
    {
      if (has_post (self, g_ptr_array_index (page->items, i)))
        return TRUE;
    }

  return FALSE;
}

static void
list_newest_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliOpusPage) page
      = bili_client_list_opus_finish (BILI_CLIENT (source), result, &error);
  g_autoptr (TuwenFeed) self = request->feed != NULL ? g_object_ref (request->feed) : NULL;

  request_free (request);
  if (self == NULL)
    return;

  self->refreshing = NULL;
  g_object_freeze_notify (G_OBJECT (self));
  notify (self, PROP_REFRESHING);

  if (page == NULL)
    {
      self->refreshing_failed = TRUE;
      take_error (self, g_steal_pointer (&error));
    }
  else if (page->items->len == 0 && page->has_more)
    g_debug ("The newest page is empty though more are said to follow: nothing learnt from it");
  else if (has_common (self, page))
    put_on_top (self, page);
  else if (page->items->len > 0 || self->posts->len > 0)
    start_anew (self, page);

  g_object_thaw_notify (G_OBJECT (self));
}

/* Forgets everything and asks for the first page, if it is known whose */
static void
reload (TuwenFeed *self)
{
  guint n_removed = self->posts->len;

  request_abandon (&self->refreshing);
  forget_posts (self);

  set_loaded (self, FALSE);
  set_has_more (self, self->client != NULL && self->mid != NULL);
  clear_error (self);
  notify (self, PROP_LOADING);
  notify (self, PROP_REFRESHING);
  if (self->has_more)
    request_page (self);
  if (n_removed > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_removed, 0);
}

static void
tuwen_feed_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TuwenFeed *self = TUWEN_FEED (object);

  switch ((TuwenFeedProperty) property_id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;
    case PROP_MID:
      g_value_set_string (value, self->mid);
      break;
    case PROP_KIND:
      g_value_set_int (value, self->kind);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, tuwen_feed_get_loading (self));
      break;
    case PROP_REFRESHING:
      g_value_set_boolean (value, tuwen_feed_get_refreshing (self));
      break;
    case PROP_HAS_MORE:
      g_value_set_boolean (value, self->has_more);
      break;
    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tuwen_feed_set_property (GObject *object,
                         guint property_id,
                         const GValue *value,
                         GParamSpec *pspec)
{
  TuwenFeed *self = TUWEN_FEED (object);

  switch ((TuwenFeedProperty) property_id)
    {
    case PROP_CLIENT:
      tuwen_feed_set_client (self, g_value_get_object (value));
      break;
    case PROP_MID:
      tuwen_feed_set_mid (self, g_value_get_string (value));
      break;
    case PROP_KIND:
      tuwen_feed_set_kind (self, g_value_get_int (value));
      break;
    case PROP_LOADING:
    case PROP_REFRESHING:
    case PROP_HAS_MORE:
    case PROP_LOADED:
    case PROP_ERROR:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tuwen_feed_dispose (GObject *object)
{
  TuwenFeed *self = TUWEN_FEED (object);

  request_abandon (&self->paging);
  request_abandon (&self->refreshing);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (tuwen_feed_parent_class)->dispose (object);
}

static void
tuwen_feed_finalize (GObject *object)
{
  TuwenFeed *self = TUWEN_FEED (object);

  g_clear_pointer (&self->ids, g_hash_table_unref);
  g_clear_pointer (&self->posts, g_ptr_array_unref);
  g_clear_pointer (&self->mid, g_free);
  g_clear_pointer (&self->offset, g_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (tuwen_feed_parent_class)->finalize (object);
}

static void
tuwen_feed_class_init (TuwenFeedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags read_write
      = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tuwen_feed_get_property;
  object_class->set_property = tuwen_feed_set_property;
  object_class->dispose = tuwen_feed_dispose;
  object_class->finalize = tuwen_feed_finalize;

  properties[PROP_CLIENT]
      = g_param_spec_object ("client", NULL, NULL, BILI_TYPE_CLIENT, read_write);
  properties[PROP_MID] = g_param_spec_string ("mid", NULL, NULL, NULL, read_write);
  properties[PROP_KIND] = g_param_spec_int ("kind",
                                            NULL,
                                            NULL,
                                            BILI_OPUS_ALL,
                                            BILI_OPUS_ARTICLES,
                                            BILI_OPUS_ALL,
                                            read_write);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, read_only);
  properties[PROP_REFRESHING] = g_param_spec_boolean ("refreshing", NULL, NULL, FALSE, read_only);
  properties[PROP_HAS_MORE] = g_param_spec_boolean ("has-more", NULL, NULL, FALSE, read_only);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, read_only);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, read_only);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tuwen_feed_init (TuwenFeed *self)
{
  self->posts = g_ptr_array_new_with_free_func (g_object_unref);
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->offset = g_strdup ("");
  self->page = 1;
}

TuwenFeed *
tuwen_feed_new (BiliClient *client)
{
  return g_object_new (TUWEN_TYPE_FEED, "client", client, NULL);
}

void
tuwen_feed_set_client (TuwenFeed *self, BiliClient *client)
{
  g_return_if_fail (TUWEN_IS_FEED (self));
  g_return_if_fail (client == NULL || BILI_IS_CLIENT (client));

  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_object (&self->client, client))
    {
      notify (self, PROP_CLIENT);
      reload (self);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
tuwen_feed_set_mid (TuwenFeed *self, const char *mid)
{
  g_return_if_fail (TUWEN_IS_FEED (self));

  if (g_strcmp0 (self->mid, mid) == 0)
    return;

  g_object_freeze_notify (G_OBJECT (self));
  g_free (self->mid);
  self->mid = g_strdup (mid);
  notify (self, PROP_MID);
  reload (self);
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
tuwen_feed_get_mid (TuwenFeed *self)
{
  g_return_val_if_fail (TUWEN_IS_FEED (self), NULL);

  return self->mid;
}

void
tuwen_feed_set_kind (TuwenFeed *self, BiliOpusKind kind)
{
  g_return_if_fail (TUWEN_IS_FEED (self));
  g_return_if_fail (kind <= BILI_OPUS_ARTICLES);

  if (self->kind == kind)
    return;

  g_object_freeze_notify (G_OBJECT (self));
  self->kind = kind;
  notify (self, PROP_KIND);
  reload (self);
  g_object_thaw_notify (G_OBJECT (self));
}

BiliOpusKind
tuwen_feed_get_kind (TuwenFeed *self)
{
  g_return_val_if_fail (TUWEN_IS_FEED (self), BILI_OPUS_ALL);

  return self->kind;
}

void
tuwen_feed_load_more (TuwenFeed *self)
{
  g_return_if_fail (TUWEN_IS_FEED (self));

  if (self->paging != NULL || !self->has_more || self->error != NULL)
    return;

  request_page (self);
}

void
tuwen_feed_retry (TuwenFeed *self)
{
  gboolean page_again;
  gboolean refresh_again;

  g_return_if_fail (TUWEN_IS_FEED (self));

  page_again = self->paging_failed;
  refresh_again = self->refreshing_failed;

  g_object_freeze_notify (G_OBJECT (self));
  clear_error (self);
  if (page_again)
    tuwen_feed_load_more (self);
  if (refresh_again)
    tuwen_feed_refresh (self);
  g_object_thaw_notify (G_OBJECT (self));
}

void
tuwen_feed_refresh (TuwenFeed *self)
{
  g_return_if_fail (TUWEN_IS_FEED (self));

  if (self->client == NULL || self->mid == NULL || self->refreshing != NULL)
    return;

  g_object_freeze_notify (G_OBJECT (self));
  clear_error (self);
  if (!self->loaded)
    {
      /* The first page is the newest one */
      tuwen_feed_load_more (self);
    }
  else
    {
      self->refreshing = request_new (self);
      notify (self, PROP_REFRESHING);
      bili_client_list_opus_async (self->client,
                                   self->mid,
                                   self->kind,
                                   "",
                                   1,
                                   self->refreshing->cancellable,
                                   list_newest_cb,
                                   self->refreshing);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
tuwen_feed_get_loading (TuwenFeed *self)
{
  g_return_val_if_fail (TUWEN_IS_FEED (self), FALSE);

  return self->paging != NULL;
}

gboolean
tuwen_feed_get_refreshing (TuwenFeed *self)
{
  g_return_val_if_fail (TUWEN_IS_FEED (self), FALSE);

  return self->refreshing != NULL;
}

gboolean
tuwen_feed_get_has_more (TuwenFeed *self)
{
  g_return_val_if_fail (TUWEN_IS_FEED (self), FALSE);

  return self->has_more;
}

gboolean
tuwen_feed_get_loaded (TuwenFeed *self)
{
  g_return_val_if_fail (TUWEN_IS_FEED (self), FALSE);

  return self->loaded;
}

const GError *
tuwen_feed_get_error (TuwenFeed *self)
{
  g_return_val_if_fail (TUWEN_IS_FEED (self), NULL);

  return self->error;
}
