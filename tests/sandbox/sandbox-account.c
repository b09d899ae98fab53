/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who one is, signing in and out. */

#define G_LOG_DOMAIN "sandbox-account"

#include "sandbox-call.h"

#include <string.h>

#define COOKIE_LIFETIME_S (180 * 86400)

/* Source: service notes §3. Nobody learns the keys too. */
static void
answer_nav (SandboxCall *call)
{
  g_autofree char *img
      = g_strdup_printf ("https://i0.hdslb.com/bfs/wbi/%s.png", call->world->img_key);
  g_autofree char *sub
      = g_strdup_printf ("https://i0.hdslb.com/bfs/wbi/%s.png", call->world->sub_key);
  GVariant *keys = g_variant_new_parsed ("{'img_url': <%s>, 'sub_url': <%s>}", img, sub);
  SandboxPerson *person;

  if (call->session == NULL)
    {
      g_autoptr (GVariant) data = g_variant_ref_sink (
          g_variant_new_parsed ("{'isLogin': <false>, 'wbi_img': <%@a{sv}>}", keys));

      sandbox_call_refuse (call, -101, NULL);
      call->data = json_gvariant_serialize (data);
      return;
    }
  person = sandbox_world_find_person (call->world, call->session->mid);
  sandbox_call_answer (
      call,
      g_variant_new_parsed (
          "{'isLogin': <true>, 'mid': <%x>, 'uname': <%s>, 'face': <%s>, 'email_verified': <1>, "
          "'mobile_verified': <1>, 'money': <12.5>, 'vipStatus': <0>, 'vipType': <0>, "
          "'level_info': <{'current_level': <%i>, 'current_min': <10800>, 'current_exp': <15342>, "
          "'next_exp': <'--'>}>, 'official': <{'role': <0>, 'title': <''>, 'desc': <''>, 'type': "
          "<-1>}>, "
          "'is_senior_member': <0>, 'wbi_img': <%@a{sv}>}",
          sandbox_call_number (person->mid, 0), person->name, person->face, person->level, keys));
}

/* Source: service notes §13. Made up like everything else here. */
static void
answer_spi (SandboxCall *call)
{
  g_autofree char *hex = sandbox_world_hex (call->world, 32);
  g_autofree char *b3 = g_strdup_printf ("%.8s-%.4s-%.4s-%.4s-%.12s00000infoc", hex, hex + 8,
                                         hex + 12, hex + 16, hex + 20);
  g_autofree char *b4 = g_strdup_printf ("%.8s-%.4s-%.4s-%.4s-%.12s00001-sandbox", hex, hex + 12,
                                         hex + 8, hex + 16, hex + 20);

  sandbox_call_answer (call, g_variant_new_parsed ("{'b_3': <%s>, 'b_4': <%s>}", b3, b4));
  call->words = "ok";
}

static void
answer_qr_generate (SandboxCall *call)
{
  SandboxQr *qr = sandbox_world_new_qr (call->world);
  g_autofree char *url = g_strdup_printf (
      "https://account.bilibili.com/h5/account-h5/auth/scan-web?navhide=1&callback=close"
      "&qrcode_key=%s&from=",
      qr->key);

  sandbox_call_answer (call,
                       g_variant_new_parsed ("{'url': <%s>, 'qrcode_key': <%s>}", url, qr->key));
}

static void
set_cookie (SandboxCall *call, const char *name, const char *value, const char *flags)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (sandbox_world_now (call->world));
  g_autoptr (GDateTime) end = g_date_time_add_seconds (now, COOKIE_LIFETIME_S);
  g_autofree char *expires = g_date_time_format (end, "%a, %d %b %Y %H:%M:%S GMT");
  g_autofree char *line = g_strdup_printf ("%s=%s; Path=/; Domain=bilibili.com; Expires=%s%s", name,
                                           value, expires, flags);

  soup_message_headers_append (soup_server_message_get_response_headers (call->message),
                               "Set-Cookie", line);
}

/* Source: service notes §12.2: the cookies come twice, as Set-Cookie lines and in the address. */
static void
answer_qr_confirmed (SandboxCall *call)
{
  SandboxSession *session = sandbox_world_sign_in (call->world, SANDBOX_MID);
  g_autofree char *token = sandbox_world_hex (call->world, 32);
  g_autofree char *md5 = sandbox_world_hex (call->world, 16);
  g_autofree char *sid = sandbox_world_hex (call->world, 8);
  gint64 now = sandbox_world_now (call->world);
  g_autofree char *url = g_strdup_printf (
      "https://passport.biligame.com/x/passport-login/web/crossDomain?DedeUserID=%s"
      "&DedeUserID__ckMd5=%s&Expires=%" G_GINT64_FORMAT "&SESSDATA=%s&bili_jct=%s"
      "&gourl=https%%3A%%2F%%2Fwww.bilibili.com",
      session->mid, md5, now + COOKIE_LIFETIME_S, session->sessdata, session->csrf);

  set_cookie (call, "SESSDATA", session->sessdata, "; HttpOnly; Secure");
  set_cookie (call, "bili_jct", session->csrf, "; Secure");
  set_cookie (call, "DedeUserID", session->mid, "; Secure");
  set_cookie (call, "DedeUserID__ckMd5", md5, "; Secure");
  set_cookie (call, "sid", sid, "; Secure");
  sandbox_call_answer (
      call, g_variant_new_parsed ("{'url': <%s>, 'refresh_token': <%s>, 'timestamp': <%x>, "
                                  "'code': <0>, 'message': <''>}",
                                  url, token, now * 1000));
}

