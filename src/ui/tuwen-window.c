/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-window"

#include "tuwen-window.h"
#include "tuwen-window-private.h"

#include <glib/gi18n.h>

#include "tuwen-avatar.h"
#include "tuwen-error-text.h"
#include "tuwen-scroll-keys.h"
#include "tuwen-space-chooser.h"

#define AVATAR_SIZE 24
#define MIN_NAME_COLUMNS 7
#define NORMAL_DPI (96 * 1024) /* as GtkSettings count */

G_DEFINE_FINAL_TYPE (TuwenWindow, tuwen_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_ACCOUNTS = 1,
  PROP_SPACES,
  PROP_FEED,
  PROP_PICTURES,
  PROP_CLOCK,
  PROP_SETTINGS,
  PROP_COMPOSERS,
  PROP_PLANS,
  PROP_SANDBOX,
  PROP_FILTER,
  PROP_VIEW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Returns: how wide @text is, counted in letters of the Latin alphabet */
static int
count_columns (const char *text)
{
  int columns = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    columns += g_unichar_iswide (g_utf8_get_char (p)) ? 2 : 1;

  return columns;
}

/* Returns: how much of a name should always be seen; less where letters are large, for the window
 * is to be as narrow as ever */
static int
get_min_name_columns (TuwenWindow *self)
{
  int dpi;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);

  return dpi > NORMAL_DPI ? (int)((gint64)MIN_NAME_COLUMNS * NORMAL_DPI / dpi) : MIN_NAME_COLUMNS;
}

static void
update_space (TuwenWindow *self)
{
  TuwenSpace *space = tuwen_spaces_get_current (self->spaces);
  g_autofree char *label = NULL;

  gtk_label_set_label (self->space_name,
                       space != NULL ? tuwen_space_get_name (space) : _ ("Tuwen"));
  /* A header bar gives room to the filter first */
  gtk_label_set_width_chars (
      self->space_name,
      MIN (count_columns (gtk_label_get_label (self->space_name)), get_min_name_columns (self)));

  /* Translators: read aloud by screen readers for the button that chooses a space; %s is somebody's
   * name, or "Tuwen" when no space is shown. */
  label = g_strdup_printf (_ ("Choose a Space, now %s"), gtk_label_get_label (self->space_name));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->space_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update_view_bar (TuwenWindow *self)
{
  gtk_widget_set_visible (self->view_bar, tuwen_feed_get_mid (self->feed) != NULL);
}

static void
squeezed_cb (TuwenWindow *self)
{
  /* Runs while the window is being built, too */
  if (self->switcher_bar != NULL)
    adw_view_switcher_bar_set_reveal (self->switcher_bar,
                                      adw_squeezer_get_visible_child (self->squeezer)
                                          != self->switcher);
}

static void
view_changed_cb (TuwenWindow *self)
{
  /* Runs while the window is being built, too */
  if (self->feed == NULL)
    return;

  tuwen_window_fill_view (self);
  tuwen_window_update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VIEW]);
}

static void
space_chosen_cb (TuwenWindow *self)
{
  tuwen_window_set_view (self, "feed");
}

static void
mid_changed_cb (TuwenWindow *self)
{
  tuwen_window_update_actions (self);
  update_view_bar (self);
}

static void
kind_changed_cb (TuwenWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER]);
}

static void
refreshing_changed_cb (TuwenWindow *self)
{
  gboolean refreshing = tuwen_feed_get_refreshing (self->feed);
  const GError *error = tuwen_feed_get_error (self->feed);

  gtk_stack_set_visible_child (self->refresh_stack, refreshing
                                                        ? GTK_WIDGET (self->refresh_spinner)
                                                        : self->refresh_button);
  gtk_spinner_set_spinning (self->refresh_spinner, refreshing);

  /* With posts on the screen the list's end, where errors stand, may be far away; and that a
   * session has ended is said above already */
  if (self->was_refreshing && !refreshing && error != NULL
      && g_list_model_get_n_items (G_LIST_MODEL (self->feed)) > 0
      && !tuwen_feed_list_shows_end (tuwen_feed_view_get_list (self->feed_view))
      && tuwen_notice_get_text (self->session_notice) == NULL)
    {
      g_autoptr (TuwenErrorText) text = tuwen_error_text_new (error);

      tuwen_window_say (self, text->title);
    }
  self->was_refreshing = refreshing;
}

