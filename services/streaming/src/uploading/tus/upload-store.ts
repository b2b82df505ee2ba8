import { type storageConfig, toClientOptions } from '@lyceum/common/storage-options';
import { S3Store } from '@tus/s3-store';
import { Upload } from '@tus/server';
import type { z } from 'zod';
import { isSent } from '../upload/begin-sending.ts';
import type { UploadRow } from '../upload/upload.entity.ts';

const partSize = 8 * 1024 * 1024;

export interface StoreNeeds {
  readonly config: z.output<typeof storageConfig>;
}

/** What a store of one request asks of our rows. */
interface Rows {
  /** As it is now. */
  find(): Promise<UploadRow>;
  /** Opens it at the object store. */
  begin(): Promise<UploadRow>;
  cancel(): Promise<void>;
}

/**
 * The object store as the library sees it in one request, for one upload under its key. Rows say what the library would keep in an object
 * `.info`; parts go one after the other, since a part that is missing in the middle would count as the end.
 */
export function createUploadStore({ config }: StoreNeeds, requestHandler: object, toKey: () => string, rows: Rows): S3Store {
  let current: UploadRow | undefined;
  const toUpload = ({ name, size }: UploadRow, offset: number) =>
    new Upload({ id: toKey(), size, offset, metadata: { filename: name } });
  const store = new S3Store({
    ...{ partSize, maxConcurrentPartUploads: 1, useTags: false },
    s3ClientConfig: { ...toClientOptions(config), requestHandler, bucket: config.S3_BUCKET },
    cache: {
      async get() {
        current ??= await rows.find();
        if (!isSent(current)) return undefined;
        return { file: toUpload(current, 0), 'upload-id': current.storeUploadId, 'tus-version': '1.0.0' };
      },
      set: async () => undefined,
      delete: async () => undefined,
    },
  });
  const getSentUpload = store.getUpload.bind(store);
  return Object.assign(store, {
    extensions: ['creation', 'creation-with-upload', 'termination', 'expiration'],
    async create(upload: Upload) {
      current = await rows.begin();
      return upload;
    },
    async getUpload(id: string) {
      current = await rows.find();
      if (current.status === 'completed') return toUpload(current, current.size);
      return isSent(current) ? getSentUpload(id) : toUpload(current, 0);
    },
    remove: () => rows.cancel(),
  });
}
