import { putCaption } from '@lyceum/contracts/streaming/caption';
import { createFolder } from '@lyceum/contracts/streaming/folder';
import { getKey, startPlayback } from '@lyceum/contracts/streaming/playback';
import { asStaff } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { buildImage } from './build-image.ts';
import { buildPlayable } from './build-playable.ts';
import { buildUpload } from './build-upload.ts';
import { buildUsages } from './build-usage.ts';
import { service } from './streaming-service.ts';

const caption = { label: 'Русский', file: Buffer.from('00:01.000 --> 00:02.000\nПривет').toString('base64') };

describeAccess(service, {
  async rows() {
    const owner = asStaff();
    const { video } = await buildPlayable({ video: { ownerId: owner.id } });
    const [videoId, language] = [video.id, 'ru'];
    await buildUsages([videoId]);
    await service.call(putCaption, { as: owner, params: { videoId, language }, body: caption });
    const { body: folder } = await service.call(createFolder, { as: owner, body: { name: 'Физика' } });
    const imageId = await buildImage(owner);
    const upload = await buildUpload(service, owner);
    const { body: playback } = await service.call(startPlayback, { as: owner, params: { videoId }, body: {} });
    // What the first request for a key writes is not what others change.
    await service.call(getKey, { as: owner, params: { playbackId: playback.id, stretch: 0 } });
    const playing = { playbackId: playback.id, rendition: '480', stretch: '0' };
    return { owner, ids: { videoId, language, folderId: folder.id, imageId, uploadId: upload.id, ...playing } };
  },
  anyId: {
    'GET /streaming/images': 'pictures that are not there are left out',
    'GET /internal/streaming/videos/:videoId/caption-cues': 'a video that is gone has no captions',
  },
  inputs: (ids) => ({
    'PATCH /streaming/videos/:videoId': { body: { title: 'Чужое видео' } },
    'PUT /streaming/videos/:videoId/poster': { body: { second: 1 } },
    'PUT /streaming/videos/:videoId/captions/:language': { body: caption },
    'POST /streaming/folders': { body: { name: 'Химия' } },
    'PATCH /streaming/folders/:folderId': { body: { name: 'Чужая папка' } },
    'POST /streaming/images': { body: { purpose: 'avatar', name: 'a.jpg', type: 'image/jpeg', size: 100 } },
    'GET /streaming/images': { query: { ids: ids['imageId'] } },
    'POST /streaming/videos/:videoId/playbacks': { body: {} },
    'POST /streaming/playbacks/:playbackId/evidence': { body: { positionSeconds: 1, evidence: [] } },
    'POST /streaming/uploads': { body: { name: 'lesson.mp4', size: 1_000 } },
    'POST /streaming/uploads/:uploadId/parts': { body: { parts: [{ part: 1 }] } },
  }),
});
