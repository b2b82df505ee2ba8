import { putCaption } from '@lyceum/contracts/streaming/caption';
import { createFolder } from '@lyceum/contracts/streaming/folder';
import { asStaff } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { buildImage } from './build-image.ts';
import { buildUsages } from './build-usage.ts';
import { buildReadyVideo } from './build-video.ts';
import { service } from './streaming-service.ts';

const caption = { label: 'Русский', file: Buffer.from('00:01.000 --> 00:02.000\nПривет').toString('base64') };

describeAccess(service, {
  async rows() {
    const owner = asStaff();
    const { id: videoId } = await buildReadyVideo(owner);
    await buildUsages([videoId]);
    const language = 'ru';
    await service.call(putCaption, { as: owner, params: { videoId, language }, body: caption });
    const folder = await service.call(createFolder, { as: owner, body: { name: 'Физика' } });
    const imageId = await buildImage(owner);
    return { owner, ids: { videoId, language, folderId: folder.body.id, imageId } };
  },
  anyId: { 'GET /streaming/images': 'pictures that are not there are left out' },
  inputs: (ids) => ({
    'PATCH /streaming/videos/:videoId': { body: { title: 'Чужое видео' } },
    'PUT /streaming/videos/:videoId/poster': { body: { second: 1 } },
    'PUT /streaming/videos/:videoId/captions/:language': { body: caption },
    'POST /streaming/folders': { body: { name: 'Химия' } },
    'PATCH /streaming/folders/:folderId': { body: { name: 'Чужая папка' } },
    'POST /streaming/images': { body: { purpose: 'avatar', name: 'a.jpg', type: 'image/jpeg', size: 100 } },
    'GET /streaming/images': { query: { ids: ids['imageId'] } },
  }),
});
