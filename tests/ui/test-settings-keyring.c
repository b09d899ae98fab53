/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "mock-keyring.h"
#include "settings-fixture.h"

/* Returns: (transfer full): an option for the keyring: SANDBOX_MID's account is in it */
static char *
dup_item (Fixture *self)
{
  g_autofree char *secret = g_uri_escape_string (SANDBOX_COOKIES, NULL, FALSE);

  return g_strdup_printf ("--item=application=io.github.tuwen.Tuwen&service=%s&mid=%s&secret=%s",
                          tuwen_service_get_id (self->service), SANDBOX_MID, secret);
}

static void
load (Fixture *self)
{
  tuwen_accounts_load (self->accounts);
  wait_until (!tuwen_accounts_get_loading (self->accounts));
}

/* The problem, and not a word of there being no accounts. */
static void
assert_problem (Fixture *self, const char *title)
{
  wait_until (shows (self->window, title));
  g_assert_false (shows (self->window, "No Accounts Yet"));
  g_assert_nonnull (find_button (self->window, "Retry"));
  g_assert_nonnull (find_button (self->window, "Use Without Keyring"));
}

static void
test_absent (Fixture *self, gconstpointer data)
{
  g_autofree char *item = dup_item (self);
  MockKeyring *mock;

  load (self);
  assert_problem (self, "No Keyring Found");

  /* Still absent */
  press (self->window, "Retry");
  wait_until (!tuwen_accounts_get_loading (self->accounts));
  assert_problem (self, "No Keyring Found");

  /* Somebody started one */
  mock = mock_keyring_start (item, NULL);
  press (self->window, "Retry");
  wait_until (shows (self->window, SANDBOX_NAME));
  g_assert_null (find_button (self->window, "Retry"));
  mock_keyring_free (mock);
}

static void
test_without (Fixture *self, gconstpointer data)
{
  load (self);
  press (self->window, "Use Without Keyring");
  wait_until (shows (self->window, "Without the Keyring"));
  g_assert_true (shows (self->window, "No Accounts Yet"));
  g_assert_null (find_button (self->window, "Use Without Keyring"));
  g_assert_nonnull (find_button (self->window, "Retry"));

  show_sign_in (self, "cookies");
  paste (self, SANDBOX_COOKIES);
  press (self->window, "Sign In");
  wait_until (shows (self->window, "UID " SANDBOX_MID "\nFor this session only"));
}

/* Signing in although the keyring's problem is not settled: the question comes at the end. */
static void
test_not_kept (Fixture *self, gconstpointer data)
{
  load (self);
  show_sign_in (self, "cookies");
  paste (self, SANDBOX_COOKIES);
  press (self->window, "Sign In");
  wait_until (shows (self->window, "No Keyring Found"));
  press (self->window, "This Session Only");
  wait_until (shows (self->window, "UID " SANDBOX_MID "\nFor this session only"));
}

static void
test_locked (Fixture *self, gconstpointer data)
{
  g_autofree char *item = dup_item (self);
  MockKeyring *mock = mock_keyring_start ("--locked", "--prompt=dismiss", item, NULL);

  load (self);
  g_assert_true (mock_keyring_was_called (mock, "Prompt"));
  assert_problem (self, "Keyring Is Locked");
  mock_keyring_free (mock);

  /* The person agrees the next time */
  mock = mock_keyring_start ("--locked", item, NULL);
  press (self->window, "Retry");
  wait_until (shows (self->window, SANDBOX_NAME));
  g_assert_null (find_button (self->window, "Retry"));
  mock_keyring_free (mock);
}

static void
test_silent (Fixture *self, gconstpointer data)
{
  MockKeyring *mock = mock_keyring_start ("--hang=*", NULL);

  tuwen_accounts_load (self->accounts);
  wait_until (shows (self->window, "Asking the keyring for your accounts…"));
  g_assert_false (shows (self->window, "No Accounts Yet"));

  assert_problem (self, "Keyring Does Not Answer");
  g_assert_false (shows (self->window, "Asking the keyring for your accounts…"));
  mock_keyring_free (mock);
}

/* The keyring refuses to let the cookies go. */
static void
test_not_removed (Fixture *self, gconstpointer data)
{
  g_autofree char *item = dup_item (self);
  MockKeyring *mock = mock_keyring_start (item, NULL);

  load (self);
  wait_until (shows (self->window, SANDBOX_NAME));
  mock_keyring_free (mock);

  press (self->window, "Sign Out");
  wait_until (find_dialog () != NULL);
  press (find_dialog (), "Sign _Out");
  wait_until (
      find_dialog () != NULL
      && g_str_equal (adw_message_dialog_get_heading (find_dialog ()), "Still in the Keyring"));
  press (find_dialog (), "_Close");
  wait_until (find_dialog () == NULL);
  g_assert_true (shows (self->window, "No Accounts Yet"));
}

int
main (int argc, char **argv)
{
  if (!gtk_init_check ())
    return 77;

  g_test_init (&argc, &argv, NULL);
  mock_bus_start ();
  adw_init ();

#define add(path, test)                                                                            \
  g_test_add ("/settings/keyring/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

  add ("absent", test_absent);
  add ("without", test_without);
  add ("not-kept", test_not_kept);
  g_test_add ("/settings/keyring/silent",
              Fixture,
              GUINT_TO_POINTER (1500),
              fixture_set_up,
              test_silent,
              fixture_tear_down);
  add ("not-removed", test_not_removed);
  /* Where somebody is asked; see ui_tests_that_ask in meson.build */
  g_test_add ("/settings/asks/locked", Fixture, NULL, fixture_set_up, test_locked,
              fixture_tear_down);

  return g_test_run ();
}
