import assert from 'node:assert/strict';
import { fillPath } from '@lyceum/common/client';
import { readEvents } from '@lyceum/common/server-sent-events';
import type { Citation } from '@lyceum/contracts/chatbot/citation';
import { startConversation } from '@lyceum/contracts/chatbot/conversation';
import { askTutor, getPassage, type Message, streamAnswer } from '@lyceum/contracts/chatbot/message';
import { archiveCourse, createCourse } from '@lyceum/contracts/courses/course';
import { createLesson, createModule } from '@lyceum/contracts/courses/draft';
import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';
import { getLesson } from '@lyceum/contracts/courses/outline';
import { publishCourse } from '@lyceum/contracts/courses/revision';
import type { z } from 'zod';
import type { Api } from './api.ts';
import { poll } from './poll.ts';

export interface Visitor {
  readonly api: Api;
  readonly token: string;
}

export interface TaughtLesson {
  readonly courseId: string;
  readonly lessonId: string;
}

export const sentence = 'Дефект живёт в коде, а сбой видит пользователь.';

export const textLesson: LessonContent = {
  type: 'text',
  blocks: [
    {
      id: 'intro',
      type: 'markdown',
      text: '## Зачем проверять\n\nПроверка стоит дешевле, чем ошибка у покупателя. Чем раньше её нашли, тем лучше.',
    },
    {
      id: 'defect',
      type: 'markdown',
      text: `## Ошибка, дефект, сбой\n\nЧеловек ошибается, и в программе появляется дефект. ${sentence} Не каждый дефект приводит к сбою.`,
    },
  ],
};

/** A course of these lessons, published. */
export async function teach(
  { api, token }: Visitor,
  contents: readonly LessonContent[],
  details: Partial<z.input<typeof createCourse.body>> = {},
): Promise<TaughtLesson[]> {
  const card = { title: 'Проверка программ', language: 'ru', ...details } as const;
  const { body: course } = await api.call(createCourse, { token, body: card });
  const params = { courseId: course.id };
  const { body: module } = await api.call(createModule, { token, params, body: { title: 'Начало' } });
  const lessons: TaughtLesson[] = [];
  for (const [index, content] of contents.entries()) {
    const { body } = await api.call(createLesson, {
      token,
      params,
      body: { moduleId: module.id, title: `Урок ${index + 1}`, content },
    });
    lessons.push({ courseId: course.id, lessonId: body.id });
  }
  await api.call(publishCourse, { token, params, body: {} });
  return lessons;
}

export const retire = ({ api, token }: Visitor, { courseId }: TaughtLesson) =>
  api.call(archiveCourse, { token, params: { courseId } });

/** Asks in a conversation of its own about the lesson. */
export async function ask({ api, token }: Visitor, { courseId, lessonId }: TaughtLesson, text: string): Promise<Message> {
  const topic = { at: 'lesson', courseId, lessonId } as const;
  const { body: conversation } = await api.call(startConversation, { token, body: { topic } });
  const { body } = await api.call(askTutor, { token, params: { conversationId: conversation.id }, body: { text } });
  return body.answer;
}

/** Reads the event stream of an answer to its end. */
async function readToEnd({ api, token }: Visitor, { id: messageId }: Pick<Message, 'id'>): Promise<Message> {
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
  const { status, body } = await api.raw(fillPath(streamAnswer, { messageId }, {}), { headers });
  assert.ok(status === 200 && body, `the stream answered ${status}`);
  for await (const data of readEvents(body)) {
    const event = streamAnswer.response.parse(JSON.parse(data));
    if (event.type === 'end') return event.message;
  }
  assert.fail('the stream ended before the answer');
}

/** Asks until the lesson is known, which it is soon after it was published. */
export async function askKnown(learner: Visitor, lesson: TaughtLesson, text: string): Promise<Message> {
  const attempt = async () => {
    const answer = await readToEnd(learner, await ask(learner, lesson, text));
    return answer.outcome === 'not-found' ? undefined : answer;
  };
  // A person may ask ten times a minute.
  return poll('an answer from the lesson', 60_000, attempt, 1000);
}

/** Follows a citation to its passage, and to the block of the lesson that has it. */
export async function followCitation({ api, token }: Visitor, { passageId, place, quote }: Citation): Promise<void> {
  const { body: passage } = await api.call(getPassage, { token, params: { passageId } });
  assert.ok(passage.text.includes(quote), `the passage has the words: ${quote}`);
  const { courseId, lessonId, blockId } = place;
  assert.ok(courseId && lessonId, 'the citation names its lesson');
  const { body: lesson } = await api.call(getLesson, { token, params: { courseId, lessonId } });
  if (lesson.body?.type !== 'text') return;
  const block = lesson.body.blocks.find(({ id }) => id === blockId);
  assert.ok(block?.html.replace(/<[^>]+>/g, '').includes(quote), `block ${blockId} of the lesson has the words: ${quote}`);
}
