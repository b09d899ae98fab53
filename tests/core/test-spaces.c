/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-spaces"

#include <string.h>

#include "accounts-calls.h"
#include "tuwen-spaces.h"

#define CARD "/x/web-interface/card"
#define DETAIL "/x/polymer/web-dynamic/v1/opus/detail"

/* Signs in without a keyring */
static TuwenAccount *
sign_in (Fixture *fixture, const char *cookies)
{
  g_autoptr (GError) error = NULL;
  TuwenAccount *account = add_full (fixture->accounts, cookies, TRUE, &error);

  g_assert_no_error (error);
  return account;
}

static TuwenSpace *
open_text (TuwenSpaces *spaces, const char *text, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tuwen_spaces_open_async (spaces, text, NULL, await_cb, &result);
  AWAIT (result != NULL);
  return tuwen_spaces_open_finish (spaces, result, error);
}

static void
assert_opens (TuwenSpaces *spaces, const char *text, const char *mid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenSpace) space = open_text (spaces, text, &error);

  g_test_message ("%s", text);
  g_assert_no_error (error);
  g_assert_cmpstr (tuwen_space_get_mid (space), ==, mid);
  g_assert_true (tuwen_spaces_get_current (spaces) == space);
}

static void
assert_fails (TuwenSpaces *spaces, const char *text, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;
  TuwenSpace *before = tuwen_spaces_get_current (spaces);
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (spaces));
  g_autoptr (TuwenSpace) space = open_text (spaces, text, &error);

  g_test_message ("%s", text);
  g_assert_null (space);
  g_assert_error (error, domain, code);
  g_assert_true (tuwen_spaces_get_current (spaces) == before);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (spaces)), ==, n_before);
}

static const char *
peek_mid (TuwenSpaces *spaces, guint position)
{
  g_autoptr (TuwenSpace) space = g_list_model_get_item (G_LIST_MODEL (spaces), position);

  return tuwen_space_get_mid (space);
}

/* The list's mids, in order, each followed by a space */
static void
assert_list (TuwenSpaces *spaces, const char *expected)
{
  g_autoptr (GString) mids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (spaces)); i++)
    g_string_append_printf (mids, "%s ", peek_mid (spaces, i));
  g_assert_cmpstr (mids->str, ==, expected);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (spaces),
                                        g_list_model_get_n_items (G_LIST_MODEL (spaces))));
}

static void
set_remembered (Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value
      = g_variant_parse (G_VARIANT_TYPE ("a(sss)"), text, NULL, NULL, &error);

  g_assert_no_error (error);
  g_settings_set_value (tuwen_service_get_settings (fixture->service), "spaces", value);
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, GString *changes)
{
  g_string_append_printf (changes, "%u-%u+%u ", position, removed, added);
}

static void
count_cb (guint *counter)
{
  (*counter)++;
}

static void
assert_gone (TuwenSpaces *spaces)
{
  settle ();
  g_assert_finalize_object (spaces);
}

static void
test_own (Fixture *fixture, gconstpointer data)
{
  TuwenSpaces *spaces = tuwen_spaces_new (fixture->service, fixture->accounts);
  guint n_own = 0;
  guint n_current = 0;
  g_autoptr (TuwenSpace) own = NULL;
  g_autoptr (TuwenSpace) current = NULL;
  g_autoptr (TuwenAccounts) accounts = NULL;
  TuwenAccount *first;

  g_signal_connect_swapped (spaces, "notify::own", G_CALLBACK (count_cb), &n_own);
  g_signal_connect_swapped (spaces, "notify::current", G_CALLBACK (count_cb), &n_current);
  g_assert_null (tuwen_spaces_get_own (spaces));
  g_assert_null (tuwen_spaces_get_current (spaces));

  first = sign_in (fixture, SANDBOX_COOKIES);
  g_assert_cmpuint (n_own, >=, 1);
  g_assert_cmpuint (n_current, ==, n_own);
  g_object_get (spaces, "own", &own, "current", &current, "accounts", &accounts, NULL);
  g_assert_true (own == current);
  g_assert_true (accounts == fixture->accounts);
  g_assert_cmpstr (tuwen_space_get_mid (own), ==, SANDBOX_MID);
  g_assert_cmpstr (tuwen_space_get_name (own), ==, SANDBOX_NAME);
  g_assert_nonnull (tuwen_space_get_face (own));
  assert_list (spaces, "");

  /* The other account's space takes its place */
  sign_in (fixture, SANDBOX_COOKIES_2);
  g_assert_cmpstr (tuwen_space_get_mid (tuwen_spaces_get_current (spaces)), ==, SANDBOX_MID_2);
  tuwen_accounts_set_current (fixture->accounts, first);
  g_assert_cmpstr (tuwen_space_get_mid (tuwen_spaces_get_current (spaces)), ==, SANDBOX_MID);
  assert_gone (spaces);
}

