/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>

#include "settings-fixture.h"
#include "tuwen-sign-in-page.h"

#define GENERATE "/x/passport-login/web/qrcode/generate"
#define POLL "/x/passport-login/web/qrcode/poll"
#define NAV "/x/web-interface/nav"

static char *secret_file;

static guint
count_accounts (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->accounts));
}

static void
assert_signed_in (Fixture *self, const char *name)
{
  g_autofree char *message = g_strdup_printf ("Signed in as %s", name);

  wait_until (shows (self->window, message));
  /* Back on the page of accounts, where it stands */
  wait_until (find_seen (self->window, ADW_TYPE_ACTION_ROW, name) != NULL);
  g_assert_nonnull (find_button (self->window, "Sign Out"));
}

/* Until the page is out of sight: for a moment both are there */
static void
go_back (Fixture *self)
{
  press (self->window, "Back");
  wait_until (find_seen (self->window, TUWEN_TYPE_SIGN_IN_PAGE, NULL) == NULL);
  wait_until (shows (self->window, "No Accounts Yet"));
}

static void
test_qr (Fixture *self, gconstpointer data)
{
  g_assert_true (shows (self->window, "No Accounts Yet"));
  press (self->window, "Sign In");

  wait_until (shows (self->window, "Waiting for your phone…"));
  g_assert_cmpuint (sandbox_server_count_requests (self->server, GENERATE), ==, 1);

  sandbox_server_set_qr (self->server, "scan");
  wait_until (shows (self->window, "Confirm on your phone"));

  sandbox_server_set_qr (self->server, "confirm");
  assert_signed_in (self, SANDBOX_NAME);
  g_assert_cmpuint (count_accounts (self), ==, 1);
  g_assert_cmpstr (tuwen_account_get_mid (tuwen_accounts_get_current (self->accounts)), ==,
                   SANDBOX_MID);
}

static void
test_qr_expired (Fixture *self, gconstpointer data)
{
  show_sign_in (self, "qr");
  wait_until (shows (self->window, "Waiting for your phone…"));
  g_assert_null (find_button (self->window, "Renew"));

  sandbox_server_set_qr (self->server, "expire");
  wait_until (shows (self->window, "This code has expired"));

  press (self->window, "Renew");
  wait_until (shows (self->window, "Waiting for your phone…"));
  g_assert_null (find_button (self->window, "Renew"));
  g_assert_cmpuint (sandbox_server_count_requests (self->server, GENERATE), ==, 2);

  /* The new code is a living one */
  sandbox_server_set_qr (self->server, "scan");
  sandbox_server_set_qr (self->server, "confirm");
  assert_signed_in (self, SANDBOX_NAME);
}

static void
test_qr_failed (Fixture *self, gconstpointer data)
{
  sandbox_server_fail (self->server, GENERATE, "http:500", 1);
  show_sign_in (self, "qr");
  wait_until (shows (self->window, "bilibili Has a Problem"));
  g_assert_null (find_button (self->window, "Open in Browser"));

  sandbox_server_fail (self->server, GENERATE, "code:-352:风控 <b>&", 1);
  press (self->window, "Retry");
  wait_until (shows (self->window, "Refused by bilibili"));
  g_assert_nonnull (find_button (self->window, "Open in Browser"));

  press (self->window, "Retry");
  wait_until (shows (self->window, "Waiting for your phone…"));
}

/* The service confirms, and then cannot be asked who that is: the sign-in in hand is not given
 * up. */
static void
test_qr_check_failed (Fixture *self, gconstpointer data)
{
  show_sign_in (self, "qr");
  wait_until (shows (self->window, "Waiting for your phone…"));

  sandbox_server_fail (self->server, NAV, "drop", -1);
  sandbox_server_set_qr (self->server, "scan");
  sandbox_server_set_qr (self->server, "confirm");
  wait_until (shows (self->window, "You Are Offline"));
  g_assert_null (find_button (self->window, "This Session Only"));
  g_assert_cmpuint (count_accounts (self), ==, 0);

  sandbox_server_fail (self->server, NAV, "drop", 0);
  press (self->window, "Retry");
  assert_signed_in (self, SANDBOX_NAME);
  g_assert_cmpuint (sandbox_server_count_requests (self->server, GENERATE), ==, 1);
}

