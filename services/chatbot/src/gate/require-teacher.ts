import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { authForbidden } from '@lyceum/contracts/shared/common-problems';
import { type Study, type StudyGate, toPerson } from './study-gate.ts';

/** Of whoever teaches the course. Fails with `course.not_found`, and with `auth.forbidden` for those who only learn. */
export async function requireTeacher(gate: StudyGate, courseId: string, ctx: Context, actor: Actor): Promise<Study> {
  const study = await gate(courseId, toPerson(ctx, actor));
  if (!study.teaches) throw fail(authForbidden);
  return study;
}
