import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCourse } from '@lyceum/contracts/courses/course';
import { createLesson, createModule } from '@lyceum/contracts/courses/draft';
import { enrol, leaveCourse } from '@lyceum/contracts/courses/enrolment';
import { getLesson, getOutline } from '@lyceum/contracts/courses/outline';
import { publishCourse } from '@lyceum/contracts/courses/revision';
import { openLesson, sendEvidence } from '@lyceum/contracts/courses/study';
import {
  completeUpload,
  getUpload,
  listUploads,
  maxPartsAtOnce,
  presignParts,
  startUpload,
} from '@lyceum/contracts/streaming/media-upload';
import { type Playback, reportWatched, startPlayback } from '@lyceum/contracts/streaming/playback';
import { listVideoUsages, type Video } from '@lyceum/contracts/streaming/video';
import { login } from '@lyceum/contracts/tokens/session';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Api, createApi } from '../src/api.ts';
import { openMailbox } from '../src/mailbox.ts';
import { registerAndConfirm, signIn } from '../src/people.ts';
import { poll } from '../src/poll.ts';
import { waitUntilMade } from '../src/videos.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';
import { type PlayerPage, servePlayerPage } from './video/player-page.ts';

const seconds = 12;
const folder = mkdtempSync(join(tmpdir(), 'lyceum-video-'));
let stack: PrivateStack;
let page: PlayerPage;
let browser: Browser;

beforeAll(async () => {
  page = await servePlayerPage();
  stack = await startPrivateStack({ CORS_ORIGINS: page.origin });
  page.allow([stack.gatewayUrl, stack.backing.objectStore.endpoint]);
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--disable-background-networking', '--disable-gpu'],
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  await page?.stop();
  rmSync(folder, { recursive: true });
});

/** A picture that is quickly encoded, and sound that is not compressed: some parts of 16 MiB. */
function filmLesson(): Buffer {
  const path = join(folder, 'lesson.mov');
  const picture = `testsrc2=s=1280x720:r=25:d=${seconds}`;
  const input = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', `sine=f=440:r=192000:d=${seconds}`];
  const sound = ['-c:a', 'pcm_s32le', '-ar', '192000', '-ac', '4'];
  const output = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', ...sound, path];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...input, ...output]);
  return readFileSync(path);
}

interface Visitor {
  readonly api: Api;
  readonly token: string;
}

/** Sends what the store does not have yet; one part breaks off in its middle, as when a network goes. */
async function sendParts({ api, token }: Visitor, file: Buffer, uploadId: string, breakAt?: number): Promise<void> {
  const params = { uploadId };
  const { body: upload } = await api.call(getUpload, { token, params });
  const here = new Set(upload.parts.map(({ part }) => part));
  const missing = Array.from({ length: upload.partCount }, (_, index) => index + 1).filter((part) => !here.has(part));
  const wanted = missing.slice(0, maxPartsAtOnce).map((part) => ({ part }));
  const { body } = await api.call(presignParts, { token, params, body: { parts: wanted } });
  for (const { part, url, headers, size } of body.parts) {
    const bytes = new Uint8Array(file.subarray((part - 1) * upload.partSize, (part - 1) * upload.partSize + size));
    if (part === breakAt) {
      await sendHalf(url, headers, bytes);
      return;
    }
    expect((await fetch(url, { method: 'PUT', headers, body: bytes })).status).toBe(200);
  }
}

async function sendHalf(url: string, headers: Record<string, string>, bytes: Uint8Array): Promise<void> {
  const put = request(url, { method: 'PUT', headers: { ...headers, 'content-length': bytes.length } });
  const closed = new Promise((resolve) => put.on('error', () => undefined).on('close', resolve));
  put.write(bytes.subarray(0, bytes.length / 2), () => put.destroy());
  await closed;
}

async function upload(author: Visitor, file: Buffer): Promise<Video> {
  const { api, token } = author;
  const sha256 = createHash('sha256').update(file).digest('hex');
  const announced = (await api.call(startUpload, { token, body: { name: 'Урок.mov', size: file.length, sha256 } })).body;
  expect(announced.partCount).toBeGreaterThan(2);
  for (const breakAt of [2, 3]) {
    const [open] = (await api.call(listUploads, { token })).body.items;
    await sendParts(author, file, open?.id ?? '', breakAt);
  }
  await sendParts(author, file, announced.id);
  return (await api.call(completeUpload, { token, params: { uploadId: announced.id } })).body;
}

async function publishLesson({ api, token }: Visitor, video: Pick<Video, 'id'>) {
  const { body: course } = await api.call(createCourse, { token, body: { title: 'Кино', language: 'ru' } });
  const params = { courseId: course.id };
  const { body: module } = await api.call(createModule, { token, params, body: { title: 'Первый' } });
  const content = { type: 'video', videoId: video.id } as const;
  const completion = { rule: 'watched', percent: 90 } as const;
  const lesson = { moduleId: module.id, title: 'Фильм', content, completion };
  const { body } = await api.call(createLesson, { token, params, body: lesson });
  await api.call(publishCourse, { token, params, body: {} });
  return { courseId: course.id, lessonId: body.id };
}