/* Nothing is asked while nobody looks: neither behind the other view nor after going back. */
static void
test_qr_hidden (Fixture *self, gconstpointer data)
{
  gint64 end;

  show_sign_in (self, "qr");
  wait_until (sandbox_server_count_requests (self->server, POLL) > 0);
  show_sign_in (self, "cookies");
  wait_until (find_text_view (self) != NULL);
  sandbox_server_forget_requests (self->server);

  /* Longer than from one question to the next */
  end = g_get_monotonic_time () + 3 * G_TIME_SPAN_SECOND;
  wait_until (g_get_monotonic_time () >= end);
  g_assert_cmpuint (sandbox_server_count_requests (self->server, POLL), ==, 0);

  show_sign_in (self, "qr");
  wait_until (shows (self->window, "Waiting for your phone…"));
  go_back (self);
  sandbox_server_forget_requests (self->server);
  end = g_get_monotonic_time () + 3 * G_TIME_SPAN_SECOND;
  wait_until (g_get_monotonic_time () >= end);
  g_assert_cmpuint (sandbox_server_count_requests (self->server, POLL), ==, 0);
}

static void
test_paste (Fixture *self, gconstpointer data)
{
  g_autofree char *left = NULL;

  show_sign_in (self, "cookies");
  wait_until (find_text_view (self) != NULL);
  g_assert_false (gtk_widget_is_sensitive (find_button (self->window, "Sign In")));

  paste (self, "Cookie: " SANDBOX_COOKIES "; other=1");
  press (self->window, "Sign In");
  assert_signed_in (self, SANDBOX_NAME);
  g_assert_false (
    tuwen_account_get_session_only (tuwen_accounts_get_current (self->accounts)));

  show_sign_in (self, "cookies");
  wait_until (find_text_view (self) != NULL);
  left = dup_pasted (self);
  g_assert_cmpstr (left, ==, "");
}

static void
test_paste_refused (Fixture *self, gconstpointer data)
{
  g_autofree char *left = NULL;

  show_sign_in (self, "cookies");

  /* What can be seen without asking anybody */
  paste (self, "bili_jct=" SANDBOX_CSRF);
  press (self->window, "Sign In");
  g_assert_true (shows (self->window, "There is no cookie SESSDATA in this text."));
  paste (self, "SESSDATA=" SANDBOX_SESSDATA);
  g_assert_false (shows (self->window, "There is no cookie SESSDATA in this text."));
  press (self->window, "Sign In");
  g_assert_true (shows (self->window, "There is no cookie bili_jct in this text."));
  paste (self, " \n ");
  g_assert_false (gtk_widget_is_sensitive (find_button (self->window, "Sign In")));
  g_assert_cmpuint (sandbox_server_count_requests (self->server, NAV), ==, 0);

  /* What only the service knows */
  paste (self, "SESSDATA=unknown; bili_jct=" SANDBOX_CSRF);
  press (self->window, "Sign In");
  wait_until (shows (self->window,
                     "bilibili does not know this session. The cookies may be too old, or cut "
                     "short: copy them once more."));
  left = dup_pasted (self);
  g_assert_cmpstr (left, ==, "SESSDATA=unknown; bili_jct=" SANDBOX_CSRF);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (find_text_view (self))));

  /* No network, and then there is */
  paste (self, SANDBOX_COOKIES);
  sandbox_server_fail (self->server, NAV, "drop", 1);
  press (self->window, "Sign In");
  wait_until (shows (self->window,
                     "bilibili could not be reached. Check the network connection and try again."));
  g_assert_cmpuint (count_accounts (self), ==, 0);
  press (self->window, "Sign In");
  assert_signed_in (self, SANDBOX_NAME);
}

static void
type (Fixture *self, const char *title, const char *text)
{
  gtk_editable_set_text (
    GTK_EDITABLE (find_seen (self->window, ADW_TYPE_ENTRY_ROW, title)),
    text);
}

static void
test_single (Fixture *self, gconstpointer data)
{
  show_sign_in (self, "cookies");
  wait_until (find_text_view (self) != NULL);

  type (self, "bili_jct", SANDBOX_CSRF);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (find_text_view (self))));
  press (self->window, "Sign In");
  g_assert_true (shows (self->window, "The cookie SESSDATA is missing."));

  type (self, "SESSDATA", SANDBOX_SESSDATA "; evil=1\r\nX: y");
  press (self->window, "Sign In");
  g_assert_true (
      shows (self->window, "One of these values holds characters that no cookie holds."));

  type (self, "SESSDATA", "  " SANDBOX_SESSDATA " ");
  type (self, "bili_jct", "");
  press (self->window, "Sign In");
  g_assert_true (shows (self->window, "The cookie bili_jct is missing."));

  type (self, "bili_jct", SANDBOX_CSRF);
  press (self->window, "Sign In");
  assert_signed_in (self, SANDBOX_NAME);

  show_sign_in (self, "cookies");
  wait_until (find_text_view (self) != NULL);
  g_assert_cmpstr (gtk_editable_get_text (
                       GTK_EDITABLE (find_seen (self->window, ADW_TYPE_ENTRY_ROW, "SESSDATA"))),
                   ==, "");
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (find_text_view (self))));
}

