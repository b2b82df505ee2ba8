import { extname } from 'node:path';
import type { Context } from '@lyceum/common/context';
import { type EntityManager, In } from 'typeorm';
import { descriptionBlock } from '../../authoring/content/show-content.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { findPersonNames } from '../../enrolling/person/find-person-names.ts';
import type { PeerReviewRow } from '../peer-review/peer-review.entity.ts';
import { requireAssignment } from '../submission/find-assignment.ts';
import { SubmissionEntity, type SubmittedRow } from '../submission/submission.entity.ts';
import type { SubmissionFileRow } from '../submission/submission-file.entity.ts';
import { findFiles } from '../submission-file/find-files.ts';
import type { ReadableReview } from './find-review.ts';
import { findWaiting, toExpiry } from './find-waiting.ts';

type Status = 'open' | 'done' | 'expired' | 'closed' | 'removed';

/** With what became of each. */
export async function presentItems(db: EntityManager, ctx: Pick<Context, 'now'>, rows: readonly PeerReviewRow[]) {
  const ids = rows.map(({ submissionId }) => submissionId);
  const waiting = await findWaiting(db, ids);
  const works = await db.find(SubmissionEntity, { select: { id: true, title: true, maxPoints: true }, where: { id: In(ids) } });
  const byId = new Map(works.map((work) => [work.id, work]));
  return rows.flatMap((row) => {
    const work = byId.get(row.submissionId);
    return work ? [presentItem(row, work, toStatus(row, ctx.now(), waiting.has(work.id)))] : [];
  });
}

function presentItem(row: PeerReviewRow, { title, maxPoints }: Pick<SubmittedRow, 'title' | 'maxPoints'>, status: Status) {
  const hasTerm = status === 'open' || status === 'expired';
  return { ...row, title, maxPoints, status, expiresAt: hasTerm ? toExpiry(row.takenAt) : null };
}

function toStatus({ submittedAt, removedAt, takenAt }: PeerReviewRow, now: Date, isWaiting: boolean): Status {
  if (removedAt) return 'removed';
  if (submittedAt) return 'done';
  if (!isWaiting) return 'closed';
  return toExpiry(takenAt) > now ? 'open' : 'expired';
}

/** A review with its work; to its reviewer only as much as the assignment lets them know. */
export async function presentReview(db: EntityManager, ctx: Pick<Context, 'now'>, { row, work, isTeacher }: ReadableReview) {
  const waiting = await findWaiting(db, [work.id]);
  const version = await db.findOneByOrFail(LessonVersionEntity, { id: work.versionId });
  const { rubric } = await requireAssignment(db, work.versionId);
  const isAnonymous = !isTeacher && (await hidesNames(db, work));
  const findName = await findNames(db, [work.personId]);
  const listFiles = await findFiles(db, [work]);
  const { text, link } = work;
  return {
    ...presentItem(row, work, toStatus(row, ctx.now(), waiting.has(work.id))),
    ...{ rubric, text, link },
    description: version.shown.find(({ id }) => id === descriptionBlock)?.html ?? '',
    learner: isAnonymous ? null : findName(work.personId),
    files: listFiles(work).map((file) => ({ ...file, name: isAnonymous ? toNeutralName(file, work) : file.name })),
  };
}

/** Whether the reviewer of this work is not to know whose it is. */
export async function hidesNames(db: EntityManager, { versionId }: SubmittedRow): Promise<boolean> {
  return (await requireAssignment(db, versionId)).peerReview?.anonymous ?? true;
}

/** Learners write their own names into those of their files. */
export function toNeutralName({ id, name }: Pick<SubmissionFileRow, 'id' | 'name'>, { fileIds }: SubmittedRow): string {
  const extension = extname(name).toLowerCase();
  return `file-${fileIds.indexOf(id) + 1}${/^\.[a-z0-9]{1,5}$/.test(extension) ? extension : ''}`;
}

export async function findNames(db: EntityManager, personIds: readonly string[]) {
  const toName = await findPersonNames(db, personIds);
  return (personId: string) => ({ personId, name: toName(personId) });
}
