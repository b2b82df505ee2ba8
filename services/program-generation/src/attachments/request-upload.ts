import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import type { Storage } from '@lyceum/common/storage';
import type { Attachment } from '@lyceum/contracts/program-generation/attachment';
import type { EntityManager } from 'typeorm';
import { requireRoom, type StorageQuota } from '../files/storage-quota.ts';
import { uploadLifetime } from '../files/upload-lifetime.ts';
import { AttachmentEntity, type AttachmentRow } from './attachment.entity.ts';
import { attachmentKey } from './attachment-key.ts';
import { forgetLater } from './forget-upload.job.ts';

interface Upload {
  url: string;
  headers: Record<string, string>;
}

/** Keeps what is announced and says where it is to be uploaded. Fails with `storage.quota_exceeded`. */
export async function requestUpload(
  db: EntityManager,
  ctx: Context,
  owner: Actor,
  { storage, quota }: { storage: Storage; quota: StorageQuota },
  announced: Pick<Attachment, 'name' | 'type' | 'size'>,
): Promise<{ attachment: AttachmentRow; upload: Upload }> {
  await requireRoom(db, ctx, quota, owner.id, announced.size);
  const attachment: AttachmentRow = {
    ...announced,
    id: newId(),
    ownerId: owner.id,
    status: 'waiting',
    failure: null,
    characters: null,
    cut: false,
    warnings: [],
    createdAt: ctx.now(),
  };
  await db.insert(AttachmentEntity, attachment);
  await forgetLater(db, ctx, attachment);
  const { id, type, size } = attachment;
  const url = storage.presignPut(attachmentKey(ctx.space, id), uploadLifetime, type, size);
  return { attachment, upload: { url, headers: { 'content-type': type } } };
}
