import { fillPath } from '@lyceum/common/client';
import { askTutor, getMessage, type Message, streamAnswer } from '@lyceum/contracts/chatbot/message';
import type { TestActor } from '@lyceum/testing/actors';
import { readEvents } from '@lyceum/testing/event-stream';
import type { z } from 'zod';
import type { ConversationRow } from '../src/conversing/conversation/conversation.entity.ts';
import { buildConversation } from './build-conversation.ts';
import { type BuiltCourse, buildCourse } from './build-course.ts';
import { service } from './chatbot-service.ts';

export interface Desk {
  readonly course: BuiltCourse;
  readonly learner: TestActor;
  readonly conversation: ConversationRow;
}

/** A learner in a conversation about the first lesson of a course. */
export async function buildDesk(space = 'main', plans?: Parameters<typeof buildCourse>[0]): Promise<Desk> {
  const course = await buildCourse(plans, { space });
  const { courseId, learner, lessons } = course;
  const topic = { at: 'lesson' as const, courseId, lessonId: lessons[0]?.lessonId ?? '' };
  return { course, learner, conversation: await buildConversation(learner, { topic }) };
}

type Asker = Pick<Desk, 'learner' | 'conversation'>;

export const ask = ({ learner, conversation }: Asker, body: Partial<z.input<typeof askTutor.body>> = {}) =>
  service.call(askTutor, {
    ...{ as: learner, params: { conversationId: conversation.id } },
    body: { text: 'Где остаётся дефект и что видит пользователь?', ...body },
  });

export async function readMessage({ learner }: Pick<Desk, 'learner'>, messageId: string): Promise<Message> {
  return (await service.call(getMessage, { as: learner, params: { messageId } })).body;
}

/** Asks, has it answered, and reads the answer. */
export async function askAndRead(desk: Asker, body?: Partial<z.input<typeof askTutor.body>>): Promise<Message> {
  const asked = await ask(desk, body);
  expect(asked.status).toBe(202);
  await service.runJobs();
  return readMessage(desk, asked.body.answer.id);
}

export function openStream(as: TestActor, messageId: string, lastEventId?: string): Promise<Response> {
  return fetch(service.url + fillPath(streamAnswer, { messageId }, {}), {
    headers: { authorization: `Bearer ${service.token(as)}`, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
  });
}

export interface Heard {
  readonly ids: string[];
  readonly text: string;
  readonly end: Message | undefined;
}

/** What a stream says until its end, or until it has said so many events. */
export async function hear(stream: Promise<Response>, max = Number.POSITIVE_INFINITY): Promise<Heard> {
  const ids: string[] = [];
  let text = '';
  let end: Message | undefined;
  for await (const { id = '', data } of readEvents(await stream)) {
    const event = streamAnswer.response.parse(data);
    ids.push(id);
    if (event.type === 'text') text += event.text;
    if (event.type === 'end') end = event.message;
    if (ids.length >= max) break;
  }
  return { ids, text, end };
}
