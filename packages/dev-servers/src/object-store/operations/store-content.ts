import { createHash } from 'node:crypto';
import { writeObjectFile } from '../disk/object-file.ts';
import type { ObjectInfo } from '../disk/object-info.ts';
import type { Store } from '../operation.ts';

/** Writes content to a new file that nothing refers to yet. `describe` adds to what the content itself says. */
export async function storeContent<Info>(
  { disk, now }: Store,
  content: AsyncIterable<Buffer>,
  describe: (written: Pick<ObjectInfo, 'size' | 'etag' | 'modifiedAt'>) => Info,
): Promise<{ file: string; info: Info }> {
  const file = disk.newFile();
  const hash = createHash('md5');
  const info = await writeObjectFile({
    path: file,
    content,
    hash,
    describe: (size) => describe({ size, etag: hash.digest('hex'), modifiedAt: now().toISOString() }),
  });
  return { file, info };
}
