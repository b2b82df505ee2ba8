import assert from 'node:assert/strict';
import { createDecipheriv, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { completeUpload, presignParts, startUpload } from '@lyceum/contracts/streaming/media-upload';
import { endPlayback, startPlayback } from '@lyceum/contracts/streaming/playback';
import { deleteVideo, getVideo, type Video } from '@lyceum/contracts/streaming/video';
import type { Api } from './api.ts';
import { poll } from './poll.ts';

interface Author {
  readonly api: Api;
  readonly token: string;
}

/** Five seconds of a test picture with a tone, made by ffmpeg. */
export const clip = readFileSync(new URL('./clip.mp4', import.meta.url));

/** Sends a file in the parts that the server wants, by addresses of the object store. */
export async function uploadVideo({ api, token }: Author, name: string, file: Buffer): Promise<Video> {
  const sha256 = createHash('sha256').update(file).digest('hex');
  const { body: upload } = await api.call(startUpload, { token, body: { name, size: file.length, sha256 } });
  const params = { uploadId: upload.id };
  for (let part = 1; part <= upload.partCount; part += 1) {
    const bytes = new Uint8Array(file.subarray((part - 1) * upload.partSize, part * upload.partSize));
    const md5 = createHash('md5').update(bytes).digest('base64');
    const { body } = await api.call(presignParts, { token, params, body: { parts: [{ part, md5 }] } });
    const { url = '', headers = {} } = body.parts[0] ?? {};
    const sent = await fetch(url, { method: 'PUT', headers, body: bytes });
    assert.equal(sent.status, 200, await sent.text());
  }
  return (await api.call(completeUpload, { token, params })).body;
}

/** Waits until every quality is made. */
export function waitUntilMade({ api, token }: Author, { id: videoId }: Pick<Video, 'id'>): Promise<Video> {
  return poll('the video', 120_000, async () => {
    const { body } = await api.call(getVideo, { token, params: { videoId } });
    const { status, processing } = body;
    assert.ok(processing?.status !== 'failed', `the video failed: ${JSON.stringify(processing?.failure)}`);
    return status === 'ready' ? body : undefined;
  });
}

/** Reads a stream as a player does, from the playlist to the first picture; returns the bytes of its first segment. */
export async function playStart({ api, token }: Author, { id: videoId }: Pick<Video, 'id'>): Promise<Buffer> {
  const { body: playback } = await api.call(startPlayback, { token, params: { videoId }, body: {} });
  const read = async (url: string) => {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(answer.status, 200, `${url} answered ${answer.status}`);
    return answer;
  };
  const manifest = await (await read(playback.manifestUrl)).text();
  const address = manifest.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? '';
  const list = (await (await read(new URL(address, playback.manifestUrl).href)).text()).split('\n');
  const [, key = '', iv = ''] =
    /URI="([^"]+)",IV=0x([0-9a-f]{32})/i.exec(list.find((line) => line.startsWith('#EXT-X-KEY')) ?? '') ?? [];
  const keyBytes = Buffer.from(await (await read(key)).arrayBuffer());
  const segment = await fetch(list.find((line) => line.startsWith('http')) ?? '');
  assert.equal(segment.status, 200, 'the first segment');
  const decipher = createDecipheriv('aes-128-cbc', keyBytes, Buffer.from(iv, 'hex'));
  const bytes = Buffer.concat([decipher.update(Buffer.from(await segment.arrayBuffer())), decipher.final()]);
  assert.match(bytes.toString('latin1', 4, 8), /^(styp|moof|sidx|prft)$/, 'a segment of fragmented MP4');
  const without = await fetch(key);
  assert.equal(without.status, 401, 'the key without a token');
  await api.call(endPlayback, { token, params: { playbackId: playback.id } });
  return bytes;
}

export async function removeVideo({ api, token }: Author, { id: videoId }: Pick<Video, 'id'>): Promise<void> {
  await api.call(deleteVideo, { token, params: { videoId } });
}
