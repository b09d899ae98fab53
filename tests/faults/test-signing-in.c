/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How accounts come and go. */

#include "matrix.h"
#include "tuwen-keyring.h"
#include "tuwen-settings-window.h"
#include "tuwen-sign-in-page.h"

#define NAV "/x/web-interface/nav"
#define CREATE "/x/passport-login/web/qrcode/generate"
#define POLL "/x/passport-login/web/qrcode/poll"
#define SIGN_OUT "/login/exit/v2"

static guint
count_accounts (House *house)
{
  return g_list_model_get_n_items (G_LIST_MODEL (house->accounts));
}

static gboolean
is_signed_in (House *house)
{
  return count_accounts (house) == 1 && house_says ("Signed in as " SANDBOX_NAME);
}

static char *
check_accounts (House *house, gboolean done)
{
  return count_accounts (house) != (guint) done
             ? g_strdup_printf ("there are %u accounts", count_accounts (house))
             : NULL;
}

static void
show_sign_in (House *house, const char *view)
{
  GtkWidget *page;

  tuwen_settings_window_show_sign_in (TUWEN_SETTINGS_WINDOW (house->window));
  house_expect ((page = house_find (house->window, TUWEN_TYPE_SIGN_IN_PAGE)) != NULL
                && house_find (page, ADW_TYPE_VIEW_STACK) != NULL);
  adw_view_stack_set_visible_child_name (
      ADW_VIEW_STACK (house_find (page, ADW_TYPE_VIEW_STACK)), view);
}

/* The code */

static void
act_code (House *house)
{
  show_sign_in (house, "qr");
}

static gboolean
is_code_done (House *house)
{
  return house_says ("Waiting for your phone…");
}

static gboolean
recover_code (House *house, const Fault *fault)
{
  house_press (house->window, "Retry");
  return TRUE;
}

static char *
check_nobody (House *house, gboolean done)
{
  return check_accounts (house, FALSE);
}

/* What became of it */

static void
prepare_poll (House *house)
{
  house_open_settings (house);
  show_sign_in (house, "qr");
  house_expect (is_code_done (house));
}

static void
act_poll (House *house)
{
  sandbox_server_set_qr (house->server, "scan");
  sandbox_server_set_qr (house->server, "confirm");
}

static gboolean
recover_poll (House *house, const Fault *fault)
{
  house_press (house->window, "Retry");
  house_expect (is_code_done (house));
  act_poll (house);
  return TRUE;
}

/* Cookies that are pasted */

static void
prepare_paste (House *house)
{
  GtkWidget *view;

  house_open_settings (house);
  show_sign_in (house, "cookies");
  house_expect ((view = house_find (house->window, GTK_TYPE_TEXT_VIEW)) != NULL);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), SANDBOX_COOKIES, -1);
}

static void
act_paste (House *house)
{
  house_press (house->window, "Sign In");
}

static char *
expect_paste (House *house, const Fault *fault, char *usual)
{
  if (fault->code != -101)
    return usual;

  g_free (usual);
  return g_strdup ("bilibili does not know this session.");
}

static gboolean
recover_paste (House *house, const Fault *fault)
{
  act_paste (house);
  return TRUE;
}

/* Signing out: what the service does not confirm is still forgotten here */

static void
prepare_sign_out (House *house)
{
  house_sign_in (house);
  house_open_settings (house);
  house_press (house->window, "Sign Out");
  house_expect (house_find (NULL, ADW_TYPE_MESSAGE_DIALOG) != NULL);
}

static void
act_sign_out (House *house)
{
  GtkWidget *dialog = house_find (NULL, ADW_TYPE_MESSAGE_DIALOG);

  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "sign-out");
}

static gboolean
is_signed_out (House *house)
{
  return count_accounts (house) == 0 && house_says ("Signed out of " SANDBOX_NAME);
}

/* No more than a code is looked at; and the page for signing in means that the session was over
 * already */
static char *
expect_sign_out (House *house, const Fault *fault, char *usual)
{
  static const char *const good[] = { "html", "types", "null", "code:-101", NULL };

  if (!g_strv_contains (good, fault->name))
    return usual;

  g_free (usual);
  return NULL;
}

/* Who was signed in the last time is looked up when the program starts. */

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  tuwen_keyring_store_finish (TUWEN_KEYRING (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
prepare_start (House *house)
{
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (tuwen_service_get_id (house->service));
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (SANDBOX_COOKIES, NULL);
  gboolean stored = FALSE;

  tuwen_keyring_store_async (keyring, cookies, SANDBOX_NAME, NULL, stored_cb, &stored);
  house_expect (stored);
  house_open_settings (house);
}

static void
act_start (House *house)
{
  tuwen_accounts_load (house->accounts);
}

static gboolean
is_start_at_rest (House *house)
{
  return !tuwen_accounts_get_loading (house->accounts) && !house_says ("Checking…");
}

static gboolean
is_started (House *house)
{
  return house_says (SANDBOX_NAME) && house_says ("UID " SANDBOX_MID)
         && !house_says ("Could not be checked") && !house_says ("Session ended");
}

/* A line below the number */
static char *
expect_start (House *house, const Fault *fault, char *usual)
{
  if (usual == NULL)
    return NULL;

  g_free (usual);
  return g_strdup (fault->code == -101 ? "Session ended — sign in again"
                                       : "Could not be checked now");
}

/* It is there, whatever became of the question */
static char *
check_there (House *house, gboolean done)
{
  return check_accounts (house, TRUE);
}

static gboolean
recover_start (House *house, const Fault *fault)
{
  AdwPreferencesWindow *window = ADW_PREFERENCES_WINDOW (house->window);

  if (fault->code == -101)
    {
      house_sign_in (house);
      return TRUE;
    }

  /* Looking again asks again */
  adw_preferences_window_set_visible_page_name (window, "storage");
  house_expect (house_says ("Space Used"));
  adw_preferences_window_set_visible_page_name (window, "accounts");
  return TRUE;
}

static const Row rows[] = {
  { "create_qr_code", "code", CREATE, house_open_settings, act_code, NULL, is_code_done, NULL,
    check_nobody, recover_code, 1 },
  { "poll_qr_code", "code", POLL, prepare_poll, act_poll, NULL, is_signed_in, NULL, check_accounts,
    recover_poll, 60 },
  { "get_me", "paste", NAV, prepare_paste, act_paste, NULL, is_signed_in, expect_paste, check_accounts,
    recover_paste, 1 },
  { "get_me", "start", NAV, prepare_start, act_start, is_start_at_rest, is_started, expect_start,
    check_there, recover_start, 1 },
  { "sign_out", "settings", SIGN_OUT, prepare_sign_out, act_sign_out, NULL, is_signed_out,
    expect_sign_out, check_nobody, NULL, 1 },
};

int
main (int argc, char **argv)
{
  return matrix_run (argc, argv, rows, G_N_ELEMENTS (rows));
}
