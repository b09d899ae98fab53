/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-pictures"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "bili-picture-url.h"
#include "tuwen-memory.h"
#include "tuwen-pictures.h"

#define MAX_DOWNLOADS 6
#define MAX_DECODERS 2

/* How long a failure stands, so that scrolling past it does not ask again and again */
#define FAILURE_SECONDS 30
#define MAX_FAILURES 512

/* The service's picture hosts make nothing larger */
#define MAX_SIDE 4096

/* What an entry takes beside its pixels and its key: itself, its place in the table, and what the
 * pixels and their bytes are wrapped in. Thousands of small pictures make a megabyte of it. */
#define ENTRY_MEMORY 256

/* A picture in memory; a link of the list of all, the most recently used one first */
typedef struct
{
  GList link; /* its data is the entry itself */
  char *key; /* (owned) */
  TuwenPixels *pixels; /* (owned) */
  gsize n_bytes; /* of memory, in all */
} Entry;

typedef struct
{
  GError *error; /* (owned) */
  gint64 until; /* monotonic time */
} Failure;

/* What is done for one picture at one size: disk, then network, then decoding. Held by the table of
 * jobs until it ends or nobody waits for it any more, and by each step that is under way. */
typedef struct
{
  TuwenPictures *pictures; /* (owned) */
  char *key; /* (owned) */
  char *address; /* (owned): what is fetched, and what the disk cache knows it by */
  int width;
  int height;

  GCancellable *cancellable; /* (owned): of the job, not of those who wait */
  GPtrArray *waiters; /* (owned) (element-type GTask) */
  GBytes *encoded; /* (owned) (nullable) */
  gboolean from_disk;
  GList queue_link; /* in the queue of downloads while its data is set */
} Job;

/* What a decoding thread gets; it must not hold the job, whose end belongs to the main thread */
typedef struct
{
  GBytes *encoded; /* (owned) */
  int width;
  int height;
  guint64 serial;
} Decoding;

/* Hangs on a waiting task */
typedef struct
{
  Job *job; /* (unowned) (nullable): %NULL once it is answered */
  GSource *source; /* (owned) (nullable): watches the cancellable */
} Waiting;

struct _TuwenPictures
{
  GObject parent_instance;

  BiliClient *client; /* (owned) */
  TuwenDiskCache *disk; /* (owned) (nullable) */
  gsize max_bytes;

  GHashTable *entries; /* (owned): key → Entry (owned) */
  GQueue recent; /* of Entry, most recently used first */
  gsize n_bytes;

  GHashTable *failures; /* (owned): key (owned) → Failure (owned) */
  GHashTable *jobs; /* (owned): key → Job (a reference) */
  GQueue queue; /* of Job, newest wish first */
  guint n_downloads;
  GError *told_to_stop; /* (owned) (nullable): what the service wants to be left in peace with */
  gint64 rest_until;    /* monotonic time: nothing is fetched before */

  GThreadPool *decoders; /* (owned): of GTask */
  guint64 serial;
};

G_DEFINE_FINAL_TYPE (TuwenPictures, tuwen_pictures, G_TYPE_OBJECT)

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->key);
  tuwen_pixels_unref (entry->pixels);
  g_free (entry);
}

static void
failure_free (gpointer data)
{
  Failure *failure = data;

  g_error_free (failure->error);
  g_free (failure);
}

static void
decoding_free (gpointer data)
{
  Decoding *decoding = data;

  g_bytes_unref (decoding->encoded);
  g_free (decoding);
}

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_clear_pointer (&waiting->source, g_source_unref);
  g_free (waiting);
}

static void
job_clear (gpointer data)
{
  Job *job = data;

  g_object_unref (job->pictures);
  g_free (job->key);
  g_free (job->address);
  g_object_unref (job->cancellable);
  g_ptr_array_unref (job->waiters);
  g_clear_pointer (&job->encoded, g_bytes_unref);
}

