import { putCaption } from '@lyceum/contracts/streaming/caption';
import { createFolder } from '@lyceum/contracts/streaming/folder';
import { announceImage } from '@lyceum/contracts/streaming/image';
import { startUpload } from '@lyceum/contracts/streaming/media-upload';
import { startPlayback } from '@lyceum/contracts/streaming/playback';
import type { Api } from '../api.ts';
import { clip, uploadVideo, waitUntilMade } from '../videos.ts';

/** As many cues as a file of captions has room for. */
const captions = `WEBVTT\n\n${Array.from({ length: 9_000 }, (_, index) => `${toTime(index)} --> ${toTime(index + 1)}\n${'ы'.repeat(16)}`).join('\n\n')}`;

function toTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, 23);
}

/** A video that is played, with a folder, captions, an upload and a picture, by the names of the parameters that lead to them. */
export async function makeVideo(api: Api, token: string): Promise<Record<string, unknown>> {
  const author = { api, token };
  const { id: videoId } = await uploadVideo(author, 'Наибольшее.mp4', clip);
  await waitUntilMade(author, { id: videoId });
  const file = Buffer.from(captions).toString('base64');
  for (const language of ['en', 'ru'])
    await api.call(putCaption, { token, params: { videoId, language }, body: { label: language, file } });
  const folder = await api.call(createFolder, { token, body: { name: 'Папка' } });
  const upload = await api.call(startUpload, { token, body: { name: 'Урок.mp4', size: 1_000_000 } });
  const picture = { purpose: 'cover', name: 'Обложка.png', type: 'image/png', size: 1_000 } as const;
  const image = await api.call(announceImage, { token, body: picture });
  const playback = await api.call(startPlayback, { token, params: { videoId }, body: {} });
  return {
    ...{ videoId, folderId: folder.body.id, uploadId: upload.body.id, imageId: image.body.id, playbackId: playback.body.id },
    ...{ ':rendition': 'audio', ':stretch': 0, 'startPlayback.replace': true, 'startPlayback.lessonId': null },
    ...{ 'startUpload.videoId': null, 'updateFolder.parentId': null },
  };
}
