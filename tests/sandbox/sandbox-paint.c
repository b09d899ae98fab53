/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sandbox's painter: hills, waves, night skies, discs and tiles, each picture its own. It
 * computes every pixel by itself, so a small picture is cheap however large the original is. */

#define G_LOG_DOMAIN "sandbox-paint"

#include "sandbox-paint.h"

#include <math.h>

#define LAYERS 5
#define DISCS 14

typedef struct
{
  float r;
  float g;
  float b;
} Colour;

/* What a picture is made of, drawn from its hash once. */
typedef struct
{
  Colour colours[5];
  float aspect;
  float sun_x;
  float sun_y;
  float sun_radius;
  float phase[LAYERS];
  float pitch[LAYERS];
  float disc_x[DISCS];
  float disc_y[DISCS];
  float disc_radius[DISCS];
  int tiles;
  guint hash;
} Scene;

/* From the sky down to what is nearest. */
static const guint palettes[][5] = {
  { 0xfde8c8, 0xf7b58b, 0xd9786a, 0x8d4a68, 0x3f2a4f },
  { 0xdff3f6, 0x9fd3d8, 0x5aa6ac, 0x2f6f7c, 0x16404c },
  { 0xfef3d7, 0xf6d186, 0xa8c686, 0x5a8f69, 0x2b5347 },
  { 0x1b2145, 0x2e3a73, 0x51599b, 0x8a6fae, 0xe6a5b4 },
  { 0xf9dfe6, 0xeeb3c5, 0xc989ad, 0x84649a, 0x473c6d },
  { 0xe8f1e4, 0xb9d7b0, 0x7fb285, 0x46805f, 0x1f4a3c },
  { 0xd8e6f7, 0xa3c1e6, 0x6c92c9, 0x40629b, 0x223a66 },
  { 0xfff1e0, 0xffc489, 0xff9153, 0xc4543d, 0x6c2d33 },
  { 0xf4efe6, 0xd9c8ab, 0xb59a76, 0x7c6650, 0x443a33 },
  { 0x0f2b3a, 0x17485a, 0x1f7a7d, 0x5fb49c, 0xdeefb7 },
  { 0xfbe9f0, 0xf9c6c0, 0xf4a688, 0x6aa6a6, 0x2f5d73 },
  { 0xe9e4f5, 0xc3b6e3, 0x8d83c9, 0x5a5aa0, 0x2c3163 },
};

static guint
scramble (guint x)
{
  x ^= x >> 16;
  x *= 0x7feb352du;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  return x ^ (x >> 16);
}

/* The next number from 0 to 1. */
static float
draw_number (guint *state)
{
  *state = scramble (*state + 0x9e3779b9u);
  return (float) (*state >> 8) / (float) (1u << 24);
}

static Colour
blend (Colour a, Colour b, float amount)
{
  amount = CLAMP (amount, 0.0f, 1.0f);
  return (Colour) { a.r + (b.r - a.r) * amount, a.g + (b.g - a.g) * amount,
                    a.b + (b.b - a.b) * amount };
}

static void
scene_init (Scene *self, guint hash, float aspect)
{
  guint state = hash;
  guint palette = (guint) (draw_number (&state) * G_N_ELEMENTS (palettes));

  self->hash = hash;
  self->aspect = aspect;
  for (guint i = 0; i < 5; i++)
    {
      guint rgb = palettes[palette][i];

      self->colours[i]
          = (Colour) { (float) (rgb >> 16), (float) (rgb >> 8 & 255), (float) (rgb & 255) };
    }
  self->sun_x = (0.15f + 0.7f * draw_number (&state)) * aspect;
  self->sun_y = 0.16f + 0.3f * draw_number (&state);
  self->sun_radius = (0.06f + 0.08f * draw_number (&state)) * MIN (1.0f, aspect * 1.2f);
  for (guint i = 0; i < LAYERS; i++)
    {
      self->phase[i] = 40.0f * draw_number (&state);
      self->pitch[i] = 1.5f + 2.5f * draw_number (&state);
    }
  for (guint i = 0; i < DISCS; i++)
    {
      self->disc_x[i] = draw_number (&state) * aspect;
      self->disc_y[i] = draw_number (&state);
      self->disc_radius[i] = 0.04f + 0.16f * draw_number (&state);
    }
  self->tiles = 3 + (int) (4.0f * draw_number (&state));
}

