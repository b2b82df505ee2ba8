import { randomUUID } from 'node:crypto';
import { openSync, renameSync, unlinkSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { S3Error } from '../s3-error.ts';
import { compareKeys } from './key-index.ts';
import { readContent, readObjectInfo, writeObjectFile } from './object-file.ts';
import { type PartInfo, partInfo, type UploadInfo, uploadInfo } from './object-info.ts';

export interface Upload extends UploadInfo {
  /** By part number, in no order. */
  readonly parts: ReadonlyMap<number, PartInfo>;
}

interface OpenUpload extends Upload {
  readonly parts: Map<number, PartInfo>;
}

const descriptionFile = 'upload';

/** The multipart uploads that are neither completed nor aborted: a folder each, with its description and its parts. */
export class Uploads {
  readonly #folder: string;
  readonly #newFile: () => string;
  readonly #uploads = new Map<string, OpenUpload>();

  constructor(folder: string, newFile: () => string) {
    this.#folder = folder;
    this.#newFile = newFile;
  }

  /** Finds what an earlier process left. A part that was never finished is handed to `setAside` with its path. */
  async load(setAside: (file: string) => void): Promise<void> {
    for (const id of await readdir(this.#folder)) {
      const info = readObjectInfo(this.#getFile(id, descriptionFile), uploadInfo);
      if (!info) {
        setAside(path.join(this.#folder, id));
        continue;
      }
      const parts = new Map<number, PartInfo>();
      for (const name of await readdir(path.join(this.#folder, id))) {
        if (name === descriptionFile) continue;
        const part = readObjectInfo(this.#getFile(id, name), partInfo);
        if (part) parts.set(part.partNumber, part);
        else setAside(this.#getFile(id, name));
      }
      this.#uploads.set(id, { ...info, parts });
    }
  }

  async create(bucket: string, key: string, headers: Record<string, string>, initiatedAt: string): Promise<Upload> {
    const info: UploadInfo = { id: randomUUID(), bucket, key, headers, initiatedAt };
    const folder = this.#newFile();
    await mkdir(folder, { mode: 0o700 });
    await writeObjectFile({ path: path.join(folder, descriptionFile), content: Readable.from([]), describe: () => info });
    renameSync(folder, path.join(this.#folder, info.id));
    const upload = { ...info, parts: new Map<number, PartInfo>() };
    this.#uploads.set(info.id, upload);
    return upload;
  }

  /** Throws NoSuchUpload, also when the upload is of another key. */
  get(id: string, bucket: string, key: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload?.bucket !== bucket || upload.key !== key) throw new S3Error('NoSuchUpload');
    return upload;
  }

  /** Those of one bucket, by key and then by age. */
  list(bucket: string): Upload[] {
    return [...this.#uploads.values()]
      .filter((upload) => upload.bucket === bucket)
      .sort((a, b) => compareKeys(a.key, b.key) || compareKeys(a.initiatedAt, b.initiatedAt) || compareKeys(a.id, b.id));
  }

  /** Makes a finished file a part, in place of an earlier one. Throws NoSuchUpload when the upload ended meanwhile. */
  publishPart(id: string, file: string, info: PartInfo): void {
    const upload = this.#uploads.get(id);
    if (!upload) {
      unlinkSync(file);
      throw new S3Error('NoSuchUpload');
    }
    renameSync(file, this.#getFile(id, String(info.partNumber)));
    upload.parts.set(info.partNumber, info);
  }

  /** The content of exactly these parts, one after the other. Throws InvalidPart when one was replaced meanwhile. */
  async *read(id: string, parts: readonly PartInfo[]): AsyncGenerator<Buffer> {
    for (const part of parts) {
      const upload = this.#uploads.get(id);
      if (!upload) throw new S3Error('NoSuchUpload');
      if (upload.parts.get(part.partNumber) !== part) throw new S3Error('InvalidPart');
      yield* readContent(openSync(this.#getFile(id, String(part.partNumber)), 'r'), 0, part.size);
    }
  }

  /** Forgets the upload at once and deletes its files. */
  async remove({ id }: UploadInfo): Promise<void> {
    if (!this.#uploads.delete(id)) return;
    const trash = this.#newFile();
    renameSync(path.join(this.#folder, id), trash);
    await rm(trash, { recursive: true });
  }

  #getFile(id: string, name: string): string {
    return path.join(this.#folder, id, name);
  }
}
