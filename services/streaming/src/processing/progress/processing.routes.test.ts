import { fillPath } from '@lyceum/common/client';
import { enqueue } from '@lyceum/common/outbox';
import { processingFailures, retryProcessing, streamProcessing } from '@lyceum/contracts/streaming/processing';
import { asAdmin, asStaff, type TestActor } from '@lyceum/testing/actors';
import { readEvents } from '@lyceum/testing/event-stream';
import { buildClip } from '../../../test/build-clip.ts';
import { buildSource, buildVideo } from '../../../test/build-source.ts';
import { service } from '../../../test/streaming-service.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { EncodingEntity, type EncodingRow } from '../encoding/encoding.entity.ts';
import { encodeFirst, encodeRest } from '../encoding/encoding-jobs.ts';
import { presentProcessing } from '../failures/present-processing.ts';

const garbage = new TextEncoder().encode('this is no video');
const find = (id: string) => service.rows((db) => db.findOneByOrFail(EncodingEntity, { id }));

function open(as: TestActor, videoId: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(service.url + fillPath(streamProcessing, { videoId }, {}), {
    headers: { authorization: `Bearer ${service.token(as)}`, accept: 'text/event-stream', ...headers },
  });
}

const retry = (as: TestActor, videoId: string) => service.call(retryProcessing, { as, params: { videoId } });

describe('GET /streaming/videos/:videoId/events', () => {
  it('sends the state as it is, then each change in growing versions, and ends with the work', async () => {
    const { id, videoId } = await buildSource(service, await buildClip({ seconds: 2 }));
    const events = readEvents(await open(asStaff(), videoId));
    expect((await events.next()).value).toMatchObject({
      id: `${id}:1`,
      data: { videoId, version: 1, processing: { encodingId: id, status: 'queued', progress: 0, failure: null } },
    });
    await service.runJobs();
    const rest: string[] = [];
    for await (const event of events) rest.push(`${event.id} ${JSON.stringify(event.data)}`);
    expect(rest.at(-1)).toContain('"status":"done","progress":100');
    const { version } = await find(id);
    expect(rest.at(-1)).toContain(`${id}:${version} `);
    expect((await open(asStaff(), videoId, { 'last-event-id': `${id}:${version}` })).status).toBe(204);
  });

  it('ends with the reason, in the language of the reader', async () => {
    const { videoId } = await buildSource(service, garbage);
    await service.runJobs();
    const events = readEvents(await open(asStaff(), videoId, { 'accept-language': 'ru' }));
    const failure = { code: 'not-a-video', step: 'probe', message: expect.stringContaining('Загрузите файл MP4') };
    expect((await events.next()).value).toMatchObject({ data: { processing: { status: 'failed', failure } } });
    expect((await events.next()).done).toBe(true);
  });

  it('waits with whoever watches a video without a file, and ends when that is deleted', async () => {
    const video = await buildVideo(service);
    const events = readEvents(await open(asStaff(), video.id));
    expect((await events.next()).value).toMatchObject({ data: { videoId: video.id, version: 0, processing: null } });
    await service.rows((db) => db.delete(VideoEntity, { id: video.id }));
    expect((await events.next()).done).toBe(true);
  });
});

describe('POST /streaming/videos/:videoId/retry', () => {
  async function fail(id: string, videoId: string, change: Partial<EncodingRow>) {
    const { steps } = await find(id);
    const failed = steps.map((step) => (step.name === change.failureStep ? { ...step, status: 'failed' as const } : step));
    await service.rows((db) =>
      db.update(EncodingEntity, { id }, { status: 'failed', failureCode: 'interrupted', steps: failed, ...change }),
    );
    await service.rows((db) => db.update(VideoEntity, { id: videoId }, { status: 'failed' }));
  }

  it('goes on from the step that failed, once for two who ask at the same time', async () => {
    const owner = asStaff();
    const video = await buildVideo(service, { ownerId: owner.id });
    const { id, videoId } = await buildSource(service, await buildClip({ seconds: 1, sound: null }), { video });
    await service.giveUpJobs();
    expect(await find(id)).toMatchObject({ status: 'failed', failureCode: 'interrupted', failureStep: 'probe' });
    const answers = await Promise.all([retry(owner, videoId), retry(owner, videoId)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    const done = answers.find(({ status }) => status === 202);
    expect(done?.body).toMatchObject({ encodingId: id, status: 'queued', failure: null });
    expect(await service.outbox(encodeFirst.name)).toHaveLength(1);
    await service.runJobs();
    expect(await find(id)).toMatchObject({ status: 'done' });
  });

  it('makes only the other qualities when those failed, while the video is played', async () => {
    const { id, videoId } = await buildSource(service, await buildClip({ seconds: 1, sound: null }));
    await service.runJobs();
    await fail(id, videoId, { failureStep: 'other-qualities' });
    await service.rows((db) => db.update(VideoEntity, { id: videoId }, { status: 'playable' }));
    expect((await retry(asAdmin(), videoId)).status).toBe(202);
    expect((await service.runJobs()).map(({ name }) => name)).toEqual([encodeRest.name]);
    const video = await service.rows((db) => db.findOneByOrFail(VideoEntity, { id: videoId }));
    expect(video.status).toBe('ready');
  });

  it('answers 409 when nothing failed, 404 for another video and 403 to who did not upload it', async () => {
    const { videoId } = await buildSource(service, garbage);
    expect((await retry(asAdmin(), videoId)).body).toMatchObject({ status: 409, code: 'processing.not_failed' });
    expect((await retry(asStaff(), videoId)).body).toMatchObject({ status: 403, code: 'video.not_yours' });
    expect((await retry(asStaff(), '019af7c2-0000-7000-8000-000000000000')).body).toMatchObject({ status: 404 });
    expect((await retry(asStaff(), 'nonsense')).status).toBe(400);
    await service.giveUpJobs();
  });
});

it('keeps a video that is played when its other qualities fail for good', async () => {
  const { id, videoId } = await buildSource(service, await buildClip({ seconds: 1, sound: null }));
  await service.runJobs();
  const { steps } = await find(id);
  const waiting = steps.map((step) => (step.name === 'other-qualities' ? { ...step, status: 'waiting' as const } : step));
  await service.rows((db) => db.update(EncodingEntity, { id }, { steps: waiting, status: 'running' }));
  await service.rows((db) => db.update(VideoEntity, { id: videoId }, { status: 'playable' }));
  await service.rows((db) => enqueue(db, service.context(), encodeRest, { encodingId: id }));
  await service.giveUpJobs();
  expect(await find(id)).toMatchObject({ status: 'failed', failureStep: 'other-qualities' });
  expect(await service.rows((db) => db.findOneByOrFail(VideoEntity, { id: videoId }))).toMatchObject({ status: 'playable' });
});

it('gives each reason in both languages', async () => {
  const { id } = await buildSource(service, garbage);
  const row = await find(id);
  for (const failureCode of processingFailures) {
    const failed: EncodingRow = { ...row, status: 'failed', failureCode, failureStep: 'probe' };
    const [en, ru] = (['en', 'ru'] as const).map((locale) => presentProcessing(failed, locale).failure?.message ?? '');
    expect([/[а-яё]/i.test(en ?? ''), /[а-яё]/i.test(ru ?? '')]).toEqual([false, true]);
  }
});