static void
test_open (Fixture *fixture, gconstpointer data)
{
  TuwenSpaces *spaces = tuwen_spaces_new (fixture->service, fixture->accounts);
  TuwenSpaces *later;
  g_autofree char *opus = sandbox_server_add_post (fixture->sandbox, SANDBOX_MID_2, "new");
  g_autofree char *opus_link = g_strconcat ("https://www.bilibili.com/opus/", opus, NULL);
  TuwenSpace *current;

  assert_opens (spaces, "UID:" SANDBOX_MID, SANDBOX_MID);
  assert_list (spaces, SANDBOX_MID " ");
  g_assert_cmpstr (tuwen_space_get_name (tuwen_spaces_get_current (spaces)), ==, SANDBOX_NAME);
  assert_opens (spaces, "https://space.bilibili.com/" SANDBOX_MID_EMPTY, SANDBOX_MID_EMPTY);
  assert_opens (spaces, opus_link, SANDBOX_MID_2);
  assert_list (spaces, SANDBOX_MID_2 " " SANDBOX_MID_EMPTY " " SANDBOX_MID " ");

  /* Opened again it moves to the top */
  assert_opens (spaces, SANDBOX_MID, SANDBOX_MID);
  assert_list (spaces, SANDBOX_MID " " SANDBOX_MID_2 " " SANDBOX_MID_EMPTY " ");

  /* A short link that leads to a space, and one that leads to a post */
  assert_opens (spaces, "看 https://b23.tv/aBc1234", SANDBOX_MID_2);
  assert_opens (spaces, SANDBOX_MID, SANDBOX_MID);
  assert_opens (spaces, "https://b23.tv/bBc1234", SANDBOX_MID_2);
  assert_list (spaces, SANDBOX_MID_2 " " SANDBOX_MID " " SANDBOX_MID_EMPTY " ");
  current = tuwen_spaces_get_current (spaces);

  /* All of it is there after a restart */
  later = tuwen_spaces_new (fixture->service, fixture->accounts);
  assert_list (later, SANDBOX_MID_2 " " SANDBOX_MID " " SANDBOX_MID_EMPTY " ");
  g_assert_cmpstr (tuwen_space_get_mid (tuwen_spaces_get_current (later)), ==, SANDBOX_MID_2);
  g_assert_cmpstr (tuwen_space_get_name (tuwen_spaces_get_current (later)),
                   ==,
                   tuwen_space_get_name (current));
  g_assert_cmpstr (tuwen_space_get_face (tuwen_spaces_get_current (later)),
                   ==,
                   tuwen_space_get_face (current));
  assert_gone (later);
  assert_gone (spaces);
}

