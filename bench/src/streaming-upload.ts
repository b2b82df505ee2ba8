import { randomUUID } from 'node:crypto';
import { presignParts, startUpload } from '@lyceum/contracts/streaming/media-upload';
import { createApi } from '@lyceum/e2e/api';
import { type Bench, format, median, percentile, type Report } from './report.ts';
import { type UploadSetting, withUploads } from './uploads/setting.ts';

const gigabyte = 1_000_000_000;
const bytes = { parts: 5 * gigabyte, tus: gigabyte };
const ways = ['parts', 'tus'] as const;
const addresses = 200;
const requests = 50;
const maxRss = 250_000_000;
const maxSignMs = 20;

interface Found {
  readonly seconds: number[];
  /** Megabytes. */
  readonly rss: number[];
  readonly p99: number[];
  readonly max: number[];
}

/** Milliseconds for 200 addresses. */
interface Signing {
  readonly asked: number[];
  readonly askedP95: number[];
  readonly inside: number[];
}

/** What an upload takes of the service while its bytes go elsewhere, and how long addresses of parts take. */
export const streamingUpload: Bench = {
  name: 'streaming-upload',
  run: (rounds) =>
    withUploads(async (setting) => {
      const found = new Map(ways.map((way) => [way, { seconds: [], rss: [], p99: [], max: [] } satisfies Found as Found]));
      const signing: Signing = { asked: [], askedP95: [], inside: [] };
      await askForAddresses(setting);
      for (let round = 0; round < rounds; round += 1) {
        const times = await askForAddresses(setting);
        signing.asked.push(median(times));
        signing.askedP95.push(percentile(times, 95));
        signing.inside.push(median(signInside(setting)));
        for (const [way, { seconds, rss, p99, max }] of found) {
          await setting.look();
          seconds.push(await setting.send({ way, size: bytes[way] }));
          const seen = await setting.look();
          rss.push(seen.rss / 1_000_000);
          p99.push(seen.p99);
          max.push(seen.max);
        }
      }
      return report(found, signing);
    }),
};

async function askForAddresses({ url, token }: UploadSetting): Promise<number[]> {
  const api = createApi(url);
  const { body: upload } = await api.call(startUpload, { token, body: { name: 'lesson.mp4', size: 5 * gigabyte } });
  const parts = Array.from({ length: addresses }, (_, index) => ({ part: index + 1 }));
  const times: number[] = [];
  for (let request = 0; request < requests; request += 1) {
    const begun = performance.now();
    await api.call(presignParts, { token, params: { uploadId: upload.id }, body: { parts } });
    times.push(performance.now() - begun);
  }
  return times;
}

function signInside({ storage }: UploadSetting): number[] {
  const [key, uploadId] = [`main/video-sources/${randomUUID()}`, randomUUID()];
  return Array.from({ length: requests }, () => {
    const begun = performance.now();
    for (let part = 1; part <= addresses; part += 1) storage.presignPart(key, uploadId, part, 3600, { size: 16_777_216 });
    return performance.now() - begun;
  });
}

function report(found: ReadonlyMap<(typeof ways)[number], Found>, { asked, askedP95, inside }: Signing): Report {
  const names = { parts: '5 GB in parts, four at a time', tus: '1 GB by tus, in pieces of 64 MB' };
  const toRows = (pick: (one: Found) => number[]) => [...found].map(([way, one]) => ({ name: names[way], values: pick(one) }));
  const rss = median(found.get('parts')?.rss ?? []);
  const askedMs = median(asked);
  return {
    title: 'Videos: what uploads take of the service',
    setting:
      `Service, local object store on the disk and sender are processes of their own. Addresses are asked for ${requests} times, ${addresses} at once; ` +
      'of each round the 95th percentile. Delays are those of timers in the process of the service, and its memory the largest that was seen.',
    tables: [
      { title: 'Until the file is put together', unit: 's', rows: toRows(({ seconds }) => seconds) },
      { title: 'Memory of the service', unit: 'MB', rows: toRows((one) => one.rss) },
      { title: 'Delay of its event loop, 99th percentile', unit: 'ms', rows: toRows(({ p99 }) => p99) },
      { title: 'Delay of its event loop, largest', unit: 'ms', rows: toRows(({ max }) => max) },
      {
        title: `${addresses} addresses of parts`,
        unit: 'ms',
        rows: [
          { name: 'by the endpoint', values: asked },
          { name: 'by the endpoint, 95th percentile', values: askedP95 },
          { name: 'signing alone', values: inside },
        ],
      },
    ],
    targets: [
      { name: 'Memory during 5 GB', wanted: '< 250 MB', measured: `${format(rss)} MB`, reached: rss * 1_000_000 < maxRss },
      {
        name: `${addresses} addresses by the endpoint`,
        ...{ wanted: `< ${maxSignMs} ms`, measured: `${format(askedMs)} ms`, reached: askedMs < maxSignMs },
      },
    ],
  };
}
