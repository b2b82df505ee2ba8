import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testServers } from '@lyceum/testing/config';
import { eventually } from '@lyceum/testing/eventually';
import { testIssuer } from '@lyceum/testing/keys';
import { hasObject } from '@lyceum/testing/object-store';
import { createTestService } from '@lyceum/testing/service';
import { buildClip } from '../../../test/build-clip.ts';
import { buildSource } from '../../../test/build-source.ts';
import { keySecret } from '../../../test/streaming-service.ts';
import { toRenditionKey } from '../../objects/object-keys.ts';
import { streaming } from '../../service.ts';
import { EncodingEntity } from '../encoding/encoding.entity.ts';
import { encodeFirst, encodeRest } from '../encoding/encoding-jobs.ts';
import { RenditionEntity } from '../encoding/rendition.entity.ts';

const workDir = await mkdtemp(join(tmpdir(), 'kill-test-'));
const service = createTestService(streaming, { KEY_ENCRYPTION_SECRET: keySecret, WORK_DIR: workDir });
afterAll(() => rm(workDir, { recursive: true }));

function toEnvironment(): Record<string, string> {
  const servers = testServers();
  return {
    ...{ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'fatal', PUBLIC_URL: testIssuer, WORK_DIR: workDir },
    ...{ GATEWAY_SECRET: 'g'.repeat(32), SERVICE_SECRET: 's'.repeat(32), KEY_ENCRYPTION_SECRET: keySecret },
    ...{ DATABASE_URL: service.testDatabase.urlFor('streaming'), REDIS_PREFIX: service.testDatabase.name.replace('_', '-') },
    ...{ REDIS_URL: servers.TEST_REDIS_URL, RABBITMQ_URL: servers.TEST_RABBITMQ_URL },
    ...{ S3_ENDPOINT: servers.TEST_S3_ENDPOINT, S3_PUBLIC_ENDPOINT: servers.TEST_S3_ENDPOINT, S3_BUCKET: servers.TEST_S3_BUCKET },
    ...{
      S3_REGION: servers.TEST_S3_REGION,
      S3_ACCESS_KEY: servers.TEST_S3_ACCESS_KEY,
      S3_SECRET_KEY: servers.TEST_S3_SECRET_KEY,
    },
    SERVICE_URLS: JSON.stringify({ tokens: service.keys.url }),
  };
}

/** Processes that run in a folder of the work. */
async function findPrograms(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return pids.filter((_, index) => folders[index]?.startsWith(workDir));
}

/** Runs a job in a process of its own. */
function startWorker(name: string, encodingId: string): ChildProcess {
  const worker = fork(new URL('../../../test/run-job.process.ts', import.meta.url), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  });
  worker.send({ env: toEnvironment(), name, payload: { encodingId } });
  return worker;
}

/** Kills a worker as soon as there is this object. */
async function killWhen(worker: ChildProcess, key: string): Promise<void> {
  await eventually(() => hasObject(key));
  expect(await findPrograms()).toHaveLength(1);
  const exited = once(worker, 'exit');
  worker.kill('SIGKILL');
  await exited;
  await eventually(async () => (await findPrograms()).length === 0);
  expect(await readdir(workDir)).toHaveLength(1);
}

it('a worker killed in the middle of either job takes ffmpeg with it, and the next run makes everything whole and once', async () => {
  const clip = await buildClip({ size: '1280x720', seconds: 16, sound: null, rate: 30, options: ['-crf', '40'] });
  const { id } = await buildSource(service, clip);
  const find = () => service.rows((db) => db.findOneByOrFail(EncodingEntity, { id }));
  await killWhen(startWorker(encodeFirst.name, id), toRenditionKey('main', id, '480', '00000.m4s'));
  expect(await find()).toMatchObject({ status: 'running', playableAt: null });
  expect(await once(startWorker(encodeFirst.name, id), 'exit')).toEqual([0, null]);
  await killWhen(startWorker(encodeRest.name, id), toRenditionKey('main', id, '720', '00000.m4s'));
  expect(await find()).toMatchObject({ status: 'running', endedAt: null });
  expect((await service.runJobs()).map(({ name, error }) => [name, error])).toEqual([
    [encodeFirst.name, undefined],
    [encodeRest.name, undefined],
  ]);
  const whole = await find();
  const renditions = await service.rows((db) => db.findBy(RenditionEntity, { encodingId: id }));
  expect(renditions.map(({ name }) => name).toSorted()).toEqual(['480', '720']);
  for (const { segments } of renditions) expect(segments.map(([seconds]) => seconds)).toEqual([4, 4, 4, 4]);
  expect(whole).toMatchObject({ status: 'done', durationSeconds: 16 });
  expect(await readdir(workDir)).toEqual([]);
}, 60_000);

it('a worker that stood still while another did its work leaves that alone when it goes on', async () => {
  const { id } = await buildSource(
    service,
    await buildClip({ size: '854x480', seconds: 16, sound: null, options: ['-crf', '40'] }),
  );
  const find = () => service.rows((db) => db.findOneByOrFail(EncodingEntity, { id }));
  const still = startWorker(encodeFirst.name, id);
  await eventually(() => hasObject(toRenditionKey('main', id, '480', '00000.m4s')));
  still.kill('SIGSTOP');
  expect(await once(startWorker(encodeFirst.name, id), 'exit')).toEqual([0, null]);
  const made = await find();
  expect([made.status, made.playableAt]).toEqual(['running', expect.any(Date)]);
  const exited = once(still, 'exit');
  still.kill('SIGCONT');
  expect(await exited).toEqual([0, null]);
  expect(await find()).toEqual(made);
  expect((await service.runJobs()).map(({ error }) => error)).toEqual([undefined, undefined]);
  expect((await find()).status).toBe('done');
  expect(await readdir(workDir)).toEqual([]);
}, 60_000);
