import { z } from 'zod';
import { defineProblem } from '../define/problem.ts';
import { id } from '../shared/fields.ts';

/** What all that belongs to a video answers with: its card includes them, so they stand apart. */
export const videoNotFound = defineProblem('video.not_found', 404, {
  en: 'There is no such video',
  ru: 'Такого видео нет',
});
export const videoNotYours = defineProblem('video.not_yours', 403, {
  en: 'Only who uploaded the video or an administrator may change it',
  ru: 'Менять видео может только тот, кто его загрузил, или администратор',
});
export const videoNotPlayable = defineProblem('video.not_playable', 409, {
  en: 'There is nothing to play yet',
  ru: 'Пока нечего воспроизводить',
});

export const videoId = z.strictObject({ videoId: id.describe('Id of the video') });

export const uploadStorageFull = defineProblem('upload.storage_full', 409, {
  en: 'There is no room left for the file: yours, or that of the school',
  ru: 'Для файла не осталось места: вашего или школьного',
});
