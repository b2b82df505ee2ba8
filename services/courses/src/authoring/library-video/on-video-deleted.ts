import { on } from '@lyceum/common/outbox';
import { videoDeleted } from '@lyceum/contracts/streaming/video';
import { LessThan } from 'typeorm';
import { LibraryVideoEntity } from './library-video.entity.ts';

/** One that was never known is kept as deleted, so that older news do not bring it back. Lessons that show it keep its length. */
export const markVideoDeleted = on(
  videoDeleted,
  'courses.mark-video-deleted',
  async ({ videoId: id, occurredAt: at }, { db }) => {
    const deletion = { deletedAt: new Date(at), occurredAt: new Date(at) };
    const unknown = { id, title: '', durationSeconds: 0, ...deletion };
    await db.createQueryBuilder().insert().into(LibraryVideoEntity).values(unknown).orIgnore().execute();
    await db.update(LibraryVideoEntity, { id, occurredAt: LessThan(deletion.occurredAt) }, deletion);
  },
  { keepsCopy: true },
);
