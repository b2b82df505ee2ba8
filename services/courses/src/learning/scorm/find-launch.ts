import { createHash, randomBytes } from 'node:crypto';
import type { Context } from '@lyceum/common/context';
import { found } from '@lyceum/common/errors';
import { scormLaunchNotFound } from '@lyceum/contracts/courses/scorm';
import { type EntityManager, MoreThan } from 'typeorm';
import type { Reader } from '../../authoring/course/find-course.ts';
import { ScormLaunchEntity, type ScormLaunchRow } from './scorm-launch.entity.ts';

/** 256 random bits. */
export const createToken = () => randomBytes(32).toString('base64url');

export const hashToken = (token: string) => createHash('sha256').update(token).digest('base64url');

/** Fails with `scorm.launch_not_found`, also when its time is over. */
export async function findLaunch(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  { token = '' }: Readonly<Record<string, string>>,
): Promise<ScormLaunchRow> {
  const where = { tokenHash: hashToken(token), expiresAt: MoreThan(ctx.now()) };
  return found(await db.findOneBy(ScormLaunchEntity, where), scormLaunchNotFound);
}

/** Whoever a launch is of, for the gate: the token proves it, and gives no permission. */
export const toReader = ({ personId }: ScormLaunchRow): Reader => ({ id: personId, can: () => false });
