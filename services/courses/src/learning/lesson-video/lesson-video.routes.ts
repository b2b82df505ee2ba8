import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/courses/lesson-video';
import { lessonVideos } from '@lyceum/contracts/courses/lesson-video';
import { countEvidence } from '../study/count-evidence.ts';
import { findVideoAccess } from './find-video-access.ts';

export const lessonVideoRoutes = [
  route(contract.getVideoAccess, { access: lessonVideos.play }, async ({ db, ctx, actor, params }) =>
    findVideoAccess(db, ctx, actor, params.lessonId),
  ),

  route(contract.countWatched, { access: lessonVideos.play }, async ({ db, ctx, actor, params, body }) =>
    countEvidence(db, ctx, actor, body.evidence, { playedIn: params.lessonId }),
  ),
];
