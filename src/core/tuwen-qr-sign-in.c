/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-qr-sign-in"

#include "tuwen-qr-sign-in.h"

#include "bili-sign-in.h"

#define INTERVAL 2000 /* milliseconds; clients ask every 1.5 to 3 seconds, service notes §12.2 */
#define LIFETIME 180  /* seconds that a code is good for, service notes §12.1 */
#define MAX_FAILURES 3

struct _TuwenQrSignIn
{
  GObject parent_instance;

  BiliClient *client;
  BiliClock *clock;
  guint interval;

  TuwenQrSignInState state;
  GError *error; /* (nullable) */

  BiliQrCode *code;          /* (nullable) */
  gint64 asked_at;           /* when the code was asked for, unix seconds */
  GCancellable *cancellable; /* (nullable): of everything since the last start */
  guint interval_id;
  gboolean polling; /* an answer is awaited */
  guint failures;   /* in a row */
};

G_DEFINE_FINAL_TYPE (TuwenQrSignIn, tuwen_qr_sign_in, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (TuwenQrSignInState, tuwen_qr_sign_in_state,
                    G_DEFINE_ENUM_VALUE (TUWEN_QR_SIGN_IN_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (TUWEN_QR_SIGN_IN_STARTING, "starting"),
                    G_DEFINE_ENUM_VALUE (TUWEN_QR_SIGN_IN_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (TUWEN_QR_SIGN_IN_SCANNED, "scanned"),
                    G_DEFINE_ENUM_VALUE (TUWEN_QR_SIGN_IN_EXPIRED, "expired"),
                    G_DEFINE_ENUM_VALUE (TUWEN_QR_SIGN_IN_CONFIRMED, "confirmed"),
                    G_DEFINE_ENUM_VALUE (TUWEN_QR_SIGN_IN_FAILED, "failed"))

enum
{
  PROP_CLIENT = 1,
  PROP_CLOCK,
  PROP_INTERVAL,
  PROP_STATE,
  PROP_CODE,
  PROP_ERROR,
  N_PROPS
};

enum
{
  CONFIRMED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_state (TuwenQrSignIn *self, TuwenQrSignInState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* @code: (transfer full) (nullable) */
static void
take_code (TuwenQrSignIn *self, BiliQrCode *code)
{
  if (self->code == NULL && code == NULL)
    return;

  g_clear_pointer (&self->code, bili_qr_code_free);
  self->code = code;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
}

/* @error: (transfer full) (nullable) */
static void
take_error (TuwenQrSignIn *self, GError *error)
{
  if (self->error == NULL && error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
stop_asking (TuwenQrSignIn *self)
{
  g_clear_handle_id (&self->interval_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->polling = FALSE;
}

/* The end of a code's life; the code itself stays to be seen until the next start. */
static void
end (TuwenQrSignIn *self, TuwenQrSignInState state, GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  stop_asking (self);
  take_error (self, error);
  set_state (self, state);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
poll_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TuwenQrSignIn *self;
  g_autoptr (BiliCookies) cookies = NULL;
  g_autoptr (GError) error = NULL;
  BiliQrState state = BILI_QR_WAITING;
  gboolean answered;

  answered = bili_client_poll_qr_code_finish (BILI_CLIENT (source), result, &state, &cookies,
                                              &error);

  /* Cancelled by a stop, a new start or dispose: @user_data may be gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = TUWEN_QR_SIGN_IN (user_data);
  self->polling = FALSE;

  if (!answered)
    {
      self->failures++;
      if (self->failures >= MAX_FAILURES || bili_error_says_stop (error))
        end (self, TUWEN_QR_SIGN_IN_FAILED, g_steal_pointer (&error));
      return;
    }

  self->failures = 0;

  switch (state)
    {
    case BILI_QR_WAITING:
      set_state (self, TUWEN_QR_SIGN_IN_WAITING);
      break;

    case BILI_QR_SCANNED:
      set_state (self, TUWEN_QR_SIGN_IN_SCANNED);
      break;

    case BILI_QR_EXPIRED:
      end (self, TUWEN_QR_SIGN_IN_EXPIRED, NULL);
      break;

    case BILI_QR_CONFIRMED:
      if (cookies == NULL)
        {
          end (self, TUWEN_QR_SIGN_IN_FAILED,
               g_error_new (BILI_ERROR, BILI_ERROR_PROTOCOL, "confirmed, but without cookies"));
          break;
        }

      g_object_ref (self);
      end (self, TUWEN_QR_SIGN_IN_CONFIRMED, NULL);
      g_signal_emit (self, signals[CONFIRMED], 0, cookies);
      g_object_unref (self);
      break;

    default:
      g_assert_not_reached ();
    }
}

static gboolean
interval_cb (gpointer user_data)
{
  TuwenQrSignIn *self = user_data;

  /* By the clock: no timer runs while the computer sleeps. */
  if (bili_clock_get_unix (self->clock) - self->asked_at >= LIFETIME)
    {
      self->interval_id = 0;
      end (self, TUWEN_QR_SIGN_IN_EXPIRED, NULL);
      return G_SOURCE_REMOVE;
    }

  if (!self->polling)
    {
      self->polling = TRUE;
      bili_client_poll_qr_code_async (self->client, self->code->key, self->cancellable, poll_cb,
                                      self);
    }

  return G_SOURCE_CONTINUE;
}

static void
create_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TuwenQrSignIn *self;
  g_autoptr (GError) error = NULL;
  BiliQrCode *code = bili_client_create_qr_code_finish (BILI_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = TUWEN_QR_SIGN_IN (user_data);
  if (code == NULL)
    {
      end (self, TUWEN_QR_SIGN_IN_FAILED, g_steal_pointer (&error));
      return;
    }

  g_object_freeze_notify (G_OBJECT (self));
  take_code (self, code);
  set_state (self, TUWEN_QR_SIGN_IN_WAITING);
  self->interval_id = g_timeout_add (self->interval, interval_cb, self);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
tuwen_qr_sign_in_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TuwenQrSignIn *self = TUWEN_QR_SIGN_IN (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_CODE:
      g_value_set_string (value, tuwen_qr_sign_in_get_code (self));
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tuwen_qr_sign_in_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TuwenQrSignIn *self = TUWEN_QR_SIGN_IN (object);

  switch (id)
    {
    case PROP_CLIENT:
      self->client = g_value_dup_object (value);
      break;
    case PROP_CLOCK:
      self->clock = g_value_dup_object (value);
      break;
    case PROP_INTERVAL:
      self->interval = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tuwen_qr_sign_in_dispose (GObject *object)
{
  stop_asking (TUWEN_QR_SIGN_IN (object));

  G_OBJECT_CLASS (tuwen_qr_sign_in_parent_class)->dispose (object);
}

static void
tuwen_qr_sign_in_finalize (GObject *object)
{
  TuwenQrSignIn *self = TUWEN_QR_SIGN_IN (object);

  g_clear_object (&self->client);
  g_clear_object (&self->clock);
  g_clear_error (&self->error);
  g_clear_pointer (&self->code, bili_qr_code_free);

  G_OBJECT_CLASS (tuwen_qr_sign_in_parent_class)->finalize (object);
}

static void
tuwen_qr_sign_in_class_init (TuwenQrSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags given = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tuwen_qr_sign_in_get_property;
  object_class->set_property = tuwen_qr_sign_in_set_property;
  object_class->dispose = tuwen_qr_sign_in_dispose;
  object_class->finalize = tuwen_qr_sign_in_finalize;

  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, BILI_TYPE_CLIENT, given);
  properties[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, BILI_TYPE_CLOCK, given);
  properties[PROP_INTERVAL] =
      g_param_spec_uint ("interval", NULL, NULL, 1, G_MAXUINT, INTERVAL, given);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, TUWEN_TYPE_QR_SIGN_IN_STATE,
                                              TUWEN_QR_SIGN_IN_STOPPED, told);
  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL, told);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, told);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CONFIRMED] = g_signal_new ("confirmed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, BILI_TYPE_COOKIES);
}

static void
tuwen_qr_sign_in_init (TuwenQrSignIn *self)
{
}

TuwenQrSignIn *
tuwen_qr_sign_in_new (BiliClient *client, BiliClock *clock)
{
  return g_object_new (TUWEN_TYPE_QR_SIGN_IN, "client", client, "clock", clock, NULL);
}

void
tuwen_qr_sign_in_start (TuwenQrSignIn *self)
{
  g_return_if_fail (TUWEN_IS_QR_SIGN_IN (self));

  g_object_freeze_notify (G_OBJECT (self));

  stop_asking (self);
  take_code (self, NULL);
  take_error (self, NULL);
  set_state (self, TUWEN_QR_SIGN_IN_STARTING);
  self->failures = 0;
  self->asked_at = bili_clock_get_unix (self->clock);
  self->cancellable = g_cancellable_new ();
  bili_client_create_qr_code_async (self->client, self->cancellable, create_cb, self);

  g_object_thaw_notify (G_OBJECT (self));
}

void
tuwen_qr_sign_in_stop (TuwenQrSignIn *self)
{
  g_return_if_fail (TUWEN_IS_QR_SIGN_IN (self));

  g_object_freeze_notify (G_OBJECT (self));
  stop_asking (self);
  take_code (self, NULL);
  take_error (self, NULL);
  set_state (self, TUWEN_QR_SIGN_IN_STOPPED);
  g_object_thaw_notify (G_OBJECT (self));
}

TuwenQrSignInState
tuwen_qr_sign_in_get_state (TuwenQrSignIn *self)
{
  g_return_val_if_fail (TUWEN_IS_QR_SIGN_IN (self), TUWEN_QR_SIGN_IN_STOPPED);

  return self->state;
}

const char *
tuwen_qr_sign_in_get_code (TuwenQrSignIn *self)
{
  g_return_val_if_fail (TUWEN_IS_QR_SIGN_IN (self), NULL);

  return self->code != NULL ? self->code->url : NULL;
}

const GError *
tuwen_qr_sign_in_get_error (TuwenQrSignIn *self)
{
  g_return_val_if_fail (TUWEN_IS_QR_SIGN_IN (self), NULL);

  return self->error;
}
