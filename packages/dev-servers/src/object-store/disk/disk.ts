import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { S3Error } from '../s3-error.ts';
import { Bucket } from './bucket.ts';
import { Uploads } from './uploads.ts';

/** 3 to 63 characters as S3 has them, and not the prefix of the health probes. */
const bucketName = /^(?!minio$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * The data directory, which belongs to one running store: `buckets/<name>/<number>`, `uploads/<id>/`, `incoming/` for files
 * being written (emptied at start) and `damaged/` for files a power failure left unfinished.
 */
export class Disk {
  readonly uploads: Uploads;
  readonly #dataDir: string;
  readonly #buckets = new Map<string, Bucket>();

  private constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.uploads = new Uploads(path.join(dataDir, 'uploads'), () => this.newFile());
  }

  static async open(dataDir: string): Promise<Disk> {
    const disk = new Disk(dataDir);
    await rm(path.join(dataDir, 'incoming'), { recursive: true, force: true });
    for (const folder of ['buckets', 'uploads', 'incoming', 'damaged'])
      await mkdir(path.join(dataDir, folder), { recursive: true, mode: 0o700 });
    const setAside = (file: string) => renameSync(file, path.join(dataDir, 'damaged', randomUUID()));
    for (const name of await readdir(path.join(dataDir, 'buckets'))) {
      if (!bucketName.test(name)) continue;
      const folder = disk.#toFolder(name);
      const bucket = disk.#bucketAt(folder, (await stat(folder)).birthtime);
      await bucket.load(setAside);
      disk.#buckets.set(name, bucket);
    }
    await disk.uploads.load(setAside);
    return disk;
  }

  /** A path for a file or folder to be written and then renamed to its place. */
  newFile(): string {
    return path.join(this.#dataDir, 'incoming', randomUUID());
  }

  listBuckets(): Bucket[] {
    return [...this.#buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  hasBucket(name: string): boolean {
    return this.#buckets.has(name);
  }

  /** Throws InvalidBucketName or NoSuchBucket. */
  getBucket(name: string): Bucket {
    if (!bucketName.test(name)) throw new S3Error('InvalidBucketName');
    const bucket = this.#buckets.get(name);
    if (!bucket) throw new S3Error('NoSuchBucket');
    return bucket;
  }

  /** Throws InvalidBucketName or BucketAlreadyOwnedByYou. */
  createBucket(name: string, createdAt: Date): void {
    if (!bucketName.test(name)) throw new S3Error('InvalidBucketName');
    if (this.#buckets.has(name)) throw new S3Error('BucketAlreadyOwnedByYou');
    mkdirSync(this.#toFolder(name), { mode: 0o700 });
    this.#buckets.set(name, this.#bucketAt(this.#toFolder(name), createdAt));
  }

  /** Deletes an empty bucket with its unfinished uploads. Throws NoSuchBucket or BucketNotEmpty. */
  async deleteBucket(name: string): Promise<void> {
    const trash = this.newFile();
    this.getBucket(name).remove(trash);
    this.#buckets.delete(name);
    await rm(trash, { recursive: true });
    for (const upload of this.uploads.list(name)) await this.uploads.remove(upload);
  }

  #bucketAt(folder: string, createdAt: Date): Bucket {
    return new Bucket({ folder, createdAt, newFile: () => this.newFile() });
  }

  #toFolder(bucket: string): string {
    return path.join(this.#dataDir, 'buckets', bucket);
  }
}
