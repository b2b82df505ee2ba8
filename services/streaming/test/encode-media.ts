import { execFile } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { putObject } from '@lyceum/testing/object-store';
import { initName, toRenditionKey, toSegmentName } from '../src/objects/object-keys.ts';
import type { RenditionRow } from '../src/processing/encoding/rendition.entity.ts';
import { toSegmentIv, toStretch, toStretchKey } from '../src/processing/encryption/segment-keys.ts';
import type { Playable } from './build-playable.ts';

export const run = promisify(execFile);

export interface EncodedMedia {
  readonly dir: string;
  /** By the name of the rendition. */
  readonly lists: ReadonlyMap<
    string,
    { readonly files: readonly string[]; readonly init: string; readonly seconds: readonly number[] }
  >;
  remove(): Promise<void>;
}

/** A moving test picture in two sizes with a tone, in segments of one second, as ffmpeg makes them. */
export async function encodeMedia(seconds: number): Promise<EncodedMedia> {
  const dir = await mkdtemp(join(tmpdir(), 'lyceum-media-'));
  const names = ['180', '90', 'audio'];
  await run('ffmpeg', [
    ...['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=25:duration=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`],
    ...[
      '-filter_complex',
      '[0:v:0]split=2[a][b];[a]null[v1];[b]scale=-2:90[v2]',
      '-map',
      '[v1]',
      '-map',
      '[v2]',
      '-map',
      '1:a:0',
    ],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-pix_fmt', 'yuv420p'],
    ...['-g', '25', '-keyint_min', '25', '-sc_threshold', '0', '-c:a', 'aac', '-b:a', '64k', '-ac', '2'],
    ...['-f', 'hls', '-hls_time', '1', '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'],
    ...['-hls_flags', 'independent_segments', '-hls_segment_filename', join(dir, '%v', 's%04d.m4s')],
    ...['-var_stream_map', 'v:0,agroup:aud,name:180 v:1,agroup:aud,name:90 a:0,agroup:aud,name:audio'],
    join(dir, '%v', 'index.m3u8'),
  ]);
  const lists = await Promise.all(
    names.map(async (name) => {
      const list = await readFile(join(dir, name, 'index.m3u8'), 'utf8');
      const [, init = ''] = /#EXT-X-MAP:URI="([^"]+)"/.exec(list) ?? [];
      const lengths = [...list.matchAll(/#EXTINF:([\d.]+),/g)].map(([, length]) => Number(length));
      return [name, { init, files: list.match(/^s\d+\.m4s$/gm) ?? [], seconds: lengths }] as const;
    }),
  );
  return { dir, lists: new Map(lists), remove: () => rm(dir, { recursive: true }) };
}

export const toRenditions = ({ lists }: EncodedMedia): Partial<RenditionRow>[] =>
  [...lists].map(([name, { seconds }]) => ({
    ...{ name, kind: name === 'audio' ? ('audio' as const) : ('video' as const) },
    segments: seconds.map((length): [number, number] => [length, 1]),
  }));

/** Encrypts and stores it as playing expects it. */
export async function storeMedia({ dir, lists }: EncodedMedia, { encoding, masterKey }: Playable): Promise<void> {
  for (const [name, { init, files }] of lists) {
    const put = (file: string, bytes: Uint8Array) =>
      putObject(toRenditionKey('main', encoding.id, name, file), bytes, 'video/mp4');
    await put(initName, await readFile(join(dir, name, init)));
    await Promise.all(
      files.map(async (file, segment) => {
        const iv = toSegmentIv(masterKey, name, segment);
        const cipher = createCipheriv('aes-128-cbc', toStretchKey(masterKey, toStretch(segment)), iv);
        const bytes = await readFile(join(dir, name, file));
        await put(toSegmentName(segment), Buffer.concat([cipher.update(bytes), cipher.final()]));
      }),
    );
  }
}
