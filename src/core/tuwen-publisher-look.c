/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-publisher"

#include "tuwen-publisher-look.h"

#include <string.h>

#define MAX_PAGES 3
/* Of what appeared at its time, perhaps while nobody looked for days */
#define MAX_PAGES_SCHEDULED 10

/* By how much this computer's clock may be ahead of the service's, in seconds. It matters only
 * where the feed could not be read before the post was sent. */
#define CLOCK_SKEW 600

/* How far from its time the service may publish a scheduled post, in seconds. Both are told by its
 * clock. */
#define SCHEDULED_SKEW 60

/* So many bytes are enough to know a text by its beginning. */
#define MIN_BEGINNING 120

typedef struct
{
  BiliClient *client; /* (owned) */
  char *mid;          /* (owned) */
  TuwenDraft *draft;  /* (nullable) (owned) */
  BiliScheduled *listed; /* (nullable) (owned): what is looked for instead */
  guint page;
  char *found;    /* (nullable) (owned) */
  guint64 newest; /* 0 for none */
} Look;

static void next_page (GTask *task, const char *offset);

static void
look_free (Look *look)
{
  g_object_unref (look->client);
  g_free (look->mid);
  g_clear_object (&look->draft);
  g_clear_pointer (&look->listed, bili_scheduled_free);
  g_free (look->found);
  g_free (look);
}

static guint64
parse_id (const char *id)
{
  guint64 number = 0;

  return id != NULL && g_ascii_string_to_unsigned (id, 10, 0, G_MAXUINT64, &number, NULL) ? number
                                                                                          : 0;
}

char *
tuwen_publisher_normalize (const char *text)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  GString *plain = g_string_new (NULL);

  for (const char *p = composed != NULL ? composed : text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isspace (c) && !g_unichar_iszerowidth (c))
        g_string_append_unichar (plain, c);
    }

  return g_string_free (plain, FALSE);
}

char *
tuwen_publisher_dup_text (TuwenDraft *draft, gboolean with_vote)
{
  GPtrArray *nodes = tuwen_draft_get_nodes (draft);
  const BiliVote *vote = tuwen_draft_get_vote (draft);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean placed = vote == NULL || !with_vote;

  for (guint i = 0; i < nodes->len; i++)
    {
      const BiliNode *node = nodes->pdata[i];

      if (node->type != BILI_NODE_VOTE)
        g_string_append (text, node->text);
      else if (!placed)
        g_string_append (text, vote->title);
      placed |= node->type == BILI_NODE_VOTE;
    }
  if (!placed)
    g_string_append (text, vote->title);

  return tuwen_publisher_normalize (text->str);
}

/* A long text may be listed by its beginning. */
static gboolean
is_listed_as (const char *ours, const char *theirs)
{
  gsize length = strlen (theirs);

  if (g_str_equal (ours, theirs))
    return TRUE;

  if (g_str_has_suffix (theirs, "…"))
    length -= strlen ("…");
  else if (g_str_has_suffix (theirs, "..."))
    length -= strlen ("...");

  return length >= MIN_BEGINNING && strncmp (ours, theirs, length) == 0;
}

char *
tuwen_publisher_dup_file_name (const char *url)
{
  g_autofree char *name = g_path_get_basename (url);

  name[strcspn (name, "@?#")] = '\0';
  return g_steal_pointer (&name);
}

/* Whether @id is one of @ids (nullable), which have spaces between them */
static gboolean
is_among (const char *ids, const char *id)
{
  g_auto (GStrv) list = g_strsplit (ids != NULL ? ids : "", " ", -1);

  return g_strv_contains ((const char *const *) list, id);
}

