import { randomUUID } from 'node:crypto';
import type { LessonLock } from '@lyceum/contracts/courses/lesson-lock';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import type { Study } from '../src/gate/study-gate.ts';
import { LessonVersionEntity } from '../src/knowing/lesson-version/lesson-version.entity.ts';
import { type PassageDraft, writePassages } from '../src/knowing/passage/write-passages.ts';
import { neighbours, service } from './chatbot-service.ts';

interface LessonPlan {
  readonly title?: string;
  /** Its passages: a text is one of a block of its own. */
  readonly passages?: readonly (string | Partial<PassageDraft>)[];
  readonly lock?: LessonLock;
}

export interface BuiltLesson {
  readonly lessonId: string;
  readonly versionId: string;
  readonly passageIds: readonly string[];
}

export interface BuiltCourse {
  readonly courseId: string;
  readonly learner: TestActor;
  readonly lessons: readonly BuiltLesson[];
  /** What the gate says; a test changes it. */
  readonly study: Study;
}

/** A course with lessons whose passages are indexed, open to everybody who asks in its space unless a lesson has a lock. */
export async function buildCourse(
  plans: readonly LessonPlan[] = [{ passages: ['Дефект остаётся в коде, а сбой видит пользователь.'] }],
  { space = 'main', ...overrides }: Partial<Study> & { space?: string } = {},
): Promise<BuiltCourse> {
  const courseId = randomUUID();
  const lessons: BuiltLesson[] = [];
  const shown: Study['lessons'] = [];
  for (const [index, { title = `Урок ${index + 1}`, passages = [], lock }] of plans.entries()) {
    const [lessonId, versionId] = [randomUUID(), randomUUID()];
    const version = { id: versionId, courseId, lessonId, title, moduleTitle: 'Модуль' };
    const drafts = passages.map((passage, position) => ({
      ...{ headingPath: ['Курс', title], blockId: `b${position + 1}`, text: '', cues: null },
      ...(typeof passage === 'string' ? { text: passage } : passage),
    }));
    const rows = await service.rows(async (db) => {
      await db.insert(LessonVersionEntity, { ...version, videoId: null, indexedAt: null, embeddingModel: null });
      return writePassages(db, version, drafts, service.clock.now());
    }, space);
    lessons.push({ lessonId, versionId, passageIds: rows.map(({ id }) => id) });
    const open = lock ? { versionId: null, lock } : { versionId, lock: null };
    shown.push({ lessonId, title, type: 'text', moduleTitle: 'Модуль', ...open });
  }
  const study: Study = { title: 'Курс', language: 'ru', teaches: false, attempt: null, lessons: shown, ...overrides };
  neighbours.studies.set(courseId, (asker) => (asker.space === space ? study : undefined));
  return { courseId, lessons, study, learner: asUser({ space }) };
}
