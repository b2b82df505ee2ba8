import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { flag, id, line, text, timestamp, version } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { explain } from '../shared/texts.ts';
import { caption } from './caption.ts';
import { folderNotFound } from './folder.ts';
import { processing } from './processing.ts';
import { videoId, videoNotFound, videoNotPlayable, videoNotYours } from './video-problems.ts';

export const videos = {
  /** The library of the school: upload, look, put into lessons, and change what is one's own. */
  manage: definePermission('videos.manage', ['staff', 'admin']),
  /** Change what others have uploaded. */
  manageAny: definePermission('videos.manage-any', ['admin']),
};

export const videoInUse = defineProblem('video.in_use', 409, {
  en: 'Lessons show the video: take it out of them first',
  ru: 'Видео показывают в уроках: сначала уберите его оттуда',
});
export const videoNotDeleted = defineProblem('video.not_deleted', 409, {
  en: 'The video is not deleted',
  ru: 'Видео не удалено',
});
export const chapterBeyondEnd = defineProblem('video.chapter_beyond_end', 422, {
  en: 'A chapter begins behind the end of the video',
  ru: 'Глава начинается после конца видео',
});

/** Days in which a deleted video can be restored. */
export const graceDays = 30;

export const videoStatuses = ['waiting', 'processing', 'playable', 'ready', 'failed'] as const;

const chapter = z.strictObject({
  startSeconds: z.number().min(0).max(86_400).describe('Second at which it begins'),
  title: line(1, 200).describe('What it is about'),
});

const inOrder = (list: readonly { startSeconds: number }[]) =>
  list.every(({ startSeconds }, index) => index === 0 || startSeconds > (list[index - 1]?.startSeconds ?? 0));

export const chapters = z
  .array(chapter)
  .max(100)
  .refine(inOrder, explain({ en: 'Chapters begin one after the other', ru: 'Главы должны идти по порядку' }))
  .describe('Chapters, in order');

const details = {
  title: line(1, 200).meta({ description: 'Title of the video', examples: ['Законы Ньютона'] }),
  description: text(0, 5000).describe('What it shows'),
  folderId: id.nullable().describe('Id of its folder; null for none'),
  chapters,
  offersFile: z
    .boolean()
    .describe(
      'Whether playbacks have a `fileUrl`, a plain MP4 for players that cannot play streams; whoever plays it can also keep it',
    ),
};

export const videoListItem = z
  .object({
    id: id.describe('Id of the video; a replaced file keeps it'),
    title: details.title,
    ownerId: id.describe('Id of the person who uploaded it'),
    folderId: details.folderId,
    status: z
      .enum(videoStatuses)
      .describe('`waiting` for its file; `processing` with nothing to play yet; `playable` while the other qualities are made'),
    durationSeconds: z.number().nullable().describe('Its length, as measured; null before'),
    width: z.int().nullable().describe('Pixels of the source, upright; null before it was looked at'),
    height: z.int().nullable().describe('Pixels of the source, upright; null before it was looked at'),
    storedBytes: z.int().describe('What it takes in the store: the file and all that was made of it'),
    posterUrl: z.url().nullable().describe('A picture of it, for an hour; null before there is one'),
    lessons: z.int().describe('How many lessons show it'),
    createdAt: timestamp.describe('When it was announced'),
    updatedAt: timestamp.describe('When it was last changed'),
    deletedAt: timestamp.nullable().describe('When it was deleted; null when it is not'),
    purgeAt: timestamp.nullable().describe('Until when it can be restored; null when it is not deleted'),
    version,
  })
  .meta({ id: 'VideoListItem', description: 'A video as lists show it' });

export const video = videoListItem
  .extend({
    description: details.description,
    chapters,
    offersFile: details.offersFile,
    posterSecond: z.number().nullable().describe('Second its picture was chosen at; null when the server chose'),
    captions: z.array(caption).describe('Its captions, by language'),
    processing: processing.nullable().describe('What is being made of the newest file, or was; null before there is one'),
  })
  .meta({ id: 'Video', description: 'A video of the library' });

