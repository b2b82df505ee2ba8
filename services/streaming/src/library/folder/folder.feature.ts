import { defineFeature } from '@lyceum/common/service';
import { FolderEntity } from './folder.entity.ts';
import { folderRoutes } from './folder.routes.ts';

export const folderFeature = defineFeature({
  entities: [FolderEntity],
  mount: () => ({ routes: folderRoutes }),
});
