import type { EnrolmentRow } from './enrolment.entity.ts';

/** Whether the enrolment still opens the course, also to whoever has finished it. */
export function isLearning({ status, expiresAt }: Pick<EnrolmentRow, 'status' | 'expiresAt'>, now: Date): boolean {
  return status !== 'ended' && (expiresAt === null || expiresAt > now);
}
