import { on } from '@lyceum/common/outbox';
import { videoPlayable } from '@lyceum/contracts/streaming/video';
import { LessThan } from 'typeorm';
import { LibraryVideoEntity } from './library-video.entity.ts';

/** Events may come in any order: an older one never replaces what a newer one has told. */
export const keepVideo = on(
  videoPlayable,
  'courses.keep-video',
  async ({ videoId: id, title, durationSeconds, occurredAt: at }, { db }) => {
    const occurredAt = new Date(at);
    const video = { id, title, durationSeconds, deletedAt: null, occurredAt };
    await db.createQueryBuilder().insert().into(LibraryVideoEntity).values(video).orIgnore().execute();
    await db.update(LibraryVideoEntity, { id, occurredAt: LessThan(occurredAt) }, video);
  },
  { keepsCopy: true },
);
