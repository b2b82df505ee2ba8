import type { Context } from '@lyceum/common/context';
import type { LiveLogs, LogEntry } from '@lyceum/common/live-log';
import { type ConversationEvent, conversationEvent } from '@lyceum/contracts/chatbot/conversation-live';
import { z } from 'zod';

const logSeconds = 900;
const maxEntries = 1000;

export interface Announcement {
  readonly event: ConversationEvent;
  /** Who did it, and so needs no word of it; null of the tutor. */
  readonly from: string | null;
}

const announcement = z.object({ event: conversationEvent, from: z.uuid().nullable() });

export const toLogKey = (space: string, conversationId: string): string => `conversation:${space}:${conversationId}`;

/** Says what happens in a conversation to all who follow it now or come back within a quarter of an hour. Rejects while Redis is away. */
export function announce(
  logs: LiveLogs,
  { space }: Pick<Context, 'space'>,
  conversationId: string,
  event: ConversationEvent,
  from: string | null = null,
): Promise<void> {
  return logs.append(toLogKey(space, conversationId), JSON.stringify({ event, from }), logSeconds, maxEntries);
}

export const readAnnouncement = ({ data }: LogEntry): Announcement => announcement.parse(JSON.parse(data));
