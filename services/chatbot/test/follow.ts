import { fillPath } from '@lyceum/common/client';
import { followConversation } from '@lyceum/contracts/chatbot/conversation-live';
import type { TestActor } from '@lyceum/testing/actors';
import { type ReceivedEvent, readEvents } from '@lyceum/testing/event-stream';
import { service } from './chatbot-service.ts';

/** A follower of a conversation; the test ends it. */
export interface TestFollower {
  readonly status: number;
  /** The next event; undefined at the end of the stream. */
  next(): Promise<ReceivedEvent | undefined>;
  leave(): Promise<void>;
}

export async function follow(as: TestActor, conversationId: string, lastEventId?: string): Promise<TestFollower> {
  const leaving = new AbortController();
  const response = await fetch(service.url + fillPath(followConversation, { conversationId }, {}), {
    headers: {
      authorization: `Bearer ${service.token(as)}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
    signal: leaving.signal,
  });
  const events = response.ok ? readEvents(response) : undefined;
  return {
    status: response.status,
    async next() {
      const result = await events?.next();
      return result?.done ? undefined : result?.value;
    },
    async leave() {
      leaving.abort();
      if (!events) await response.body?.cancel().catch(() => undefined);
    },
  };
}
