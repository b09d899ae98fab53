/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sandbox-call.h"

G_BEGIN_DECLS

/* The server's insides, for the files that make it up. */

/**
 * SandboxFault:
 * @name: the part of `name:argument` before the colon
 * @left: how many requests it is for; -1 for all
 */
typedef struct
{
  char *name;
  char *argument;
  int left;
} SandboxFault;

/**
 * SandboxServer:
 * @requests: (element-type SandboxRequest)
 * @forgotten: how many requests were forgotten before the first of @requests
 * @violations: (element-type utf8): what a client must never do, and did
 * @faults: (element-type utf8 SandboxFault): by path
 * @pictures: (element-type utf8 GBytes): drawn pictures, by path
 * @picture_order: (element-type utf8): their paths, the one used last at the head
 */
struct _SandboxServer
{
  GObject parent_instance;

  SandboxOptions options;
  SoupServer *soup;
  GSocketService *listener;
  char *origin;
  SandboxWorld *world;
  GPtrArray *requests;
  guint forgotten;
  GPtrArray *violations;
  GHashTable *faults;
  GHashTable *pictures;
  GQueue picture_order;
  gsize picture_bytes;
};

/** Starts again with a new world, no faults and no record */
void sandbox_server_reset (SandboxServer *self);

/** Notes what a client must never do */
void sandbox_server_add_violation (SandboxServer *self,
                                   const SandboxRequest *request,
                                   const char *what);

/** Takes the fault that this request is to meet; (transfer full) (nullable) */
SandboxFault *sandbox_faults_take (SandboxServer *self, const char *path);
void sandbox_fault_free (SandboxFault *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxFault, sandbox_fault_free)

/** Returns: whether @text names a fault that sandbox_server_fail() knows */
gboolean sandbox_faults_know (const char *text);

/** Returns: whether the request is answered by the fault alone, without anything being done */
gboolean sandbox_fault_acts_instead (const SandboxFault *self);

/** Answers @call in place of the service */
void sandbox_fault_answer (const SandboxFault *self, SandboxCall *call);

/** Spoils an envelope that is about to be sent */
void sandbox_fault_spoil_envelope (const SandboxFault *self, SandboxCall *call);

/** Returns: (transfer full): @body, spoilt */
GBytes *sandbox_fault_spoil_body (const SandboxFault *self, GBytes *body);

/** Answers a request for the control interface */
void sandbox_control_answer (SandboxServer *self, SoupServerMessage *message, const char *path);

/** Puts people, posts, votes, drafts and uploads into @output; @mid (nullable): only that one's */
void sandbox_state_describe (SandboxServer *self, const char *mid, JsonObject *output);

/** Answers a request for a picture host (sandbox-pictures.c) */
void sandbox_pictures_answer (SandboxCall *call);

G_END_DECLS
