/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-people"

#include "tuwen-people.h"

struct _TuwenPerson
{
  GObject parent_instance;

  BiliMention *mention; /* (owned) (not nullable) */
};

G_DEFINE_FINAL_TYPE (TuwenPerson, tuwen_person, G_TYPE_OBJECT)

struct _TuwenPeople
{
  TuwenSearch parent_instance;
};

G_DEFINE_FINAL_TYPE (TuwenPeople, tuwen_people, TUWEN_TYPE_SEARCH)

static void
tuwen_person_finalize (GObject *object)
{
  bili_mention_free (TUWEN_PERSON (object)->mention);

  G_OBJECT_CLASS (tuwen_person_parent_class)->finalize (object);
}

static void
tuwen_person_class_init (TuwenPersonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tuwen_person_finalize;
}

static void
tuwen_person_init (TuwenPerson *self)
{
}

const char *
tuwen_person_get_mid (TuwenPerson *self)
{
  g_return_val_if_fail (TUWEN_IS_PERSON (self), NULL);

  return self->mention->mid;
}

const char *
tuwen_person_get_name (TuwenPerson *self)
{
  g_return_val_if_fail (TUWEN_IS_PERSON (self), NULL);

  return self->mention->name;
}

const char *
tuwen_person_get_face (TuwenPerson *self)
{
  g_return_val_if_fail (TUWEN_IS_PERSON (self), NULL);

  return self->mention->face;
}

gboolean
tuwen_person_get_followed (TuwenPerson *self)
{
  g_return_val_if_fail (TUWEN_IS_PERSON (self), FALSE);

  return self->mention->followed;
}

/* @value: (transfer full): a BiliMention */
static gpointer
wrap (gpointer value)
{
  TuwenPerson *self = g_object_new (TUWEN_TYPE_PERSON, NULL);

  self->mention = value;
  return self;
}

static const char *
get_key (gpointer item)
{
  return tuwen_person_get_mid (item);
}

static void
tuwen_people_class_init (TuwenPeopleClass *klass)
{
  TuwenSearchClass *search_class = TUWEN_SEARCH_CLASS (klass);

  search_class->item_type = TUWEN_TYPE_PERSON;
  search_class->ask = bili_client_search_mentions_async;
  search_class->finish = bili_client_search_mentions_finish;
  search_class->wrap = wrap;
  search_class->get_key = get_key;
}

static void
tuwen_people_init (TuwenPeople *self)
{
}

TuwenPeople *
tuwen_people_new (BiliClient *client)
{
  return g_object_new (TUWEN_TYPE_PEOPLE, "client", client, NULL);
}
