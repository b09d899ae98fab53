/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The words of the sample world. No real people, places of business or products. */

#include "sandbox-phrases.h"

static const char *const chinese_patterns[] = {
  "{t}在{p}{d}，{f}。",
  "{t}{d}，{f}。",
  "{p}的{t}，适合{d}。",
  "本来打算{d}，结果在{p}待了一下午，{f}。",
  "谁懂啊，{t}一个人去{p}{d}，{f}！",
  "记录一下：{t}，{p}，{d}。{f}。",
  "如果你也喜欢{d}，{t}一定要去{p}看看。",
  "朋友问我为什么总去{p}，大概是因为在那里{d}的时候{f}吧。",
  "{t}的第一件事：{d}。第二件事：再来一遍。",
  "在{p}遇到一只猫，看着我{d}，{f}。",
  NULL,
};
static const char *const chinese_times[] = {
  "清晨六点",   "雨后",       "周末",     "黄昏",       "深夜",       "午休时间", "初雪那天",
  "立春",       "夏天的尾巴", "下班路上", "停电的晚上", "放假前一天", "秋分",     "月亮很圆的时候",
  "起风的傍晚", "昨天",       "今天",     "天还没亮时", NULL,
};
static const char *const chinese_places[] = {
  "河边",       "老城区",   "天台",   "植物园",     "旧书摊", "海边小镇", "山顶",
  "图书馆角落", "菜市场",   "湖心亭", "竹林",       "阳台",   "车站月台", "陶艺教室",
  "屋后的菜地", "灯塔下面", "茶园",   "石板路尽头", "芦苇荡", "钟楼旁",   NULL,
};
static const char *const chinese_deeds[] = {
  "拍云",
  "画速写",
  "晒书",
  "烤红薯",
  "写明信片",
  "等日出",
  "整理旧照片",
  "种番茄",
  "修一把旧椅子",
  "煮一壶茶",
  "学做桂花糕",
  "听雨",
  "给相机换镜头",
  "捡落叶",
  "放风筝",
  "数星星",
  "试新的水彩颜料",
  "编译内核",
  "读完一本很厚的书",
  "练习毛笔字",
  "骑车兜风",
  "拼一幅一千片的拼图",
  "做手账",
  "冲洗胶卷",
  "观察一窝燕子",
  NULL,
};
static const char *const chinese_feelings[] = {
  "心情好得像晴天",
  "有点累但很值得",
  "光线刚刚好",
  "比想象中难多了",
  "风很温柔",
  "差点忘了时间",
  "果然慢一点更好",
  "照片都不舍得删",
  "下次还来",
  "终于成功了一次",
  "失败了三回也没关系",
  "整个人都安静下来",
  "快乐其实很简单",
  "颜色像打翻的调色盘",
  "连路灯都好看",
  "回家才发现鞋子湿透了",
  "笑了一整天",
  "想把这一刻存起来",
  NULL,
};
static const char *const chinese_titles[] = {
  "新手笔记：在{p}{d}",
  "一周小结：{d}，还有{d}",
  "踩坑记录｜{d}比想象中难",
  "给自己的备忘：{t}记得{d}",
  "从零开始{d}，一篇就够",
  "手把手教你{d}（附照片）",
  "随笔：{p}的{t}",
  "十个小发现，都在{p}",
  "年度回顾：{f}",
  "{d}需要准备什么？我的清单",
  "为什么我们还要在{t}{d}？",
  "从{p}走到{p}：一份散步地图",
  NULL,
};
const SandboxTongue sandbox_chinese = {
  chinese_patterns,
  chinese_times,
  chinese_places,
  chinese_deeds,
  chinese_feelings,
  chinese_titles,
  "",
};

static const char *const english_patterns[] = {
  "Spent {t} {d} {p}, and {f}.",     "{d} {p} — {f}.",
  "Note to self: {t} is for {d}.",   "Nobody told me that {d} {p} would feel like this. Also, {f}.",
  "Went out {t}, ended up {d} {p}.", "If you ever try {d} {p}, take a thermos. Trust me, {f}.",
  "Day twelve of {d}: {f}.",         NULL,
};
static const char *const english_times[] = {
  "the whole afternoon",         "a rainy Sunday",    "the blue hour",
  "the last warm evening",       "one quiet morning", "the longest night of the year",
  "half an hour before closing", "a lazy holiday",    NULL,
};
static const char *const english_places[] = {
  "by the river",
  "on the roof",
  "in the old library",
  "under the pine trees",
  "at the end of the pier",
  "behind the bakery",
  "next to the lighthouse",
  "in my tiny kitchen",
  "along the canal",
  "up on the ridge",
  NULL,
};
static const char *const english_deeds[] = {
  "sketching strangers' hats",
  "waiting for the fog to lift",
  "repairing a film camera",
  "learning watercolour",
  "folding paper boats",
  "photographing puddles",
  "growing basil",
  "baking sourdough",
  "reading maps",
  "counting swallows",
  "sorting seashells",
  "writing postcards",
  "tuning an old radio",
  "mending a sweater",
  NULL,
};
static const char *const english_feelings[] = {
  "the light was perfect",
  "it was worth every step",
  "I would do it again tomorrow",
  "my shoes are still wet",
  "the cat approved",
  "everything smelled of cinnamon",
  "I forgot to eat lunch",
  "the clouds stole the show",
  "it only took four tries",
  "the silence was the best part",
  NULL,
};
static const char *const english_titles[] = {
  "Field notes: {d} {p}",
  "A beginner's guide to {d}",
  "What I learned from {d} all summer",
  "Small joys, part four: {f}",
  "Workshop log: {d}",
  "Slow travel — {d} {p}",
  NULL,
};
const SandboxTongue sandbox_english = {
  english_patterns,
  english_times,
  english_places,
  english_deeds,
  english_feelings,
  english_titles,
  " ",
};