/* How high the hills of a layer stand at @x: 0 the top of the picture, 1 the bottom. */
static float
ridge (const Scene *self, guint layer, float x)
{
  float p = self->phase[layer];
  float f = self->pitch[layer];

  return 0.42f + 0.13f * (float) layer + 0.07f * sinf (x * f + p)
         + 0.035f * sinf (x * f * 2.3f + p * 1.7f) + 0.012f * sinf (x * f * 7.1f + p * 0.6f);
}

static Colour
paint_sky (const Scene *self, float x, float y)
{
  Colour sky = blend (self->colours[0], self->colours[1], y * 1.7f);
  float dx = x - self->sun_x;
  float dy = y - self->sun_y;
  float distance = sqrtf (dx * dx + dy * dy);
  Colour light = { 255.0f, 250.0f, 232.0f };

  if (distance < self->sun_radius)
    return light;
  return blend (sky, light, 0.55f * expf (-(distance - self->sun_radius) * 9.0f));
}

static Colour
paint_hills (const Scene *self, float x, float y, const float *ridges)
{
  Colour colour = paint_sky (self, x, y);

  for (guint i = 0; i < LAYERS - 1; i++)
    {
      if (y > ridges[i])
        colour = blend (self->colours[i + 1], self->colours[1], 0.35f - (y - ridges[i]) * 1.6f);
    }
  return colour;
}

static Colour
paint_night (const Scene *self, float x, float y, const float *ridges)
{
  Colour deep = blend (self->colours[4], (Colour) { 12.0f, 16.0f, 38.0f }, 0.75f);
  Colour colour = blend (deep, self->colours[2], y * y * 0.9f);
  float dx = x - self->sun_x;
  float dy = y - self->sun_y;
  guint cell_x = (guint) (x * 42.0f);
  guint cell_y = (guint) (y * 42.0f);
  guint star = scramble (self->hash ^ (cell_x * 7919u + cell_y * 104729u));
  float moon = sqrtf (dx * dx + dy * dy);

  if (star % 11 == 0)
    {
      float sx = ((float) cell_x + 0.2f + (float) (star >> 8 & 255) / 425.0f) / 42.0f - x;
      float sy = ((float) cell_y + 0.2f + (float) (star >> 16 & 255) / 425.0f) / 42.0f - y;

      colour
          = blend (colour, (Colour) { 255, 252, 240 }, 1.1f - sqrtf (sx * sx + sy * sy) * 320.0f);
    }
  colour = blend (colour, (Colour) { 250, 244, 220 }, (self->sun_radius - moon) * 160.0f);
  for (guint i = 1; i < LAYERS - 1; i++)
    {
      if (y > ridges[i])
        colour = blend (deep, self->colours[2], 0.36f - 0.11f * (float) i);
    }
  return colour;
}

static Colour
paint_waves (const Scene *self, float x, float y, const float *ridges)
{
  float sway = 0.05f * sinf (x * self->pitch[0] + self->phase[0])
               + 0.03f * sinf (x * 5.0f + self->phase[1] + y * 3.0f);
  float level = (y + sway) * 7.0f;
  int band = (int) floorf (level);
  float inside = level - (float) band;
  Colour colour = self->colours[CLAMP (band, 0, 6) * 4 / 6];

  return blend (colour, (Colour) { 255, 255, 255 },
                inside < 0.12f ? 0.35f : 0.12f * (1.0f - inside));
}

static Colour
paint_discs (const Scene *self, float x, float y, const float *ridges)
{
  Colour colour = blend (self->colours[1], self->colours[3], (x / self->aspect + y) * 0.5f);

  for (guint i = 0; i < DISCS; i++)
    {
      float dx = x - self->disc_x[i];
      float dy = y - self->disc_y[i];
      float edge = (self->disc_radius[i] - sqrtf (dx * dx + dy * dy)) * 90.0f;

      if (edge > 0.0f)
        colour = blend (colour, self->colours[i % 2 == 0 ? 0 : i % 5], 0.38f * MIN (edge, 1.0f));
    }
  return colour;
}

