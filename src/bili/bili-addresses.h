/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* Every address of the service that the program knows. None is a published API: each can change or
 * go, and then this is the file to look at. */

#define BILI_ADDRESS_REFERER "https://www.bilibili.com/"

#define BILI_ADDRESS_NAV "https://api.bilibili.com/x/web-interface/nav"
#define BILI_ADDRESS_BUVID "https://api.bilibili.com/x/frontend/finger/spi"
#define BILI_ADDRESS_USER_CARD "https://api.bilibili.com/x/web-interface/card"
#define BILI_ADDRESS_OPUS_FEED                                                                     \
  "https://api.bilibili.com/x/polymer/web-dynamic/v1/opus/feed/space"
#define BILI_ADDRESS_OPUS_DETAIL "https://api.bilibili.com/x/polymer/web-dynamic/v1/opus/detail"

#define BILI_ADDRESS_QR_CREATE                                                                     \
  "https://passport.bilibili.com/x/passport-login/web/qrcode/generate"
#define BILI_ADDRESS_QR_POLL "https://passport.bilibili.com/x/passport-login/web/qrcode/poll"
#define BILI_ADDRESS_SIGN_OUT "https://passport.bilibili.com/login/exit/v2"

#define BILI_ADDRESS_UPLOAD "https://api.bilibili.com/x/dynamic/feed/draw/upload_bfs"
#define BILI_ADDRESS_CREATE_VOTE "https://api.vc.bilibili.com/vote_svr/v1/vote_svr/create_vote"
#define BILI_ADDRESS_CREATE_TEXT "https://api.vc.bilibili.com/dynamic_svr/v1/dynamic_svr/create"
#define BILI_ADDRESS_CREATE_POST "https://api.bilibili.com/x/dynamic/feed/create/dyn"
#define BILI_ADDRESS_SCHEDULED                                                                     \
  "https://api.vc.bilibili.com/dynamic_draft/v1/dynamic_draft/get_drafts"
#define BILI_ADDRESS_PUBLISH_SCHEDULED                                                             \
  "https://api.vc.bilibili.com/dynamic_draft/v1/dynamic_draft/publish_now"
#define BILI_ADDRESS_REMOVE_SCHEDULED                                                              \
  "https://api.vc.bilibili.com/dynamic_draft/v1/dynamic_draft/rm_draft"
#define BILI_ADDRESS_LIMITS "https://api.bilibili.com/x/dynamic/feed/create/init_check"
#define BILI_ADDRESS_TOPICS "https://app.bilibili.com/x/topic/pub/search"
#define BILI_ADDRESS_TOPICS_FOR_YOU "https://app.bilibili.com/x/topic/web/dynamic/rcmd"
#define BILI_ADDRESS_MENTIONS                                                                      \
  "https://api.bilibili.com/x/polymer/web-dynamic/v1/mention/search"
#define BILI_ADDRESS_EMOTES "https://api.bilibili.com/x/emote/user/panel/web"

/* The code follows. */
#define BILI_ADDRESS_SHORT_LINK "https://b23.tv/"
