import { systemClock } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { startService } from '@lyceum/common/run/start-service';
import { createSecretCipher } from '@lyceum/common/secrets';
import { segmentsPerKey } from '@lyceum/contracts/streaming/playback';
import { VideoEntity } from '@lyceum/streaming/library/video/video.entity';
import { PlaybackEntity, type PlaybackRow } from '@lyceum/streaming/playing/playback/playback.entity';
import { EncodingEntity } from '@lyceum/streaming/processing/encoding/encoding.entity';
import { RenditionEntity } from '@lyceum/streaming/processing/encoding/rendition.entity';
import { createMasterKeys } from '@lyceum/streaming/processing/encryption/master-keys';
import { streaming } from '@lyceum/streaming/service';
import { processEnvironment } from '../config.ts';
import { benchLog } from '../servers.ts';
import { stretches } from './setting.ts';

const environment = processEnvironment();
const { BENCH_VIDEO: videoId = '', BENCH_PEOPLE: people = '', KEY_ENCRYPTION_SECRET: secret = '' } = environment;
const { database, url, stop } = await startService(streaming, environment, { transports: false, log: benchLog });

const now = systemClock.now();
const encodingId = newId();
const segmentSeconds = 4;
const durationSeconds = stretches * segmentsPerKey * segmentSeconds;
const playbacks = people.split(',').map(
  (personId): PlaybackRow => ({
    ...{ id: newId(), personId, roles: ['user'], videoId, encodingId, lessonId: newId(), device: 'bench', fileTokenHash: null },
    ...{ stretches: [], tookFile: false, startedAt: now, lastSeenAt: now, endedAt: null },
    expiresAt: new Date(now.getTime() + 12 * 3_600_000),
  }),
);
await database.transact({ space: 'main' }, async (db) => {
  await db.insert(VideoEntity, {
    ...{ id: videoId, ownerId: newId(), title: 'Лекция', description: '', folderId: null, chapters: [], offersFile: false },
    ...{ posterSecond: null, status: 'ready', currentEncodingId: encodingId, newestEncodingId: encodingId },
    ...{ createdAt: now, updatedAt: now, deletedAt: null, purgeAt: null, version: 1 },
  });
  await db.insert(EncodingEntity, {
    ...{ id: encodingId, videoId, status: 'done', progress: 100, steps: [], failureCode: null, failureStep: null },
    ...{
      sourceBytes: 1,
      storedBytes: 1,
      sha256: null,
      durationSeconds,
      width: 1920,
      height: 1080,
      frameRate: 30,
      hasAudio: true,
    },
    masterKey: createMasterKeys(createSecretCipher(secret, 'video keys')).create(encodingId),
    ...{ poster: 0, storyboard: null, plainFileBytes: null, version: 1, createdAt: now, playableAt: now, endedAt: now },
    ...{ runId: null, seenAt: now },
  });
  await db.insert(RenditionEntity, {
    ...{ id: newId(), encodingId, name: '1080', kind: 'video', width: 1920, height: 1080, frameRate: 30 },
    ...{ codec: 'avc1.640028', bandwidth: 5_000_000, averageBandwidth: 4_000_000 },
    segments: Array.from({ length: stretches * segmentsPerKey }, (): [number, number] => [segmentSeconds, 1_000_000]),
  });
  await db.insert(PlaybackEntity, playbacks);
});

process.once('SIGTERM', () => void stop().then(() => process.exit()));
process.once('disconnect', () => process.exit());
process.send?.({ url, playbacks: playbacks.map(({ id }) => id) });