static void
test_open_own (Fixture *fixture, gconstpointer data)
{
  TuwenSpaces *spaces = tuwen_spaces_new (fixture->service, fixture->accounts);
  TuwenAccount *account;

  /* Remembered while nobody was signed in */
  assert_opens (spaces, SANDBOX_MID, SANDBOX_MID);
  assert_opens (spaces, SANDBOX_MID_2, SANDBOX_MID_2);
  assert_opens (spaces, SANDBOX_MID, SANDBOX_MID);
  assert_list (spaces, SANDBOX_MID " " SANDBOX_MID_2 " ");

  account = sign_in (fixture, SANDBOX_COOKIES);
  assert_list (spaces, SANDBOX_MID_2 " ");
  g_assert_true (tuwen_spaces_get_current (spaces) == tuwen_spaces_get_own (spaces));

  assert_opens (spaces, SANDBOX_MID_2, SANDBOX_MID_2);
  assert_opens (spaces, SANDBOX_MID, SANDBOX_MID);
  g_assert_true (tuwen_spaces_get_current (spaces) == tuwen_spaces_get_own (spaces));
  assert_list (spaces, SANDBOX_MID_2 " ");

  /* Hidden was not forgotten */
  g_assert_true (sign_out (fixture->accounts, account, NULL));
  g_assert_null (tuwen_spaces_get_own (spaces));
  g_assert_null (tuwen_spaces_get_current (spaces));
  assert_list (spaces, SANDBOX_MID_2 " " SANDBOX_MID " ");
  assert_gone (spaces);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "",         "  ",  "abc",
    "0",        "1057955152016703512", "https://example.com/1",
    "cv123456", "BV1xx411c7mD",
  };
  TuwenSpaces *spaces = tuwen_spaces_new (fixture->service, fixture->accounts);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_fails (spaces, texts[i], G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_cmpuint (sandbox_server_get_requests (fixture->sandbox)->len, ==, 0);

  /* Where the short link leads is no space */
  assert_fails (spaces, "https://b23.tv/xBc1234", G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  assert_gone (spaces);
}

static void
test_faults (Fixture *fixture, gconstpointer data)
{
  TuwenSpaces *spaces = tuwen_spaces_new (fixture->service, fixture->accounts);
  g_autofree char *opus = sandbox_server_add_post (fixture->sandbox, SANDBOX_MID, "new");
  g_autofree char *opus_link = g_strconcat ("t.bilibili.com/", opus, NULL);

  assert_opens (spaces, SANDBOX_MID_2, SANDBOX_MID_2);

  assert_fails (spaces, SANDBOX_MID_UNKNOWN, BILI_ERROR, BILI_ERROR_NOT_FOUND);
  assert_fails (spaces, "t.bilibili.com/1", BILI_ERROR, BILI_ERROR_NOT_FOUND);

  sandbox_server_fail (fixture->sandbox, CARD, "http:500", 1);
  assert_fails (spaces, SANDBOX_MID, BILI_ERROR, BILI_ERROR_HTTP);
  sandbox_server_fail (fixture->sandbox, CARD, "types", 1);
  assert_fails (spaces, SANDBOX_MID, BILI_ERROR, BILI_ERROR_PROTOCOL);
  sandbox_server_fail (fixture->sandbox, DETAIL, "code:-352", 1);
  assert_fails (spaces, opus_link, BILI_ERROR, BILI_ERROR_RISK_CONTROL);
  sandbox_server_fail (fixture->sandbox, DETAIL, "types", 1);
  assert_fails (spaces, opus_link, BILI_ERROR, BILI_ERROR_PROTOCOL);
  sandbox_server_fail (fixture->sandbox, "/aBc1234", "drop", -1);
  assert_fails (spaces, "b23.tv/aBc1234", BILI_ERROR, BILI_ERROR_NETWORK);
  /* From one short link to the next: nobody follows */
  sandbox_server_fail (fixture->sandbox, "/aBc1234", "redirect:https://b23.tv/bBc1234", 1);
  assert_fails (spaces, "b23.tv/aBc1234", BILI_ERROR, BILI_ERROR_PROTOCOL);

  assert_opens (spaces, opus_link, SANDBOX_MID);
  assert_gone (spaces);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  TuwenSpaces *spaces = tuwen_spaces_new (fixture->service, fixture->accounts);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  sandbox_server_fail (fixture->sandbox, CARD, "stall", 1);
  tuwen_spaces_open_async (spaces, SANDBOX_MID, cancellable, await_cb, &result);
  AWAIT (sandbox_server_count_requests (fixture->sandbox, CARD) == 1);
  g_cancellable_cancel (cancellable);
  AWAIT (result != NULL);
  g_assert_null (tuwen_spaces_open_finish (spaces, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_list (spaces, "");
  g_assert_null (tuwen_spaces_get_current (spaces));
  g_clear_object (&result);
  assert_gone (spaces);
}

/* Settings that somebody edited */
static void
test_junk (Fixture *fixture, gconstpointer data)
{
  GSettings *settings = tuwen_service_get_settings (fixture->service);
  g_autofree char *long_name = g_strnfill (5000, 'n');
  TuwenSpaces *spaces;

  set_remembered (fixture,
                  "[('', 'a', ''), ('abc', 'b', ''), ('0', 'c', ''), ('-1', 'd', ''), "
                  "('5', '', ''), ('5', 'again', ''), ('007', 'bond', ''), ('1 ', 'e', ''), "
                  "('99999999999999999', 'f', ''), ('6', '<b>six</b>', 'javascript:x')]");
  g_settings_set (settings, "space", "(sss)", "12a", "x", "");
  spaces = tuwen_spaces_new (fixture->service, fixture->accounts);
  assert_list (spaces, "5 6 ");
  g_assert_null (tuwen_spaces_get_current (spaces));
  assert_gone (spaces);

  g_settings_set (settings, "space", "(sss)", "12", long_name, "");
  spaces = tuwen_spaces_new (fixture->service, fixture->accounts);
  g_assert_null (tuwen_spaces_get_current (spaces));
  assert_gone (spaces);

  {
    g_autoptr (GString) many = g_string_new ("[");

    for (guint i = 1; i <= 500; i++)
      g_string_append_printf (many, "%s('%u', 'n', '')", i > 1 ? "," : "", i);
    g_string_append_c (many, ']');
    set_remembered (fixture, many->str);
  }
  spaces = tuwen_spaces_new (fixture->service, fixture->accounts);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (spaces)), ==, 50);
  assert_opens (spaces, SANDBOX_MID, SANDBOX_MID);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (spaces)), ==, 50);
  g_assert_cmpstr (peek_mid (spaces, 0), ==, SANDBOX_MID);
  g_assert_cmpstr (peek_mid (spaces, 49), ==, "49");
  assert_gone (spaces);
}

