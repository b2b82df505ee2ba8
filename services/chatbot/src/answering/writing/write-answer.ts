import type { Context } from '@lyceum/common/context';
import { handle, type JobRun } from '@lyceum/common/jobs';
import type { LiveLogs } from '@lyceum/common/live-log';
import { enqueue } from '@lyceum/common/outbox';
import type { OnBehalf } from '@lyceum/common/service-client';
import type { AnswerFailureCode } from '@lyceum/contracts/chatbot/message';
import { ModelFailure } from '@lyceum/llm/model-failure';
import type { Models, TaskModels } from '@lyceum/llm/task-models';
import type { EntityManager } from 'typeorm';
import { ConversationEntity, type ConversationRow } from '../../conversing/conversation/conversation.entity.ts';
import { type AnswerRequest, MessageEntity, type MessageRow } from '../../conversing/message/message.entity.ts';
import type { StudyGate } from '../../gate/study-gate.ts';
import { createAnswerReader } from '../answer-reading/answer-reader.ts';
import { findScope, type Scope } from '../grounding/find-scope.ts';
import { type Grounds, gatherPassages } from '../grounding/gather-passages.ts';
import { writeSearchResult } from '../grounding/write-search-result.ts';
import { findHistory } from '../history/find-history.ts';
import { summariseConversation } from '../history/summarise-conversation.job.ts';
import { buildPrompt } from '../prompt/build-prompt.ts';
import { type AnswerLog, openAnswerLog } from './answer-log.ts';
import { answerQuestion } from './answer-question.job.ts';
import { askModel, type ModelEnd } from './ask-model.ts';
import { concludeAnswer } from './conclude-answer.ts';
import { type AnswerEnd, changePending, endAnswer } from './end-answer.ts';
import { toRefusal } from './to-refusal.ts';

const maxLength = 20_000;

export interface WriterNeeds {
  readonly models: Models;
  readonly gate: StudyGate;
  readonly logs: LiveLogs;
  readonly config: { readonly PUBLIC_URL: string; readonly TUTOR_SILENCE_SECONDS: number };
}

type Answer = MessageRow & { readonly request: AnswerRequest };

interface Pending {
  readonly answer: Answer;
  readonly conversation: ConversationRow;
  /** Empty when there was none. */
  readonly questionBefore: string;
}

const toEnd = (end: Omit<AnswerEnd, 'text' | 'citations'>): AnswerEnd => ({ text: '', citations: [], ...end });

/** Writes an answer once. What a process left half written is marked so, and written anew only when somebody wants it. */
export function answerQuestionJob(needs: WriterNeeds) {
  const { logs } = needs;

  return handle(
    answerQuestion,
    async ({ messageId }, run) => {
      const pending = await run.read((db) => findPending(db, messageId));
      if (!pending) return;
      const log = openAnswerLog(logs, run.ctx.space, pending.answer);
      if (pending.answer.status === 'writing') return interrupt(run, pending.answer, log);
      try {
        const end = await write(needs, run, pending, log);
        if (end) await finish(run, pending.answer, end);
      } catch (error) {
        await interrupt(run, pending.answer, log);
        throw error;
      }
      await log.append([{ type: 'end' }]);
    },
    {
      async giveUp({ messageId }, run) {
        const pending = await run.read((db) => findPending(db, messageId));
        if (pending) await interrupt(run, pending.answer, openAnswerLog(logs, run.ctx.space, pending.answer));
      },
    },
  );

  async function interrupt({ ctx, transact }: JobRun, answer: Answer, log: AnswerLog): Promise<void> {
    const written = await log.readSoFar();
    await transact((db) => endAnswer(db, ctx, answer, { ...written, status: 'interrupted' }));
    await log.append([{ type: 'end' }]);
  }

  async function finish({ ctx, transact }: JobRun, answer: Answer, end: AnswerEnd): Promise<void> {
    await transact(async (db) => {
      const isEnded = await endAnswer(db, ctx, answer, end);
      if (isEnded && end.outcome === 'answered') await enqueue(db, ctx, summariseConversation, { messageId: answer.id });
    });
  }
}

