import type { Storage } from '@lyceum/common/storage';

interface Announced {
  readonly key: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

/** Where an announced file goes, for so many seconds. */
export async function presentUpload(storage: Storage, { key, type, size }: Announced, seconds: number) {
  return { url: storage.presignPut(key, seconds, type, size), headers: { 'content-type': type } };
}
