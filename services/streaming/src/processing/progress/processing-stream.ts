import { streamRoute } from '@lyceum/common/http';
import { streamProcessing } from '@lyceum/contracts/streaming/processing';
import { videos } from '@lyceum/contracts/streaming/video';
import { findVideo } from '../../library/video/find-video.ts';
import { isOpen } from '../encoding/encoding-steps.ts';
import { presentProcessing } from '../failures/present-processing.ts';
import { type EncodingPoller, findNewestEncodings, type WatchedVideo } from './poll-encodings.ts';

/** Sends what is made of a video as it is, then each change of it, and ends with it. */
export function processingStream(watch: EncodingPoller) {
  return streamRoute(
    streamProcessing,
    { access: videos.manage },
    async function* ({ params, ctx, actor, read, signal, lastEventId }) {
      const { videoId } = params;
      let video: WatchedVideo | undefined = await read(async (db) => {
        await findVideo(db, actor, videoId, { to: 'read' });
        return (await findNewestEncodings(db, [videoId]))[0];
      });
      if (video && hasEnded(video) && toEventId(video) === lastEventId) return;
      let seen: string | undefined;
      while (video && !signal.aborted) {
        const id = toEventId(video);
        if (id !== seen) yield { id, data: toEvent(video) };
        if (hasEnded(video)) return;
        seen = id;
        video = await watch(ctx, videoId);
      }

      function toEvent({ encoding }: WatchedVideo) {
        const processing = encoding && presentProcessing(encoding, ctx.locale);
        return { videoId, version: encoding?.version ?? 0, processing };
      }
    },
  );
}

const toEventId = ({ encoding }: WatchedVideo) => (encoding ? `${encoding.id}:${encoding.version}` : 'none');

const hasEnded = ({ encoding }: WatchedVideo) => encoding !== null && !isOpen(encoding);
