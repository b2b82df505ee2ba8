import type { Hash } from 'node:crypto';
import { closeSync, createReadStream, fstatSync, openSync, readSync, unlinkSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { z } from 'zod';

/**
 * One file holds content and description, so that one rename makes both visible: content, then the description as JSON, then
 * the length of the JSON (4 bytes, big endian), then the mark. A file without the mark was never finished.
 */
const mark = Buffer.from('s3object');
const footerBytes = 4 + mark.length;

/** Content is read and written in pieces of this size: one system call instead of one per network packet. */
const pieceBytes = 256 * 1024;

interface ObjectFile<Info> {
  readonly path: string;
  readonly content: AsyncIterable<Buffer>;
  /** Fed with the content, for `describe` to use. */
  readonly hash?: Hash;
  readonly describe: (size: number) => Info;
}

/** Streams content into a new file and ends it with its description. Leaves no file behind if anything fails. */
export async function writeObjectFile<Info>(parts: ObjectFile<Info>): Promise<Info> {
  const file = await open(parts.path, 'wx', 0o600);
  try {
    const info = await fill(file, parts);
    await file.close();
    return info;
  } catch (error) {
    await file.close();
    unlinkSync(parts.path);
    throw error;
  }
}

async function fill<Info>(file: FileHandle, { content, hash, describe }: ObjectFile<Info>): Promise<Info> {
  let size = 0;
  let batch: Buffer[] = [];
  let batchBytes = 0;
  for await (const chunk of content) {
    hash?.update(chunk);
    size += chunk.length;
    batch.push(chunk);
    batchBytes += chunk.length;
    if (batchBytes < pieceBytes) continue;
    await append(file, batch, batchBytes);
    batch = [];
    batchBytes = 0;
  }
  const info = describe(size);
  const json = Buffer.from(JSON.stringify(info));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  const footer = Buffer.concat([json, length, mark]);
  await append(file, [...batch, footer], batchBytes + footer.length);
  return info;
}

/** One system call without copying the buffers together; a disk may take less than it was given. */
async function append(file: FileHandle, buffers: readonly Buffer[], bytes: number): Promise<void> {
  const { bytesWritten } = await file.writev(buffers);
  if (bytesWritten < bytes) await file.appendFile(Buffer.concat(buffers).subarray(bytesWritten));
}

/** Reads only the description. Null when the file is not a finished object file, or its description not of this shape. */
export function readObjectInfo<Info>(path: string, schema: z.ZodType<Info>): Info | null {
  const fd = openSync(path, 'r');
  try {
    const footerAt = fstatSync(fd).size - footerBytes;
    const footer = readAt(fd, footerAt, footerBytes);
    if (!footer?.subarray(4).equals(mark)) return null;
    const jsonBytes = footer.readUInt32BE();
    const json = readAt(fd, footerAt - jsonBytes, jsonBytes);
    return json && (schema.safeParse(parseJson(json)).data ?? null);
  } finally {
    closeSync(fd);
  }
}

function readAt(fd: number, position: number, length: number): Buffer | null {
  if (position < 0) return null;
  const bytes = Buffer.alloc(length);
  return readSync(fd, bytes, 0, length, position) === length ? bytes : null;
}

function parseJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** `length` bytes of the content from `start`. Takes over the descriptor and closes it. */
export function readContent(fd: number, start: number, length: number): Readable {
  if (length === 0) {
    closeSync(fd);
    return Readable.from([]);
  }
  return createReadStream('', { fd, start, end: start + length - 1, highWaterMark: pieceBytes });
}
