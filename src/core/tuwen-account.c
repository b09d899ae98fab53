/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-account"

#include "tuwen-account-private.h"

struct _TuwenAccount
{
  GObject parent_instance;

  BiliClient *client;
  GCancellable *cancellable; /* of everything that it asks */
  char *mid;
  char *name; /* (nullable) until the service told it */
  char *face; /* (nullable) */
  TuwenAccountState state;
  guint checks; /* questions on their way */
  gboolean stored;
  gboolean session_only;
};

G_DEFINE_FINAL_TYPE (TuwenAccount, tuwen_account, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (TuwenAccountState, tuwen_account_state,
                    G_DEFINE_ENUM_VALUE (TUWEN_ACCOUNT_UNCHECKED, "unchecked"),
                    G_DEFINE_ENUM_VALUE (TUWEN_ACCOUNT_ACTIVE, "active"),
                    G_DEFINE_ENUM_VALUE (TUWEN_ACCOUNT_EXPIRED, "expired"))

enum
{
  PROP_MID = 1,
  PROP_NAME,
  PROP_FACE,
  PROP_STATE,
  PROP_CHECKING,
  PROP_SESSION_ONLY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* A question on its way; the cookies tell whether its answer still concerns the account. */
typedef struct
{
  TuwenAccount *account;
  BiliCookies *cookies;
} Check;

static void
check_free (Check *check)
{
  g_object_unref (check->account);
  bili_cookies_unref (check->cookies);
  g_free (check);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Check, check_free)

static void
set_state (TuwenAccount *self, TuwenAccountState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
signed_out_cb (TuwenAccount *self)
{
  set_state (self, TUWEN_ACCOUNT_EXPIRED);
}

static void
count_check (TuwenAccount *self, int change)
{
  gboolean before = self->checks > 0;

  self->checks += change;
  if (before != (self->checks > 0))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECKING]);
}

static void
check_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Check) check = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliUser) user = bili_client_get_me_finish (BILI_CLIENT (source), result, &error);
  TuwenAccount *self = check->account;

  count_check (self, -1);
  if (bili_client_get_cookies (self->client) != check->cookies)
    return;

  if (user != NULL && g_str_equal (user->mid, self->mid))
    {
      tuwen_account_set_alive (self, user);
    }
  else if (user != NULL)
    {
      /* One account's cookies with another's number: nothing may be done in either's name. */
      g_message ("An account's cookies belong to another account");
      set_state (self, TUWEN_ACCOUNT_EXPIRED);
    }
  else if (g_error_matches (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN))
    {
      set_state (self, TUWEN_ACCOUNT_EXPIRED);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_debug ("An account could not be checked: %s", error->message);
    }
}

