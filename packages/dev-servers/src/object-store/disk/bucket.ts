import { openSync, renameSync, unlinkSync } from 'node:fs';
import { opendir, unlink } from 'node:fs/promises';
import path from 'node:path';
import { S3Error } from '../s3-error.ts';
import { KeyIndex } from './key-index.ts';
import { readObjectInfo } from './object-file.ts';
import { type ObjectInfo, objectInfo } from './object-info.ts';

interface StoredObject extends ObjectInfo {
  /** Of all files of the bucket; a later one of the same key counts. */
  readonly fileNumber: number;
}

interface BucketOptions {
  folder: string;
  createdAt: Date;
  /** A free path on the same file system for what is on its way out. */
  newFile: () => string;
}

/**
 * One folder of object files, and an index of what is in it. Files are numbered in the order they were published: a key never
 * becomes a path, and no file is replaced, which could take the file system long. What requests see changes in synchronous steps,
 * so none sees half of a change; a process that dies in between leaves two files of one key, of which the later counts.
 */
export class Bucket {
  readonly name: string;
  readonly createdAt: Date;
  readonly objects = new KeyIndex<StoredObject>();
  readonly #folder: string;
  readonly #newFile: () => string;
  #lastFile = 0;
  #removed = false;

  constructor({ folder, createdAt, newFile }: BucketOptions) {
    this.name = path.basename(folder);
    this.createdAt = createdAt;
    this.#folder = folder;
    this.#newFile = newFile;
  }

  /** Builds the index. A file that was never finished is handed to `setAside` with its path. */
  async load(setAside: (file: string) => void): Promise<void> {
    const found = new Map<string, StoredObject>();
    for await (const { name } of await opendir(this.#folder)) {
      const fileNumber = /^\d{1,15}$/.test(name) ? Number(name) : 0;
      const info = readObjectInfo(path.join(this.#folder, name), objectInfo);
      if (!info || fileNumber === 0) {
        setAside(path.join(this.#folder, name));
        continue;
      }
      this.#lastFile = Math.max(this.#lastFile, fileNumber);
      const other = found.get(info.key);
      if (other) unlinkSync(this.#pathOf(Math.min(other.fileNumber, fileNumber)));
      if (!other || other.fileNumber < fileNumber) found.set(info.key, { ...info, fileNumber });
    }
    this.objects.load(found);
  }

  /** Throws NoSuchKey. */
  get(key: string): StoredObject {
    const object = this.objects.get(key);
    if (!object) throw new S3Error('NoSuchKey');
    return object;
  }

  /** A descriptor of the content, which the caller closes. What `get` returned in the same step is always there. */
  open({ fileNumber }: StoredObject): number {
    return openSync(this.#pathOf(fileNumber), 'r');
  }

  /**
   * Makes a finished file the object of its key. `allow` sees the object it replaces and may throw; then the file is deleted.
   * Throws NoSuchBucket when the bucket was deleted while the file was written.
   */
  async publish(file: string, info: ObjectInfo, allow: (current: ObjectInfo | undefined) => void): Promise<void> {
    const replaced = this.objects.get(info.key);
    try {
      if (this.#removed) throw new S3Error('NoSuchBucket');
      allow(replaced);
    } catch (error) {
      await unlink(file);
      throw error;
    }
    const fileNumber = ++this.#lastFile;
    renameSync(file, this.#pathOf(fileNumber));
    this.objects.set(info.key, { ...info, fileNumber });
    if (replaced) await unlink(this.#moveAway(replaced));
  }

  /** Deletes the object if there is one. */
  async delete(key: string): Promise<void> {
    const object = this.objects.get(key);
    if (!object) return;
    const trash = this.#moveAway(object);
    this.objects.delete(key);
    await unlink(trash);
  }

  /** Moves the empty folder away. Throws BucketNotEmpty. */
  remove(to: string): void {
    if (this.objects.size > 0) throw new S3Error('BucketNotEmpty');
    renameSync(this.#folder, to);
    this.#removed = true;
  }

  /** Out of sight at once, even if the process dies now. Deleting it is not: that takes long for a large file. */
  #moveAway({ fileNumber }: StoredObject): string {
    const trash = this.#newFile();
    renameSync(this.#pathOf(fileNumber), trash);
    return trash;
  }

  #pathOf(fileNumber: number): string {
    return path.join(this.#folder, String(fileNumber));
  }
}
