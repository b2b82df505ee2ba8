import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { openStorage } from '@lyceum/testing/object-store';
import { buildClip } from '../../../test/build-clip.ts';
import { buildSource } from '../../../test/build-source.ts';
import { buildHostileFiles } from '../../../test/hostile-files.ts';
import { service } from '../../../test/streaming-service.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { toRenditionKey } from '../../objects/object-keys.ts';
import { EncodingEntity } from '../encoding/encoding.entity.ts';
import { encodeFirst } from '../encoding/encoding-jobs.ts';
import { RenditionEntity } from '../encoding/rendition.entity.ts';

it('ends with a reason what is no whole video, reads no other file, asks no address, and goes on with the next video', async () => {
  const asked: (string | undefined)[] = [];
  const storage = await openStorage();
  const listener = createServer((request, response) => {
    asked.push(request.url);
    response.end();
  });
  await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
  const folder = await mkdtemp(join(tmpdir(), 'traps-'));
  try {
    const { port } = listener.address() as AddressInfo; // it listens on TCP
    const traps = {
      url: `http://127.0.0.1:${port}`,
      secretPath: join(folder, 'secret.txt'),
      videoPath: join(folder, 'other.mp4'),
    };
    await writeFile(traps.secretPath, 'the secret of the machine');
    await writeFile(traps.videoPath, await buildClip({ seconds: 2 }));
    const files = await buildHostileFiles(traps);
    expect(files.length).toBeGreaterThanOrEqual(30);
    const expected: [string, unknown][] = [];
    const found: [string, unknown][] = [];
    for (const { name, bytes, failures } of files) {
      const { id, videoId } = await buildSource(service, bytes);
      const outcomes = await service.runJobs();
      const { status, failureCode, failureStep, steps } = await service.rows((db) => db.findOneByOrFail(EncodingEntity, { id }));
      const video = await service.rows((db) => db.findOneByOrFail(VideoEntity, { id: videoId }));
      const code = failureCode !== null && failures.includes(failureCode) ? 'as expected' : failureCode;
      const isMarked = steps.some((step) => step.name === failureStep && step.status === 'failed');
      found.push([name, { outcomes, status, code, isMarked, video: video.status }]);
      const outcome = { name: encodeFirst.name, attempts: 1, error: undefined };
      expected.push([name, { outcomes: [outcome], status: 'failed', code: 'as expected', isMarked: true, video: 'failed' }]);
      // Nothing was made that could show anything.
      expect(await service.rows((db) => db.existsBy(RenditionEntity, { encodingId: id }))).toBe(false);
      for (const rendition of ['audio', '180'])
        expect(await storage.head(toRenditionKey('main', id, rendition, '00000.m4s'))).toBeUndefined();
    }
    expect(found).toEqual(expected);
    expect(asked).toEqual([]);
    const { id } = await buildSource(service, await buildClip({ seconds: 1 }));
    await service.runJobs();
    expect(await service.rows((db) => db.findOneByOrFail(EncodingEntity, { id }))).toMatchObject({ status: 'done' });
  } finally {
    storage.stop();
    listener.close();
    await rm(folder, { recursive: true });
  }
}, 180_000);

it('refuses a file that is not what was announced, and mails the reason to its owner', async () => {
  const clip = await buildClip({ seconds: 1 });
  const other = await buildSource(service, clip, { sha256: 'a'.repeat(64) });
  const short = await buildSource(service, clip, { size: clip.length + 1 });
  await service.runJobs();
  const codes = await Promise.all(
    [other, short].map(async ({ id }) => (await service.rows((db) => db.findOneByOrFail(EncodingEntity, { id }))).failureCode),
  );
  expect(codes).toEqual(['wrong-checksum', 'damaged']);
  const mails = (await service.outbox(mailRequested.name)).slice(-2);
  const owners = await Promise.all(
    [other, short].map(async ({ videoId: id }) => (await service.rows((db) => db.findOneByOrFail(VideoEntity, { id }))).ownerId),
  );
  expect(mails).toMatchObject(owners.map((accountId) => ({ payload: { kind: 'video-failed', accountId } })));
});
