import { belongsTo, spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { AnnouncementEntity } from './announcement.entity.ts';

/** A learner who has read an announcement. */
export interface AnnouncementReadRow {
  announcementId: string;
  personId: string;
  readAt: Date;
}

export const AnnouncementReadEntity = new EntitySchema<AnnouncementReadRow>({
  name: 'announcement_read',
  tableName: 'announcement_reads',
  columns: {
    ...spaceKey,
    announcementId: { ...belongsTo(AnnouncementEntity, 'announcement_reads_announcement'), primary: true },
    personId: { type: 'uuid', primary: true },
    readAt: { type: 'timestamptz' },
  },
  // What goes with its announcement is looked for in all spaces.
  indices: [{ name: 'announcement_reads_by_announcement', columns: ['announcementId'] }],
});
