import { route, routeWithOwnTransactions } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import type { Storage } from '@lyceum/common/storage';
import * as contract from '@lyceum/contracts/program-generation/attachment';
import { programs } from '@lyceum/contracts/program-generation/program';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { z } from 'zod';
import type { StorageQuota } from '../files/storage-quota.ts';
import { AttachmentEntity, type AttachmentRow } from './attachment.entity.ts';
import { describeFailure } from './attachment-failure.ts';
import { attachmentKey } from './attachment-key.ts';
import { describeWarning } from './attachment-warning.ts';
import { completeUpload } from './complete-upload.ts';
import { deleteAttachment } from './delete-attachment.ts';
import { findAttachment } from './find-attachment.ts';
import { requestUpload } from './request-upload.ts';

export function attachmentRoutes(parts: { storage: Storage; quota: StorageQuota }) {
  const { storage } = parts;
  return [
    route(contract.createAttachment, { access: programs.create }, async ({ db, ctx, actor, body }) => {
      const { attachment, upload } = await requestUpload(db, ctx, actor, parts, body);
      return { ...presentAttachment(attachment, ctx.locale), upload };
    }),

    routeWithOwnTransactions(
      contract.completeAttachment,
      { access: programs.create },
      async ({ read, transact, ctx, actor, params }) => {
        const { id } = await read((db) => findAttachment(db, actor, params.attachmentId));
        const file = await storage.head(attachmentKey(ctx.space, id));
        return presentAttachment(await transact((db) => completeUpload(db, ctx, actor, id, file)), ctx.locale);
      },
    ),

    route(contract.listAttachments, { access: programs.readOwn }, async ({ db, ctx, actor, query }) => {
      const own = db.createQueryBuilder(AttachmentEntity, 'attachment').where({ ownerId: actor.id });
      const { rows, nextCursor } = await findPage(own, query, { property: 'createdAt', direction: 'DESC' });
      return { items: rows.map((attachment) => presentAttachment(attachment, ctx.locale)), nextCursor };
    }),

    route(contract.getAttachment, { access: programs.readOwn }, async ({ db, ctx, actor, params }) =>
      presentAttachment(await findAttachment(db, actor, params.attachmentId), ctx.locale),
    ),

    route(contract.deleteAttachment, { access: programs.updateOwn }, async ({ db, ctx, actor, params }) =>
      deleteAttachment(db, ctx, actor, params.attachmentId),
    ),
  ];
}

function presentAttachment(attachment: AttachmentRow, locale: Locale): z.input<typeof contract.attachment> {
  const { failure, warnings } = attachment;
  return {
    ...attachment,
    failure: failure && describeFailure(failure, locale),
    warnings: warnings.map((code) => describeWarning(code, locale)),
  };
}
