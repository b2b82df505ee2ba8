import { DomainError } from '@lyceum/common/errors';
import type { OnBehalf } from '@lyceum/common/service-client';
import type { ConversationTopic } from '@lyceum/contracts/chatbot/conversation';
import { courseNotFound } from '@lyceum/contracts/courses/course';
import { listOpenLessons, type StudyGate } from '../../gate/study-gate.ts';

/** Lessons whose words may be shown to somebody now; null about help, which everybody may read. Of a course that is gone, none. */
export async function findOpenLessons(gate: StudyGate, topic: ConversationTopic, person: OnBehalf): Promise<string[] | null> {
  if (topic.at === 'help') return null;
  try {
    return listOpenLessons(await gate(topic.courseId, person));
  } catch (error) {
    if (error instanceof DomainError && error.problem === courseNotFound) return [];
    throw error;
  }
}
