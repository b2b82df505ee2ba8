import { asStaff } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { buildUpload } from './build-upload.ts';
import { service } from './streaming-service.ts';

describeAccess(service, {
  async rows() {
    const owner = asStaff();
    const upload = await buildUpload(service, owner);
    return { owner, ids: { uploadId: upload.id } };
  },
  inputs: () => ({
    'POST /streaming/uploads': { body: { name: 'lesson.mp4', size: 1_000 } },
    'POST /streaming/uploads/:uploadId/parts': { body: { parts: [{ part: 1 }] } },
  }),
});
