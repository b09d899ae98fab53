/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who lives in the sandbox and what they posted. Everybody and everything is made up: sentences are
 * put together from parts (sandbox-phrases.c), so that ten thousand posts do not look alike. */

#define G_LOG_DOMAIN "sandbox-samples"

#include "sandbox-world.h"

#include <math.h>
#include <string.h>

#include "sandbox-phrases.h"
#include "sandbox.h"

#define DAY_S 86400
/* How far back the posts of a space go. */
#define SPAN_S (730 * (gint64) DAY_S)

typedef struct
{
  const char *mid;
  const char *name;
  const char *sign;
  int level;
  guint followers;
  gboolean followed;
  /* Percent of the posts that SANDBOX_MID has */
  guint share;
  const SandboxTongue *tongue;
} Sample;

static const Sample people[] = {
  { SANDBOX_MID, SANDBOX_NAME, "在 Linux 上认真发图文。这里的一切都是虚构的。", 5, 1280, FALSE, 100,
    &sandbox_chinese },
  { SANDBOX_MID_2, "山野慢慢走", "周末爬山，平日写字。", 6, 52300, TRUE, 40, &sandbox_chinese },
  { SANDBOX_MID_EMPTY, "还没想好写什么", "", 2, 3, FALSE, 0, &sandbox_chinese },
  { "1004", "Paper Lantern Diary", "Slow mornings, small sketches.", 6, 8421, TRUE, 30,
    &sandbox_english },
  { "1005", "דפנה מצלמת", "רחובות קטנים ואור של בוקר", 4, 640, TRUE, 12, &sandbox_hebrew },
  { "1006", "مفكرة الحديقة", "نباتات وقهوة وكتب قديمة", 4, 915, FALSE, 12, &sandbox_arabic },
  { "1007", "ひだまり喫茶店", "窓際の席、あいています。", 5, 20417, TRUE, 20, &sandbox_japanese },
  { "1008", "Тихий берег", "Море, туман и старые лодки.", 3, 377, FALSE, 15, &sandbox_russian },
  { "1009", "달빛 책방", "오늘도 한 페이지.", 5, 6120, TRUE, 15, &sandbox_english },
  { "1010", "🌵 cactus & clay 🏺", "pots, mostly crooked", 4, 88, FALSE, 10, &sandbox_english },
  { "1011", "名字特别特别长的一位朋友因为想说的话实在太多了", "短一点也可以。", 1, 12, TRUE, 5,
    &sandbox_chinese },
  { "1012", "Ζωή στο λιμάνι", "", 2, 45, FALSE, 5, &sandbox_english },
};

/* Sizes of pictures, and how often they come in a hundred. */
static const struct
{
  int width;
  int height;
  guint weight;
} shapes[] = {
  { 1080, 1080, 18 }, { 1080, 1440, 20 }, { 900, 1600, 12 }, { 1600, 900, 18 }, { 1440, 1080, 16 },
  { 1680, 720, 6 },   { 480, 2400, 4 },   { 640, 480, 4 },   { 165, 284, 2 },
};

static guint
below (SandboxWorld *world, guint limit)
{
  return (guint) g_rand_int_range (world->rand, 0, (gint32) limit);
}

static const char *
pick (SandboxWorld *world, const char *const *list)
{
  return list[below (world, g_strv_length ((char **) list))];
}

/* A pattern, in which `{x}` stands for a word of the list that x names. */
static void
append_pattern (SandboxWorld *world,
                GString *text,
                const SandboxTongue *tongue,
                const char *pattern)
{
  for (const char *p = pattern; *p != '\0'; p++)
    {
      if (p[0] != '{')
        {
          g_string_append_c (text, *p);
          continue;
        }
      switch (p[1])
        {
        case 't':
          g_string_append (text, pick (world, tongue->times));
          break;
        case 'p':
          g_string_append (text, pick (world, tongue->places));
          break;
        case 'd':
          g_string_append (text, pick (world, tongue->deeds));
          break;
        case 'f':
          g_string_append (text, pick (world, tongue->feelings));
          break;
        default:
          g_assert_not_reached ();
        }
      p += 2;
    }
}

static void
append_sentence (SandboxWorld *world, GString *text, const SandboxTongue *tongue)
{
  append_pattern (world, text, tongue, pick (world, tongue->patterns));
}

static char *
make_title (SandboxWorld *world, const SandboxTongue *tongue)
{
  GString *text = g_string_new (NULL);

  append_pattern (world, text, tongue, pick (world, tongue->titles));
  return g_string_free (text, FALSE);
}

static void
append_sentences (SandboxWorld *world, GString *text, const SandboxTongue *tongue, guint count)
{
  for (guint i = 0; i < count; i++)
    {
      if (i > 0)
        g_string_append (text, tongue->gap);
      append_sentence (world, text, tongue);
    }
}

