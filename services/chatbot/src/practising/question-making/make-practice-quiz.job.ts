import { DomainError } from '@lyceum/common/errors';
import { defineJob, handle, type JobHandler, type JobRun } from '@lyceum/common/jobs';
import type { PracticeFailure } from '@lyceum/contracts/chatbot/practice';
import { quizOpen } from '@lyceum/contracts/chatbot/refusal';
import { serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import type { Models } from '@lyceum/llm/task-models';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { type StudyGate, toPerson } from '../../gate/study-gate.ts';
import { PassageEntity, type PassageRow } from '../../knowing/passage/passage.entity.ts';
import { PracticeQuestionEntity } from '../practice-question/practice-question.entity.ts';
import { PracticeQuizEntity, type PracticeQuizRow } from '../practice-quiz/practice-quiz.entity.ts';
import { requirePractice } from '../practice-quiz/require-practice.ts';
import { makeGaps } from '../question-text/make-gaps.ts';
import { samplePassages } from '../question-text/sample-passages.ts';
import { toQuestionRow, type VerifiedDraft } from './to-question-row.ts';
import { writeQuestions } from './write-questions.ts';

export const makePracticeQuiz = defineJob('chatbot.make-practice-quiz', z.object({ quizId: z.uuid() }), {
  attempts: 3,
  backoffMs: 2_000,
  places: { perProcess: 50, perPerson: 1 },
});

interface Making {
  readonly models: Models;
  readonly gate: StudyGate;
}

/** More of a lesson is not looked at: it would keep the process busy. */
const maxLength = 20_000;

/** Makes the questions of a quiz: first those of a model that hold, then gaps of sentences that are not used yet. */
export function handleMakePracticeQuiz(making: Making): JobHandler {
  return handle(
    makePracticeQuiz,
    async ({ quizId: id }, run) => {
      const quiz = await run.read((db) => db.findOneBy(PracticeQuizEntity, { id, status: 'making' }));
      if (!quiz) return;
      try {
        const drafts = await makeDrafts(quiz, run, making);
        await run.transact((db) => (drafts.length === 0 ? end(db, id, 'too-little-text') : fill(db, quiz, drafts)));
      } catch (error) {
        const failure = toFailure(error);
        if (failure) return run.transact((db) => end(db, id, failure));
        if (run.isFinal(error)) await run.transact((db) => end(db, id, 'interrupted'));
        throw error;
      }
    },
    { giveUp: ({ quizId }, { transact }) => transact((db) => end(db, quizId, 'interrupted')) },
  );
}

async function makeDrafts(
  quiz: PracticeQuizRow,
  { ctx, signal, read }: JobRun,
  { models, gate }: Making,
): Promise<VerifiedDraft[]> {
  const { personId: userId, roles, locale, kind, count } = quiz;
  const person = toPerson({ ...ctx, locale }, { id: userId, roles });
  const { versionId, language } = await requirePractice(gate, quiz, person);
  const all = await read((db) => db.find(PassageEntity, { where: { versionId }, order: { position: 'ASC' } }));
  const passages = samplePassages<PassageRow>(all, maxLength);
  const choices = { choice: count, mixed: Math.ceil(count / 2), gap: 0 }[kind];
  const task = models.forCaller({ ...ctx, locale, task: 'tutor', userId, roles });
  const written = choices === 0 ? [] : await writeQuestions(passages, choices, { models: task, language, signal });
  const free = makeGaps(passages).filter(({ passage, span }) =>
    written.every((one) => one.passage.id !== passage.id || one.span.to <= span.from || span.to <= one.span.from),
  );
  const withOptions = free.filter(({ wrongTexts }) => wrongTexts.length === 3).slice(0, choices - written.length);
  const typed = free.filter((draft) => !withOptions.includes(draft)).slice(0, count - written.length - withOptions.length);
  return [
    ...written,
    ...withOptions.map((draft) => ({ ...draft, model: null })),
    ...typed.map((draft) => ({ ...draft, wrongTexts: [], model: null })),
  ];
}

async function fill(db: EntityManager, { id }: PracticeQuizRow, drafts: readonly VerifiedDraft[]): Promise<void> {
  const locked = await db.findOne(PracticeQuizEntity, { where: { id, status: 'making' }, lock: { mode: 'pessimistic_write' } });
  if (!locked) return;
  await db.insert(
    PracticeQuestionEntity,
    drafts.map((draft, position) => toQuestionRow(draft, { quizId: id, position })),
  );
  await db.update(PracticeQuizEntity, { id }, { status: 'ready', made: drafts.length });
}

async function end(db: EntityManager, id: string, failure: PracticeFailure): Promise<void> {
  await db.update(PracticeQuizEntity, { id, status: 'making' }, { status: 'failed', failure });
}

/** What the gate says of it now; undefined of what may pass or is a bug. */
function toFailure(error: unknown): PracticeFailure | undefined {
  if (!(error instanceof DomainError) || error.problem.code === serviceUnavailable.code) return;
  return error.problem.code === quizOpen.code ? 'quiz-open' : 'lesson-closed';
}
