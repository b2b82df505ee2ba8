import { enqueue } from '@lyceum/common/outbox';
import { hasObject, putObject } from '@lyceum/testing/object-store';
import { buildSource, buildVideo } from '../../../test/build-source.ts';
import { buildEncoding } from '../../../test/build-video.ts';
import { service } from '../../../test/streaming-service.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { toRenditionKey, toSourceKey } from '../../objects/object-keys.ts';
import { EncodingEntity, type EncodingRow, type EncodingStep } from '../encoding/encoding.entity.ts';
import { encodeFirst, encodeRest } from '../encoding/encoding-jobs.ts';
import { sweepEncodingsSchedule } from '../encoding/sweep-encodings.job.ts';

const garbage = new TextEncoder().encode('this is no video');
const hourMs = 3_600_000;

const find = (id: string) => service.rows((db) => db.findOneBy(EncodingEntity, { id }));

const toSteps = (...statuses: EncodingStep['status'][]): EncodingStep[] =>
  (['probe', 'first-quality', 'pictures', 'file', 'other-qualities'] as const).map((name, index) => ({
    ...{ name, status: statuses[index] ?? 'waiting', startedAt: null, endedAt: null },
  }));

async function buildPlayed(overrides: Partial<EncodingRow>): Promise<EncodingRow> {
  const video = await buildVideo(service, { status: 'playable' });
  const encoding = await buildEncoding(video.id, overrides);
  const change = { currentEncodingId: encoding.id, newestEncodingId: encoding.id };
  await service.rows((db) => db.update(VideoEntity, { id: video.id }, change));
  return encoding;
}

afterEach(() => service.clock.reset());

it('ends an encoding whose key nobody can read any more, so that another file can be uploaded', async () => {
  const { id, videoId } = await buildSource(service, garbage);
  await service.rows((db) => db.update(EncodingEntity, { id }, { masterKey: 'under another secret' }));
  expect((await service.runJobs()).map(({ name, attempts }) => [name, attempts])).toEqual([[encodeFirst.name, 3]]);
  expect(await find(id)).toMatchObject({ status: 'failed', failureCode: 'interrupted' });
  expect(await service.rows((db) => db.findOneBy(VideoEntity, { id: videoId }))).toMatchObject({ status: 'failed' });
});

it('has an encoding ended well of which all is done, though nobody said so before its job was given up', async () => {
  const steps = toSteps('done', 'done', 'done', 'done', 'done');
  const { id, videoId } = await buildPlayed({ status: 'running', steps, endedAt: null });
  await service.rows((db) => enqueue(db, service.context(), encodeRest, { encodingId: id }));
  expect(await service.giveUpJobs()).toEqual([encodeRest.name]);
  expect(await find(id)).toMatchObject({ status: 'done', progress: 100 });
  expect(await service.rows((db) => db.findOneBy(VideoEntity, { id: videoId }))).toMatchObject({ status: 'ready' });
});

it('has an encoding gone on with that nobody has worked on for six hours, where it stopped and once', async () => {
  const sweep = async () => {
    await service.rows((db) => enqueue(db, service.context(), sweepEncodingsSchedule.job, {}));
    return (await service.runJobs()).map(({ name }) => name).toSorted();
  };
  const { name: itself } = sweepEncodingsSchedule.job;
  const seenAt = new Date(service.clock.now().getTime() - 6 * hourMs + 60_000);
  const lost = await buildEncoding((await buildVideo(service)).id, { status: 'queued', steps: toSteps(), seenAt });
  await service.rows((db) => db.update(VideoEntity, { id: lost.videoId }, { newestEncodingId: lost.id }));
  const half = await buildPlayed({ status: 'running', steps: toSteps('done', 'done', 'running'), seenAt });
  const worked = await buildPlayed({ status: 'running', steps: toSteps('running') });
  expect(await sweep()).toEqual([itself]);
  service.clock.advance(120_000);
  expect(await sweep()).toEqual([encodeFirst.name, encodeRest.name, itself]);
  const statuses = await Promise.all([lost, half, worked].map(async ({ id }) => (await find(id))?.status));
  expect(statuses).toEqual(['failed', 'failed', 'running']);
  expect(await sweep()).toEqual([itself]);
});

it('keeps nothing of a file that was never played when another one has come', async () => {
  const video = await buildVideo(service);
  const first = await buildSource(service, garbage, { video });
  await service.runJobs();
  expect(await find(first.id)).toMatchObject({ status: 'failed' });
  const key = toRenditionKey('main', first.id, '480', '00000.m4s');
  await putObject(key, garbage, 'application/octet-stream');
  const second = await buildSource(service, garbage, { video });
  expect(await service.runJobs()).not.toHaveLength(0);
  expect(await Promise.all([key, toSourceKey('main', first.id), toSourceKey('main', second.id)].map(hasObject))).toEqual([
    false,
    false,
    true,
  ]);
  expect([await find(first.id), (await find(second.id))?.status]).toEqual([null, 'failed']);
});