static SandboxQr *
find_qr (SandboxWorld *world, const char *key)
{
  for (guint i = 0; i < world->qr_codes->len; i++)
    {
      SandboxQr *qr = world->qr_codes->pdata[i];

      if (strcmp (qr->key, key) == 0)
        return qr;
    }
  return NULL;
}

static void
answer_qr_poll (SandboxCall *call)
{
  SandboxQr *qr = find_qr (call->world, sandbox_call_query (call, "qrcode_key"));
  SandboxQrState state
      = qr != NULL ? sandbox_world_get_qr_state (call->world, qr) : SANDBOX_QR_EXPIRED;
  int code = 86038;
  const char *words = "二维码已失效";

  if (state == SANDBOX_QR_CONFIRMED)
    {
      /* Good for one sign-in. */
      qr->state = SANDBOX_QR_EXPIRED;
      answer_qr_confirmed (call);
      return;
    }
  if (state == SANDBOX_QR_WAITING)
    {
      code = 86101;
      words = "未扫码";
    }
  else if (state == SANDBOX_QR_SCANNED)
    {
      code = 86090;
      words = "二维码已扫码未确认";
    }
  sandbox_call_answer (call,
                       g_variant_new_parsed ("{'url': <''>, 'refresh_token': <''>, "
                                             "'timestamp': <0>, 'code': <%i>, 'message': <%s>}",
                                             code, words));
}

/* Source: service notes §12.3: whether it is time to sign in again. */
static void
answer_cookie_info (SandboxCall *call)
{
  sandbox_call_answer (call,
                       g_variant_new_parsed ("{'refresh': <false>, 'timestamp': <%x>}",
                                             sandbox_world_now (call->world) * 1000));
}

/* Source: service notes §12.4: an older envelope, and a page for people when it was over. */
static void
answer_exit (SandboxCall *call)
{
  const char *csrf = sandbox_call_field (call, "biliCSRF");
  JsonObject *envelope;
  JsonObject *data;

  if (call->session == NULL)
    {
      sandbox_call_answer_html (call, SOUP_STATUS_OK, "请先登录");
      return;
    }
  envelope = json_object_new ();
  call->code = strcmp (csrf, call->session->csrf) == 0 ? 0 : 2202;
  json_object_set_int_member (envelope, "code", call->code);
  json_object_set_boolean_member (envelope, "status", call->code == 0);
  json_object_set_int_member (envelope, "ts", sandbox_world_now (call->world));
  if (call->code == 0)
    {
      data = json_object_new ();
      json_object_set_string_member (data, "redirectUrl", "https://www.bilibili.com/");
      json_object_set_object_member (envelope, "data", data);
      g_hash_table_remove (call->world->sessions, call->session->sessdata);
      call->session = NULL;
    }
  else
    {
      json_object_set_string_member (envelope, "message", "csrf 请求非法");
    }
  call->envelope = json_node_init_object (json_node_alloc (), envelope);
  json_object_unref (envelope);
}

const SandboxRoute sandbox_account_routes[] = {
  {
      .method = "GET",
      .host = "api.bilibili.com",
      .path = "/x/web-interface/nav",
      .needs = SANDBOX_ANY_SESSION,
      .query = "",
      .bad_field = -400,
      .answer = answer_nav,
  },
  {
      .method = "GET",
      .host = "api.bilibili.com",
      .path = "/x/frontend/finger/spi",
      .needs = SANDBOX_ANY_SESSION,
      .query = "",
      .bad_field = -400,
      .answer = answer_spi,
  },
  {
      .method = "GET",
      .host = "passport.bilibili.com",
      .path = "/x/passport-login/web/qrcode/generate",
      .needs = SANDBOX_ANY_SESSION,
      .query = "source",
      .bad_field = -400,
      .answer = answer_qr_generate,
  },
  {
      .method = "GET",
      .host = "passport.bilibili.com",
      .path = "/x/passport-login/web/qrcode/poll",
      .needs = SANDBOX_ANY_SESSION,
      .query = "qrcode_key! source",
      .bad_field = -400,
      .answer = answer_qr_poll,
  },
  {
      .method = "GET",
      .host = "passport.bilibili.com",
      .path = "/x/passport-login/web/cookie/info",
      .needs = SANDBOX_NEEDS_SESSION,
      .query = "csrf",
      .bad_field = -400,
      .answer = answer_cookie_info,
  },
  {
      .method = "POST",
      .host = "passport.bilibili.com",
      .path = "/login/exit/v2",
      .needs = SANDBOX_ANY_SESSION,
      .query = "",
      .body = SANDBOX_BODY_FORM,
      .fields = "biliCSRF! gourl",
      .bad_field = -400,
      .answer = answer_exit,
  },
  { .path = NULL },
};
