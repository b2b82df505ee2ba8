import { setImmediate as yieldToOthers } from 'node:timers/promises';

interface RenditionPlaylist {
  /** Length of each segment, in seconds. */
  readonly seconds: readonly number[];
  readonly initUrl: string;
  readonly toSegmentUrl: (segment: number) => string;
  readonly toKeyUrl: (segment: number) => string;
  /** 16 bytes. */
  readonly toIv: (segment: number) => Uint8Array;
}

/** Signing as many addresses takes some milliseconds. */
const sliceSize = 100;

/**
 * The playlist of one quality (RFC 8216, 4.3.3): the first bytes in clear, and each segment under the key of its stretch with an
 * initialisation vector of its own. Others have their turn while a long one is made.
 */
export async function composeRenditionPlaylist(playlist: RenditionPlaylist): Promise<string> {
  const { seconds, initUrl } = playlist;
  const pieces = [composeHead(seconds), `#EXT-X-MAP:URI="${initUrl}"`];
  for (let first = 0; first < seconds.length; first += sliceSize) {
    if (first > 0) await yieldToOthers();
    const slice = seconds.slice(first, first + sliceSize);
    pieces.push(...slice.map((length, index) => composeSegment(playlist, first + index, length)));
  }
  return [...pieces, '#EXT-X-ENDLIST', ''].join('\n');
}

/** The playlist of captions, which are one file. */
export const composeCaptionPlaylist = (seconds: number, url: string): string =>
  [composeHead([seconds]), composeLength(seconds), url, '#EXT-X-ENDLIST', ''].join('\n');

function composeHead(seconds: readonly number[]): string {
  const longest = seconds.reduce((max, length) => Math.max(max, Math.ceil(length)), 1);
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${longest}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
  ].join('\n');
}

function composeSegment({ toKeyUrl, toIv, toSegmentUrl }: RenditionPlaylist, segment: number, length: number): string {
  const iv = Buffer.from(toIv(segment)).toString('hex').toUpperCase();
  const key = `#EXT-X-KEY:METHOD=AES-128,URI="${toKeyUrl(segment)}",IV=0x${iv}`;
  return [key, composeLength(length), toSegmentUrl(segment)].join('\n');
}

const composeLength = (seconds: number) => `#EXTINF:${seconds.toFixed(6)},`;