export type Video = z.output<typeof video>;

export const listVideos = defineEndpoint('listVideos', 'GET /streaming/videos', {
  summary: 'The library of the school, the newest first',
  query: pageQuery.extend({
    q: line(1, 200).optional().describe('Words of the title, or parts of them'),
    folderId: id.optional().describe('Videos of this folder'),
    status: z.enum(videoStatuses).optional().describe('Videos of this status'),
    mine: flag.default(false).describe('Only what one has uploaded'),
    deleted: flag.default(false).describe('What was deleted and can be restored, in its place'),
    sort: z.enum(['-createdAt', 'title', '-title']).default('-createdAt').describe('Order; `-` in front means descending'),
  }),
  response: page(videoListItem),
});

export const getVideo = defineEndpoint('getVideo', 'GET /streaming/videos/:videoId', {
  summary: 'A video, with what is being made of its file',
  params: videoId,
  response: video,
  errors: [videoNotFound],
  volatile: true,
});

export const updateVideo = defineEndpoint('updateVideo', 'PATCH /streaming/videos/:videoId', {
  summary: 'Change what is said of a video; what is left out stays',
  params: videoId,
  body: z.strictObject(details).partial(),
  response: video,
  errors: [videoNotFound, videoNotYours, folderNotFound, chapterBeyondEnd],
  ifMatch: true,
});

export const choosePoster = defineEndpoint('choosePoster', 'PUT /streaming/videos/:videoId/poster', {
  summary: 'Take the picture of a video at another second; it is made in the background',
  params: videoId,
  body: z.strictObject({
    second: z.number().min(0).max(86_400).describe('Second of the video; one behind its end means its end'),
  }),
  response: video,
  status: 202,
  errors: [videoNotFound, videoNotYours, videoNotPlayable],
});

export const deleteVideo = defineEndpoint('deleteVideo', 'DELETE /streaming/videos/:videoId', {
  summary: 'Delete a video that no lesson shows; it can be restored for 30 days',
  params: videoId,
  errors: [videoNotFound, videoNotYours, videoInUse],
  ifMatch: true,
});

export const restoreVideo = defineEndpoint('restoreVideo', 'POST /streaming/videos/:videoId/restore', {
  summary: 'Restore a deleted video',
  params: videoId,
  response: video,
  errors: [videoNotFound, videoNotYours, videoNotDeleted],
});

export const downloadSource = defineEndpoint('downloadSource', 'GET /streaming/videos/:videoId/source', {
  summary: 'Redirect to the file as it was uploaded, for whoever may change the video',
  params: videoId,
  response: z.object({ location: z.url().describe('Address of the file; it is sent as the header `Location`') }),
  status: 303,
  errors: [videoNotFound, videoNotYours, videoNotPlayable],
});

const usage = z
  .object({
    courseId: id.describe('Id of the course'),
    courseTitle: z.string().describe('Its title'),
    lessonId: id.describe('Id of the lesson'),
    lessonTitle: z.string().describe('Its title'),
  })
  .meta({ id: 'VideoUsage', description: 'A lesson that shows a video' });

export const listVideoUsages = defineEndpoint('listVideoUsages', 'GET /streaming/videos/:videoId/usages', {
  summary: 'In which lessons a video is shown, of drafts and of what learners have',
  params: videoId,
  query: pageQuery,
  response: page(usage),
  errors: [videoNotFound],
});

/** It can be played now, or another file of another length took its place. */
export const videoPlayable = defineEvent(
  'streaming.video-playable.v1',
  z.object({ videoId: id, title: z.string(), durationSeconds: z.number(), occurredAt: timestamp }),
);

export const videoDeleted = defineEvent('streaming.video-deleted.v1', z.object({ videoId: id, occurredAt: timestamp }));
