import { defineJob, handle } from '@lyceum/common/jobs';
import type { LiveLogs } from '@lyceum/common/live-log';
import { conversationEvent } from '@lyceum/contracts/chatbot/conversation-live';
import { z } from 'zod';
import { announce } from './announce.ts';

/** Announces what a transaction has changed, once it has. A repeat makes a client read again what it has. */
export const announceEvent = defineJob(
  'chatbot.announce-event',
  z.object({ conversationId: z.uuid(), event: conversationEvent, from: z.uuid().nullable() }),
  { attempts: 5, backoffMs: 500 },
);

export const announceEventJob = (logs: LiveLogs) =>
  handle(announceEvent, ({ conversationId, event, from }, { ctx }) => announce(logs, ctx, conversationId, event, from));
