import type { Context } from '@lyceum/common/context';
import type { JobRun } from '@lyceum/common/jobs';
import type { LiveLogs } from '@lyceum/common/live-log';
import type { OnBehalf } from '@lyceum/common/service-client';
import type { AnswerFailureCode } from '@lyceum/contracts/chatbot/message';
import type { AnswerStyle } from '@lyceum/contracts/chatbot/tutor-settings';
import { ModelFailure } from '@lyceum/llm/model-failure';
import type { Models, TaskModels } from '@lyceum/llm/task-models';
import type { ConversationRow } from '../../conversing/conversation/conversation.entity.ts';
import type { AnswerRequest, MessageRow } from '../../conversing/message/message.entity.ts';
import type { StudyGate } from '../../gate/study-gate.ts';
import type { Guard } from '../../guarding/guard/create-guard.ts';
import type { Concealment } from '../../guarding/personal-data/conceal.ts';
import { findConcealment } from '../../guarding/personal-data/find-concealment.ts';
import { embedQuestion } from '../../knowing/embedding/embed-question.ts';
import type { VectorCache } from '../../knowing/embedding/vector-cache.ts';
import type { AnswerLog } from '../answer-log/answer-log.ts';
import { createAnswerReader } from '../answer-reading/answer-reader.ts';
import { findScope, type Scope } from '../grounding/find-scope.ts';
import { type Grounds, gatherPassages, toSearchText } from '../grounding/gather-passages.ts';
import { writeSearchResult } from '../grounding/write-search-result.ts';
import { findHistory } from '../history/find-history.ts';
import { buildPrompt } from '../prompt/build-prompt.ts';
import { findSmallTalk } from '../question-text/small-talk.ts';
import { askModel, type ModelEnd } from './ask-model.ts';
import { concludeAnswer } from './conclude-answer.ts';
import { type AnswerEnd, beginAnswer } from './end-answer.ts';
import { toRefusal } from './to-refusal.ts';

const maxLength = 20_000;

export interface WriterNeeds {
  readonly guard: Guard;
  readonly vectors: VectorCache;
  readonly models: Models;
  readonly gate: StudyGate;
  readonly logs: LiveLogs;
  readonly config: { readonly PUBLIC_URL: string; readonly TUTOR_SILENCE_SECONDS: number };
}

export type Answer = MessageRow & { readonly request: AnswerRequest };

export interface Pending {
  readonly answer: Answer;
  readonly conversation: ConversationRow;
  /** The last that says what it is about; empty when there was none. */
  readonly questionBefore: string;
}

const toEnd = (end: Omit<AnswerEnd, 'text' | 'citations'>, text = ''): AnswerEnd => ({ text, citations: [], ...end });

/** What is said to a greeting or thanks, with which nothing is asked. */
function findReply({ mode, request: { question, quote, passageId, hint, locale } }: Answer): string | null {
  if (mode === 'translate' || quote || passageId || hint) return null;
  return findSmallTalk(question)?.[locale] ?? null;
}

/** How it ended; null when somebody ended it before it was begun. */
export async function writeAnswer(needs: WriterNeeds, run: JobRun, pending: Pending, log: AnswerLog): Promise<AnswerEnd | null> {
  const { answer, conversation } = pending;
  const { mode, request } = answer;
  const person = toReader(run.ctx, answer);
  const { ctx, read, transact, signal } = run;
  const scopeNow = () => findScope({ gate: needs.gate, ctx, person, transact }, conversation.topic);
  const scope = await scopeNow().catch(toRefusal);
  if (scope === null) return toEnd({ status: 'interrupted' });
  if (typeof scope === 'string') return toEnd({ status: 'failed', failure: scope });

  const reply = findReply(answer);
  if (reply !== null) return toEnd({ status: 'finished', outcome: 'small-talk' }, reply);

  const settings = await needs.guard.settings(ctx, conversation.courseId, read);
  const concealment = await read((db) => findConcealment(db, settings, answer.personId));
  const asked = { mode, request, questionBefore: pending.questionBefore };
  const text = toSearchText(asked);
  const vector =
    text === null
      ? null
      : await embedQuestion(needs.models, { ...ctx, locale: person.locale }, person, concealment.conceal(text), signal);
  const grounds = await read((db) => gatherPassages(db, scope, asked, { vector, vectors: needs.vectors }));
  const caller = { task: 'tutor', ...person, userId: person.id } as const;
  const tasks = needs.models.forCaller(caller);
  const order = grounds.isEnough ? await tasks.getOrder().catch(toOrder) : { names: [], outline: false };
  const sourceLessonIds = scope.openLessons ? [...new Set(grounds.passages.map(({ lessonId }) => lessonId))] : [];
  // Before it counts as written: whoever sees that looks for a sign of life.
  await log.giveSign();
  const isBegun = await transact((db) =>
    beginAnswer(db, ctx, answer, {
      ...{ sourceLessonIds, searchedFor: [...grounds.searchedFor] },
      model: order?.names[0] ?? null,
    }),
  );
  if (!isBegun) return null;
  if (!grounds.isEnough) return toEnd({ status: 'finished', outcome: 'not-found' });
  if (!order) return toEnd({ status: 'failed', failure: 'models-unavailable' });
  if (order.names.length === 0) return toSearchResult(grounds, request);

  const findRefusal = async () => refuses(await scopeNow().catch(toRefusal), sourceLessonIds);
  const { end, ...written } = await haveWritten(needs, run, {
    ...{ pending, scope, grounds, tasks, log, findRefusal, concealment, style: settings.style },
  });
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
  readonly concealment: Concealment;
  readonly style: AnswerStyle;
  findRefusal(): Promise<AnswerFailureCode | null>;
}

async function haveWritten({ config }: WriterNeeds, run: JobRun, writing: Writing) {
  const { pending, scope, grounds, tasks, log, findRefusal, concealment, style } = writing;
  const { answer } = pending;
  const { openLessons } = scope;
  const { conceal } = concealment;
  const history = await run.read((db) => findHistory(db, { answer, openLessons }, conceal));
  const { messages, sources } = buildPrompt({ ...answer, passages: grounds.passages, history, style, conceal });
  const reader = createAnswerReader({ sources, origin: config.PUBLIC_URL, maxLength });
  const silenceMs = config.TUTOR_SILENCE_SECONDS * 1000;
  const end: ModelEnd = await askModel({
    ...{ tasks, messages, reader, log, silenceMs, findRefusal, signal: run.signal, restorer: concealment.createRestorer() },
  });
  // What is left open is closed, however it ended.
  reader.end();
  const { text, citations, droppedCitations, saysNotFound } = reader;
  return { end, text, citations, droppedCitations, saysNotFound };
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
