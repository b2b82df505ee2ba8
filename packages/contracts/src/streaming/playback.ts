import { z } from 'zod';
import { lessonLocked } from '../courses/lesson-lock.ts';
import { evidenceItem, evidenceResponse } from '../courses/study.ts';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { bytes } from '../shared/bytes.ts';
import { id, line, matching, timestamp } from '../shared/fields.ts';
import { captionLanguage, captionNotFound } from './caption.ts';
import { chapters } from './video.ts';
import { videoId, videoNotFound, videoNotPlayable } from './video-problems.ts';

export const playbacks = {
  own: definePermission('playbacks.own', ['user', 'staff', 'admin']),
};

export const playbackNotFound = defineProblem('playback.not_found', 404, {
  en: 'There is no such playback',
  ru: 'Такого просмотра нет',
});
export const playbackEnded = defineProblem('playback.ended', 410, {
  en: 'The playback has ended: begin a new one',
  ru: 'Просмотр закончился: начните новый',
});
export const tooManyPlaybacks = defineProblem('playback.too_many', 409, {
  en: 'You are watching on too many devices at once: stop on one of them',
  ru: 'Вы смотрите видео сразу на слишком многих устройствах: остановите просмотр на одном из них',
});
export const keyNotFound = defineProblem('playback.key_not_found', 404, {
  en: 'The video has no such stretch',
  ru: 'В видео нет такого отрезка',
});
export const renditionNotFound = defineProblem('playback.rendition_not_found', 404, {
  en: 'The video has no such quality',
  ru: 'У видео нет такого качества',
});

/** Each stretch of so many segments has a key of its own, so that a player that lost the right stops within it. */
export const segmentsPerKey = 15;

const storyboard = z
  .object({
    url: z
      .url()
      .describe(
        'WebVTT whose cues name the pictures, as `address#xywh=x,y,width,height`; it takes the access token of the same person, the pictures take none',
      ),
    intervalSeconds: z.number().describe('Seconds from picture to picture'),
  })
  .meta({ id: 'Storyboard', description: 'Small pictures of the whole video, for its scrub bar' });

export const playback = z
  .object({
    id: id.describe('Id of the playback'),
    videoId: id.describe('Id of the video'),
    title: z.string().describe('Title of the video'),
    durationSeconds: z.number().describe('Its length, as measured'),
    manifestUrl: z
      .url()
      .describe(
        'HLS playlist (RFC 8216). It, what it names and the keys take the access token of the same person, in `Authorization`',
      ),
    fileUrl: z
      .url()
      .nullable()
      .describe(
        'A plain MP4 that takes ranges and no token, for players without streams; null when the author offers none, or it is not made yet',
      ),
    posterUrl: z.url().nullable().describe('A picture to show before it plays'),
    storyboard: storyboard.nullable(),
    captions: z
      .array(
        z.object({
          language: captionLanguage,
          label: z.string().describe('What to call them'),
          url: z.url().describe('The same as WebVTT, for a player that takes no playlist'),
        }),
      )
      .describe('Captions, which the playlist names, too'),
    chapters,
    positionSeconds: z.number().describe('Where the person has left it; 0 when nowhere'),
    startedAt: timestamp.describe('When it began'),
    expiresAt: timestamp.describe(
      'When its addresses end: an hour and twice the length of the video later, 12 hours at most. Begin a new one then',
    ),
  })
  .meta({ id: 'Playback', description: 'A video that one person watches on one device' });

const playbackId = z.strictObject({ playbackId: id.describe('Id of the playback') });

export type Playback = z.output<typeof playback>;

export const startPlayback = defineEndpoint('startPlayback', 'POST /streaming/videos/:videoId/playbacks', {
  summary: 'Begin to watch a video of a lesson that is open; staff may watch any without a lesson',
  description:
    'Each request of the player for `manifestUrl`, for what that names on this server and for keys carries the access token of the moment ' +
    '(hls.js: `xhrSetup`); requests to the object store carry none. A player that cannot send it, such as the one built into Safari, plays ' +
    '`fileUrl`. After 410 begin a new playback and go on at the same second. One that asks for nothing for 90 seconds frees its place; end it ' +
    'when the page is left, and send `replace` to watch here rather than where one began first.',
  params: videoId,
  body: z.strictObject({
    lessonId: id.nullable().default(null).describe('Id of the lesson that shows it; null for a look at the library'),
    replace: z.boolean().default(false).describe('Whether one’s oldest playback ends when there are too many'),
  }),
  response: playback,
  status: 201,
  errors: [videoNotFound, videoNotPlayable, lessonLocked, tooManyPlaybacks],
});

