import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ContentFile } from '@lyceum/common/content';

/** What the page of a package loads, by name. */
export type PlayerFiles = ReadonlyMap<string, ContentFile>;

const require = createRequire(import.meta.url);

const own = (name: string) => join(import.meta.dirname, 'browser', name);

const files: readonly [name: string, mediaType: string, path: string][] = [
  ['run-time-1.2.js', 'text/javascript', require.resolve('scorm-again/scorm12/min')],
  ['run-time-2004.js', 'text/javascript', require.resolve('scorm-again/scorm2004/min')],
  ['player.js', 'text/javascript', own('player.js')],
  ['commits.js', 'text/javascript', own('commits.js')],
  ['player.css', 'text/css', own('player.css')],
];

export async function readPlayerFiles(): Promise<PlayerFiles> {
  const read = await Promise.all(
    files.map(async ([name, mediaType, path]) => [name, toContentFile(mediaType, await readFile(path))] as const),
  );
  return new Map(read);
}

function toContentFile(mediaType: string, bytes: Buffer): ContentFile {
  return {
    mediaType: `${mediaType}; charset=utf-8`,
    size: bytes.length,
    etag: `"${createHash('sha256').update(bytes).digest('base64url')}"`,
    open: async ({ start, end }) => Readable.from([bytes.subarray(start, end + 1)], { objectMode: false }),
  };
}
