import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id } from '@lyceum/contracts/shared/fields';
import { processingFailures } from '@lyceum/contracts/streaming/processing';
import { z } from 'zod';
import { failureMessages } from './present-processing.ts';

const failedVideo = z.object({
  videoId: id,
  title: quotable,
  code: z.enum(processingFailures),
  /** Whether something of it is played: a file before, or its lower qualities. */
  isPlayable: z.boolean(),
});

/** To whom the video belongs: a file may be worked on for hours, and nobody waits at the page. */
export const videoFailedMail = defineMail('video-failed', failedVideo, {
  en: ({ videoId, title, code, isPlayable }) => ({
    subject: `The video ${quoteTitle(title, 'en')} could not be processed`,
    paragraphs: [
      `Something went wrong while the file of the video ${quoteTitle(title, 'en')} was processed.`,
      failureMessages[code].en,
      isPlayable ? 'Learners go on watching what is there already.' : 'Until it is processed, it cannot be put into lessons.',
    ],
    action: { label: 'Open the video', path: `/videos/${videoId}` },
  }),
  ru: ({ videoId, title, code, isPlayable }) => ({
    subject: `Видео ${quoteTitle(title, 'ru')} не удалось обработать`,
    paragraphs: [
      `При обработке файла видео ${quoteTitle(title, 'ru')} произошла ошибка.`,
      failureMessages[code].ru,
      isPlayable
        ? 'Ученики по-прежнему могут смотреть то, что уже готово.'
        : 'Пока видео не обработано, его нельзя добавить в урок.',
    ],
    action: { label: 'Открыть видео', path: `/videos/${videoId}` },
  }),
});
