import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs the ffmpeg of the machine; resolves with what it complained of. */
export async function runFfmpeg(args: readonly string[]): Promise<string> {
  return (await execute('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args])).stderr;
}

export interface Clip {
  size?: string;
  seconds?: number;
  rate?: number;
  /** Null leaves the sound out. */
  sound?: string | null;
  /** Further options of its output. */
  options?: readonly string[];
  /** Filmed with the camera on its side. */
  turned?: boolean;
  /** Container. */
  format?: string;
}

/** A real file with a moving picture and a tone. */
export async function buildClip(clip: Clip = {}): Promise<Buffer<ArrayBuffer>> {
  const { size = '320x180', seconds = 6, rate = 25, sound = 'sine=f=440', options = [], format = 'mp4', turned = false } = clip;
  const path = join(tmpdir(), `clip-${randomUUID()}`);
  const inputs = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}:d=${seconds}`];
  if (sound) inputs.push('-f', 'lavfi', '-i', `${sound}:d=${seconds}`);
  const picture = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
  try {
    await runFfmpeg([...inputs, ...picture, ...(sound ? ['-c:a', 'aac'] : []), ...options, '-f', format, path]);
    if (turned) await runFfmpeg(['-i', path, '-c', 'copy', '-metadata:s:v', 'rotate=90', '-f', format, `${path}-turned`]);
    return Buffer.from(await readFile(turned ? `${path}-turned` : path));
  } finally {
    for (const made of [path, `${path}-turned`]) await rm(made, { force: true });
  }
}
