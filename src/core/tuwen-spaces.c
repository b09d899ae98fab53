/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-spaces"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "tuwen-space-link.h"
#include "tuwen-spaces.h"

#define MAX_SPACES 50

/* The settings can be edited by hand: longer texts than these are nobody's */
#define MAX_MID 16
#define MAX_NAME 1000
#define MAX_FACE 2000

/* tuwen_spaces_open_async(): whose space @text means */
typedef struct
{
  BiliClient *client; /* (owned) */
  char *mid; /* (owned) (nullable): once it is known */
  gboolean hopped; /* a short link was followed */
} Open;

struct _TuwenSpaces
{
  GObject parent_instance;

  GSettings *settings; /* (owned) */
  TuwenAccounts *accounts; /* (owned) */
  TuwenAccount *account; /* (owned) (nullable): whose space `own` is */

  GPtrArray *remembered; /* (owned) (element-type TuwenSpace) */
  GPtrArray *shown; /* (owned) (element-type TuwenSpace): remembered without `own` */

  TuwenSpace *own; /* (owned) (nullable) */
  TuwenSpace *chosen; /* (owned) (nullable): `current`, unless it is one's own or none */

  guint look_up_source;  /* the chosen space's card is going to be asked for */
  GCancellable *look_up; /* (owned) (nullable): of the question for the chosen space's card */
};

static GType
tuwen_spaces_get_item_type (GListModel *model)
{
  return TUWEN_TYPE_SPACE;
}

static guint
tuwen_spaces_get_n_items (GListModel *model)
{
  return TUWEN_SPACES (model)->shown->len;
}

static gpointer
tuwen_spaces_get_item (GListModel *model, guint position)
{
  TuwenSpaces *self = TUWEN_SPACES (model);

  if (position >= self->shown->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->shown, position));
}

static void
tuwen_spaces_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tuwen_spaces_get_item_type;
  iface->get_n_items = tuwen_spaces_get_n_items;
  iface->get_item = tuwen_spaces_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TuwenSpaces,
                               tuwen_spaces,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tuwen_spaces_list_model_init))

typedef enum
{
  PROP_ACCOUNTS = 1,
  PROP_OWN,
  PROP_CURRENT,
} TuwenSpacesProperty;

static GParamSpec *properties[PROP_CURRENT + 1];

static void
open_free (gpointer data)
{
  Open *open = data;

  g_object_unref (open->client);
  g_free (open->mid);
  g_free (open);
}

static gboolean
is_mid (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= MAX_MID && *text != '0'
         && strspn (text, "0123456789") == length;
}

/* Returns (transfer full) (nullable): a space out of the settings, if it is one */
static TuwenSpace *
space_from_settings (const char *mid, const char *name, const char *face)
{
  if (!is_mid (mid) || strlen (name) > MAX_NAME || strlen (face) > MAX_FACE)
    return NULL;

  return tuwen_space_new (mid, name, face);
}

