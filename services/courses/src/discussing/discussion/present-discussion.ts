import type { discussion } from '@lyceum/contracts/courses/discussion';
import { type EntityManager, In } from 'typeorm';
import type { z } from 'zod';
import { findPersonNames } from '../../enrolling/person/find-person-names.ts';
import type { DiscussionRow } from './discussion.entity.ts';
import { DiscussionFollowerEntity } from './discussion-follower.entity.ts';

type Shown = z.input<typeof discussion>;

export async function presentDiscussion(db: EntityManager, readerId: string, row: DiscussionRow): Promise<Shown> {
  const present = await createPresenter(db, readerId, [row]);
  return present(row);
}

export async function presentDiscussions(db: EntityManager, readerId: string, rows: readonly DiscussionRow[]): Promise<Shown[]> {
  return rows.map(await createPresenter(db, readerId, rows));
}

/** With the names of now, and with what the reader is to these. */
async function createPresenter(db: EntityManager, readerId: string, rows: readonly DiscussionRow[]) {
  const toName = await findPersonNames(
    db,
    rows.map(({ personId }) => personId),
  );
  const ofReader = { discussionId: In(rows.map(({ id }) => id)), personId: readerId };
  const followed = new Set((await db.findBy(DiscussionFollowerEntity, ofReader)).map(({ discussionId }) => discussionId));
  const lastReplies = await findLastReplies(
    db,
    rows.map(({ id }) => id),
  );
  return (row: DiscussionRow): Shown => ({
    ...row,
    place: toPlace(row),
    name: toName(row.personId),
    status: row.answerId === null ? 'open' : 'answered',
    answer: row.answerId === null ? null : { replyId: row.answerId, byTeacher: row.answerByTeacher === true },
    following: followed.has(row.id),
    lastReply: lastReplies.get(row.id) ?? null,
  });
}

interface LastReply {
  readonly discussionId: string;
  readonly createdAt: Date;
  readonly personId: string;
  readonly byTeacher: boolean;
}

/** By the ids of the discussions; a long one costs no more than a short one. */
async function findLastReplies(db: EntityManager, discussionIds: readonly string[]): Promise<ReadonlyMap<string, LastReply>> {
  const rows = await db.query<LastReply[]>(
    `SELECT d.id AS "discussionId", last.created_at AS "createdAt", last.person_id AS "personId", last.by_teacher AS "byTeacher"
     FROM unnest($1::uuid[]) AS d (id)
     CROSS JOIN LATERAL (SELECT * FROM discussion_replies r WHERE r.discussion_id = d.id ORDER BY r.number DESC LIMIT 1) last`,
    [discussionIds],
  );
  return new Map(rows.map((row) => [row.discussionId, row]));
}

export function toPlace({ at, blockId, second }: Pick<DiscussionRow, 'at' | 'blockId' | 'second'>): Shown['place'] {
  if (at === 'block') return { at, blockId: blockId ?? '' };
  return at === 'second' ? { at, second: second ?? 0 } : { at };
}
