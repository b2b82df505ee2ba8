import { asStaff } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { buildVideo } from './build-encoding.ts';
import { service } from './streaming-service.ts';

describeAccess(service, {
  async rows() {
    const owner = asStaff();
    const video = await buildVideo(service, { ownerId: owner.id });
    return { owner, ids: { videoId: video.id } };
  },
  inputs: () => ({}),
});
