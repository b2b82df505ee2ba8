import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Seconds of each segment, and the name of what comes before them, of a playlist that ffmpeg has written. */
export async function readPlaylist(folder: string): Promise<{ seconds: number[]; initName: string }> {
  const text = await readFile(join(folder, 'index.m3u8'), 'utf8');
  const initName = /^#EXT-X-MAP:URI="([^"]+)"/m.exec(text)?.[1];
  if (!initName) throw new Error('the playlist names no initialisation');
  const seconds = [...text.matchAll(/^#EXTINF:([\d.]+),/gm)].map(([, value]) => Number(value));
  return { seconds, initName: basename(initName) };
}
