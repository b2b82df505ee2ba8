import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createStorage, type Storage } from '@lyceum/common/storage';
import { createFfmpeg } from '@lyceum/streaming/processing/ffmpeg/create-ffmpeg';
import { chooseRungs } from '@lyceum/streaming/processing/ladder/choose-rungs';
import { encodeRenditions } from '@lyceum/streaming/processing/ladder/encode-renditions';
import { type Ladder, toLadderArguments } from '@lyceum/streaming/processing/ladder/ladder-arguments';
import { measureGain } from '@lyceum/streaming/processing/ladder/loudness';
import { probeSource } from '@lyceum/streaming/processing/probe/probe-source';
import { type Bench, median, medianRatio, type Report } from './report.ts';
import { withServers } from './servers.ts';

const ffmpegPath = 'ffmpeg';
const clipSeconds = 60;
const mayTake = 1.05;
const mayWait = 1 / 3;

interface Round {
  /** Seconds until the lowest quality can be played, and until all are made. */
  readonly first: number;
  readonly whole: number;
}

type Encode = (ladder: Ladder, folder: string) => Promise<unknown>;

/** The two steps as the jobs take them, against the same commands by hand. */
export const streamingEncoding: Bench = {
  name: 'streaming-encoding',
  run: (rounds) =>
    withServers(async ({ objectStore }) => {
      const folder = await mkdtemp(join(tmpdir(), 'bench-streaming-'));
      const { endpoint } = objectStore;
      const storage = await createStorage({
        ...{ S3_ENDPOINT: endpoint, S3_PUBLIC_ENDPOINT: endpoint, S3_REGION: objectStore.region, S3_BUCKET: objectStore.bucket },
        ...{ S3_ACCESS_KEY: objectStore.accessKey, S3_SECRET_KEY: objectStore.secretKey },
      });
      try {
        return report(await measure(folder, storage, rounds));
      } finally {
        storage.stop();
        await rm(folder, { recursive: true });
      }
    }),
};

async function measure(folder: string, storage: Storage, rounds: number) {
  const path = join(folder, 'source');
  const inputs = [
    '-f',
    'lavfi',
    '-i',
    `testsrc2=s=1920x1080:r=30:d=${clipSeconds}`,
    '-f',
    'lavfi',
    '-i',
    `sine=d=${clipSeconds}`,
  ];
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-f', 'mp4'];
  await promisify(execFile)(ffmpegPath, ['-v', 'error', '-y', ...inputs, ...codecs, path]);
  const ffmpeg = createFfmpeg({ FFMPEG_PATH: ffmpegPath, FFPROBE_PATH: 'ffprobe', FFMPEG_MEMORY_BYTES: 4_000_000_000 });
  const { signal } = new AbortController();
  const source = await probeSource(ffmpeg, path, await mkdtemp(join(folder, 'probe-')), 3600, signal);
  const limits = { outputBytes: 1_000_000_000, wallMs: 600_000 };
  const to = { storage, space: 'main', encodingId: 'bench', masterKey: new Uint8Array(32) };
  const ours: Encode = (ladder, work) => encodeRenditions(ffmpeg, to, { path, source, ladder, folder: work, signal });
  const byHand: Encode = (ladder, work) => runByHand(toLadderArguments(path, source, ladder), work);

  async function runRound(encode: Encode): Promise<Round> {
    const [lowest, ...others] = chooseRungs(source);
    const work = await mkdtemp(join(folder, 'round-'));
    const [first, rest] = [join(work, 'first'), join(work, 'rest')];
    for (const part of [first, rest]) await mkdir(part);
    const began = performance.now();
    const gain = await measureGain(ffmpeg, path, source.sound ?? 1, { folder: first, limits, signal });
    await encode({ rungs: [lowest], gain, maxSeconds: clipSeconds + 1 }, first);
    const playable = performance.now();
    await encode({ rungs: others, gain: null, maxSeconds: clipSeconds + 1 }, rest);
    const ended = performance.now();
    await rm(work, { recursive: true });
    return { first: (playable - began) / 1000, whole: (ended - began) / 1000 };
  }

  const found = { byHand: [] as Round[], ours: [] as Round[] };
  for (let round = 0; round < rounds; round += 1) {
    found.byHand.push(await runRound(byHand));
    found.ours.push(await runRound(ours));
  }
  return found;
}

async function runByHand(args: readonly string[], folder: string): Promise<void> {
  const child = spawn('nice', ['-n', '10', ffmpegPath, '-nostdin', '-v', 'error', '-y', ...args], {
    cwd: folder,
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
}

function report({ byHand, ours }: { byHand: readonly Round[]; ours: readonly Round[] }): Report {
  const wholes = [byHand, ours].map((rounds) => rounds.map(({ whole }) => whole));
  const firsts = [byHand, ours].map((rounds) => rounds.map(({ first }) => first));
  const rows = ([hand = [], own = []]: readonly number[][]) => [
    { name: 'by hand', values: hand },
    { name: 'ours', values: own },
  ];
  const ratio = medianRatio(wholes[1] ?? [], wholes[0] ?? []);
  const share = median(ours.map(({ first, whole }) => first / whole));
  return {
    title: 'Videos: encoding, beside the same commands by hand',
    setting: `${clipSeconds} s of 1080p with a tone, 30 frames a second. By hand the same ffmpeg commands run without a limit, as politely (nice 10), and leave their segments on the disk; ours are closed in, and segments are encrypted, sent to the object store and deleted meanwhile. Finding the loudness is part of the first step of both.`,
    tables: [
      { title: 'all qualities', unit: 's', rows: rows(wholes), reference: 'by hand' },
      { title: 'until the video can be played', unit: 's', rows: rows(firsts), reference: 'by hand' },
    ],
    targets: [
      { name: 'encoding, to by hand', wanted: `< ${mayTake}`, measured: ratio.toFixed(3), reached: ratio < mayTake },
      { name: 'first play, of the whole', wanted: '< 33 %', measured: `${(share * 100).toFixed(1)} %`, reached: share < mayWait },
    ],
  };
}
