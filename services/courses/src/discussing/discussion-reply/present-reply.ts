import type { reply } from '@lyceum/contracts/courses/discussion-reply';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { findPersonNames } from '../../enrolling/person/find-person-names.ts';
import type { DiscussionRow } from '../discussion/discussion.entity.ts';
import type { DiscussionReplyRow } from '../discussion/discussion-reply.entity.ts';

type Shown = z.input<typeof reply>;
type Answered = Pick<DiscussionRow, 'answerId'>;

/** With the names of now. */
export async function presentReplies(
  db: EntityManager,
  { answerId }: Answered,
  rows: readonly DiscussionReplyRow[],
): Promise<Shown[]> {
  const toName = await findPersonNames(
    db,
    rows.map(({ personId }) => personId),
  );
  return rows.map((row) => ({ ...row, name: toName(row.personId), accepted: row.id === answerId }));
}

export async function presentReply(db: EntityManager, { answerId }: Answered, row: DiscussionReplyRow): Promise<Shown> {
  const toName = await findPersonNames(db, [row.personId]);
  return { ...row, name: toName(row.personId), accepted: row.id === answerId };
}