/* Mostly a sentence or two; now and then each of the shapes that a row has to bear. */
static char *
make_text (SandboxWorld *world, const SandboxTongue *tongue)
{
  GString *text = g_string_new (NULL);
  guint shape = below (world, 100);

  if (shape < 46)
    {
      append_sentences (world, text, tongue, 1 + below (world, 2));
    }
  else if (shape < 62)
    {
      append_sentences (world, text, tongue, 2 + below (world, 3));
      g_string_append (text, pick (world, sandbox_emotes));
    }
  else if (shape < 70)
    {
      append_sentence (world, text, tongue);
      g_string_append_printf (text, " %s%s", pick (world, sandbox_emoji),
                              pick (world, sandbox_emoji));
    }
  else if (shape < 77)
    {
      append_sentence (world, text, tongue);
      g_string_append_c (text, '\n');
      append_sentence (world, text, &sandbox_english);
    }
  else if (shape < 83)
    {
      for (guint i = 3 + below (world, 9); i > 0; i--)
        {
          g_string_append_printf (text, "%s %s\n", pick (world, sandbox_emoji),
                                  pick (world, tongue->deeds));
        }
      append_sentence (world, text, tongue);
    }
  else if (shape < 89)
    {
      append_sentences (world, text, tongue, 12 + below (world, 30));
    }
  else if (shape < 92)
    {
      g_string_append (text, pick (world, tongue->feelings));
    }
  else if (shape < 95)
    {
      append_sentence (world, text, &sandbox_arabic);
    }
  else if (shape < 97)
    {
      append_sentence (world, text, &sandbox_hebrew);
      g_string_append_c (text, '\n');
      append_sentence (world, text, tongue);
    }
  /* and three in a hundred say nothing at all */
  return g_string_free (text, FALSE);
}

static SandboxPicture *
make_picture (SandboxWorld *world, const char *folder, const char *mid)
{
  static const char *const origins[]
      = { "http://i0.hdslb.com", "http://i0.hdslb.com",       "https://i0.hdslb.com",
          "//i0.hdslb.com",      "https://album.biliimg.com", NULL };
  g_autofree char *hash = sandbox_world_hex (world, 24);
  g_autofree char *url = NULL;
  guint at = below (world, 100);
  guint i = 0;

  while (at >= shapes[i].weight)
    at -= shapes[i++].weight;
  /* The name's first eight digits are the size, which is how the painter knows it. */
  url = g_strdup_printf ("%s/bfs/%s/%04x%04x%s%s.%s", pick (world, origins), folder,
                         (guint) shapes[i].width, (guint) shapes[i].height, hash, mid,
                         below (world, 8) == 0 ? "png" : "jpg");
  return sandbox_picture_new (url, shapes[i].width, shapes[i].height,
                              shapes[i].width * shapes[i].height / 5120.0);
}

/* Many posts have few likes, few have many. */
static guint
make_count (SandboxWorld *world, double scale)
{
  double luck = g_rand_double (world->rand);

  return (guint) (scale * luck * luck * luck * luck / (1.02 - luck));
}

static SandboxPost *
make_post (SandboxWorld *world, const SandboxPerson *person, const SandboxTongue *tongue)
{
  SandboxPost *post = g_new0 (SandboxPost, 1);
  guint pictures;

  post->mid = g_strdup (person->mid);
  post->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_picture_free);
  post->article = below (world, 6) == 0;
  if (post->article)
    {
      GString *body = g_string_new (NULL);

      post->title = make_title (world, tongue);
      for (guint i = 3 + below (world, 5); i > 0; i--)
        {
          append_sentences (world, body, tongue, 3 + below (world, 4));
          g_string_append_c (body, '\n');
        }
      post->text = g_string_free (body, FALSE);
      pictures = below (world, 8) == 0 ? 0 : 1 + below (world, 4);
    }
  else
    {
      post->text = make_text (world, tongue);
      pictures = below (world, 100) < 22 ? 0 : 1 + below (world, 9) * below (world, 2);
      /* A post without text is its picture. */
      pictures = MAX (pictures, post->text[0] == '\0' ? 1 : 0);
    }
  for (guint i = 0; i < pictures; i++)
    g_ptr_array_add (post->pictures,
                     make_picture (world, post->article ? "article" : "new_dyn", person->mid));
  post->likes = make_count (world, person->followers / 12.0 + 20);
  post->views = post->likes * (9 + below (world, 20)) + below (world, 300);
  return post;
}

static void
add_posts (SandboxWorld *world,
           const SandboxPerson *person,
           const SandboxTongue *tongue,
           guint count)
{
  gint64 now = sandbox_world_now (world);

  for (guint i = 0; i < count; i++)
    {
      /* From two years ago until half an hour ago, more often of late, and by chance. */
      double share = ((double) (count - 1 - i) + 0.5 * g_rand_double (world->rand)) / count;
      gint64 age = 1800 + (gint64) ((double) SPAN_S * share * sqrt (share));
      gboolean is_foreign = below (world, 10) < 2;
      SandboxPost *post = make_post (world, person, is_foreign ? &sandbox_english : tongue);

      post->id = sandbox_world_new_id (world, now - age);
      sandbox_world_add_post (world, post);
    }
}

void
sandbox_samples_fill (SandboxWorld *world, guint posts)
{
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      SandboxPerson *person = g_new0 (SandboxPerson, 1);
      g_autofree char *hash = sandbox_world_hex (world, 24);

      person->mid = g_strdup (people[i].mid);
      person->name = g_strdup (people[i].name);
      person->sign = g_strdup (people[i].sign);
      person->face = g_strdup_printf ("https://i0.hdslb.com/bfs/face/00f000f0%s.jpg", hash);
      person->level = people[i].level;
      person->followers = people[i].followers;
      person->followed = people[i].followed;
      person->posts = g_ptr_array_new ();
      g_hash_table_insert (world->people, person->mid, person);
      g_ptr_array_add (world->mids, person->mid);
      if (people[i].share > 0)
        add_posts (world, person, people[i].tongue, MAX (posts * people[i].share / 100, 1));
    }
  sandbox_samples_add_drafts (world);
}