static void
job_unref (gpointer job)
{
  g_rc_box_release_full (job, job_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_unref)

static char *
dup_key (const char *address, int width, int height)
{
  return g_strdup_printf ("%dx%d %s", width, height, address);
}

static void
drop_entry (TuwenPictures *self, Entry *entry)
{
  g_queue_unlink (&self->recent, &entry->link);
  self->n_bytes -= entry->n_bytes;
  g_hash_table_remove (self->entries, entry->key);
}

static void
remember (TuwenPictures *self, const char *key, TuwenPixels *pixels)
{
  gsize n_bytes = tuwen_pixels_get_memory (pixels) + strlen (key) + ENTRY_MEMORY;
  Entry *entry;

  /* It would push out everything else and itself */
  if (n_bytes > self->max_bytes)
    return;

  while (self->n_bytes > self->max_bytes - n_bytes)
    drop_entry (self, g_queue_peek_tail (&self->recent));

  entry = g_new0 (Entry, 1);
  entry->link.data = entry;
  entry->key = g_strdup (key);
  entry->pixels = tuwen_pixels_ref (pixels);
  entry->n_bytes = n_bytes;
  g_queue_push_head_link (&self->recent, &entry->link);
  g_hash_table_insert (self->entries, entry->key, entry);
  self->n_bytes += n_bytes;
}

/* Returns (transfer full) (nullable) */
static TuwenPixels *
recall (TuwenPictures *self, const char *key)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry == NULL)
    return NULL;

  g_queue_unlink (&self->recent, &entry->link);
  g_queue_push_head_link (&self->recent, &entry->link);
  return tuwen_pixels_ref (entry->pixels);
}

static gboolean
is_over (gpointer key, gpointer value, gpointer user_data)
{
  const Failure *failure = value;
  const gint64 *now = user_data;

  return failure->until <= *now;
}

static void
remember_failure (TuwenPictures *self, const char *key, const GError *error)
{
  gint64 now = g_get_monotonic_time ();
  Failure *failure;

  if (g_hash_table_size (self->failures) >= MAX_FAILURES)
    g_hash_table_foreach_remove (self->failures, is_over, &now);
  if (g_hash_table_size (self->failures) >= MAX_FAILURES)
    g_hash_table_remove_all (self->failures);

  failure = g_new0 (Failure, 1);
  failure->error = g_error_copy (error);
  failure->until = now + FAILURE_SECONDS * G_USEC_PER_SEC;
  g_hash_table_insert (self->failures, g_strdup (key), failure);
}

/* Returns (transfer none) (nullable): why it cannot be had just now */
static const GError *
recall_failure (TuwenPictures *self, const char *key)
{
  const Failure *failure = g_hash_table_lookup (self->failures, key);

  if (failure == NULL)
    return NULL;
  if (failure->until > g_get_monotonic_time ())
    return failure->error;

  g_hash_table_remove (self->failures, key);
  return NULL;
}

/* Takes @task from those who wait; the caller answers it */
static void
stop_waiting (GTask *task)
{
  Waiting *waiting = g_task_get_task_data (task);

  waiting->job = NULL;
  if (waiting->source != NULL)
    g_source_destroy (waiting->source);
  g_clear_pointer (&waiting->source, g_source_unref);
}

static void
leave_queue (Job *job)
{
  if (job->queue_link.data == NULL)
    return;

  g_queue_unlink (&job->pictures->queue, &job->queue_link);
  job->queue_link.data = NULL;
}

static void
enter_queue (Job *job)
{
  job->queue_link.data = job;
  g_queue_push_head_link (&job->pictures->queue, &job->queue_link);
}