/* Where the space of @mid stands in @spaces */
static gboolean
find_space (GPtrArray *spaces, const char *mid, guint *position)
{
  for (guint i = 0; i < spaces->len; i++)
    {
      if (strcmp (tuwen_space_get_mid (g_ptr_array_index (spaces, i)), mid) == 0)
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
is_own (TuwenSpaces *self, TuwenSpace *space)
{
  return self->own != NULL
         && strcmp (tuwen_space_get_mid (self->own), tuwen_space_get_mid (space)) == 0;
}

static GVariant *
space_to_variant (TuwenSpace *space)
{
  const char *face = tuwen_space_get_face (space);

  return g_variant_new ("(sss)",
                        tuwen_space_get_mid (space),
                        tuwen_space_get_name (space),
                        face != NULL ? face : "");
}

static void
save_remembered (TuwenSpaces *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sss)"));
  for (guint i = 0; i < self->remembered->len; i++)
    g_variant_builder_add_value (&builder,
                                 space_to_variant (g_ptr_array_index (self->remembered, i)));
  g_settings_set_value (self->settings, "spaces", g_variant_builder_end (&builder));
}

static void
save_current (TuwenSpaces *self)
{
  if (self->chosen != NULL)
    g_settings_set_value (self->settings, "space", space_to_variant (self->chosen));
  else
    g_settings_set (self->settings, "space", "(sss)", "", "", "");
}

static void
load_remembered (TuwenSpaces *self)
{
  g_autoptr (GVariant) list = g_settings_get_value (self->settings, "spaces");
  GVariantIter iter;
  const char *mid;
  const char *name;
  const char *face;

  g_variant_iter_init (&iter, list);
  while (self->remembered->len < MAX_SPACES
         && g_variant_iter_next (&iter, "(&s&s&s)", &mid, &name, &face))
    {
      TuwenSpace *space = space_from_settings (mid, name, face);
      guint position;

      if (space != NULL && !find_space (self->remembered, mid, &position))
        g_ptr_array_add (self->remembered, space);
      else
        g_clear_object (&space);
    }
}

static void
load_current (TuwenSpaces *self)
{
  g_autoptr (GVariant) value = g_settings_get_value (self->settings, "space");
  const char *mid;
  const char *name;
  const char *face;

  g_variant_get (value, "(&s&s&s)", &mid, &name, &face);
  self->chosen = space_from_settings (mid, name, face);
}

/* Brings the list that is shown in line with what is remembered, telling only of what changed */
static void
update_shown (TuwenSpaces *self)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->shown);
  guint n_same = 0;
  guint n_same_end = 0;
  guint shorter;

  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->remembered->len; i++)
    {
      TuwenSpace *space = g_ptr_array_index (self->remembered, i);

      if (!is_own (self, space))
        g_ptr_array_add (self->shown, g_object_ref (space));
    }

  shorter = MIN (before->len, self->shown->len);
  while (n_same < shorter && before->pdata[n_same] == self->shown->pdata[n_same])
    n_same++;
  while (n_same_end < shorter - n_same
         && before->pdata[before->len - 1 - n_same_end]
                == self->shown->pdata[self->shown->len - 1 - n_same_end])
    n_same_end++;

  if (before->len != n_same + n_same_end || self->shown->len != n_same + n_same_end)
    g_list_model_items_changed (G_LIST_MODEL (self),
                                n_same,
                                before->len - n_same - n_same_end,
                                self->shown->len - n_same - n_same_end);
}

/* Puts @space in the place of the current one */
static void
choose (TuwenSpaces *self, TuwenSpace *space)
{
  g_autoptr (TuwenSpace) before = NULL;

  g_set_object (&before, tuwen_spaces_get_current (self));
  if (space != NULL && is_own (self, space))
    space = NULL;
  g_set_object (&self->chosen, space);
  save_current (self);
  if (before != tuwen_spaces_get_current (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

static void
remember_on_top (TuwenSpaces *self, TuwenSpace *space)
{
  guint position;

  if (find_space (self->remembered, tuwen_space_get_mid (space), &position))
    g_ptr_array_remove_index (self->remembered, position);
  else if (self->remembered->len == MAX_SPACES)
    g_ptr_array_remove_index (self->remembered, MAX_SPACES - 1);

  g_ptr_array_insert (self->remembered, 0, g_object_ref (space));
  save_remembered (self);
  update_shown (self);
}

/* Somebody goes by another name or picture than is remembered */
static void
take_new_look (TuwenSpaces *self, const char *mid, const BiliUser *user)
{
  g_autoptr (TuwenSpace) space = tuwen_space_new (mid, user->name, user->face);
  guint position;

  if (find_space (self->remembered, mid, &position))
    {
      g_object_unref (self->remembered->pdata[position]);
      self->remembered->pdata[position] = g_object_ref (space);
      save_remembered (self);
      update_shown (self);
    }
  if (self->chosen != NULL && strcmp (tuwen_space_get_mid (self->chosen), mid) == 0)
    choose (self, space);
}

static void
look_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (TuwenSpaces) self = g_weak_ref_get (weak);
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliUser) user
      = bili_client_get_user_finish (BILI_CLIENT (source), result, &error);
  TuwenSpace *space;

  g_weak_ref_clear (weak);
  g_free (weak);
  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->look_up);
  space = self->chosen;
  if (user == NULL)
    g_debug ("The space stays as it is remembered: %s", error->message);
  else if (space != NULL && *user->name != '\0'
           && strcmp (user->mid, tuwen_space_get_mid (space)) == 0
           && (g_strcmp0 (user->name, tuwen_space_get_name (space)) != 0
               || g_strcmp0 (user->face, tuwen_space_get_face (space)) != 0))
    take_new_look (self, user->mid, user);
}

