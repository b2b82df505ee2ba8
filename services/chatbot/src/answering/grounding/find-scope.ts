import type { Context } from '@lyceum/common/context';
import type { OwnTransactions } from '@lyceum/common/http';
import type { OnBehalf } from '@lyceum/common/service-client';
import type { ConversationTopic } from '@lyceum/contracts/chatbot/conversation';
import {
  listOpenLessons,
  listOpenVersions,
  requireAnyOpen,
  requireNoAttempt,
  requireOpenLesson,
  type Study,
  type StudyGate,
} from '../../gate/study-gate.ts';
import { ensureHelp } from '../../knowing/help/ensure-help.ts';
import { helpCourseId } from '../../knowing/passage/help-course.ts';

/** What an answer may be made of, for one person at this moment. */
export interface Scope {
  readonly courseId: string;
  readonly versionIds: readonly string[];
  /** Of the lesson that is asked about; null of a course and of help. */
  readonly lessonVersionId: string | null;
  /** Null where everybody may read everything. */
  readonly openLessons: readonly string[] | null;
  /** What the gate said; null of help. */
  readonly study: Study | null;
}

interface Asking extends Pick<OwnTransactions, 'transact'> {
  readonly gate: StudyGate;
  readonly ctx: Context;
  /** Who asks, in their language. */
  readonly person: OnBehalf;
}

/** Fails as the gate does, and while the person takes a quiz of the course. */
export async function findScope({ gate, ctx, person, transact }: Asking, topic: ConversationTopic): Promise<Scope> {
  if (topic.at === 'help') {
    const versionIds = await transact((db) => ensureHelp(db, { ...ctx, locale: person.locale, now: () => ctx.now() }));
    return { courseId: helpCourseId, versionIds, lessonVersionId: null, openLessons: null, study: null };
  }
  const { courseId } = topic;
  const study = await gate(courseId, person);
  requireNoAttempt(study);
  if (topic.at === 'course') requireAnyOpen(study);
  return {
    ...{ courseId, versionIds: listOpenVersions(study), openLessons: listOpenLessons(study), study },
    lessonVersionId: topic.at === 'lesson' ? requireOpenLesson(study, topic.lessonId).versionId : null,
  };
}
