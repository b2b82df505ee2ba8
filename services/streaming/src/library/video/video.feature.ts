import { defineFeature } from '@lyceum/common/service';
import { CreateLibrary1796058878777 } from '../../migrations/1796058878777-create-library.ts';
import { VideoEntity } from './video.entity.ts';

export const videoFeature = defineFeature({
  entities: [VideoEntity],
  migrations: [CreateLibrary1796058878777],
});
