import { defineFeature } from '@lyceum/common/service';
import { FolderEntity } from './folder.entity.ts';

export const folderFeature = defineFeature({
  entities: [FolderEntity],
});