/* Ends @job, which the caller holds, with @pixels or @error */
static void
finish (Job *job, TuwenPixels *pixels, const GError *error)
{
  TuwenPictures *self = job->pictures;
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&job->waiters);

  job->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  /* Somebody may ask for the same again when answered: that is a new job */
  g_hash_table_remove (self->jobs, job->key);
  if (pixels != NULL)
    remember (self, job->key, pixels);
  else
    remember_failure (self, job->key, error);

  for (guint i = 0; i < waiters->len; i++)
    stop_waiting (g_ptr_array_index (waiters, i));
  for (guint i = 0; i < waiters->len; i++)
    {
      GTask *task = g_ptr_array_index (waiters, i);

      if (pixels != NULL)
        g_task_return_pointer (task,
                               tuwen_pixels_ref (pixels),
                               (GDestroyNotify) tuwen_pixels_unref);
      else
        g_task_return_error (task, g_error_copy (error));
    }

  /* Decoding takes many times what is kept */
  if (g_hash_table_size (self->jobs) == 0)
    tuwen_memory_tidy_up ();
}

static gboolean
is_cancelled (Job *job)
{
  return g_cancellable_is_cancelled (job->cancellable);
}

static void
decode_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  TuwenPictures *self = job->pictures;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenPixels) pixels = g_task_propagate_pointer (G_TASK (result), &error);

  if (is_cancelled (job))
    return;

  /* Only what can be shown is kept on disk, and what cannot any more goes */
  if (self->disk != NULL && pixels != NULL && !job->from_disk)
    tuwen_disk_cache_write (self->disk, job->address, job->encoded);
  else if (self->disk != NULL && pixels == NULL && job->from_disk)
    tuwen_disk_cache_remove (self->disk, job->address);

  finish (job, pixels, error);
}

/* Runs in a thread */
static void
decode (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  const Decoding *decoding = g_task_get_task_data (task);
  GError *error = NULL;
  TuwenPixels *pixels;

  if (g_task_return_error_if_cancelled (task))
    return;

  pixels = tuwen_pixels_decode (decoding->encoded, decoding->width, decoding->height, &error);
  if (pixels != NULL)
    g_task_return_pointer (task, pixels, (GDestroyNotify) tuwen_pixels_unref);
  else
    g_task_return_error (task, error);
}

/* The newest wish first */
static int
compare_decodings (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Decoding *decoding_a = g_task_get_task_data (G_TASK (a));
  const Decoding *decoding_b = g_task_get_task_data (G_TASK (b));

  return decoding_a->serial > decoding_b->serial ? -1 : decoding_a->serial < decoding_b->serial;
}

/* Takes over @encoded */
static void
start_decoding (Job *job, GBytes *encoded)
{
  g_autoptr (GTask) task = NULL;
  Decoding *decoding = g_new0 (Decoding, 1);

  job->encoded = encoded;

  decoding->encoded = g_bytes_ref (encoded);
  decoding->width = job->width;
  decoding->height = job->height;
  decoding->serial = job->pictures->serial++;

  /* No source object: the last reference may go in the thread, and this object must not end
   * there */
  task = g_task_new (NULL, job->cancellable, decode_cb, g_rc_box_acquire (job));
  g_task_set_source_tag (task, start_decoding);
  g_task_set_task_data (task, decoding, decoding_free);
  g_thread_pool_push (job->pictures->decoders, g_steal_pointer (&task), NULL);
}

static void start_downloads (TuwenPictures *self);

static void
begin_rest (TuwenPictures *self, const GError *error)
{
  g_clear_error (&self->told_to_stop);
  self->told_to_stop = g_error_copy (error);
  self->rest_until = g_get_monotonic_time () + FAILURE_SECONDS * G_USEC_PER_SEC;
}

static gboolean
is_resting (TuwenPictures *self)
{
  return self->told_to_stop != NULL && self->rest_until > g_get_monotonic_time ();
}

static void
fetch_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  GBytes *encoded = bili_client_fetch_picture_finish (BILI_CLIENT (source), result, &error);

  job->pictures->n_downloads--;
  if (is_cancelled (job))
    g_clear_pointer (&encoded, g_bytes_unref);
  else if (encoded != NULL)
    start_decoding (job, encoded);
  else
    {
      if (bili_error_says_stop (error))
        begin_rest (job->pictures, error);
      finish (job, NULL, error);
    }

  start_downloads (job->pictures);
}

