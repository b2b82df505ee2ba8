import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { bounded, line, matching, timestamp } from '../shared/fields.ts';
import { uploadStorageFull, videoId, videoNotFound, videoNotYours } from './video-problems.ts';

export const captionNotFound = defineProblem('caption.not_found', 404, {
  en: 'There are no captions in this language',
  ru: 'Субтитров на этом языке нет',
});
export const captionInvalid = defineProblem('caption.invalid', 422, {
  en: 'The captions cannot be read',
  ru: 'Субтитры не удаётся прочитать',
});
export const tooManyCaptions = defineProblem('caption.too_many', 409, {
  en: 'A video has captions in 30 languages at most',
  ru: 'У видео может быть не больше 30 дорожек субтитров',
});

export const captionLanguage = matching(/^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?$/, 12, {
  en: 'A language such as ru or en-GB is needed',
  ru: 'Нужен код языка строчными латинскими буквами, при необходимости со страной',
}).meta({ description: 'Language (BCP 47): language, script, region', examples: ['ru'] });

/** Bytes of a file of captions. */
const maxCaptionBytes = 700_000;

export const caption = z
  .object({
    language: captionLanguage,
    label: line(1, 50).meta({ description: 'What players call them', examples: ['Русский'] }),
    cues: z.int().describe('How many there are'),
    updatedAt: timestamp.describe('When they were uploaded'),
  })
  .meta({ id: 'VideoCaption', description: 'Captions of a video in one language' });

const captionId = videoId.extend({ language: captionLanguage });

export const putCaption = defineEndpoint('putCaption', 'PUT /streaming/videos/:videoId/captions/:language', {
  summary: 'Upload captions, WebVTT or SubRip, in place of those of the language',
  description:
    'Kept are times, text and the marks `<i>`, `<b>`, `<u>`; positions, styles and scripts are left out. A cue that ends before it begins or lies behind the end of a day is refused, with the number of its line.',
  params: captionId,
  body: z.strictObject({
    label: caption.shape.label,
    file: bounded(Math.ceil(maxCaptionBytes / 3) * 4)
      .check(z.base64({ abort: true }))
      .meta({
        description: 'The file, at most 700 kB, in Base64',
        examples: ['V0VCVlRUCgowMDowMC4wMDAgLS0+IDAwOjAyLjAwMApIZWxsbwo='],
      }),
    charset: z
      .enum(['utf-8', 'windows-1251', 'koi8-r', 'utf-16le'])
      .default('utf-8')
      .describe('How its letters are encoded; old files in Russian are often `windows-1251`. What does not fit is refused'),
  }),
  response: caption,
  errors: [videoNotFound, videoNotYours, captionInvalid, tooManyCaptions, uploadStorageFull],
});

export const getCaption = defineEndpoint('getCaption', 'GET /streaming/videos/:videoId/captions/:language', {
  summary: 'The text of captions, for editors',
  description:
    'Learners read the WebVTT of their playback (`captions` of `startPlayback`), also for a transcript beside the video.',
  params: captionId,
  response: caption
    .extend({
      cues: z
        .array(
          z.object({
            from: z.number().describe('Second at which it appears'),
            to: z.number().describe('Second at which it goes'),
            text: z.string().describe('What it says, without marks'),
          }),
        )
        .describe('The cues, by time'),
    })
    .meta({ id: 'VideoCaptionText', description: 'Captions with their text' }),
  errors: [videoNotFound, captionNotFound],
});

export const deleteCaption = defineEndpoint('deleteCaption', 'DELETE /streaming/videos/:videoId/captions/:language', {
  summary: 'Delete captions',
  params: captionId,
  errors: [videoNotFound, videoNotYours, captionNotFound],
});
