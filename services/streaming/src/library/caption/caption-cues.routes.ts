import { route } from '@lyceum/common/http';
import { captionCues, listCaptionCues } from '@lyceum/contracts/streaming/caption-cues';
import { IsNull } from 'typeorm';
import { toPlainText } from '../caption-text/clean-markup.ts';
import { VideoEntity } from '../video/video.entity.ts';
import { CaptionEntity } from './caption.entity.ts';

export const captionCuesRoutes = [
  route(listCaptionCues, { access: captionCues.read }, async ({ db, params: { videoId } }) => {
    const isThere = await db.existsBy(VideoEntity, { id: videoId, deletedAt: IsNull() });
    const captions = isThere ? await db.find(CaptionEntity, { where: { videoId }, order: { language: 'ASC' } }) : [];
    const tracks = captions.map(({ language, cues }) => ({
      language,
      cues: cues.map(({ from, to, markup }) => ({ from, to, text: toPlainText(markup) })),
    }));
    return { tracks };
  }),
];
