import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ContentFile } from '@lyceum/common/content';
import { fail } from '@lyceum/common/errors';
import { createFairQueue } from '@lyceum/common/fair-queue';
import { scormPackageUnreadable } from '@lyceum/contracts/courses/scorm';
import { z } from 'zod';

/** Of whom a file is read. */
interface Reader {
  readonly space: string;
  readonly person: string;
}

/** What is no larger is taken from the store at once, however slowly its client takes it. */
const atOnceBytes = 500_000;

const withCode = z.object({ code: z.string().startsWith('Z_') });

/** Fails with `scorm.package_unreadable` when they are not the bytes that were listed; an outage of the store stays one. */
async function readWhole(source: Readable): Promise<Buffer> {
  try {
    return await buffer(source);
  } catch (error) {
    throw withCode.safeParse(error).success ? fail(scormPackageUnreadable) : error;
  }
}

/**
 * Files of the store in fair turns: whoever takes them slowly, or unpacks a large one for a few bytes, holds few connections of the
 * process. Opening one fails with `service.unavailable` when no turn comes.
 */
export function createReadInTurns(): (file: ContentFile, reader: Reader) => ContentFile {
  const queue = createFairQueue({ places: 30, placesPerPerson: 4, waiting: 3000, waitingPerPerson: 300 });
  return (file, { space, person }) => ({
    ...file,
    async open(range, signal) {
      const giveBack = await queue.acquire({ space, person, signal, timeoutMs: 20_000 });
      let isStreamed = false;
      try {
        const source = await file.open(range, signal);
        if (range.end - range.start < atOnceBytes) return Readable.from([await readWhole(source)], { objectMode: false });
        isStreamed = true;
        return source.once('close', giveBack);
      } finally {
        if (!isStreamed) giveBack();
      }
    },
  });
}
