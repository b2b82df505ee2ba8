import type { Actor, Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { PeerReviewEntity } from '../peer-review/peer-review.entity.ts';
import { acceptAgreed } from './accept-agreed.ts';
import { findRemovable, getWork } from './find-review.ts';

/** Takes a review out, once; the others may agree without it. Fails with `peer_review.not_found`. */
export async function removeReview(db: EntityManager, ctx: Context, actor: Actor, id: string): Promise<void> {
  const { personId } = await getWork(db, await findRemovable(db, actor, id));
  await lockStudy(db, personId);
  const row = await findRemovable(db, actor, id);
  if (row.removedAt) return;
  await db.update(PeerReviewEntity, { id }, { removedAt: ctx.now(), removedBy: actor.id });
  await acceptAgreed(db, ctx, await getWork(db, row));
}