/* Leaving the page empties it. */
static void
test_left (Fixture *self, gconstpointer data)
{
  g_autofree char *left = NULL;

  show_sign_in (self, "cookies");
  paste (self, SANDBOX_COOKIES);
  go_back (self);

  show_sign_in (self, "cookies");
  wait_until (find_text_view (self) != NULL);
  left = dup_pasted (self);
  g_assert_cmpstr (left, ==, "");
}

/* Going back while the service is asked: no account appears afterwards. */
static void
test_left_while_asking (Fixture *self, gconstpointer data)
{
  show_sign_in (self, "cookies");
  paste (self, SANDBOX_COOKIES);
  sandbox_server_fail (self->server, NAV, "stall", 1);
  press (self->window, "Sign In");
  wait_until (sandbox_server_count_requests (self->server, NAV) == 1);
  g_assert_false (gtk_text_view_get_editable (find_text_view (self)));
  go_back (self);

  show_sign_in (self, "cookies");
  wait_until (find_text_view (self) != NULL);
  g_assert_true (gtk_text_view_get_editable (find_text_view (self)));
  g_assert_cmpuint (count_accounts (self), ==, 0);
}

/* The keyring's file cannot be written: its folder is gone. */
static void
break_keyring (void)
{
  g_autofree char *folder = g_path_get_dirname (secret_file);
  g_autofree char *away = g_strconcat (folder, ".away", NULL);

  g_assert_cmpint (g_rename (folder, away), ==, 0);
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
}

static void
mend_keyring (void)
{
  g_autofree char *folder = g_path_get_dirname (secret_file);
  g_autofree char *away = g_strconcat (folder, ".away", NULL);

  g_assert_cmpint (g_remove (folder), ==, 0);
  g_assert_cmpint (g_rename (away, folder), ==, 0);
}

static void
test_not_kept (Fixture *self, gconstpointer data)
{
  show_sign_in (self, "cookies");
  paste (self, SANDBOX_COOKIES);
  break_keyring ();
  press (self->window, "Sign In");
  wait_until (find_button (self->window, "This Session Only") != NULL);
  g_assert_cmpuint (count_accounts (self), ==, 0);

  /* Still broken. The page of the first try may stay for a moment while it fades away. */
  press (self->window, "Retry");
  wait_until (sandbox_server_count_requests (self->server, NAV) == 2);
  wait_until (!shows (self->window, "Signing in…"));
  wait_until (find_button (self->window, "This Session Only") != NULL);

  /* Leaving and coming back does not lose the sign-in, */
  go_back (self);
  tuwen_settings_window_show_sign_in (TUWEN_SETTINGS_WINDOW (self->window));
  wait_until (find_button (self->window, "This Session Only") != NULL);

  /* nor does leaving while it is tried once more */
  sandbox_server_fail (self->server, NAV, "stall", 1);
  press (self->window, "Retry");
  wait_until (sandbox_server_count_requests (self->server, NAV) == 3);
  go_back (self);
  tuwen_settings_window_show_sign_in (TUWEN_SETTINGS_WINDOW (self->window));

  press (self->window, "This Session Only");
  assert_signed_in (self, SANDBOX_NAME);
  g_assert_true (tuwen_account_get_session_only (tuwen_accounts_get_current (self->accounts)));
  mend_keyring ();
}

static void
test_not_kept_retry (Fixture *self, gconstpointer data)
{
  show_sign_in (self, "cookies");
  paste (self, SANDBOX_COOKIES);
  break_keyring ();
  press (self->window, "Sign In");
  wait_until (find_button (self->window, "This Session Only") != NULL);

  mend_keyring ();
  press (self->window, "Retry");
  assert_signed_in (self, SANDBOX_NAME);
  g_assert_false (tuwen_account_get_session_only (tuwen_accounts_get_current (self->accounts)));
}

int
main (int argc, char **argv)
{
  int status;

  if (!gtk_init_check ())
    return 77;

  secret_file = fixture_use_secret_file ();
  g_test_init (&argc, &argv, NULL);
  adw_init ();

#define add(path, test)                                                                            \
  g_test_add ("/settings/sign-in/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

  add ("qr", test_qr);
  add ("qr/expired", test_qr_expired);
  add ("qr/failed", test_qr_failed);
  add ("qr/check-failed", test_qr_check_failed);
  add ("qr/hidden", test_qr_hidden);
  add ("paste", test_paste);
  add ("paste/refused", test_paste_refused);
  add ("single", test_single);
  add ("left", test_left);
  add ("left/while-asking", test_left_while_asking);
  add ("not-kept", test_not_kept);
  add ("not-kept/retry", test_not_kept_retry);

  status = g_test_run ();
  g_free (secret_file);

  return status;
}
