import { DomainError } from '@lyceum/common/errors';
import type { OnBehalf } from '@lyceum/common/service-client';
import type { ConversationTopic } from '@lyceum/contracts/chatbot/conversation';
import { courseNotFound } from '@lyceum/contracts/courses/course';
import { listOpenLessons, type StudyGate } from '../../gate/study-gate.ts';

export interface Openness {
  /** Lessons whose words may be shown; null about help, which everybody may read. Of a course that is gone, none. */
  readonly openLessons: string[] | null;
  /** Whether the person takes a quiz of the course: what was written before may be read, what is being written may not. */
  readonly isQuizOpen: boolean;
}

/** What may be shown to somebody now. */
export async function findOpenness(gate: StudyGate, topic: ConversationTopic, person: OnBehalf): Promise<Openness> {
  if (topic.at === 'help') return { openLessons: null, isQuizOpen: false };
  try {
    const study = await gate(topic.courseId, person);
    return { openLessons: listOpenLessons(study), isQuizOpen: study.attempt !== null };
  } catch (error) {
    if (error instanceof DomainError && error.problem === courseNotFound) return { openLessons: [], isQuizOpen: false };
    throw error;
  }
}

/** Lessons whose words may be shown to somebody now. */
export const findOpenLessons = async (...asked: Parameters<typeof findOpenness>): Promise<string[] | null> =>
  (await findOpenness(...asked)).openLessons;
