/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-space"

#include "tuwen-space.h"

struct _TuwenSpace
{
  GObject parent_instance;

  char *mid;  /* (owned) (not nullable) */
  char *name; /* (owned) (not nullable) */
  char *face; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TuwenSpace, tuwen_space, G_TYPE_OBJECT)

typedef enum
{
  PROP_MID = 1,
  PROP_NAME,
  PROP_FACE,
} TuwenSpaceProperty;

static GParamSpec *properties[PROP_FACE + 1];

static void
tuwen_space_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TuwenSpace *self = TUWEN_SPACE (object);

  switch ((TuwenSpaceProperty) property_id)
    {
    case PROP_MID:
      g_value_set_string (value, self->mid);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_FACE:
      g_value_set_string (value, self->face);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tuwen_space_finalize (GObject *object)
{
  TuwenSpace *self = TUWEN_SPACE (object);

  g_clear_pointer (&self->mid, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->face, g_free);

  G_OBJECT_CLASS (tuwen_space_parent_class)->finalize (object);
}

static void
tuwen_space_class_init (TuwenSpaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tuwen_space_get_property;
  object_class->finalize = tuwen_space_finalize;

  properties[PROP_MID] = g_param_spec_string ("mid", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_FACE] = g_param_spec_string ("face", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tuwen_space_init (TuwenSpace *self)
{
}

TuwenSpace *
tuwen_space_new (const char *mid, const char *name, const char *face)
{
  TuwenSpace *self;

  g_return_val_if_fail (mid != NULL, NULL);

  self = g_object_new (TUWEN_TYPE_SPACE, NULL);
  self->mid = g_strdup (mid);
  self->name = g_strdup (name != NULL && *name != '\0' ? name : mid);
  self->face = face != NULL && *face != '\0' ? g_strdup (face) : NULL;
  return self;
}

const char *
tuwen_space_get_mid (TuwenSpace *self)
{
  g_return_val_if_fail (TUWEN_IS_SPACE (self), NULL);

  return self->mid;
}

const char *
tuwen_space_get_name (TuwenSpace *self)
{
  g_return_val_if_fail (TUWEN_IS_SPACE (self), NULL);

  return self->name;
}

const char *
tuwen_space_get_face (TuwenSpace *self)
{
  g_return_val_if_fail (TUWEN_IS_SPACE (self), NULL);

  return self->face;
}
