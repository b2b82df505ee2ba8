import { fillPath } from '@lyceum/common/client';
import { getMessage, type Message, streamAnswer } from '@lyceum/contracts/chatbot/message';
import { readEvents } from '@lyceum/testing/event-stream';
import { poll } from '../../src/poll.ts';
import type { Visitor } from '../../src/tutor.ts';

/** Follows an answer as far as its first words, which it returns, and leaves. */
export async function readBeginning({ api, token }: Visitor, { id: messageId }: Pick<Message, 'id'>): Promise<string> {
  const leaving = new AbortController();
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
  const response = await api.raw(fillPath(streamAnswer, { messageId }, {}), { headers, signal: leaving.signal });
  const events = readEvents(response);
  const { value } = await events.next();
  await events.return(undefined);
  leaving.abort();
  const event = streamAnswer.response.parse(value?.data);
  if (event.type !== 'text') throw new Error(`the answer begins with ${event.type}`);
  return event.text;
}

/** Polls an answer until it is final. */
export function waitForEnd({ api, token }: Visitor, { id: messageId }: Pick<Message, 'id'>): Promise<Message> {
  return poll('the end of the answer', 30_000, async () => {
    const response = await api.send(getMessage, { token, params: { messageId } });
    if (!response.ok) return undefined;
    const found = getMessage.response.parse(await response.json());
    return ['queued', 'writing'].includes(found.status) ? undefined : found;
  });
}