static const char *const japanese_patterns[] = {
  "{t}、{p}で{d}。{f}。",
  "{p}の{t}は{d}に限る。",
  "今日は{d}。{f}。",
  "{t}に{p}まで歩いて{d}。{f}！",
  NULL,
};
static const char *const japanese_times[]
    = { "朝いちばん", "雨の午後", "夕暮れ", "満月の夜", "休みの日", "初雪の朝", NULL };
static const char *const japanese_places[]
    = { "窓際", "川沿い", "坂の上", "古本屋", "港", "縁側", "植物園", NULL };
static const char *const japanese_deeds[] = {
  "珈琲を淹れる",     "写真を撮る", "手紙を書く", "パンを焼く",
  "猫とひなたぼっこ", "スケッチ",   "星を数える", NULL,
};
static const char *const japanese_feelings[] = {
  "いい一日でした",       "光がきれいだった", "また行きたい", "少しだけ寒かった",
  "思わず笑ってしまった", "静かで落ち着く",   NULL,
};
static const char *const japanese_titles[] = {
  "店主の日記：{t}の{p}",
  "今週のまとめ（{d}、ほか）",
  "はじめての{p}",
  "道具の話：{d}ために",
  "{p}で過ごした{t}",
  NULL,
};
const SandboxTongue sandbox_japanese = {
  japanese_patterns,
  japanese_times,
  japanese_places,
  japanese_deeds,
  japanese_feelings,
  japanese_titles,
  "",
};

static const char *const russian_patterns[] = {
  "{t} {p}: {d}, и {f}.",
  "Сегодня {d}. {f}!",
  "{d} {p} — {f}.",
  NULL,
};
static const char *const russian_times[]
    = { "Рано утром", "После дождя", "Вечером", "В первый снег", NULL };
static const char *const russian_places[]
    = { "у моря", "на причале", "в старом саду", "под маяком", NULL };
static const char *const russian_deeds[] = {
  "рисуем лодки", "слушаем прибой", "варим чай", "считаем чаек", "чиним велосипед", NULL,
};
static const char *const russian_feelings[]
    = { "туман был чудесный", "время остановилось", "хочется вернуться", NULL };
static const char *const russian_titles[] = {
  "Заметки: {p}",
  "Дневник берега: {d}",
  "{t} {p}",
  NULL,
};
const SandboxTongue sandbox_russian = {
  russian_patterns,
  russian_times,
  russian_places,
  russian_deeds,
  russian_feelings,
  russian_titles,
  " ",
};

static const char *const arabic_patterns[] = {
  "{t} {p}، {d} و{f}.",
  "اليوم {d} {p}. {f}!",
  "{d}، {f} (3 صور).",
  NULL,
};
static const char *const arabic_times[]
    = { "في الصباح الباكر", "بعد المطر", "عند الغروب", "في ليلة هادئة", NULL };
static const char *const arabic_places[]
    = { "في الحديقة", "على السطح", "قرب النهر", "في المكتبة القديمة", NULL };
static const char *const arabic_deeds[] = {
  "زرعت النعناع", "شربت القهوة", "قرأت كتابا قديما", "رسمت شجرة الزيتون", "راقبت الطيور", NULL,
};
static const char *const arabic_feelings[]
    = { "كان الضوء جميلا", "شعرت بالهدوء", "سأعود غدا", "نسيت الوقت تماما", NULL };
static const char *const arabic_titles[] = {
  "ملاحظات: {p}",
  "يوميات: {d}",
  "{t} {p}",
  NULL,
};
const SandboxTongue sandbox_arabic = {
  arabic_patterns,
  arabic_times,
  arabic_places,
  arabic_deeds,
  arabic_feelings,
  arabic_titles,
  " ",
};

static const char *const hebrew_patterns[] = {
  "{t} {p}, {d}. {f}.",
  "היום {d} {p} ו{f}!",
  "{d} — {f} (100%).",
  NULL,
};
static const char *const hebrew_times[]
    = { "מוקדם בבוקר", "אחרי הגשם", "בשקיעה", "בסוף השבוע", NULL };
static const char *const hebrew_places[] = { "ליד הים", "בסמטה הישנה", "על הגג", "בגן הקטן", NULL };
static const char *const hebrew_deeds[]
    = { "צילמתי חתולים", "ציירתי דלתות כחולות", "שתיתי תה", "אספתי צדפים", NULL };
static const char *const hebrew_feelings[]
    = { "האור היה מושלם", "לא רציתי לחזור", "הכול היה שקט", "היה שווה את הדרך", NULL };
static const char *const hebrew_titles[] = {
  "יומן רחוב: {p}",
  "רשימות קטנות: {d}",
  "{t} {p}",
  NULL,
};
const SandboxTongue sandbox_hebrew = {
  hebrew_patterns,
  hebrew_times,
  hebrew_places,
  hebrew_deeds,
  hebrew_feelings,
  hebrew_titles,
  " ",
};

const char *const sandbox_emotes[] = {
  "[doge]", "[微笑]", "[OK]", "[星星眼]", "[妙啊]", "[吃瓜]", "[打call]", "[doge][doge][doge]",
  NULL,
};

const char *const sandbox_emoji[] = {
  "🌿", "☕", "📷", "🌊",           "🍂",       "🎨",    "🐈",  "🌙",  "🚲",
  "🍅", "📚", "✨", "👩‍🎨", "🏞️", "🧵", "🇺🇳", NULL,
};