/* What waits is not asked for either, when something else was answered with that it is too much. */
static void
refuse_queue (TuwenPictures *self)
{
  while (self->queue.length > 0 && is_resting (self))
    {
      g_autoptr (Job) job = g_rc_box_acquire (g_queue_peek_head (&self->queue));
      g_autoptr (GError) error = g_error_copy (self->told_to_stop);

      leave_queue (job);
      finish (job, NULL, error);
    }
}

static void
start_downloads (TuwenPictures *self)
{
  refuse_queue (self);
  while (self->n_downloads < MAX_DOWNLOADS && self->queue.length > 0)
    {
      Job *job = g_queue_peek_head (&self->queue);

      leave_queue (job);
      self->n_downloads++;
      bili_client_fetch_picture_async (self->client,
                                       job->address,
                                       job->cancellable,
                                       fetch_cb,
                                       g_rc_box_acquire (job));
    }
}

static void
read_disk_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  GBytes *encoded = tuwen_disk_cache_read_finish (TUWEN_DISK_CACHE (source), result, NULL);

  if (is_cancelled (job))
    {
      g_clear_pointer (&encoded, g_bytes_unref);
      return;
    }

  if (encoded != NULL)
    {
      job->from_disk = TRUE;
      start_decoding (job, encoded);
      return;
    }

  enter_queue (job);
  start_downloads (job->pictures);
}

static void
cancel (Job *job)
{
  g_autoptr (Job) kept = g_rc_box_acquire (job);

  leave_queue (kept);
  g_hash_table_remove (kept->pictures->jobs, kept->key);
  g_cancellable_cancel (kept->cancellable);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  Waiting *waiting = g_task_get_task_data (task);
  Job *job = waiting->job;

  stop_waiting (task);
  g_ptr_array_remove (job->waiters, task);
  if (job->waiters->len == 0)
    cancel (job);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
start_waiting (Job *job, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->job = job;
  g_task_set_task_data (task, waiting, waiting_free);
  g_ptr_array_add (job->waiters, g_object_ref (task));
  if (cancellable == NULL)
    return;

  waiting->source = g_cancellable_source_new (cancellable);
  g_source_set_static_name (waiting->source, "[tuwen] picture cancelled");
  g_task_attach_source (task, waiting->source, G_SOURCE_FUNC (cancelled_cb));
}

static Job *
job_new (TuwenPictures *self, const char *key, const char *address, int width, int height)
{
  Job *job = g_rc_box_new0 (Job);

  job->pictures = g_object_ref (self);
  job->key = g_strdup (key);
  job->address = g_strdup (address);
  job->width = width;
  job->height = height;
  job->cancellable = g_cancellable_new ();
  job->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  return job;
}

static void
start_job (TuwenPictures *self, Job *job)
{
  g_hash_table_insert (self->jobs, job->key, job);
  if (self->disk != NULL)
    {
      tuwen_disk_cache_read_async (self->disk,
                                   job->address,
                                   job->cancellable,
                                   read_disk_cb,
                                   g_rc_box_acquire (job));
      return;
    }

  enter_queue (job);
  start_downloads (self);
}

static void
tuwen_pictures_dispose (GObject *object)
{
  TuwenPictures *self = TUWEN_PICTURES (object);

  g_clear_object (&self->client);
  g_clear_object (&self->disk);

  G_OBJECT_CLASS (tuwen_pictures_parent_class)->dispose (object);
}

static void
tuwen_pictures_finalize (GObject *object)
{
  TuwenPictures *self = TUWEN_PICTURES (object);

  /* Every job holds this object, so none is left */
  g_thread_pool_free (self->decoders, FALSE, FALSE);
  g_clear_pointer (&self->jobs, g_hash_table_unref);
  g_clear_pointer (&self->failures, g_hash_table_unref);
  g_clear_error (&self->told_to_stop);
  g_clear_pointer (&self->entries, g_hash_table_unref);

  G_OBJECT_CLASS (tuwen_pictures_parent_class)->finalize (object);
}

static void
tuwen_pictures_class_init (TuwenPicturesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tuwen_pictures_dispose;
  object_class->finalize = tuwen_pictures_finalize;
}

static void
tuwen_pictures_init (TuwenPictures *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  self->failures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, failure_free);
  self->jobs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, job_unref);
  g_queue_init (&self->recent);
  g_queue_init (&self->queue);
  self->decoders = g_thread_pool_new (decode, NULL, MAX_DECODERS, FALSE, NULL);
  g_thread_pool_set_sort_function (self->decoders, compare_decodings, NULL);
}

