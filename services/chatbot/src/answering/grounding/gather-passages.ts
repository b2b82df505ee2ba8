import type { AnswerMode } from '@lyceum/contracts/chatbot/message';
import { type EntityManager, In } from 'typeorm';
import type { AnswerRequest } from '../../conversing/message/message.entity.ts';
import type { VectorCache } from '../../knowing/embedding/vector-cache.ts';
import { PassageEntity, type PassageRow } from '../../knowing/passage/passage.entity.ts';
import { findPassages } from '../../knowing/passage-search/find-passages.ts';
import type { Scope } from './find-scope.ts';

const maxPassages = 6;
const maxLessonPassages = 60;
/** A question of so few words of some length, such as "And why?", is about the one before. */
const followUpWords = 2;

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

/** Words by which passages are searched; null where all of a lesson, or one passage, is meant. */
export function toSearchText({ mode, request, questionBefore }: Asked): string | null {
  const { question, passageId, quote, hint } = request;
  if (mode === 'translate' || (mode === 'summarise' && !question && !passageId)) return null;
  const words = question.match(/\p{L}{4,}/gu) ?? [];
  const isFollowUp = words.length <= followUpWords && !quote && !passageId && !hint;
  return [hint?.task, question, quote, isFollowUp ? questionBefore : ''].filter(Boolean).join(' ');
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
  const question = toSearchText(asked);
  if (question === null) {
    const passages = await lesson();
    return { passages, isEnough: passages.length > 0, searchedFor: [] };
  }
  const { courseId, versionIds, lessonVersionId: nearVersionId } = scope;
  const found = await findPassages(db, { courseId, versionIds, nearVersionId, question, vector, limit: maxPassages }, vectors);
  const passages = [...named, ...found.passages.filter(({ id }) => id !== passageId)].slice(0, maxPassages);
  const { searchedFor } = found;
  if (named.length > 0 || found.isConfident) return { passages, isEnough: true, searchedFor };
  if (mode === 'explain' || nearVersionId === null) return { passages, isEnough: false, searchedFor };
  const whole = passages.length > 0 ? passages : (await lesson()).slice(0, maxPassages);
  return { passages: whole, isEnough: whole.length > 0, searchedFor };
}

async function findLesson(db: EntityManager, { lessonVersionId }: Scope): Promise<PassageRow[]> {
  if (lessonVersionId === null) return [];
  return db.find(PassageEntity, {
    where: { versionId: lessonVersionId },
    order: { position: 'ASC' },
    take: maxLessonPassages,
  });
}
