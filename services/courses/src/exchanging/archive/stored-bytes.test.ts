import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Storage } from '@lyceum/common/storage';
import { openStorage } from '@lyceum/testing/object-store';
import { openArchive } from './open-archive.ts';
import { StoredBytes } from './stored-bytes.ts';
import { writeArchive } from './write-archive.ts';

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage();
});
afterAll(() => storage.stop());

const limits = { entries: 1_000, unpacked: 1_000_000_000, texts: 1_000_000 };

async function store(bytes: Buffer): Promise<StoredBytes> {
  const key = `main/archives/${randomUUID()}`;
  await storage.put(key, bytes, 'application/zip');
  return new StoredBytes(storage, { key, size: bytes.length });
}

/** The end of a directory that begins at `offset`, with a comment of so many bytes. */
function endOfDirectory(offset: number, comment: Buffer): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([end, comment]);
}

/** A directory whose only entry has a name of 100 bytes, of which the archive has one. */
function buildShortDirectory(): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(100, 28);
  return endOfDirectory(22, Buffer.concat([header, Buffer.from('/')]));
}

it('reads an archive of the object store', async () => {
  const written = await writeArchive([{ name: 'a.txt', content: Buffer.from('Слово') }]);
  const archive = await openArchive(await store(await buffer(written.stream)), limits);
  if ('failure' in archive) throw new Error(archive.failure.en);
  expect(String(await archive.read('a.txt'))).toBe('Слово');
});

it.each<[string, () => Buffer]>([
  ['a name that is longer than the archive', buildShortDirectory],
  ['a directory behind its end', () => endOfDirectory(1_000_000, Buffer.alloc(0))],
])('takes %s for damaged, shows nothing of the memory, and blames no store', async (_, build) => {
  for (let count = 0; count < 20; count += 1) {
    const stored = await store(build());
    expect(await openArchive(stored, limits)).toEqual({
      failure: { en: 'The package is damaged or not a zip file.', ru: expect.any(String) },
    });
    expect(stored.outage).toBeUndefined();
  }
});

it('holds no connection of what turned out to be damaged', async () => {
  const content = Buffer.alloc(100_000, 0xff);
  const names = Array.from({ length: 210 }, (_, index) => `${index}.bin`);
  const written = await writeArchive(names.map((name) => ({ name, content })));
  // Said to be deflated, which these bytes are not: each fails at its beginning, with the rest of it on the way.
  const bytes = await buffer(written.stream);
  for (let at = bytes.indexOf('PK\u0001\u0002'); at !== -1; at = bytes.indexOf('PK\u0001\u0002', at + 4)) {
    bytes.writeUInt16LE(8, at + 10);
    bytes.writeUInt32LE(150_000, at + 24);
  }
  const archive = await openArchive(await store(bytes), limits);
  if ('failure' in archive) throw new Error(archive.failure.en);
  for (const entry of archive.entries) await expect(archive.open(entry).then(buffer)).rejects.toThrow();
  expect(await storage.head('main/archives/none')).toBeUndefined();
}, 60_000);

it('ends what an archive was made of when nobody takes it any more', async () => {
  const key = `main/archives/${randomUUID()}`;
  await storage.put(key, Buffer.alloc(1_000_000), 'application/octet-stream');
  for (let count = 0; count < 210; count += 1) {
    const open = () => storage.read(key, { start: 0, end: 999_999 });
    const { stream } = await writeArchive([{ name: 'a.bin', content: { size: 1_000_000, open } }]);
    for await (const _ of stream) break;
  }
  expect(await storage.head('main/archives/none')).toBeUndefined();
}, 60_000);
