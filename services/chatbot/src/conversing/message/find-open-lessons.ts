import { DomainError } from '@lyceum/common/errors';
import type { OnBehalf } from '@lyceum/common/service-client';
import { courseNotFound } from '@lyceum/contracts/courses/course';
import { listOpenLessons, type StudyGate } from '../../gate/study-gate.ts';

/**
 * Lessons whose words may be shown to this reader; null of a conversation about help. Who is in the course no more has none. While
 * courses does not answer this fails with `service.unavailable`: an answer is then neither shown nor said to be closed.
 */
export async function findOpenLessons(
  gate: StudyGate,
  { courseId }: { courseId: string | null },
  reader: OnBehalf,
): Promise<readonly string[] | null> {
  if (courseId === null) return null;
  try {
    return listOpenLessons(await gate(courseId, reader));
  } catch (error) {
    if (error instanceof DomainError && error.problem === courseNotFound) return [];
    throw error;
  }
}
