/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* Every address of the service that the program knows. None is a published API: each can change or go,
 * and then this is the file to look at. */

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

/* The code follows. */
#define BILI_ADDRESS_SHORT_LINK "https://b23.tv/"
