import type { OnBehalf } from '@lyceum/common/service-client';
import type { ConversationTopic } from '@lyceum/contracts/chatbot/conversation';
import type { EntityManager } from 'typeorm';
import {
  listOpenLessons,
  listOpenVersions,
  requireAnyOpen,
  requireNoAttempt,
  requireOpenLesson,
  type StudyGate,
} from '../../gate/study-gate.ts';
import { LessonVersionEntity } from '../../knowing/lesson-version/lesson-version.entity.ts';
import { helpCourseId } from '../../knowing/passage/help-course.ts';

/** What an answer may be made of, for one person at this moment. */
export interface Scope {
  readonly courseId: string;
  readonly versionIds: readonly string[];
  /** Of the lesson that is asked about; null of a course and of help. */
  readonly lessonVersionId: string | null;
  /** Null where everybody may read everything. */
  readonly openLessons: readonly string[] | null;
}

/** Fails as the gate does, and while the person takes a quiz of the course. */
export async function findScope(
  gate: StudyGate,
  read: <Result>(run: (db: EntityManager) => Promise<Result>) => Promise<Result>,
  topic: ConversationTopic,
  person: OnBehalf,
): Promise<Scope> {
  if (topic.at === 'help') {
    const articles = await read((db) => db.findBy(LessonVersionEntity, { courseId: helpCourseId }));
    const versionIds = articles.map(({ id }) => id);
    return { courseId: helpCourseId, versionIds, lessonVersionId: null, openLessons: null };
  }
  const { courseId } = topic;
  const study = await gate(courseId, person);
  requireNoAttempt(study);
  if (topic.at === 'course') requireAnyOpen(study);
  return {
    ...{ courseId, versionIds: listOpenVersions(study), openLessons: listOpenLessons(study) },
    lessonVersionId: topic.at === 'lesson' ? requireOpenLesson(study, topic.lessonId).versionId : null,
  };
}