/** How it ended; null when somebody ended it before it was begun. */
async function write(needs: WriterNeeds, run: JobRun, pending: Pending, log: AnswerLog): Promise<AnswerEnd | null> {
  const { answer, conversation } = pending;
  const { mode, request } = answer;
  const person = toReader(run.ctx, answer);
  const scopeNow = () => findScope(needs.gate, run.read, conversation.topic, person);
  const scope = await scopeNow().catch(toRefusal);
  if (scope === null) return toEnd({ status: 'interrupted' });
  if (typeof scope === 'string') return toEnd({ status: 'failed', failure: scope });

  const grounds = await run.read((db) => gatherPassages(db, scope, { mode, request, questionBefore: pending.questionBefore }));
  const caller = { task: 'tutor', ...person, userId: person.id } as const;
  const tasks = needs.models.forCaller(caller);
  const order = grounds.isEnough ? await tasks.getOrder().catch(toOrder) : { names: [], outline: false };
  const sourceLessonIds = scope.openLessons ? [...new Set(grounds.passages.map(({ lessonId }) => lessonId))] : [];
  // Before it counts as written: whoever sees that looks for a sign of life.
  await log.giveSign();
  const isBegun = await run.transact((db) =>
    changePending(db, answer, ['queued'], {
      ...{ status: 'writing', sourceLessonIds, searchedFor: [...grounds.searchedFor] },
      model: order?.names[0] ?? null,
    }),
  );
  if (!isBegun) return null;
  if (!grounds.isEnough) return toEnd({ status: 'finished', outcome: 'not-found' });
  if (!order) return toEnd({ status: 'failed', failure: 'models-unavailable' });
  if (order.names.length === 0) return toSearchResult(grounds, request);

  const findRefusal = async () => refuses(await scopeNow().catch(toRefusal), sourceLessonIds);
  const { end, ...written } = await haveWritten(needs, run, { pending, scope, grounds, tasks, log, findRefusal });
  const refusal = await findRefusal();
  if (refusal) return concludeAnswer(refusal, mode, written);
  if (end === 'models-unavailable' && order.outline && written.text === '') return toSearchResult(grounds, request);
  return concludeAnswer(end, mode, written);
}

interface Writing {
  readonly pending: Pending;
  readonly scope: Scope;
  readonly grounds: Grounds;
  readonly tasks: TaskModels;
  readonly log: AnswerLog;
  findRefusal(): Promise<AnswerFailureCode | null>;
}

async function haveWritten({ config }: WriterNeeds, run: JobRun, { pending, scope, grounds, tasks, log, findRefusal }: Writing) {
  const { answer } = pending;
  const { openLessons } = scope;
  const history = await run.read((db) => findHistory(db, { answer, openLessons }));
  const { messages, sources } = buildPrompt({ ...answer, passages: grounds.passages, history });
  const reader = createAnswerReader({ sources, origin: config.PUBLIC_URL, maxLength });
  const silenceMs = config.TUTOR_SILENCE_SECONDS * 1000;
  const end: ModelEnd = await askModel({ tasks, messages, reader, log, silenceMs, findRefusal, signal: run.signal });
  // What is left open is closed, however it ended.
  reader.end();
  const { text, citations, droppedCitations, saysNotFound } = reader;
  return { end, text, citations, droppedCitations, saysNotFound };
}

async function findPending(db: EntityManager, id: string): Promise<Pending | null> {
  const answer = await db.findOneBy(MessageEntity, { id });
  const conversation = answer && (await db.findOneBy(ConversationEntity, { id: answer.conversationId }));
  if (!conversation || !answer.request || !['queued', 'writing'].includes(answer.status)) return null;
  const [, before] = await db.find(MessageEntity, {
    where: { conversationId: conversation.id, author: 'learner' },
    order: { createdAt: 'DESC', id: 'DESC' },
    take: 2,
  });
  return { answer: { ...answer, request: answer.request }, conversation, questionBefore: before?.text ?? '' };
}

const toReader = ({ space, requestId }: Context, { personId: id, request: { roles, locale } }: Answer): OnBehalf => ({
  ...{ id, roles, space, locale, requestId },
});

function refuses(scope: Scope | AnswerFailureCode | null, sourceLessonIds: readonly string[]): AnswerFailureCode | null {
  if (scope === null || typeof scope === 'string') return scope;
  const { openLessons } = scope;
  return openLessons === null || sourceLessonIds.every((id) => openLessons.includes(id)) ? null : 'lesson-closed';
}

/** Null while nobody can say which models there are. */
function toOrder(error: unknown): null {
  if (error instanceof ModelFailure) return null;
  throw error;
}

function toSearchResult({ passages }: Grounds, { question, quote, locale }: AnswerRequest): AnswerEnd {
  return { ...writeSearchResult(passages, `${question} ${quote}`, locale), status: 'finished', outcome: 'search-result' };
}
