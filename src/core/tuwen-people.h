/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bili-compose.h"
#include "tuwen-search.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_PERSON (tuwen_person_get_type ())

/**
 * TuwenPerson:
 *
 * Somebody who can be mentioned; never changes.
 */
G_DECLARE_FINAL_TYPE (TuwenPerson, tuwen_person, TUWEN, PERSON, GObject)

/** Returns: decimal digits */
const char *tuwen_person_get_mid (TuwenPerson *self);
/** Returns: without `@` */
const char *tuwen_person_get_name (TuwenPerson *self);
/** Returns: (nullable): the picture as the service named it */
const char *tuwen_person_get_face (TuwenPerson *self);
/** Returns: whether the account follows them */
gboolean tuwen_person_get_followed (TuwenPerson *self);

#define TUWEN_TYPE_PEOPLE (tuwen_people_get_type ())

/**
 * TuwenPeople:
 *
 * A #TuwenSearch of #TuwenPerson; an empty query is for those whom the account follows. The service
 * answers only those who are signed in.
 */
G_DECLARE_FINAL_TYPE (TuwenPeople, tuwen_people, TUWEN, PEOPLE, TuwenSearch)

/** @client: (nullable): who asks; nothing is asked before tuwen_search_set_query() */
TuwenPeople *tuwen_people_new (BiliClient *client);

G_END_DECLS
