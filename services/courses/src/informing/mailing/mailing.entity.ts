import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';

/** Mails to many learners of a course about one thing: how far they are sent. */
export interface MailingRow {
  /** Id of what the mails are about: an announcement, or a revision. */
  id: string;
  courseId: string;
  kind: 'announcement' | 'retake';
  /** When that was published: lessons to do again begin anew from then. */
  occurredAt: Date;
  /** Whoever sorts up to here was served; ids of people are the order. */
  lastPersonId: string;
  /** When a page was sent last, or a job was enqueued for one. */
  touchedAt: Date;
  /** When a page was sent last, or the mailing began. */
  movedAt: Date;
  /** When the last page was sent, or the mailing was given up; null before. */
  finishedAt: Date | null;
}

export const MailingEntity = new EntitySchema<MailingRow>({
  name: 'mailing',
  tableName: 'mailings',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: belongsTo(CourseEntity, 'mailings_course'),
    kind: { type: 'text' },
    occurredAt: { type: 'timestamptz' },
    lastPersonId: { type: 'uuid' },
    touchedAt: { type: 'timestamptz' },
    movedAt: { type: 'timestamptz' },
    finishedAt: { type: 'timestamptz', nullable: true },
  },
  checks: [{ name: 'mailings_kind', expression: "kind IN ('announcement', 'retake')" }],
  indices: [
    { name: 'mailings_of_course', columns: ['spaceId', 'courseId'] },
    { name: 'mailings_touched', columns: ['spaceId', 'finishedAt', 'touchedAt'] },
  ],
});