static void
tuwen_account_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TuwenAccount *self = TUWEN_ACCOUNT (object);

  switch (id)
    {
    case PROP_MID:
      g_value_set_string (value, self->mid);
      break;
    case PROP_NAME:
      g_value_set_string (value, tuwen_account_get_name (self));
      break;
    case PROP_FACE:
      g_value_set_string (value, self->face);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_CHECKING:
      g_value_set_boolean (value, self->checks > 0);
      break;
    case PROP_SESSION_ONLY:
      g_value_set_boolean (value, self->session_only);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tuwen_account_finalize (GObject *object)
{
  TuwenAccount *self = TUWEN_ACCOUNT (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  g_free (self->mid);
  g_free (self->name);
  g_free (self->face);

  G_OBJECT_CLASS (tuwen_account_parent_class)->finalize (object);
}

static void
tuwen_account_class_init (TuwenAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tuwen_account_get_property;
  object_class->finalize = tuwen_account_finalize;

  properties[PROP_MID] = g_param_spec_string ("mid", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_FACE] = g_param_spec_string ("face", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, TUWEN_TYPE_ACCOUNT_STATE,
                                              TUWEN_ACCOUNT_UNCHECKED, flags);
  properties[PROP_CHECKING] = g_param_spec_boolean ("checking", NULL, NULL, FALSE, flags);
  properties[PROP_SESSION_ONLY] = g_param_spec_boolean ("session-only", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tuwen_account_init (TuwenAccount *self)
{
  self->cancellable = g_cancellable_new ();
}

TuwenAccount *
tuwen_account_new (BiliClient *client, gboolean stored)
{
  TuwenAccount *self = g_object_new (TUWEN_TYPE_ACCOUNT, NULL);

  self->client = g_object_ref (client);
  self->mid = g_strdup (bili_cookies_get_mid (bili_client_get_cookies (client)));
  self->stored = stored;
  self->session_only = !stored;
  g_signal_connect_object (client, "signed-out", G_CALLBACK (signed_out_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
tuwen_account_check (TuwenAccount *self)
{
  Check *check = g_new0 (Check, 1);

  check->account = g_object_ref (self);
  check->cookies = bili_cookies_ref (bili_client_get_cookies (self->client));
  bili_client_get_me_async (self->client, self->cancellable, check_cb, check);
  count_check (self, 1);
}

void
tuwen_account_set_person (TuwenAccount *self, const char *name, const char *face)
{
  g_object_freeze_notify (G_OBJECT (self));

  if (*name != '\0' && g_strcmp0 (self->name, name) != 0)
    {
      g_free (self->name);
      self->name = g_strdup (name);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
    }

  if (g_strcmp0 (self->face, face) != 0)
    {
      g_free (self->face);
      self->face = g_strdup (face);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FACE]);
    }

  g_object_thaw_notify (G_OBJECT (self));
}

void
tuwen_account_set_alive (TuwenAccount *self, const BiliUser *user)
{
  g_object_freeze_notify (G_OBJECT (self));

  tuwen_account_set_person (self, user->name, user->face);
  set_state (self, TUWEN_ACCOUNT_ACTIVE);

  g_object_thaw_notify (G_OBJECT (self));
}

void
tuwen_account_renew (TuwenAccount *self, BiliCookies *cookies, const BiliUser *user)
{
  g_object_freeze_notify (G_OBJECT (self));

  bili_client_set_cookies (self->client, cookies);
  tuwen_account_set_alive (self, user);
  /* It is another session, also where the last one was not known to have ended. */
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);

  g_object_thaw_notify (G_OBJECT (self));
}

void
tuwen_account_stop (TuwenAccount *self)
{
  g_cancellable_cancel (self->cancellable);
}

void
tuwen_account_forget (TuwenAccount *self)
{
  tuwen_account_stop (self);
  bili_client_set_cookies (self->client, NULL);
}

gboolean
tuwen_account_get_stored (TuwenAccount *self)
{
  return self->stored;
}

void
tuwen_account_set_stored (TuwenAccount *self, gboolean stored)
{
  self->stored = stored;
}

void
tuwen_account_set_session_only (TuwenAccount *self, gboolean session_only)
{
  if (self->session_only == session_only)
    return;

  self->session_only = session_only;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION_ONLY]);
}

const char *
tuwen_account_get_mid (TuwenAccount *self)
{
  g_return_val_if_fail (TUWEN_IS_ACCOUNT (self), NULL);

  return self->mid;
}

const char *
tuwen_account_get_name (TuwenAccount *self)
{
  g_return_val_if_fail (TUWEN_IS_ACCOUNT (self), NULL);

  return self->name != NULL ? self->name : self->mid;
}

const char *
tuwen_account_get_face (TuwenAccount *self)
{
  g_return_val_if_fail (TUWEN_IS_ACCOUNT (self), NULL);

  return self->face;
}

TuwenAccountState
tuwen_account_get_state (TuwenAccount *self)
{
  g_return_val_if_fail (TUWEN_IS_ACCOUNT (self), TUWEN_ACCOUNT_UNCHECKED);

  return self->state;
}

gboolean
tuwen_account_get_checking (TuwenAccount *self)
{
  g_return_val_if_fail (TUWEN_IS_ACCOUNT (self), FALSE);

  return self->checks > 0;
}

gboolean
tuwen_account_get_session_only (TuwenAccount *self)
{
  g_return_val_if_fail (TUWEN_IS_ACCOUNT (self), FALSE);

  return self->session_only;
}

BiliClient *
tuwen_account_get_client (TuwenAccount *self)
{
  g_return_val_if_fail (TUWEN_IS_ACCOUNT (self), NULL);

  return self->client;
}
