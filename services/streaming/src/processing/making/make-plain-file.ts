import { createReadStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { toPlainFileKey } from '../../objects/object-keys.ts';
import { findRendition } from '../encoding/find-rendition.ts';
import { RenditionEntity } from '../encoding/rendition.entity.ts';
import { toInput } from '../ffmpeg/create-ffmpeg.ts';
import { fetchRendition } from '../ladder/fetch-rendition.ts';
import { audioName } from '../ladder/ladder-arguments.ts';
import type { MadeStep } from './made-step.ts';
import type { EncodingWork } from './run-encoding.ts';

/** Largest object that a store takes at once. A longer video has no plain file. */
const maxObjectBytes = 5_000_000_000;

/** The lowest quality and the sound as one MP4, which begins with what players ask for first. Nothing is encoded anew. */
export async function makePlainFile(work: EncodingWork): Promise<MadeStep> {
  const { ffmpeg, track, to, encoding, run } = work;
  const { signal } = track;
  const [lowest, sound] = await run.read(
    async (db) =>
      [
        await findRendition(db, encoding.id, 'lowest'),
        await db.findOneBy(RenditionEntity, { encodingId: encoding.id, name: audioName }),
      ] as const,
  );
  const parts = sound ? [lowest, sound] : [lowest];
  const size = parts.reduce((sum, { segments }) => sum + segments.reduce((bytes, [, one]) => bytes + one, 0), 0);
  if (size > maxObjectBytes * 0.99) return { change: {}, bytes: 0 };
  const input = join(work.folder, 'parts');
  const folder = join(work.folder, 'plain');
  for (const path of [input, folder]) await mkdir(path);
  const paths = parts.map(({ name }) => join(input, `${name}.mp4`));
  for (const [index, part] of parts.entries()) await fetchRendition(to, part, paths[index] ?? '', signal);
  const args = [...paths.flatMap((path) => toInput(path)), ...paths.flatMap((_, index) => ['-map', `${index}:0`])];
  // It is written twice: what players ask for first is known at the end only.
  const limits = { outputBytes: size * 2 + 20_000_000, wallMs: 60_000 + 1_000 * Math.ceil(encoding.durationSeconds ?? 0) };
  await ffmpeg.run([...args, '-c', 'copy', '-map_metadata', '-1', '-movflags', '+faststart', '-f', 'mp4', 'plain.mp4'], {
    ...{ folder, signal, limits, refusal: 'damaged' },
  });
  await rm(input, { recursive: true });
  const path = join(folder, 'plain.mp4');
  const bytes = (await stat(path)).size;
  await to.storage.put(toPlainFileKey(to.space, encoding.id), { stream: createReadStream(path), size: bytes }, 'video/mp4');
  return { change: { plainFileBytes: bytes }, bytes };
}
