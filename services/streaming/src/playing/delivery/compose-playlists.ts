import type { Context } from '@lyceum/common/context';
import { found } from '@lyceum/common/errors';
import type { OwnTransactions } from '@lyceum/common/http';
import type { Storage } from '@lyceum/common/storage';
import { captionNotFound } from '@lyceum/contracts/streaming/caption';
import * as contract from '@lyceum/contracts/streaming/playback';
import { CaptionEntity } from '../../library/caption/caption.entity.ts';
import { initName, toCaptionKey, toRenditionKey, toSegmentName, toSheetKey } from '../../objects/object-keys.ts';
import { EncodingEntity } from '../../processing/encoding/encoding.entity.ts';
import { RenditionEntity } from '../../processing/encoding/rendition.entity.ts';
import { toSegmentIv, toStretch } from '../../processing/encryption/segment-keys.ts';
import type { PlaybackRow } from '../playback/playback.entity.ts';
import { createShow, toEndpointUrl } from '../playback/playback-addresses.ts';
import { composeMainPlaylist } from '../playlist/compose-main-playlist.ts';
import { composeCaptionPlaylist, composeRenditionPlaylist } from '../playlist/compose-rendition-playlist.ts';
import { composeStoryboard } from '../playlist/compose-storyboard.ts';
import type { StretchKeys } from './stretch-keys.ts';

interface Needs {
  readonly storage: Storage;
  readonly keys: StretchKeys;
  readonly publicUrl: string;
}

interface Asked {
  readonly own: Pick<OwnTransactions, 'read'>;
  readonly ctx: Pick<Context, 'space'>;
  readonly playback: PlaybackRow;
}

/** Names the qualities that are there by now, the sound and the captions. */
export async function composeManifest({ own, ctx, playback }: Asked, { publicUrl }: Needs): Promise<string> {
  const { id: playbackId, encodingId, videoId } = playback;
  const place = { publicUrl, space: ctx.space };
  const { renditions, captions } = await own.read(async (db) => ({
    // Segments of hours are not needed here.
    renditions: await db.find(RenditionEntity, {
      select: {
        ...{ name: true, kind: true, width: true, height: true, frameRate: true },
        ...{ codec: true, bandwidth: true, averageBandwidth: true },
      },
      where: { encodingId },
    }),
    captions: await db.find(CaptionEntity, {
      select: { language: true, label: true },
      where: { videoId },
      order: { language: 'ASC' },
    }),
  }));
  return composeMainPlaylist({
    ...{ renditions, captions },
    toRenditionUrl: (rendition) => toEndpointUrl(place, contract.getRendition, { playbackId, rendition }),
    toCaptionUrl: (language) => toEndpointUrl(place, contract.getCaptionPlaylist, { playbackId, language }),
  });
}

/** Fails with `playback.rendition_not_found`. */
export async function composeRendition({ own, ctx, playback }: Asked, name: string, needs: Needs): Promise<string> {
  const { id: playbackId, encodingId } = playback;
  const row = await own.read((db) => db.findOneBy(RenditionEntity, { encodingId, name }));
  const { segments } = found(row, contract.renditionNotFound);
  const { masterKey } = await needs.keys.get(own, encodingId);
  const show = createShow(needs.storage, playback);
  const place = { publicUrl: needs.publicUrl, space: ctx.space };
  const toUrl = (file: string) => show(toRenditionKey(ctx.space, encodingId, name, file));
  return composeRenditionPlaylist({
    seconds: segments.map(([seconds]) => seconds),
    initUrl: toUrl(initName),
    toSegmentUrl: (segment) => toUrl(toSegmentName(segment)),
    toKeyUrl: (segment) => toEndpointUrl(place, contract.getKey, { playbackId, stretch: String(toStretch(segment)) }),
    toIv: (segment) => toSegmentIv(masterKey, name, segment),
  });
}

/** Fails with `caption.not_found`. */
export async function composeCaptions(asked: Asked, language: string, { storage }: Needs): Promise<string> {
  const { own, ctx, playback } = asked;
  const { videoId } = playback;
  const row = await own.read((db) => db.findOneBy(CaptionEntity, { videoId, language }));
  const { objectId } = found(row, captionNotFound);
  const { durationSeconds } = await findEncoding(asked);
  return composeCaptionPlaylist(durationSeconds ?? 0, createShow(storage, playback)(toCaptionKey(ctx.space, objectId)));
}

export async function composePictures(asked: Asked, { storage }: Needs): Promise<string> {
  const { id, storyboard, durationSeconds } = await findEncoding(asked);
  const show = createShow(storage, asked.playback);
  return composeStoryboard(storyboard, durationSeconds ?? 0, (sheet) => show(toSheetKey(asked.ctx.space, id, sheet)));
}

async function findEncoding({ own, playback: { encodingId: id } }: Asked) {
  return found(await own.read((db) => db.findOneBy(EncodingEntity, { id })), contract.playbackNotFound);
}