static void
update_account (TuwenWindow *self)
{
  TuwenAccount *account = self->followed;
  const char *tooltip = account == NULL ? _ ("Sign In") : tuwen_account_get_name (account);
  gboolean expired
      = account != NULL && tuwen_account_get_state (account) == TUWEN_ACCOUNT_EXPIRED;
  g_autofree char *text = NULL;

  if (account == NULL)
    {
      gtk_button_set_child (self->account_button, self->account_icon);
      /* Not before it is known that nobody is signed in; besides, it is the one icon of the window
       * that needs an SVG library to be loaded */
      if (!tuwen_accounts_get_loading (self->accounts))
        gtk_image_set_from_icon_name (GTK_IMAGE (self->account_icon), "avatar-default-symbolic");
    }
  else
    {
      GtkWidget *avatar = gtk_button_get_child (self->account_button);

      if (!TUWEN_IS_AVATAR (avatar))
        {
          avatar = tuwen_avatar_new (AVATAR_SIZE);
          gtk_button_set_child (self->account_button, avatar);
        }
      tuwen_avatar_set_person (TUWEN_AVATAR (avatar), self->pictures,
                               tuwen_account_get_name (account), tuwen_account_get_face (account));
    }
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->account_button),
                                  account == NULL ? "app.sign-in" : "app.settings");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->account_button), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->account_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);

  if (expired)
    /* Translators: %s is the name of an account */
    text = g_strdup_printf (_ ("The session of %s has ended."), tuwen_account_get_name (account));
  tuwen_notice_show (self->session_notice, text,
                     (TuwenNoticeButton[]){ { _ ("_Sign In Again"), "app.sign-in" } }, 1);
}

static void
current_account_changed_cb (TuwenWindow *self)
{
  TuwenAccount *account = tuwen_accounts_get_current (self->accounts);

  if (self->followed == account)
    return;

  if (self->followed != NULL)
    g_signal_handlers_disconnect_by_func (self->followed, update_account, self);
  g_set_object (&self->followed, account);
  if (account != NULL)
    g_signal_connect_object (account, "notify", G_CALLBACK (update_account), self,
                             G_CONNECT_SWAPPED);

  update_account (self);
}

static void
keyring_changed_cb (TuwenWindow *self)
{
  const GError *error = tuwen_accounts_get_keyring_error (self->accounts);
  g_autoptr (TuwenErrorText) text = error == NULL ? NULL : tuwen_error_text_new (error);
  gboolean on_page
      = self->feed_view != NULL
        && tuwen_feed_view_get_state (self->feed_view) == TUWEN_FEED_STATE_KEYRING;

  tuwen_notice_show (self->keyring_notice, text == NULL || on_page ? NULL : text->body,
                     (TuwenNoticeButton[]){ { _ ("_Retry"), "win.retry-keyring" },
                                            { _ ("S_ettings"), "app.settings" },
                                            { _ ("_Go On Without"), "win.ignore-keyring" } },
                     3);
}

static void
forgotten_cb (TuwenWindow *self, TuwenSpace *space, guint position)
{
  tuwen_window_offer_restore (self, space, position);
}

