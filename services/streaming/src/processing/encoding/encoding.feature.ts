import { defineFeature } from '@lyceum/common/service';
import { deleteEncodingJob } from './delete-encoding.job.ts';
import { EncodingEntity } from './encoding.entity.ts';
import { RenditionEntity } from './rendition.entity.ts';
import { sweepEncodingsJob, sweepEncodingsSchedule } from './sweep-encodings.job.ts';

export const encodingFeature = defineFeature({
  entities: [EncodingEntity, RenditionEntity],
  mount: () => ({ jobs: [deleteEncodingJob, sweepEncodingsJob], schedules: [sweepEncodingsSchedule] }),
});
