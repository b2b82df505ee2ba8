import type { Context } from '@lyceum/common/context';
import type { VideoRow } from './video.entity.ts';

/**
 * The moment of a change of a video; the caller holds its lock. Readers of its events go by the moment: a later change has a later one,
 * whatever the clocks of two processes say.
 */
export const toNextMoment = (ctx: Context, { updatedAt }: Pick<VideoRow, 'updatedAt'>) =>
  new Date(Math.max(ctx.now().getTime(), updatedAt.getTime() + 1));