/* What is remembered may have been renamed meanwhile */
static void
test_new_name (Fixture *fixture, gconstpointer data)
{
  GSettings *settings = tuwen_service_get_settings (fixture->service);
  TuwenSpaces *spaces;
  g_autoptr (TuwenSpace) listed = NULL;
  g_autoptr (GVariant) kept = NULL;
  const char *name;

  set_remembered (fixture, "[('" SANDBOX_MID_2 "', 'b', ''), ('" SANDBOX_MID "', 'old name', '')]");
  g_settings_set (settings, "space", "(sss)", SANDBOX_MID, "old name", "");
  spaces = tuwen_spaces_new (fixture->service, fixture->accounts);
  g_assert_cmpstr (tuwen_space_get_name (tuwen_spaces_get_current (spaces)), ==, "old name");

  AWAIT (g_str_equal (tuwen_space_get_name (tuwen_spaces_get_current (spaces)), SANDBOX_NAME));
  g_assert_nonnull (tuwen_space_get_face (tuwen_spaces_get_current (spaces)));
  assert_list (spaces, SANDBOX_MID_2 " " SANDBOX_MID " ");
  listed = g_list_model_get_item (G_LIST_MODEL (spaces), 1);
  g_assert_true (listed == tuwen_spaces_get_current (spaces));
  kept = g_settings_get_value (settings, "space");
  g_variant_get_child (kept, 1, "&s", &name);
  g_assert_cmpstr (name, ==, SANDBOX_NAME);

  /* When it cannot be asked for, the remembered one serves */
  sandbox_server_forget_requests (fixture->sandbox);
  sandbox_server_fail (fixture->sandbox, CARD, "http:500", 1);
  {
    g_autoptr (TuwenSpace) other = g_list_model_get_item (G_LIST_MODEL (spaces), 0);

    tuwen_spaces_set_current (spaces, other);
    AWAIT (sandbox_server_count_requests (fixture->sandbox, CARD) == 1);
    g_assert_true (tuwen_spaces_get_current (spaces) == other);
  }
  assert_opens (spaces, SANDBOX_MID, SANDBOX_MID);
  g_assert_cmpstr (peek_mid (spaces, 1), ==, SANDBOX_MID_2);
  assert_gone (spaces);
}

static void
test_forget (Fixture *fixture, gconstpointer data)
{
  TuwenSpaces *spaces;
  g_autoptr (GString) changes = g_string_new (NULL);
  g_autoptr (TuwenSpace) second = NULL;
  g_autoptr (TuwenSpace) stranger = tuwen_space_new ("77", NULL, NULL);
  guint n_current = 0;

  set_remembered (fixture, "[('11', 'a', ''), ('22', 'b', ''), ('33', 'c', '')]");
  spaces = tuwen_spaces_new (fixture->service, fixture->accounts);
  g_signal_connect (spaces, "items-changed", G_CALLBACK (items_changed_cb), changes);
  g_signal_connect_swapped (spaces, "notify::current", G_CALLBACK (count_cb), &n_current);

  second = g_list_model_get_item (G_LIST_MODEL (spaces), 1);
  g_object_set (spaces, "current", second, NULL);
  g_assert_true (tuwen_spaces_get_current (spaces) == second);
  g_assert_cmpuint (n_current, ==, 1);

  tuwen_spaces_forget (spaces, second);
  tuwen_spaces_forget (spaces, stranger);
  assert_list (spaces, "11 33 ");
  g_assert_cmpstr (changes->str, ==, "1-1+0 ");
  g_assert_null (tuwen_spaces_get_current (spaces));
  g_assert_cmpuint (n_current, ==, 2);

  tuwen_spaces_restore (spaces, second, 1);
  tuwen_spaces_restore (spaces, second, 0);
  assert_list (spaces, "11 22 33 ");
  g_assert_cmpstr (changes->str, ==, "1-1+0 1-0+1 ");
  assert_gone (spaces);

  /* Both were remembered */
  spaces = tuwen_spaces_new (fixture->service, fixture->accounts);
  assert_list (spaces, "11 22 33 ");
  tuwen_spaces_forget (spaces, second);
  tuwen_spaces_restore (spaces, second, 99);
  assert_list (spaces, "11 33 22 ");
  assert_gone (spaces);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/spaces/own", test_own);
  ADD ("/spaces/open", test_open);
  ADD ("/spaces/open-own", test_open_own);
  ADD ("/spaces/refused", test_refused);
  ADD ("/spaces/faults", test_faults);
  ADD ("/spaces/cancel", test_cancel);
  ADD ("/spaces/junk", test_junk);
  ADD ("/spaces/new-name", test_new_name);
  ADD ("/spaces/forget", test_forget);
  return g_test_run ();
}
