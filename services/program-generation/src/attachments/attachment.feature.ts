import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import type { StorageQuota } from '../files/storage-quota.ts';
import { CreateAttachments1763770050000 } from '../migrations/1763770050000-create-attachments.ts';
import { AddAttachmentWarnings1763770060000 } from '../migrations/1763770060000-add-attachment-warnings.ts';
import { CreateAttachmentRemovals1763770061000 } from '../migrations/1763770061000-create-attachment-removals.ts';
import { AttachmentEntity } from './attachment.entity.ts';
import { attachmentRoutes } from './attachment.routes.ts';
import { AttachmentRemovalEntity } from './attachment-removal.entity.ts';
import { createExtractor } from './extraction/create-extractor.ts';
import { handleForgetUpload } from './forget-upload.job.ts';
import { handleReadAttachment } from './read-attachment.job.ts';

export const attachmentFeature = defineFeature({
  entities: [AttachmentEntity, AttachmentRemovalEntity],
  migrations: [CreateAttachments1763770050000, AddAttachmentWarnings1763770060000, CreateAttachmentRemovals1763770061000],
  mount: ({ storage, config: quota }: { storage: Storage; config: StorageQuota }) => ({
    routes: attachmentRoutes({ storage, quota }),
    jobs: [handleForgetUpload, handleReadAttachment({ storage, extract: createExtractor() })],
  }),
});
