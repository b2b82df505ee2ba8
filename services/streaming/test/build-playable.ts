import { randomBytes, randomUUID } from 'node:crypto';
import { newId } from '@lyceum/common/database';
import { CaptionEntity, type CaptionRow } from '../src/library/caption/caption.entity.ts';
import { VideoEntity, type VideoRow } from '../src/library/video/video.entity.ts';
import { EncodingEntity, type EncodingRow } from '../src/processing/encoding/encoding.entity.ts';
import { RenditionEntity, type RenditionRow } from '../src/processing/encoding/rendition.entity.ts';
import { masterKeys, service } from './streaming-service.ts';

type Segments = RenditionRow['segments'];

export interface Playable {
  readonly video: VideoRow;
  readonly encoding: EncodingRow;
  readonly renditions: readonly RenditionRow[];
  readonly masterKey: Buffer;
}

interface Overrides {
  video?: Partial<VideoRow>;
  encoding?: Partial<EncodingRow>;
  renditions?: readonly Partial<RenditionRow>[];
  captions?: readonly Partial<CaptionRow>[];
  /** Segments of every rendition: 100 of four seconds, and so seven stretches, by default. */
  segments?: Segments;
  space?: string;
}

export const segmentsOf4s = (count: number): Segments => Array.from({ length: count }, () => [4, 1_000]);

/** A video that can be played, as rows: nothing lies in the object store. */
export async function buildPlayable(overrides: Overrides = {}): Promise<Playable> {
  const { segments = segmentsOf4s(100), space = 'main' } = overrides;
  const now = service.clock.now();
  const encodingId = newId();
  const video: VideoRow = {
    ...{ id: newId(), ownerId: randomUUID(), title: 'Законы Ньютона', description: '', folderId: null, chapters: [] },
    ...{ offersFile: false, posterSecond: null, status: 'ready', currentEncodingId: encodingId, newestEncodingId: encodingId },
    ...{ createdAt: now, updatedAt: now, deletedAt: null, purgeAt: null, version: 1 },
    ...overrides.video,
  };
  const storedKey = masterKeys.create(encodingId);
  const encoding: EncodingRow = {
    ...{ id: encodingId, videoId: video.id, status: 'done', progress: 100, steps: [], failureCode: null, failureStep: null },
    ...{ sourceBytes: 1, storedBytes: 1, sha256: null, width: 1920, height: 1080, frameRate: 30, hasAudio: true },
    durationSeconds: segments.reduce((sum, [seconds]) => sum + seconds, 0),
    ...{ masterKey: storedKey, poster: 0, storyboard: null, plainFileBytes: null, version: 1, runId: null, seenAt: now },
    ...{ createdAt: now, playableAt: now, endedAt: now },
    ...overrides.encoding,
  };
  const wanted = overrides.renditions ?? [{ name: '480' }, { name: '1080' }, { name: 'audio', kind: 'audio' as const }];
  const renditions = wanted.map((one) => buildRendition({ encodingId, segments, ...one }));
  const captions = (overrides.captions ?? []).map(
    (one): CaptionRow => ({
      ...{
        id: newId(),
        videoId: video.id,
        language: 'ru',
        label: 'Русский',
        cues: [],
        objectId: newId(),
        bytes: 1,
        updatedAt: now,
      },
      ...one,
    }),
  );
  await service.rows(async (db) => {
    await db.insert(VideoEntity, video);
    await db.insert(EncodingEntity, encoding);
    await db.insert(RenditionEntity, renditions);
    await db.insert(CaptionEntity, captions);
  }, space);
  return { video, encoding, renditions, masterKey: masterKeys.open(storedKey, encodingId) };
}

function buildRendition(given: Partial<RenditionRow> & Pick<RenditionRow, 'encodingId' | 'segments'>): RenditionRow {
  const { name = '480', kind = 'video' } = given;
  const height = Number(name);
  const picture = {
    ...{ width: Math.round((height * 16) / 9 / 2) * 2, height, frameRate: 30, codec: 'avc1.64001f' },
    ...{ bandwidth: height * 3_000, averageBandwidth: height * 2_000 },
  };
  const sound = {
    ...{ width: null, height: null, frameRate: null, codec: 'mp4a.40.2', bandwidth: 140_000, averageBandwidth: 128_000 },
  };
  return { id: newId(), name, kind, ...(kind === 'video' ? picture : sound), ...given };
}

/** Bytes as an encrypted segment has them. */
export const buildBytes = (size: number) => new Uint8Array(randomBytes(size));