export const listPlaybacks = defineEndpoint('listPlaybacks', 'GET /streaming/playbacks', {
  summary: 'What one is watching now, on all devices, the newest first',
  response: z.object({
    items: z
      .array(
        z.object({
          id: id.describe('Id of the playback'),
          videoId: id.describe('Id of the video'),
          title: z.string().describe('Title of the video'),
          device: line(0, 300).describe('What the device called itself'),
          startedAt: timestamp.describe('When it began'),
          lastSeenAt: timestamp.describe('When it last asked for anything'),
        }),
      )
      .describe('The playbacks'),
  }),
});

export const endPlayback = defineEndpoint('endPlayback', 'DELETE /streaming/playbacks/:playbackId', {
  summary: 'End a playback of one’s own, here or on another device',
  params: playbackId,
  errors: [playbackNotFound],
});

const playingErrors = [playbackNotFound, playbackEnded, lessonLocked] as const;

const playlist = { response: z.string(), produces: 'application/vnd.apple.mpegurl' } as const;

export const getManifest = defineEndpoint('getManifest', 'GET /streaming/playbacks/:playbackId/main.m3u8', {
  ...playlist,
  summary: 'The playlist that names the qualities, the sound and the captions',
  params: playbackId,
  errors: playingErrors,
});

const renditionName = matching(/^(?:audio|[1-9]\d{1,3})$/, 5, {
  en: 'The name of a quality is needed, such as 720 or audio',
  ru: 'Нужно название качества: высота кадра, например 720, или слово для звука',
}).meta({ description: 'Name of the quality: the height of its picture, or `audio`', examples: ['720'] });

export const getRendition = defineEndpoint(
  'getRendition',
  'GET /streaming/playbacks/:playbackId/renditions/:rendition/main.m3u8',
  {
    ...playlist,
    summary: 'The playlist of one quality: encrypted segments in the object store, and where their keys are',
    params: playbackId.extend({ rendition: renditionName }),
    errors: [...playingErrors, renditionNotFound],
  },
);

export const getCaptionPlaylist = defineEndpoint(
  'getCaptionPlaylist',
  'GET /streaming/playbacks/:playbackId/captions/:language/main.m3u8',
  {
    ...playlist,
    summary: 'The playlist of captions in one language',
    params: playbackId.extend({ language: captionLanguage }),
    errors: [...playingErrors, captionNotFound],
  },
);

export const getStoryboard = defineEndpoint('getStoryboard', 'GET /streaming/playbacks/:playbackId/storyboard.vtt', {
  summary: 'Small pictures for the scrub bar, as WebVTT; without cues where there are none',
  params: playbackId,
  response: z.string(),
  produces: 'text/vtt',
  errors: playingErrors,
});

export const getKey = defineEndpoint('getKey', 'GET /streaming/playbacks/:playbackId/keys/:stretch', {
  summary: 'The key of a stretch of the video (AES-128), while the lesson is open to the person',
  params: playbackId.extend({
    stretch: z.coerce.number().int().min(0).max(100_000).describe('Number of the stretch, from 0'),
  }),
  response: bytes,
  produces: 'application/octet-stream',
  errors: [...playingErrors, keyNotFound],
});

export const reportWatched = defineEndpoint('reportWatched', 'POST /streaming/playbacks/:playbackId/evidence', {
  summary: 'Report what was played of the video of a lesson; it counts as far as its keys were given out in this playback',
  description:
    'The pieces are those of `sendEvidence` of courses, each with what was played; their `sessionId` is that of `openLesson`, called once when ' +
    'the lesson is shown. Send them every 20 seconds or so, at a pause and when the page is left. What was never delivered to this playback is ' +
    'refused; the rest is judged by courses, once. Without a network keep them: a playback takes them for a week after it expired, also ' +
    'when it was ended before, and then leaves the position as it is.',
  params: playbackId,
  body: z.strictObject({
    positionSeconds: z.number().min(0).max(86_400).describe('Where the player is, to go on from there later'),
    evidence: z.array(evidenceItem).max(200).describe('The pieces, in any order; none only keeps the position'),
  }),
  response: evidenceResponse,
  errors: playingErrors,
});
