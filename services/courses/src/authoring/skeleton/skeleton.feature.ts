import { defineFeature } from '@lyceum/common/service';
import { createCourseJob } from './create-course.job.ts';
import { beginCourse } from './on-program-approved.ts';

export const skeletonFeature = defineFeature({ subscriptions: [beginCourse], mount: () => ({ jobs: [createCourseJob] }) });
