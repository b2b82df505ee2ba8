import type { Actor } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { authForbidden } from '@lyceum/contracts/shared/common-problems';
import type { EntityManager } from 'typeorm';
import { canUpdate } from '../../authoring/course/find-course.ts';
import { DiscussionEntity, type DiscussionRow, toSortKey } from '../discussion/discussion.entity.ts';
import type { DiscussionReplyRow } from '../discussion/discussion-reply.entity.ts';

/** Who asks and authors of the course say what the answer is. Fails with `auth.forbidden`. */
export async function requireChooser(db: EntityManager, actor: Actor, { courseId, personId }: DiscussionRow): Promise<void> {
  if (personId !== actor.id && !(await canUpdate(db, actor, courseId))) throw fail(authForbidden);
}

/** Makes a reply the answer, or with null none; the same again changes nothing. The caller has locked the discussion. */
export async function setAnswer(
  db: EntityManager,
  discussion: DiscussionRow,
  answer: Pick<DiscussionReplyRow, 'id' | 'byTeacher'> | null,
): Promise<DiscussionRow> {
  const { id, createdAt, version } = discussion;
  const answerId = answer?.id ?? null;
  if (answerId === discussion.answerId) return discussion;
  const changes = {
    ...{ answerId, answerByTeacher: answer?.byTeacher ?? null, version: version + 1 },
    sortKey: toSortKey(answer ? 'answered' : 'open', createdAt),
  };
  await db.update(DiscussionEntity, { id }, changes);
  return { ...discussion, ...changes };
}