/** What the page says of its player. */
interface PlayerState {
  readonly second: number;
  readonly height: number;
  readonly ended: boolean;
  readonly levels: readonly number[];
  readonly failures: readonly string[];
}
interface PlayedStretch {
  readonly from: number;
  readonly to: number;
  readonly since: number;
  readonly until: number;
}

const readState = (tab: Page) => tab.evaluate<PlayerState>('player.state()');

async function openPlayer(tab: Page, playback: Playback, token: string): Promise<void> {
  await tab.goto(page.origin);
  const { manifestUrl, positionSeconds: startPosition } = playback;
  await tab.evaluate(`player.load(${JSON.stringify({ manifestUrl, token, apiUrl: stack.gatewayUrl, startPosition })})`);
  await tab.evaluate('player.play(1.5)');
}

const waitForSecond = (tab: Page, second: number) =>
  poll(`second ${second}`, 30_000, async () => {
    const state = await readState(tab);
    expect(state.failures).toEqual([]);
    return state.second >= second || state.ended ? state : undefined;
  });

it('an author uploads a film through cuts, and a learner who watches, seeks, changes the quality and comes back finishes it by what was played', async () => {
  const api = createApi(stack.gatewayUrl);
  const author = { api, token: (await api.call(login, { body: stack.demo })).body.accessToken };
  const file = filmLesson();
  const video = await upload(author, file);
  const made = await waitUntilMade(author, video);
  expect(made).toMatchObject({ status: 'ready', width: 1280, height: 720, durationSeconds: expect.closeTo(seconds, 0) });
  const place = await poll('the lesson', 10_000, () => publishLesson(author, video).catch(() => undefined));

  const vera = await registerAndConfirm(api, await openMailbox(stack.mailUrl ?? ''), 'Вера Лис', 'ru');
  const learner = { api, token: (await signIn(api, vera)).accessToken };
  const { token } = learner;
  const { courseId, lessonId } = place;
  const start = () => api.send(startPlayback, { token, params: { videoId: video.id }, body: { lessonId } });
  expect((await start()).status).toBe(403);
  await api.call(enrol, { token, params: { courseId }, body: {} });
  expect((await api.call(getLesson, { token, params: place })).body.body).toMatchObject({ type: 'video', videoId: video.id });
  const openedAt = Date.now();
  const { body: session } = await api.call(openLesson, { token, params: place });

  const play = () => api.call(startPlayback, { token, params: { videoId: video.id }, body: { lessonId, replace: true } });
  const getPercent = async () => (await api.call(getOutline, { token, params: { courseId } })).body.percent;
  const report = async (tab: Page, playback: Playback) => {
    await tab.evaluate('player.pause()');
    const { second: positionSeconds } = await readState(tab);
    const stretches = await tab.evaluate<PlayedStretch[]>('player.takePlayed()');
    const evidence = stretches.map(({ from, to, since, until }) => ({
      ...{ id: randomUUID(), sessionId: session.id, from: Math.max(0, since - openedAt), to: until - openedAt },
      played: { from, to: Math.min(to, made.durationSeconds ?? 0) },
    }));
    const { body } = await api.call(reportWatched, {
      ...{ token, params: { playbackId: playback.id }, body: { positionSeconds, evidence } },
    });
    expect(body.results.map(({ result }) => result)).toEqual(evidence.map(() => 'counted'));
    return evidence;
  };

  const tab = await browser.newPage();
  const first = (await play()).body;
  await openPlayer(tab, first, token);
  const early = await waitForSecond(tab, 3);
  expect(early).toMatchObject({ levels: [480, 720], height: 480 });
  await tab.evaluate('player.choose(1)');
  await poll('the other quality', 20_000, async () => ((await readState(tab)).height === 720 ? true : undefined));
  await tab.evaluate('player.seek(8)');
  await waitForSecond(tab, 10);
  const seen = await report(tab, first);
  expect(seen.length).toBeGreaterThan(1);
  expect(await getPercent()).toBe(0);

  const forged = { ...seen[0], id: randomUUID(), sessionId: session.id, from: 0, to: 1000, played: { from: 0, to: 2 } };
  const past = (await api.call(sendEvidence, { token, body: { evidence: [forged] } })).body;
  expect(past.results).toMatchObject([{ result: 'refused', reason: 'not-by-the-player' }]);

  await tab.reload();
  const second = (await play()).body;
  expect(second.positionSeconds).toBeCloseTo(seen.at(-1)?.played.to ?? 0, 0);
  await openPlayer(tab, second, token);
  await waitForSecond(tab, seconds);
  await report(tab, second);
  expect(await getPercent()).toBe(0);
  await tab.evaluate('player.seek(0)');
  await tab.evaluate('player.play(1.5)');
  await waitForSecond(tab, 8.2);
  await report(tab, second);
  expect(await getPercent()).toBe(100);

  const used = await api.call(listVideoUsages, { token: author.token, params: { videoId: video.id } });
  expect(used.body.items).toMatchObject([{ courseId, lessonId, lessonTitle: 'Фильм' }]);
  await api.call(leaveCourse, { token, params: { courseId } });
  await poll('the end of the right to watch', 60_000, async () =>
    (await fetch(second.manifestUrl, { headers: { authorization: `Bearer ${token}` } })).status === 403 ? true : undefined,
  );
}, 240_000);
