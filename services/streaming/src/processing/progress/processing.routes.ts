import { route } from '@lyceum/common/http';
import { retryProcessing } from '@lyceum/contracts/streaming/processing';
import { videos } from '@lyceum/contracts/streaming/video';
import { presentProcessing } from '../failures/present-processing.ts';
import type { EncodingPoller } from './poll-encodings.ts';
import { processingStream } from './processing-stream.ts';
import { retryEncoding } from './retry-encoding.ts';

export const processingRoutes = (watch: EncodingPoller) => [
  processingStream(watch),

  route(retryProcessing, { access: videos.manage }, async ({ db, ctx, actor, params }) =>
    presentProcessing(await retryEncoding(db, ctx, actor, params.videoId), ctx.locale),
  ),
];
