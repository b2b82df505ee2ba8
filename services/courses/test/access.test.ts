import { asStaff } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { buildCourse } from './build-course.ts';
import { service } from './courses-service.ts';

describeAccess(service, {
  rows: async () => ({
    owner: asStaff(),
    ids: { courseId: (await buildCourse(service)).id },
  }),
  inputs: () => ({ 'POST /courses': { body: { title: 'Changed' } }, 'PUT /courses/:courseId': { body: { title: 'Changed' } } }),
});