static gboolean
has_cover (TuwenDraft *draft, const char *cover_url)
{
  GListModel *pictures = tuwen_draft_get_pictures (draft);
  g_autofree char *cover = cover_url != NULL ? tuwen_publisher_dup_file_name (cover_url) : NULL;

  if (cover != NULL && is_among (tuwen_draft_get_journal (draft)->covers, cover))
    return TRUE;

  for (guint i = 0; cover != NULL && i < g_list_model_get_n_items (pictures); i++)
    {
      g_autoptr (TuwenDraftPicture) picture = g_list_model_get_item (pictures, i);
      const BiliPicture *uploaded = tuwen_draft_picture_get_uploaded (picture);
      g_autofree char *name
          = uploaded != NULL ? tuwen_publisher_dup_file_name (uploaded->url) : NULL;

      if (g_strcmp0 (name, cover) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Whether a post with this id can have been made by the final call. */
static gboolean
is_new_enough (TuwenDraft *draft, const char *id)
{
  const TuwenJournal *journal = tuwen_draft_get_journal (draft);
  guint64 newest = parse_id (journal->newest);

  if (newest != 0)
    return parse_id (id) > newest;

  return bili_opus_id_to_unix (id)
         >= (journal->began != 0 ? journal->began : tuwen_draft_get_modified (draft)) - CLOCK_SKEW;
}

/* Two drafts may say the same: a post that one of them is cannot be the other. */
gboolean
tuwen_publisher_is_others (TuwenDraft *draft, const char *id)
{
  return is_among (tuwen_draft_get_journal (draft)->others, id);
}

/* Returns: (transfer full) (nullable): the part of an address between the host and the file's
 * name */
static char *
dup_folder (const char *url)
{
  const char *host = strstr (url, "//");
  const char *path = strchr (host != NULL ? host + 2 : url, '/');

  return path != NULL ? g_path_get_dirname (path) : NULL;
}

/* Whether the post shows a picture that was uploaded like the draft's, but is none of them. What is
 * kept elsewhere may be one of them in another form. */
static gboolean
has_other_cover (TuwenDraft *draft, const char *cover_url)
{
  g_autoptr (TuwenDraftPicture) first
      = g_list_model_get_item (tuwen_draft_get_pictures (draft), 0);
  const BiliPicture *uploaded = first != NULL ? tuwen_draft_picture_get_uploaded (first) : NULL;
  g_autofree char *ours = uploaded != NULL ? dup_folder (uploaded->url) : NULL;
  g_autofree char *theirs = cover_url != NULL ? dup_folder (cover_url) : NULL;

  return ours != NULL && g_strcmp0 (ours, theirs) == 0 && !has_cover (draft, cover_url);
}

/* Whether a post that says @ours, with its vote @with_vote, is listed as @theirs; all normalized. A
 * post with a title may be listed by that alone. */
static gboolean
has_words (const char *ours, const char *with_vote, const char *title, const char *theirs)
{
  g_autofree char *with_title = g_strconcat (title, ours, NULL);

  return is_listed_as (ours, theirs) || is_listed_as (with_vote, theirs)
         || (title[0] != '\0'
             && (g_str_equal (title, theirs) || is_listed_as (with_title, theirs)));
}

gboolean
tuwen_publisher_matches (TuwenDraft *draft, const BiliOpus *opus)
{
  g_autofree char *ours = tuwen_publisher_dup_text (draft, FALSE);
  g_autofree char *with_vote = tuwen_publisher_dup_text (draft, TRUE);
  g_autofree char *title = tuwen_publisher_normalize (tuwen_draft_get_title (draft));
  g_autofree char *theirs = tuwen_publisher_normalize (opus->text);

  if (!is_new_enough (draft, opus->id) || tuwen_publisher_is_others (draft, opus->id)
      || has_other_cover (draft, opus->cover_url))
    return FALSE;

  /* A title or a vote may be listed as no text at all, but not with pictures that are not there. */
  if (theirs[0] == '\0' && opus->cover_url != NULL && !has_cover (draft, opus->cover_url))
    return FALSE;

  /* The service has words of its own for pictures without any. */
  if (with_vote[0] == '\0' && title[0] == '\0')
    return has_cover (draft, opus->cover_url);

  return has_words (ours, with_vote, title, theirs);
}

static gboolean
shows_one_of (GPtrArray *pictures, const char *cover_url)
{
  g_autofree char *cover = cover_url != NULL ? tuwen_publisher_dup_file_name (cover_url) : NULL;

  for (guint i = 0; cover != NULL && i < pictures->len; i++)
    {
      const BiliPicture *picture = pictures->pdata[i];
      g_autofree char *name = tuwen_publisher_dup_file_name (picture->url);

      if (g_str_equal (name, cover))
        return TRUE;
    }

  return FALSE;
}

/* Whether that is what became of it: not older than its time, and with the same text; without a
 * text, with one of its pictures as cover. What cannot be read at all is known by its time. */
static gboolean
matches_listed (const BiliScheduled *listed, const BiliOpus *opus)
{
  g_autofree char *ours = tuwen_publisher_normalize (listed->text);
  g_autofree char *title = tuwen_publisher_normalize (listed->title != NULL ? listed->title : "");
  g_autofree char *theirs = tuwen_publisher_normalize (opus->text);
  gint64 late = bili_opus_id_to_unix (opus->id) - listed->time;

  if (late < -SCHEDULED_SKEW)
    return FALSE;
  if (!listed->understood)
    return late <= SCHEDULED_SKEW;
  if (ours[0] == '\0' && title[0] == '\0')
    return shows_one_of (listed->pictures, opus->cover_url);

  return has_words (ours, ours, title, theirs);
}

static gboolean
matches (Look *look, const BiliOpus *opus)
{
  if (look->listed != NULL)
    return matches_listed (look->listed, opus);

  return look->draft != NULL && tuwen_publisher_matches (look->draft, opus);
}

/* Whether what is looked for cannot be further back than a post with this id. */
static gboolean
is_past (Look *look, const char *id)
{
  if (look->listed != NULL)
    return bili_opus_id_to_unix (id) < look->listed->time - SCHEDULED_SKEW;

  return look->draft == NULL || !is_new_enough (look->draft, id);
}

static gboolean
has_older_posts (Look *look)
{
  return look->draft != NULL
         && parse_id (tuwen_draft_get_journal (look->draft)->newest) != 0;
}

static guint
get_max_pages (Look *look)
{
  return look->listed != NULL
                 || (look->draft != NULL && tuwen_draft_get_publish_time (look->draft) != 0)
             ? MAX_PAGES_SCHEDULED
             : MAX_PAGES;
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (BiliOpusPage) page
      = bili_client_list_opus_finish (BILI_CLIENT (source), result, &error);
  gboolean past = FALSE;

  if (page == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < page->items->len && look->found == NULL; i++)
    {
      const BiliOpus *opus = page->items->pdata[i];

      look->newest = MAX (look->newest, parse_id (opus->id));
      if (matches (look, opus))
        look->found = g_strdup (opus->id);
      past = is_past (look, opus->id);
    }

  if (look->found == NULL && !past && page->has_more && page->offset[0] != '\0'
      && look->page < get_max_pages (look))
    next_page (g_steal_pointer (&task), page->offset);
  else if (look->newest == 0 && has_older_posts (look))
    /* An empty feed where there were posts proves nothing. */
    g_task_return_new_error (task, BILI_ERROR, BILI_ERROR_PROTOCOL, "The feed has lost its posts");
  else
    g_task_return_boolean (task, TRUE);
}

/* @task: (transfer full) */
static void
next_page (GTask *task, const char *offset)
{
  Look *look = g_task_get_task_data (task);

  look->page++;
  bili_client_list_opus_async (look->client, look->mid, BILI_OPUS_ALL, offset, look->page,
                               g_task_get_cancellable (task), page_cb, task);
}

/* @draft: (nullable). @listed: (nullable) */
static void
begin (BiliClient *client,
       const char *mid,
       TuwenDraft *draft,
       const BiliScheduled *listed,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Look *look = g_new0 (Look, 1);

  g_task_set_source_tag (task, tuwen_publisher_look_async);
  look->client = g_object_ref (client);
  look->mid = g_strdup (mid);
  look->draft = draft != NULL ? g_object_ref (draft) : NULL;
  look->listed = listed != NULL ? bili_scheduled_copy (listed) : NULL;
  g_task_set_task_data (task, look, (GDestroyNotify) look_free);
  next_page (task, "");
}

void
tuwen_publisher_look_async (BiliClient *client,
                            const char *mid,
                            TuwenDraft *draft,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  begin (client, mid, draft, NULL, cancellable, callback, user_data);
}

void
tuwen_publisher_look_listed_async (BiliClient *client,
                                   const char *mid,
                                   const BiliScheduled *listed,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  begin (client, mid, NULL, listed, cancellable, callback, user_data);
}

gboolean
tuwen_publisher_look_finish (GAsyncResult *result, char **found, char **newest, GError **error)
{
  Look *look;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_publisher_look_async), FALSE);

  look = g_task_get_task_data (G_TASK (result));
  *found = g_strdup (look->found);
  if (newest != NULL)
    *newest = g_strdup_printf ("%" G_GUINT64_FORMAT, look->newest);

  return g_task_propagate_boolean (G_TASK (result), error);
}
