import { randomUUID } from 'node:crypto';
import { newId } from '@lyceum/common/database';
import { providerSettings } from '@lyceum/contracts/models/provider';
import { type OpenAiDouble, startOpenAiDouble } from '@lyceum/llm/testing/openai-double';
import { type Budget, setTaskProviders } from '@lyceum/llm/testing/test-models';
import type { TestActor } from '@lyceum/testing/actors';
import { z } from 'zod';
import {
  PracticeQuestionEntity,
  type PracticeQuestionRow,
} from '../src/practising/practice-question/practice-question.entity.ts';
import { PracticeQuizEntity, type PracticeQuizRow } from '../src/practising/practice-quiz/practice-quiz.entity.ts';
import type { WrittenQuestion } from '../src/practising/question-text/verify-question.ts';
import { service } from './chatbot-service.ts';

const running: OpenAiDouble[] = [];

/** Registered by a test file that asks doubles. */
export async function stopDoubles(): Promise<void> {
  await Promise.all(running.splice(0).map((double) => double.stop()));
}

/** A space of its own whose tutor is a double of its own. */
export async function startTutor({ budget }: { budget?: Budget } = {}): Promise<{ space: string; double: OpenAiDouble }> {
  const double = await startOpenAiDouble();
  running.push(double);
  const space = `s-${randomUUID().slice(0, 8)}`;
  const settings = providerSettings.parse({
    ...{ kind: 'openai-compatible', name: `double ${space}`, baseUrl: double.baseUrl, model: 'test-model', timeoutSeconds: 5 },
  });
  setTaskProviders(space, 'tutor', {
    ...{ providers: [{ id: randomUUID(), settings, key: '' }], outline: true },
    ...(budget && { budget }),
  });
  return { space, double };
}

const askedPassages = z.object({
  passages: z.array(z.object({ id: z.string(), text: z.string() })),
  alreadyAsked: z.array(z.string()),
});

interface AskedOfDouble {
  readonly passages: readonly { id: string; text: string }[];
  readonly alreadyAsked: readonly string[];
  /** Id under which the passage with these words was sent. */
  idWith(words: string): string;
}

/** What the double says to each call: questions, from the passages it was sent. */
export function writeQuestionsWith(
  { answerWith }: OpenAiDouble,
  write: (asked: AskedOfDouble, call: number) => readonly WrittenQuestion[],
): void {
  let calls = 0;
  answerWith(({ messages }) => {
    const { passages, alreadyAsked } = askedPassages.parse(JSON.parse(messages.at(-1)?.content ?? ''));
    const idWith = (words: string) => passages.find(({ text }) => text.includes(words))?.id ?? '';
    calls += 1;
    return { questions: write({ passages, alreadyAsked, idWith }, calls) };
  });
}

/** A quiz of this person in their conversation, without questions yet. */
export async function buildPracticeQuiz(
  as: TestActor,
  overrides: Pick<PracticeQuizRow, 'conversationId' | 'courseId' | 'lessonId'> & Partial<PracticeQuizRow>,
): Promise<PracticeQuizRow> {
  const row: PracticeQuizRow = {
    ...{ id: newId(), personId: as.id, roles: [...as.roles], locale: 'ru', kind: 'mixed', count: 1, status: 'ready' },
    ...{ failure: null, made: 1, answered: 0, answeredRight: 0, createdAt: service.clock.now() },
    ...overrides,
  };
  await service.rows((db) => db.insert(PracticeQuizEntity, row), as.space);
  return row;
}

/** A question whose answer is «пользователь». */
export async function buildPracticeQuestion(
  { id: quizId, courseId, lessonId }: PracticeQuizRow,
  overrides: Partial<PracticeQuestionRow> = {},
): Promise<PracticeQuestionRow> {
  const row: PracticeQuestionRow = {
    ...{ id: newId(), quizId, position: 0, kind: 'choice', text: 'Кто видит сбой?', rightOption: 1, rightText: 'пользователь' },
    options: ['разработчик', 'пользователь', 'заказчик', 'компилятор'],
    ...{ passageId: newId(), quote: 'а сбой видит пользователь', model: null },
    place: { courseId, lessonId, headingPath: ['Курс', 'Урок 1'], blockId: 'b1', second: null },
    ...{ givenOption: null, givenText: null, isRight: null, answeredAt: null },
    ...overrides,
  };
  await service.rows((db) => db.insert(PracticeQuestionEntity, row));
  return row;
}