TuwenPictures *
tuwen_pictures_new (BiliClient *client, TuwenDiskCache *disk, gsize max_bytes)
{
  TuwenPictures *self;

  g_return_val_if_fail (BILI_IS_CLIENT (client), NULL);
  g_return_val_if_fail (disk == NULL || TUWEN_IS_DISK_CACHE (disk), NULL);

  self = g_object_new (TUWEN_TYPE_PICTURES, NULL);
  self->client = g_object_ref (client);
  g_set_object (&self->disk, disk);
  self->max_bytes = max_bytes;
  return self;
}

/* Returns (transfer full) (nullable): the address to fetch, with the size made one that exists */
static char *
find_address (const char *url, int *width, int *height)
{
  *width = CLAMP (*width, 1, MAX_SIDE);
  *height = CLAMP (*height, 1, MAX_SIDE);
  return bili_picture_url (url, *width, *height);
}

TuwenPixels *
tuwen_pictures_peek (TuwenPictures *self, const char *url, int width, int height)
{
  g_autofree char *address = NULL;
  g_autofree char *key = NULL;

  g_return_val_if_fail (TUWEN_IS_PICTURES (self), NULL);

  address = find_address (url, &width, &height);
  if (address == NULL)
    return NULL;

  key = dup_key (address, width, height);
  return recall (self, key);
}

void
tuwen_pictures_load_async (TuwenPictures *self,
                           const char *url,
                           int width,
                           int height,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (TuwenPixels) pixels = NULL;
  g_autofree char *address = NULL;
  g_autofree char *key = NULL;
  const GError *failure;
  Job *job;

  g_return_if_fail (TUWEN_IS_PICTURES (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tuwen_pictures_load_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  address = find_address (url, &width, &height);
  if (address == NULL)
    {
      g_task_return_new_error (task,
                               G_IO_ERROR,
                               G_IO_ERROR_INVALID_ARGUMENT,
                               "%s",
                               _ ("This picture cannot be shown."));
      return;
    }

  key = dup_key (address, width, height);
  pixels = recall (self, key);
  if (pixels != NULL)
    {
      g_task_return_pointer (task,
                             g_steal_pointer (&pixels),
                             (GDestroyNotify) tuwen_pixels_unref);
      return;
    }

  failure = recall_failure (self, key);
  if (failure != NULL)
    {
      g_task_return_error (task, g_error_copy (failure));
      return;
    }

  job = g_hash_table_lookup (self->jobs, key);
  if (job == NULL)
    {
      job = job_new (self, key, address, width, height);
      start_waiting (job, task);
      start_job (self, job);
      return;
    }

  start_waiting (job, task);
  /* It is the newest wish now */
  if (job->queue_link.data != NULL)
    {
      leave_queue (job);
      enter_queue (job);
    }
}

TuwenPixels *
tuwen_pictures_load_finish (TuwenPictures *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TUWEN_IS_PICTURES (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_pictures_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tuwen_pictures_drop_memory (TuwenPictures *self)
{
  g_return_if_fail (TUWEN_IS_PICTURES (self));

  while (self->recent.length > 0)
    drop_entry (self, g_queue_peek_head (&self->recent));
  g_hash_table_remove_all (self->failures);
  g_clear_error (&self->told_to_stop);
}