/* Quarter discs in a grid. */
static Colour
paint_tiles (const Scene *self, float x, float y, const float *ridges)
{
  float size = MIN (1.0f, self->aspect) / (float) self->tiles;
  guint column = (guint) (x / size);
  guint row = (guint) (y / size);
  float u = x / size - (float) column;
  float v = y / size - (float) row;
  guint tile = scramble (self->hash + column * 31u + row * 1009u);
  Colour back = self->colours[tile % 5];
  Colour front = self->colours[(tile % 5 + 1 + (tile >> 4) % 4) % 5];

  if (tile >> 8 & 1)
    u = 1.0f - u;
  if (tile >> 9 & 1)
    v = 1.0f - v;
  if ((tile >> 10) % 5 == 0)
    return blend (back, front,
                  (0.36f - sqrtf ((u - 0.5f) * (u - 0.5f) + (v - 0.5f) * (v - 0.5f))) * 60.0f);
  return blend (back, front, (0.96f - sqrtf (u * u + v * v)) * 60.0f);
}

typedef Colour (*Motif) (const Scene *self, float x, float y, const float *ridges);

GdkPixbuf *
sandbox_paint (guint hash, int width, int height, const SandboxCrop *crop)
{
  static const Motif motifs[]
      = { paint_hills, paint_night, paint_waves, paint_discs, paint_tiles, paint_hills };
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, crop->width, crop->height);
  Motif motif = motifs[scramble (hash ^ 0x5bd1e995u) % G_N_ELEMENTS (motifs)];
  guchar *pixels = gdk_pixbuf_get_pixels (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);
  g_autofree float *ridges = g_new (float, (gsize) crop->width *LAYERS);
  Scene scene;

  scene_init (&scene, scramble (hash), (float) width / (float) height);
  for (int column = 0; column < crop->width; column++)
    {
      for (guint i = 0; i < LAYERS; i++)
        ridges[column * LAYERS + (int) i]
            = ridge (&scene, i, (float) (column + crop->x) / (float) height);
    }
  for (int row = 0; row < crop->height; row++)
    {
      guchar *pixel = pixels + row * stride;
      float y = (float) (row + crop->y) / (float) height;

      for (int column = 0; column < crop->width; column++, pixel += 3)
        {
          Colour colour = motif (&scene, (float) (column + crop->x) / (float) height, y,
                                 ridges + column * LAYERS);

          pixel[0] = (guchar) CLAMP (colour.r, 0.0f, 255.0f);
          pixel[1] = (guchar) CLAMP (colour.g, 0.0f, 255.0f);
          pixel[2] = (guchar) CLAMP (colour.b, 0.0f, 255.0f);
        }
    }
  return pixbuf;
}

GdkPixbuf *
sandbox_paint_face (guint hash, int size, gboolean on_nothing)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, size, size);
  guchar *pixels = gdk_pixbuf_get_pixels (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);
  float radius = on_nothing ? 0.48f : 0.36f;
  float sharp = (float) size * 0.7f;
  Scene scene;

  scene_init (&scene, scramble (hash), 1.0f);
  for (int row = 0; row < size; row++)
    {
      guchar *pixel = pixels + row * stride;

      for (int column = 0; column < size; column++, pixel += 4)
        {
          float x = ((float) column + 0.5f) / (float) size - 0.5f;
          float y = ((float) row + 0.5f) / (float) size - 0.5f;
          float edge = CLAMP ((radius - sqrtf (x * x + y * y)) * sharp + 0.5f, 0.0f, 1.0f);
          float eye = sqrtf ((fabsf (x) - radius * 0.38f) * (fabsf (x) - radius * 0.38f)
                             + (y + radius * 0.18f) * (y + radius * 0.18f) * 0.5f);
          float mouth = fabsf (sqrtf (x * x + (y - radius * 0.02f) * (y - radius * 0.02f))
                               - radius * 0.55f);
          Colour back = blend (scene.colours[0], scene.colours[2], y + 0.5f);
          Colour skin = on_nothing ? blend ((Colour) { 255, 226, 120 }, scene.colours[1], 0.35f)
                                   : blend (scene.colours[1], (Colour) { 255, 238, 214 }, 0.8f);
          Colour dark = blend (scene.colours[4], (Colour) { 40, 30, 40 }, 0.5f);
          Colour colour = blend (back, skin, edge);

          colour = blend (colour, dark, (radius * 0.12f - eye) * sharp);
          if (y > radius * 0.15f)
            colour = blend (colour, dark, (radius * 0.06f - mouth) * sharp);
          pixel[0] = (guchar) colour.r;
          pixel[1] = (guchar) colour.g;
          pixel[2] = (guchar) colour.b;
          pixel[3] = on_nothing ? (guchar) (edge * 255.0f) : 255;
        }
    }
  return pixbuf;
}