static void
stop_looking_up (TuwenSpaces *self)
{
  g_clear_handle_id (&self->look_up_source, g_source_remove);
  if (self->look_up != NULL)
    g_cancellable_cancel (self->look_up);
  g_clear_object (&self->look_up);
}

static gboolean
look_up_chosen_cb (gpointer user_data)
{
  TuwenSpaces *self = user_data;
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  self->look_up_source = 0;
  g_weak_ref_init (weak, self);
  self->look_up = g_cancellable_new ();
  bili_client_get_user_async (tuwen_accounts_get_client (self->accounts),
                              tuwen_space_get_mid (self->chosen),
                              self->look_up,
                              look_up_cb,
                              weak);

  return G_SOURCE_REMOVE;
}

/* Asks what the chosen space is called by now. A failure costs nothing but that; and it is asked
 * when there is nothing better to do, so that the posts of the space do not wait for a connection
 * behind it. */
static void
look_up_chosen (TuwenSpaces *self)
{
  stop_looking_up (self);
  if (self->chosen != NULL)
    self->look_up_source = g_idle_add_full (G_PRIORITY_LOW, look_up_chosen_cb, self, NULL);
}

/* Takes what the account says of itself over into `own` */
static void
update_own (TuwenSpaces *self)
{
  TuwenSpace *current_before = tuwen_spaces_get_current (self);
  g_autoptr (TuwenSpace) own_before = g_steal_pointer (&self->own);

  if (self->account != NULL)
    self->own = tuwen_space_new (tuwen_account_get_mid (self->account),
                                 tuwen_account_get_name (self->account),
                                 tuwen_account_get_face (self->account));

  g_object_freeze_notify (G_OBJECT (self));
  if (own_before != self->own)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OWN]);
  /* Also when the chosen space turns out to be one's own, or no longer is */
  if (current_before != tuwen_spaces_get_current (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
  update_shown (self);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
unwatch_account (TuwenSpaces *self)
{
  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_clear_object (&self->account);
}

static void
current_account_cb (TuwenSpaces *self)
{
  TuwenAccount *account = tuwen_accounts_get_current (self->accounts);

  if (self->account == account)
    return;

  unwatch_account (self);
  if (account != NULL)
    {
      self->account = g_object_ref (account);
      g_signal_connect_swapped (account, "notify::name", G_CALLBACK (update_own), self);
      g_signal_connect_swapped (account, "notify::face", G_CALLBACK (update_own), self);
    }
  update_own (self);
}

static void
tuwen_spaces_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TuwenSpaces *self = TUWEN_SPACES (object);

  switch ((TuwenSpacesProperty) property_id)
    {
    case PROP_ACCOUNTS:
      g_value_set_object (value, self->accounts);
      break;
    case PROP_OWN:
      g_value_set_object (value, self->own);
      break;
    case PROP_CURRENT:
      g_value_set_object (value, tuwen_spaces_get_current (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tuwen_spaces_set_property (GObject *object,
                           guint property_id,
                           const GValue *value,
                           GParamSpec *pspec)
{
  TuwenSpaces *self = TUWEN_SPACES (object);

  switch ((TuwenSpacesProperty) property_id)
    {
    case PROP_ACCOUNTS:
      self->accounts = g_value_dup_object (value);
      break;
    case PROP_CURRENT:
      tuwen_spaces_set_current (self, g_value_get_object (value));
      break;
    case PROP_OWN:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tuwen_spaces_dispose (GObject *object)
{
  TuwenSpaces *self = TUWEN_SPACES (object);

  stop_looking_up (self);
  unwatch_account (self);
  if (self->accounts != NULL)
    g_signal_handlers_disconnect_by_data (self->accounts, self);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (tuwen_spaces_parent_class)->dispose (object);
}

static void
tuwen_spaces_finalize (GObject *object)
{
  TuwenSpaces *self = TUWEN_SPACES (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->remembered, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_object (&self->own);
  g_clear_object (&self->chosen);

  G_OBJECT_CLASS (tuwen_spaces_parent_class)->finalize (object);
}

static void
tuwen_spaces_class_init (TuwenSpacesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tuwen_spaces_get_property;
  object_class->set_property = tuwen_spaces_set_property;
  object_class->dispose = tuwen_spaces_dispose;
  object_class->finalize = tuwen_spaces_finalize;

  properties[PROP_ACCOUNTS] = g_param_spec_object ("accounts",
                                                   NULL,
                                                   NULL,
                                                   TUWEN_TYPE_ACCOUNTS,
                                                   G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                                       | G_PARAM_STATIC_STRINGS);
  properties[PROP_OWN] = g_param_spec_object ("own",
                                              NULL,
                                              NULL,
                                              TUWEN_TYPE_SPACE,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CURRENT] = g_param_spec_object ("current",
                                                  NULL,
                                                  NULL,
                                                  TUWEN_TYPE_SPACE,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                      | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tuwen_spaces_init (TuwenSpaces *self)
{
  self->remembered = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
}

TuwenSpaces *
tuwen_spaces_new (TuwenService *service, TuwenAccounts *accounts)
{
  TuwenSpaces *self;

  g_return_val_if_fail (TUWEN_IS_SERVICE (service), NULL);
  g_return_val_if_fail (TUWEN_IS_ACCOUNTS (accounts), NULL);

  self = g_object_new (TUWEN_TYPE_SPACES, "accounts", accounts, NULL);
  self->settings = g_object_ref (tuwen_service_get_settings (service));
  load_remembered (self);
  load_current (self);
  update_shown (self);
  g_signal_connect_swapped (accounts, "notify::current", G_CALLBACK (current_account_cb), self);
  current_account_cb (self);
  look_up_chosen (self);
  return self;
}

TuwenSpace *
tuwen_spaces_get_own (TuwenSpaces *self)
{
  g_return_val_if_fail (TUWEN_IS_SPACES (self), NULL);

  return self->own;
}

TuwenSpace *
tuwen_spaces_get_current (TuwenSpaces *self)
{
  g_return_val_if_fail (TUWEN_IS_SPACES (self), NULL);

  return self->chosen != NULL && !is_own (self, self->chosen) ? self->chosen : self->own;
}

void
tuwen_spaces_set_current (TuwenSpaces *self, TuwenSpace *space)
{
  g_return_if_fail (TUWEN_IS_SPACES (self));
  g_return_if_fail (space == NULL || TUWEN_IS_SPACE (space));

  choose (self, space);
  look_up_chosen (self);
}

static void
open_user_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TuwenSpaces *self = g_task_get_source_object (task);
  const Open *open = g_task_get_task_data (task);
  g_autoptr (BiliUser) user = NULL;
  g_autoptr (TuwenSpace) space = NULL;
  GError *error = NULL;

  user = bili_client_get_user_finish (BILI_CLIENT (source), result, &error);
  if (user == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  space = tuwen_space_new (open->mid, user->name, user->face);
  if (is_own (self, space))
    g_set_object (&space, self->own);
  else
    remember_on_top (self, space);
  stop_looking_up (self);
  choose (self, space);
  g_task_return_pointer (task, g_steal_pointer (&space), g_object_unref);
}

static void open_id (GTask *task, TuwenSpaceLinkKind kind, const char *id);

static void
open_owner_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *mid = NULL;
  GError *error = NULL;

  mid = bili_client_get_opus_owner_finish (BILI_CLIENT (source), result, &error);
  if (mid == NULL)
    g_task_return_error (task, error);
  else if (!is_mid (mid))
    g_task_return_new_error (task, BILI_ERROR, BILI_ERROR_PROTOCOL, "A post without an owner");
  else
    open_id (task, TUWEN_SPACE_LINK_MID, mid);
}

static void
open_text (GTask *task, const char *text)
{
  g_autofree char *id = NULL;
  TuwenSpaceLinkKind kind;
  GError *error = NULL;

  id = tuwen_space_link_parse (text, &kind, &error);
  if (id != NULL)
    open_id (task, kind, id);
  else
    g_task_return_error (task, error);
}

static void
open_address_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *address = NULL;
  GError *error = NULL;

  address = bili_client_resolve_short_link_finish (BILI_CLIENT (source), result, &error);
  if (address != NULL)
    open_text (task, address);
  else
    g_task_return_error (task, error);
}

static void
open_id (GTask *task, TuwenSpaceLinkKind kind, const char *id)
{
  Open *open = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  switch (kind)
    {
    case TUWEN_SPACE_LINK_MID:
      open->mid = g_strdup (id);
      bili_client_get_user_async (open->client,
                                  id,
                                  cancellable,
                                  open_user_cb,
                                  g_object_ref (task));
      break;
    case TUWEN_SPACE_LINK_OPUS:
      bili_client_get_opus_owner_async (open->client,
                                        id,
                                        cancellable,
                                        open_owner_cb,
                                        g_object_ref (task));
      break;
    case TUWEN_SPACE_LINK_SHORT:
      if (open->hopped)
        {
          g_task_return_new_error (task,
                                   G_IO_ERROR,
                                   G_IO_ERROR_INVALID_ARGUMENT,
                                   "%s",
                                   _ ("This short link leads to another short link. Paste the link "
                                      "of the space itself."));
          break;
        }
      open->hopped = TRUE;
      bili_client_resolve_short_link_async (open->client,
                                            id,
                                            cancellable,
                                            open_address_cb,
                                            g_object_ref (task));
      break;
    default:
      g_assert_not_reached ();
    }
}

void
tuwen_spaces_open_async (TuwenSpaces *self,
                         const char *text,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Open *open;

  g_return_if_fail (TUWEN_IS_SPACES (self));
  g_return_if_fail (text != NULL);

  open = g_new0 (Open, 1);
  open->client = g_object_ref (tuwen_accounts_get_client (self->accounts));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tuwen_spaces_open_async);
  g_task_set_task_data (task, open, open_free);
  open_text (task, text);
}

TuwenSpace *
tuwen_spaces_open_finish (TuwenSpaces *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TUWEN_IS_SPACES (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_spaces_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tuwen_spaces_forget (TuwenSpaces *self, TuwenSpace *space)
{
  g_autoptr (TuwenSpace) kept = NULL;
  guint position;

  g_return_if_fail (TUWEN_IS_SPACES (self));
  g_return_if_fail (TUWEN_IS_SPACE (space));

  /* This list may hold the last reference */
  g_set_object (&kept, space);

  if (!find_space (self->remembered, tuwen_space_get_mid (space), &position))
    return;

  g_ptr_array_remove_index (self->remembered, position);
  save_remembered (self);
  update_shown (self);
  if (self->chosen != NULL
      && strcmp (tuwen_space_get_mid (self->chosen), tuwen_space_get_mid (space)) == 0)
    tuwen_spaces_set_current (self, NULL);
}

void
tuwen_spaces_restore (TuwenSpaces *self, TuwenSpace *space, guint position)
{
  guint place;

  g_return_if_fail (TUWEN_IS_SPACES (self));
  g_return_if_fail (TUWEN_IS_SPACE (space));

  if (find_space (self->remembered, tuwen_space_get_mid (space), &place))
    return;

  /* Before the one that stands there now, among all that are remembered */
  place = self->remembered->len;
  if (position < self->shown->len)
    g_ptr_array_find (self->remembered, g_ptr_array_index (self->shown, position), &place);
  g_ptr_array_insert (self->remembered, place, g_object_ref (space));
  if (self->remembered->len > MAX_SPACES)
    g_ptr_array_remove_index (self->remembered, self->remembered->len - 1);
  save_remembered (self);
  update_shown (self);
}
