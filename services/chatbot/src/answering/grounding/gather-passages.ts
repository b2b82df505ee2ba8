import type { AnswerMode } from '@lyceum/contracts/chatbot/message';
import { type EntityManager, In } from 'typeorm';
import type { AnswerRequest } from '../../conversing/message/message.entity.ts';
import type { VectorCache } from '../../knowing/embedding/vector-cache.ts';
import { PassageEntity, type PassageRow } from '../../knowing/passage/passage.entity.ts';
import { findPassages } from '../../knowing/passage-search/find-passages.ts';
import { hasNoSubject, isFollowUp } from '../question-text/follow-up.ts';
import { findWholeSubject } from '../question-text/whole-subject.ts';
import type { Scope } from './find-scope.ts';

const maxPassages = 6;
const maxLessonPassages = 60;
const maxCourseLessons = 20;

export interface Grounds {
  readonly passages: readonly PassageRow[];
  /** Whether they can answer what is asked. */
  readonly isEnough: boolean;
  readonly searchedFor: readonly string[];
}

interface Asked {
  readonly mode: AnswerMode;
  readonly request: AnswerRequest;
  /** Empty when there was none. */
  readonly questionBefore: string;
}

/** Words by which passages are searched; null where one passage, or all of a lesson or a course, is meant. */
export function toSearchText(asked: Asked): string | null {
  const { mode, request, questionBefore } = asked;
  const { question, passageId, quote, hint } = request;
  if (mode === 'translate' || toWhole(asked) !== null) return null;
  const isOpen = !quote && !passageId && !hint && questionBefore !== '';
  // Of "Shorter, please" no word is looked for.
  if (isOpen && hasNoSubject(question)) return questionBefore;
  return [hint?.task, question, quote, isOpen && isFollowUp(question) ? questionBefore : ''].filter(Boolean).join(' ');
}

function toWhole({ mode, request: { question, passageId, quote, hint } }: Asked): 'lesson' | 'course' | null {
  if (passageId || quote || hint) return null;
  return mode === 'summarise' && !question ? 'lesson' : findWholeSubject(question);
}

interface Vectors {
  /** Of the text that is searched by; null without a model for it. */
  readonly vector: readonly number[] | null;
  readonly vectors: VectorCache;
}

/** The passages an answer is made of. */
export async function gatherPassages(
  db: EntityManager,
  scope: Scope,
  asked: Asked,
  { vector, vectors }: Vectors,
): Promise<Grounds> {
  const { mode, request } = asked;
  const { passageId } = request;
  const named = passageId ? await db.findBy(PassageEntity, { id: passageId, versionId: In([...scope.versionIds]) }) : [];
  if (mode === 'translate') return { passages: named, isEnough: true, searchedFor: [] };
  const lesson = () => findLesson(db, scope);
  const whole = toWhole(asked);
  const question = toSearchText(asked);
  if (question === null) {
    const isLesson = whole === 'lesson' && scope.lessonVersionId !== null;
    const passages = isLesson ? await lesson() : await findBeginnings(db, scope);
    return { passages, isEnough: passages.length > 0, searchedFor: [] };
  }
  const { courseId, versionIds, lessonVersionId: nearVersionId } = scope;
  const found = await findPassages(db, { courseId, versionIds, nearVersionId, question, vector, limit: maxPassages }, vectors);
  const passages = [...named, ...found.passages.filter(({ id }) => id !== passageId)].slice(0, maxPassages);
  const { searchedFor } = found;
  if (named.length > 0 || found.isConfident) return { passages, isEnough: true, searchedFor };
  if (mode === 'explain' || nearVersionId === null) return { passages, isEnough: false, searchedFor };
  const near = passages.length > 0 ? passages : (await lesson()).slice(0, maxPassages);
  return { passages: near, isEnough: near.length > 0, searchedFor };
}

async function findLesson(db: EntityManager, { lessonVersionId }: Scope): Promise<PassageRow[]> {
  if (lessonVersionId === null) return [];
  return db.find(PassageEntity, {
    where: { versionId: lessonVersionId },
    order: { position: 'ASC' },
    take: maxLessonPassages,
  });
}

/** The first passages of the lessons of a course, in the order of the lessons. */
async function findBeginnings(db: EntityManager, { courseId, versionIds }: Scope): Promise<PassageRow[]> {
  const ids = versionIds.slice(0, maxCourseLessons);
  const rows = await db.findBy(PassageEntity, { courseId, versionId: In(ids), position: 0 });
  return rows.toSorted((one, other) => ids.indexOf(one.versionId) - ids.indexOf(other.versionId));
}
