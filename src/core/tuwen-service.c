/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-service"

#include "tuwen-service.h"

#include <glib/gi18n-lib.h>

#define SERVICE_ID "https://www.bilibili.com"
#define SETTINGS_SCHEMA "io.github.tuwen.Tuwen.Service"
#define SETTINGS_ROOT "/io/github/tuwen/Tuwen/service/"

struct _TuwenService
{
  GObject parent_instance;

  char *origin; /* (nullable) */
  char *cache_dir;
  char *data_dir;
  char *settings_path;
  GSettings *settings; /* (nullable) until it is asked for */
};

G_DEFINE_FINAL_TYPE (TuwenService, tuwen_service, G_TYPE_OBJECT)

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *spelling = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;

  /* No other name is taken: what a name leads to is not known before it is asked for. */
  address = g_inet_address_new_from_string (host);
  if (address == NULL || !g_inet_address_get_is_loopback (address))
    return FALSE;

  /* One address, one spelling: each would be a service of its own. */
  spelling = g_inet_address_to_string (address);
  return g_str_equal (spelling, host);
}

/* The origin without a closing slash and in lower case, or NULL with the reason. */
static char *
check_origin (const char *text, GError **error)
{
  const char *problem = NULL;
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  g_autofree char *origin = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      problem = _ ("It has to look like http://127.0.0.1:8123");
    }
  else if (!g_str_equal (g_uri_get_scheme (uri), "http"))
    {
      problem = _ ("It has to begin with http://");
    }
  else if (!is_loopback (g_uri_get_host (uri)))
    {
      problem = _ ("Only an address of this computer is allowed: 127.0.0.1, localhost or [::1]");
    }
  else if (g_uri_get_port (uri) <= 0)
    {
      problem = _ ("It needs a port, as in http://127.0.0.1:8123");
    }
  else
    {
      gboolean ipv6 = strchr (g_uri_get_host (uri), ':') != NULL;
      g_autofree char *host = g_ascii_strdown (g_uri_get_host (uri), -1);
      gsize length;

      origin = g_strdup_printf (ipv6 ? "http://[%s]:%d" : "http://%s:%d", host,
                                g_uri_get_port (uri));
      length = strlen (origin);

      /* Names, passwords, paths, queries and every odd spelling of the same address. */
      if (g_ascii_strncasecmp (text, origin, length) != 0 ||
          !(text[length] == '\0' || g_str_equal (text + length, "/")))
        problem = _ ("Nothing may stand before, between or after address and port");
    }

  if (problem != NULL)
    {
      g_autofree char *shown = g_utf8_make_valid (text, -1);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   /* Translators: an address, and a sentence about what is wrong with it. */
                   _ ("“%s” cannot be used as the service. %s."), shown, problem);
      return NULL;
    }

  return g_steal_pointer (&origin);
}

/* A folder's name; origins that differ get names that differ. */
static char *
name_folder (const char *origin)
{
  const char *address;
  const char *port;
  g_autoptr (GString) host = NULL;

  if (origin == NULL)
    return g_strdup ("bilibili");

  address = origin + strlen ("http://");
  port = strrchr (address, ':') + 1;
  host = g_string_new_len (address, port - 1 - address);

  if (g_str_equal (host->str, "127.0.0.1"))
    return g_strconcat ("sandbox-", port, NULL);

  g_string_replace (host, "[::1]", "ip6", 0);
  g_string_replace (host, ".", "-", 0);
  return g_strconcat ("sandbox-", host->str, "-", port, NULL);
}

static void
tuwen_service_finalize (GObject *object)
{
  TuwenService *self = TUWEN_SERVICE (object);

  g_free (self->origin);
  g_free (self->cache_dir);
  g_free (self->data_dir);
  g_free (self->settings_path);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tuwen_service_parent_class)->finalize (object);
}

static void
tuwen_service_class_init (TuwenServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tuwen_service_finalize;
}

static void
tuwen_service_init (TuwenService *self)
{
}

TuwenService *
tuwen_service_new (const char *origin, GError **error)
{
  g_autofree char *checked = NULL;
  g_autofree char *folder = NULL;
  TuwenService *self;

  if (origin != NULL)
    {
      checked = check_origin (origin, error);
      if (checked == NULL)
        return NULL;
    }

  folder = name_folder (checked);

  self = g_object_new (TUWEN_TYPE_SERVICE, NULL);
  self->origin = g_steal_pointer (&checked);
  self->cache_dir = g_build_filename (g_get_user_cache_dir (), "tuwen", folder, NULL);
  self->data_dir = g_build_filename (g_get_user_data_dir (), "tuwen", folder, NULL);
  self->settings_path = g_strconcat (SETTINGS_ROOT, folder, "/", NULL);
  return self;
}

const char *
tuwen_service_get_origin (TuwenService *self)
{
  g_return_val_if_fail (TUWEN_IS_SERVICE (self), NULL);

  return self->origin;
}

gboolean
tuwen_service_is_sandbox (TuwenService *self)
{
  g_return_val_if_fail (TUWEN_IS_SERVICE (self), FALSE);

  return self->origin != NULL;
}

const char *
tuwen_service_get_id (TuwenService *self)
{
  g_return_val_if_fail (TUWEN_IS_SERVICE (self), NULL);

  return self->origin != NULL ? self->origin : SERVICE_ID;
}

const char *
tuwen_service_get_cache_dir (TuwenService *self)
{
  g_return_val_if_fail (TUWEN_IS_SERVICE (self), NULL);

  return self->cache_dir;
}

const char *
tuwen_service_get_data_dir (TuwenService *self)
{
  g_return_val_if_fail (TUWEN_IS_SERVICE (self), NULL);

  return self->data_dir;
}

GSettings *
tuwen_service_get_settings (TuwenService *self)
{
  g_return_val_if_fail (TUWEN_IS_SERVICE (self), NULL);

  if (self->settings == NULL)
    self->settings = g_settings_new_with_path (SETTINGS_SCHEMA, self->settings_path);

  return self->settings;
}