static void
create_space_popover_cb (GtkMenuButton *button, gpointer user_data)
{
  TuwenWindow *self = user_data;
  GtkWidget *chooser;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  chooser = tuwen_space_chooser_new (self->spaces, self->pictures);
  g_signal_connect_object (chooser, "forgotten", G_CALLBACK (forgotten_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, chooser);
}

static void
restore_size (TuwenWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
save_size (TuwenWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  /* The schema's ranges */
  g_settings_set_int (self->settings, "window-width", CLAMP (width, 360, 16384));
  g_settings_set_int (self->settings, "window-height", CLAMP (height, 294, 16384));
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
tuwen_window_close_request (GtkWindow *window)
{
  save_size (TUWEN_WINDOW (window));

  return GTK_WINDOW_CLASS (tuwen_window_parent_class)->close_request (window);
}

static void
tuwen_window_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TuwenWindow *self = TUWEN_WINDOW (object);

  switch (property_id)
    {
    case PROP_FILTER:
      g_value_set_string (value, tuwen_window_get_filter (self));
      break;
    case PROP_VIEW:
      g_value_set_string (value, tuwen_window_get_view (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tuwen_window_set_property (GObject *object,
                           guint property_id,
                           const GValue *value,
                           GParamSpec *pspec)
{
  TuwenWindow *self = TUWEN_WINDOW (object);

  switch (property_id)
    {
    case PROP_ACCOUNTS:
      self->accounts = g_value_dup_object (value);
      break;
    case PROP_SPACES:
      self->spaces = g_value_dup_object (value);
      break;
    case PROP_FEED:
      self->feed = g_value_dup_object (value);
      break;
    case PROP_PICTURES:
      self->pictures = g_value_dup_object (value);
      break;
    case PROP_CLOCK:
      self->clock = g_value_dup_object (value);
      break;
    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;
    case PROP_COMPOSERS:
      self->composers = g_value_dup_object (value);
      break;
    case PROP_PLANS:
      self->plans = g_value_dup_object (value);
      break;
    case PROP_SANDBOX:
      self->sandbox = g_value_get_boolean (value);
      break;
    case PROP_FILTER:
      tuwen_window_set_filter (self, g_value_get_string (value));
      break;
    case PROP_VIEW:
      tuwen_window_set_view (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
follow (TuwenWindow *self, gpointer source, const char *signal, GCallback callback)
{
  g_signal_connect_object (source, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
tuwen_window_constructed (GObject *object)
{
  TuwenWindow *self = TUWEN_WINDOW (object);

  G_OBJECT_CLASS (tuwen_window_parent_class)->constructed (object);

  restore_size (self);
  if (self->sandbox)
    {
      gtk_widget_set_visible (self->sandbox_mark, TRUE);
      gtk_widget_add_css_class (GTK_WIDGET (self), "sandbox");
    }
  gtk_menu_button_set_create_popup_func (self->space_button, create_space_popover_cb, self, NULL);

  self->feed_view = g_object_new (TUWEN_TYPE_FEED_VIEW, "feed", self->feed, "accounts",
                                  self->accounts, "pictures", self->pictures, "clock", self->clock,
                                  NULL);
  gtk_box_append (self->feed_box, GTK_WIDGET (self->feed_view));
  tuwen_scroll_keys_add (
      GTK_WIDGET (self),
      GTK_WIDGET (tuwen_feed_list_get_view (tuwen_feed_view_get_list (self->feed_view))));

  follow (self, self->spaces, "notify::current", G_CALLBACK (update_space));
  follow (self, gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
          G_CALLBACK (update_space));
  follow (self, self->spaces, "notify::current", G_CALLBACK (space_chosen_cb));
  follow (self, self->feed, "notify::mid", G_CALLBACK (mid_changed_cb));
  follow (self, self->feed, "notify::mid", G_CALLBACK (keyring_changed_cb));
  follow (self, self->feed, "notify::kind", G_CALLBACK (kind_changed_cb));
  follow (self, self->feed, "notify::refreshing", G_CALLBACK (refreshing_changed_cb));
  follow (self, self->accounts, "notify::current", G_CALLBACK (current_account_changed_cb));
  follow (self, self->accounts, "notify::loading", G_CALLBACK (update_account));
  follow (self, self->accounts, "notify::keyring-error", G_CALLBACK (keyring_changed_cb));

  update_space (self);
  mid_changed_cb (self);
  update_account (self);
  current_account_changed_cb (self);
  keyring_changed_cb (self);
  tuwen_window_follow_composers (self);
  tuwen_window_follow_plans (self);
}

static void
tuwen_window_dispose (GObject *object)
{
  TuwenWindow *self = TUWEN_WINDOW (object);

  g_clear_object (&self->followed);
  g_clear_object (&self->accounts);
  g_clear_object (&self->spaces);
  g_clear_object (&self->feed);
  g_clear_object (&self->pictures);
  g_clear_object (&self->clock);
  g_clear_object (&self->settings);
  g_clear_object (&self->composers);
  g_clear_object (&self->plans);
  g_clear_object (&self->account_icon);

  G_OBJECT_CLASS (tuwen_window_parent_class)->dispose (object);
}

static void
tuwen_window_class_init (TuwenWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = tuwen_window_constructed;
  object_class->dispose = tuwen_window_dispose;
  object_class->get_property = tuwen_window_get_property;
  object_class->set_property = tuwen_window_set_property;
  GTK_WINDOW_CLASS (klass)->close_request = tuwen_window_close_request;

  properties[PROP_ACCOUNTS]
      = g_param_spec_object ("accounts", NULL, NULL, TUWEN_TYPE_ACCOUNTS, flags);
  properties[PROP_SPACES] = g_param_spec_object ("spaces", NULL, NULL, TUWEN_TYPE_SPACES, flags);
  properties[PROP_FEED] = g_param_spec_object ("feed", NULL, NULL, TUWEN_TYPE_FEED, flags);
  properties[PROP_PICTURES]
      = g_param_spec_object ("pictures", NULL, NULL, TUWEN_TYPE_PICTURES, flags);
  properties[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, BILI_TYPE_CLOCK, flags);
  properties[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS, flags);
  properties[PROP_COMPOSERS]
      = g_param_spec_object ("composers", NULL, NULL, TUWEN_TYPE_COMPOSERS, flags);
  properties[PROP_VIEW]
      = g_param_spec_string ("view", NULL, NULL, "feed",
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_PLANS] = g_param_spec_object ("plans", NULL, NULL, TUWEN_TYPE_PLANS, flags);
  properties[PROP_SANDBOX] = g_param_spec_boolean ("sandbox", NULL, NULL, FALSE, flags);
  properties[PROP_FILTER]
      = g_param_spec_string ("filter", NULL, NULL, "all",
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (TUWEN_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tuwen/Tuwen/tuwen-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, view_bar);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, space_button);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, space_name);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, sandbox_mark);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, account_button);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, account_icon);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, refresh_stack);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, refresh_spinner);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, keyring_notice);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, session_notice);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, post_notices);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, feed_box);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, squeezer);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, views);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, scheduled_page);
  gtk_widget_class_bind_template_child (widget_class, TuwenWindow, scheduled_bin);
  gtk_widget_class_bind_template_callback (widget_class, squeezed_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);
  tuwen_window_install_actions (widget_class);
}

static void
tuwen_window_init (TuwenWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The button lets it go while an avatar takes its place */
  g_object_ref (self->account_icon);
}
