import assert from 'node:assert/strict';
import { fillPath } from '@lyceum/common/client';
import type { Citation } from '@lyceum/contracts/chatbot/citation';
import { type Message, streamAnswer } from '@lyceum/contracts/chatbot/message';
import { readEvents } from '@lyceum/testing/event-stream';
import type { Visitor } from '../../src/tutor.ts';

export interface ReadAnswer {
  /** What the pieces make together. */
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly message: Message;
  readonly connections: number;
}

/** Reads an answer to its end; the connection is cut after each of so many events. */
export async function readAnswer(
  { api, token }: Visitor,
  { id: messageId }: Pick<Message, 'id'>,
  cutsAfter: readonly number[] = [],
  onCut: (connection: number) => void = () => undefined,
): Promise<ReadAnswer> {
  let lastEventId: string | undefined;
  let text = '';
  const citations: Citation[] = [];
  for (let connections = 1; ; connections += 1) {
    const leaving = new AbortController();
    const response = await api.raw(fillPath(streamAnswer, { messageId }, {}), {
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'text/event-stream',
        ...(lastEventId && { 'last-event-id': lastEventId }),
      },
      signal: leaving.signal,
    });
    assert.equal(response.status, 200, `the stream answered ${response.status}`);
    const limit = cutsAfter[connections - 1] ?? Number.POSITIVE_INFINITY;
    let count = 0;
    for await (const { id, data } of readEvents(response)) {
      const event = streamAnswer.response.parse(data);
      lastEventId = id;
      if (event.type === 'text') text += event.text;
      if (event.type === 'citation') citations.push(event.citation);
      if (event.type === 'end') return { text, citations, message: event.message, connections };
      count += 1;
      if (count === limit) break;
    }
    leaving.abort();
    onCut(connections);
  }
}
