import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { toSourceKey } from '../../objects/object-keys.ts';
import { Unencodable } from '../ffmpeg/unencodable.ts';
import { probeSource, type Source } from '../probe/probe-source.ts';
import type { EncodingWork } from './run-encoding.ts';

export interface OpenedSource {
  /** A local file, alone in its folder. */
  readonly path: string;
  readonly source: Source;
}

/** Takes the source from the store, compares it with the checksum that was announced, and looks at it. */
export async function openSource(work: EncodingWork): Promise<OpenedSource> {
  const { track, folder, ffmpeg, config } = work;
  const input = join(folder, 'input');
  const looking = join(folder, 'probe');
  for (const path of [input, looking]) await mkdir(path);
  const path = join(input, 'source');
  await download(work, path);
  const source = await probeSource(ffmpeg, path, looking, config.VIDEO_MAX_SECONDS, track.signal);
  return { path, source };
}

async function download({ storage, encoding, run, track }: EncodingWork, path: string): Promise<void> {
  const { id, sourceBytes, sha256 } = encoding;
  const key = toSourceKey(run.ctx.space, id);
  const stored = await storage.head(key);
  if (stored && stored.size !== sourceBytes)
    throw new Unencodable('damaged', `${stored.size} of ${sourceBytes} bytes are stored`);
  if (sourceBytes === 0) throw new Unencodable('not-a-video', 'it is empty');
  const hash = createHash('sha256');
  const bytes = await storage.read(key, { start: 0, end: sourceBytes - 1 }, track.signal);
  async function* sumUp(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      if (sha256 !== null) hash.update(chunk);
      yield chunk;
    }
  }
  await pipeline(bytes, sumUp, createWriteStream(path), { signal: track.signal });
  if (sha256 !== null && hash.digest('hex') !== sha256) throw new Unencodable('wrong-checksum', 'it is not what was announced');
}
