import * as contract from '@lyceum/contracts/streaming/playback';
import { asStaff } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { buildPlayable } from './build-playable.ts';
import { service } from './streaming-service.ts';

describeAccess(service, {
  async rows() {
    const owner = asStaff();
    const { video } = await buildPlayable({ captions: [{ language: 'ru' }] });
    const params = { videoId: video.id };
    const { body } = await service.call(contract.startPlayback, { as: owner, params, body: {} });
    // What the first request for a key writes is not what others change.
    await service.call(contract.getKey, { as: owner, params: { playbackId: body.id, stretch: 0 } });
    return { owner, ids: { ...params, playbackId: body.id, rendition: '480', language: 'ru', stretch: '0' } };
  },
  inputs: () => ({
    'POST /streaming/videos/:videoId/playbacks': { body: {} },
    'POST /streaming/playbacks/:playbackId/evidence': { body: { positionSeconds: 1, evidence: [] } },
  }),
});
